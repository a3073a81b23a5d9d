"""The threads behind the window. `Worker` is all the rest of the window sees: jobs with ids in, events out."""

from __future__ import annotations

from app.worker.worker import Worker

__all__ = ["Worker"]

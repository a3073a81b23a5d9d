"""What a person can set: declared once, kept in one file of theirs, changed by `app.settings.settings_controller` alone."""

from __future__ import annotations

from app.settings.declared import DECLARED, Declaration, LastModel, Settings

__all__ = ["DECLARED", "Declaration", "LastModel", "Settings"]

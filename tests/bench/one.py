"""One benchmark in this process: `python -m tests.bench.one NAME MODEL [MMPROJ]`, its figures as JSON on the last line."""

from __future__ import annotations

from dataclasses import asdict
from importlib import import_module
from typing import Any

from tests.bench import child
from tests.bench.loaded import files

__all__: list[str] = []


def measure(name: str, model: str, mmproj: str | None = None) -> list[dict[str, Any]]:
    return [asdict(figure) for figure in import_module(f"tests.bench.{name}").figures(files(model, mmproj))]


if __name__ == "__main__":
    child.main(measure)

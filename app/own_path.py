"""Where Python looks for modules: never in the folder that Hush happens to be started from, which may hold anything.

`python -m` looks there first, and so does an empty or relative entry of PYTHONPATH; `hush` and `python -P` or `-I` do not. This
runs before anything else of Hush and imports only what is part of the interpreter itself (not even __future__, which is a file).
What Python has imported by then cannot be guarded: with `python -m app` importlib, contextlib and what they import, and `app`;
with such a PYTHONPATH all that Python itself starts with. Where one of them came from such a folder, Hush says so and ends.
"""

import os
import sys

__all__ = ["forget_strangers", "strangers"]

_HOME = os.path.realpath(os.path.dirname(os.path.dirname(__file__)))  # noqa: PTH120 - pathlib may be theirs
_forgotten: set[str] = set()


def forget_strangers() -> None:
    """Take the current folder, and what PYTHONPATH names relative to it, from where modules are looked for."""
    if sys.flags.safe_path and sys.flags.ignore_environment:
        return
    entries = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    try:
        relative = {os.path.realpath(entry) for entry in ("", *entries) if not os.path.isabs(entry)}  # noqa: PTH117
    except OSError:  # the current folder was deleted: nothing can be imported from it
        return
    # What stands behind Python's own modules came from nobody's folder, and replaces none of them.
    library = os.path.dirname(getattr(os, "__file__", ""))  # noqa: PTH120
    own = sys.path.index(library) if library in sys.path else len(sys.path)
    before = [entry for entry in sys.path[:own] if os.path.realpath(entry) in relative - {_HOME}]
    _forgotten.update(map(os.path.realpath, before))
    sys.path[:own] = [entry for entry in sys.path[:own] if entry not in before]


def strangers() -> list[str]:
    """Names of modules that were imported from a folder of those before it was forgotten."""
    found = {name.partition(".")[0]: module for name, module in sys.modules.items() if "." not in name and name != "__main__"}
    return sorted(name for name, module in found.items() if _folder(module) in _forgotten)


def _folder(module: object) -> str:
    """Where it was found; empty for what is part of the interpreter."""
    file = getattr(module, "__file__", None)
    if not isinstance(file, str):
        return ""
    folder, name = os.path.split(os.path.realpath(file))
    return os.path.dirname(folder) if name.startswith("__init__.") else folder  # noqa: PTH120

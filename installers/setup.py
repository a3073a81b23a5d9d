"""Sets up Hush and starts it: `python installers/setup.py [setup|run|test|lint|bench|train-smoke]`, on Linux, macOS and Windows.

Everything goes into `.venv` beside this folder, in the versions the locks name. Further arguments go on to what is started:
`python installers/setup.py run ask --image photo.png "What does it say?"`; those of `setup` name what to fetch.
Exit 2: this machine lacks something, one line says what.
"""

# No line here may need a newer Python than the oldest that should be told to be replaced.
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OLDEST = (3, 11)
VERBS = ("setup", "run", "test", "lint", "bench", "train-smoke")


def main(arguments):
    # type: (list[str]) -> int
    """Does one verb and returns its exit status."""
    verb, rest = (arguments or ["setup"])[0], arguments[1:]
    if verb not in VERBS:
        print(f"{verb} is none of {', '.join(VERBS)}", file=sys.stderr)
        return 2
    if sys.version_info < OLDEST:
        return _with_newer_python(arguments)
    sys.path[0] = ROOT  # started as a script, Python looks beside the script; the package is one above
    from installers.failure import SetupFailure
    from installers.verbs import perform

    try:
        return perform(verb, rest)
    except SetupFailure as failure:
        print(failure, file=sys.stderr)
        return failure.status
    except KeyboardInterrupt:
        return 130


def _with_newer_python(arguments):
    # type: (list[str]) -> int
    for minor in range(14, OLDEST[1] - 1, -1):
        newer = shutil.which(f"python3.{minor}")
        if newer:
            return subprocess.call([newer, os.path.abspath(__file__), *arguments])
    print("Hush needs Python 3.11 or newer; this is {}.{}.".format(*sys.version_info[:2]), file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Sets up Hush on this machine. The standard library only: this runs before anything is installed.

`setup.py` is the command; `system` finds what the operating system lacks, `environment` makes `.venv` from the locks,
`engine` builds llama-cpp-python once, `shown` runs a long command while showing that it works.
"""

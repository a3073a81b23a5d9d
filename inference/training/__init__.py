"""The room where the pair that ships was trained: its architecture, its files' format, and a trainer of the same kind.

No part of the program and not in its package: only its tests, the parity tests and `make train-smoke` import it. LOG.md tells
what was tried.
"""

"""Benchmarks: what the promises in the README are measured with. `make bench` prints every figure."""

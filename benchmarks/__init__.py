"""Benchmarks: each `bench_*.py` measures one path of ours beside the raw limit, in the same run."""

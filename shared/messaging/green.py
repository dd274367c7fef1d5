"""Green threads: patched before anything else is imported, by the processes that start services."""

from __future__ import annotations

import warnings

POOLED_CONNECTIONS = 100


def go_green() -> None:
    """Patch the standard library for eventlet, and widen kombu's pool to what seven services in a process need."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # eventlet announces its retirement: docs/decisions/0002
        import eventlet

    eventlet.monkey_patch()
    from eventlet import patcher, tpool
    from kombu import pools

    from shared.aside import run_aside_with

    pools.set_limit(POOLED_CONNECTIONS)
    run_aside_with(tpool.execute, patcher.original("threading").Lock())

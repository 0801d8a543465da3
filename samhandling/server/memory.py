"""What a rush of visitors leaves behind goes back to the system, instead of waiting for a larger rush."""

import ctypes
import sys

from tornado.ioloop import PeriodicCallback

EVERY = 60_000
"""Milliseconds; giving back takes well under one."""
_ARENA_MAX = -8
"""`M_ARENA_MAX` of glibc's malloc.h."""


def be_frugal() -> PeriodicCallback | None:
    """Give freed memory back now and then; needs a running event loop. None where the allocator cannot.

    glibc keeps what was freed for each thread and below what is still in use (mallopt(3), malloc_trim(3)), and a
    meeting of an hour would seem to grow by what its busiest second took.
    """
    if not sys.platform.startswith("linux"):
        return None
    allocator = ctypes.CDLL(None)
    if not hasattr(allocator, "malloc_trim"):  # another C library
        return None
    allocator.mallopt(_ARENA_MAX, 2)
    giving = PeriodicCallback(lambda: allocator.malloc_trim(0), EVERY)
    giving.start()
    return giving

"""Freed memory goes back to the system."""

import asyncio
import os
import sys

import psutil
import pytest

from samhandling.server import memory


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="another allocator")
def test_what_was_freed_is_given_back_while_the_server_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "EVERY", 50)

    async def run() -> tuple[int, int]:
        process = psutil.Process(os.getpid())
        kept = [bytes([n % 256]) * 2_000 for n in range(50_000)]
        # something in use above what is freed, so that the allocator cannot give it back by itself
        above = bytes([len(kept) % 256]) * 2_000
        kept.clear()
        before = process.memory_info().rss
        giving = memory.be_frugal()
        if giving is None:
            pytest.skip("another C library")
        await asyncio.sleep(0.4)
        giving.stop()
        assert above
        return before, process.memory_info().rss

    before, after = asyncio.run(run())
    assert after < before - 40 * 2**20

"""The answers and who gave them. Knows ids and JSON, and nothing of the content."""

from samhandling.store.store import Store, StoreError, now_ms

__all__ = ["Store", "StoreError", "now_ms"]

"""Stub."""
from __future__ import annotations
from ingest.draft import Draft
def looks_like(data: bytes) -> bool:
    return False
def read(data: bytes, draft: Draft) -> None:
    raise NotImplementedError

"""The served Master Wilayah of the contract tests."""

from __future__ import annotations

from tests.contract.satusehat.conftest import serve

__all__ = ["serve"]

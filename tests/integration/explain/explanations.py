"""Asking a sandbox why it refused."""

from __future__ import annotations

from typing import Any

from tests.joss_sandbox import ADDRESS, JossSandbox


def explained(sandbox: JossSandbox, **order: Any) -> dict[str, Any]:
    """What `/_control/explain` says of the last refusal, or of the one that is ordered."""
    answer = sandbox.http.post(f"{ADDRESS}/_control/explain", json=order or {"last": True})
    assert answer.status_code == 200, answer.text
    return answer.json()


def keys(found: dict[str, Any]) -> list[str]:
    return [each["key"] for each in found["causes"]]

"""Errors of our own pages: problem+json (RFC 9457)."""

from __future__ import annotations

from http import HTTPStatus

from starlette.responses import JSONResponse, Response


def problem(status: int, detail: str | None = None) -> Response:
    """An error with its status, and in `detail` what is wrong and how to mend it."""
    body: dict[str, object] = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": int(status)}
    if detail is not None:
        body["detail"] = detail
    return JSONResponse(body, int(status), media_type="application/problem+json")

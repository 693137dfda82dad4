"""What all operations of Jobtrain share, and the three kinds of them: one record, a list in pages, a write.

`source` is the vendor's page where that names the call. Paths of the others are taken from a third-party inventory
of the vendor's collection, or are ours.
"""

from __future__ import annotations

from typing import Final, cast

from satupintu.kernel.operation import CallT, Operation, ReplyT
from satupintu.kernel.paging import PageNoPaging
from satupintu.systems.jobtrain.contract.models import Page, Record, keep_raw
from satupintu.systems.jobtrain.contract.models.record import ItemT

GUIDE: Final = (
    "https://clientsupport.jobtrain.co.uk/support/solutions/articles/77000557052-jobtrain-api-getting-started-guide"
)
"""Names the token, the list of jobs and the application detail."""

COLLECTION: Final = "https://documenter.gw.postman.com/view/metadata/2s9Y5SV57T"
"""The vendor's published collection, "Jobtrain - OpenAPI", 1.0. Its calls are known by a third-party inventory."""

OURS: Final = "https://clientsupport.jobtrain.co.uk/support/solutions/articles/77000552213-jobtrain-api-user-guide"
"""Names the use case alone. The path is ours."""

VERSIONS: Final = ("1", "1.0")


class JobtrainOperation(Operation[CallT, ReplyT]):
    """An operation whose reply, and every record in it, knows the body in which it came."""

    def read(self, body: bytes) -> ReplyT:
        """Read a reply tolerantly, and keep its body. Raises pydantic's ValidationError."""
        reply = super().read(body)
        data = cast("list[Record]", getattr(reply, "data", []))
        for record in (cast("Record", reply), *data):
            keep_raw(record, body)
        return reply


def one(
    name: str,
    path: str,
    summary: str,
    *,
    call: type[CallT],
    reply: type[ReplyT],
    permission: str,
    source: str = COLLECTION,
) -> Operation[CallT, ReplyT]:
    """An operation that reads one record."""
    return JobtrainOperation(
        name=name,
        method="GET",
        path=f"/api/v{{version}}{path}",
        summary=summary,
        source=source,
        call=call,
        reply=reply,
        repeatable=True,
        permission=permission,
        versions=VERSIONS,
        any_case=True,
        loose_ids=True,
    )


def pages(
    name: str,
    path: str,
    summary: str,
    *,
    call: type[CallT],
    reply: type[Page[ItemT]],
    permission: str,
    source: str = COLLECTION,
) -> Operation[CallT, Page[ItemT]]:
    """An operation that reads a list, page by page."""
    return JobtrainOperation(
        name=name,
        method="GET",
        path=f"/api/v{{version}}{path}",
        summary=summary,
        source=source,
        call=call,
        reply=reply,
        paging=PageNoPaging(),
        repeatable=True,
        permission=permission,
        versions=VERSIONS,
        any_case=True,
        loose_ids=True,
    )


def write(
    name: str,
    path: str,
    summary: str,
    *,
    call: type[CallT],
    reply: type[ReplyT],
    permission: str,
    success: tuple[int, ...] = (200,),
    source: str = COLLECTION,
) -> Operation[CallT, ReplyT]:
    """An operation that writes. What came of one that got no answer is unknown: it is not repeated."""
    return JobtrainOperation(
        name=name,
        method="POST",
        path=f"/api/v{{version}}{path}",
        summary=summary,
        source=source,
        call=call,
        reply=reply,
        success=success,
        permission=permission,
        versions=VERSIONS,
        any_case=True,
        loose_ids=True,
    )

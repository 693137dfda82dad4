"""Carrying out calls: one, or page by page."""

from __future__ import annotations

from functools import partial

from satupintu.kernel.operation import CallT, Operation, ReplyT
from satupintu.systems.jobtrain.contract.models import Page
from satupintu.systems.jobtrain.contract.models.record import ItemT
from satupintu.transport.sending import AsyncTransport, Transport
from satupintu.transport.walking import AsyncWalk, Walk


class Sender:
    """Sends synchronously."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def call(self, operation: Operation[CallT, ReplyT], call: CallT) -> ReplyT:
        """Carry out one call."""
        return self._transport.call(operation, call)

    def walk(self, operation: Operation[CallT, Page[ItemT]], first: CallT) -> Walk[ItemT]:
        """All records from a first page on, as they are needed."""
        return Walk(operation, first, partial(self._transport.call, operation))

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()


class AsyncSender:
    """The twin of `Sender` for asyncio."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    async def call(self, operation: Operation[CallT, ReplyT], call: CallT) -> ReplyT:
        """Carry out one call."""
        return await self._transport.call(operation, call)

    def walk(self, operation: Operation[CallT, Page[ItemT]], first: CallT) -> AsyncWalk[ItemT]:
        """All records from a first page on, as they are needed."""
        return AsyncWalk(operation, first, partial(self._transport.call, operation))

    async def close(self) -> None:
        """Close the connections."""
        await self._transport.close()

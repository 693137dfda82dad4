"""What holds for the clients of every system: both are one, and both are what the operations say."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from typing import Any, get_type_hints

from satupintu.kernel.operation import Operation

INJECTED = {"http", "sleep"}
"""Arguments of the constructors that are of the one world or the other."""


def assert_same_clients(sync: type, asynchronous: type, operations: Iterable[Operation[Any, Any]], *more: str) -> None:
    """The public methods of both clients are the operations, `more`, and `close`, with the same signatures."""
    names = {operation.name for operation in operations} | {"close", *more}
    for client in (sync, asynchronous):
        assert {name for name in dir(client) if not name.startswith("_")} == names
    for name in names - set(more):
        assert inspect.signature(getattr(sync, name)) == inspect.signature(getattr(asynchronous, name)), name
    for name in more:
        assert _parameters(getattr(sync, name)) == _parameters(getattr(asynchronous, name)), name
    assert _parameters(sync.__init__) == _parameters(asynchronous.__init__)


def assert_client_is_as_described(client: type, operations: Iterable[Operation[Any, Any]]) -> None:
    """A method takes what the call of its operation takes, under the same names, with the same types and defaults."""
    for operation in operations:
        method = getattr(client, operation.name)
        hints = get_type_hints(method)
        del hints["return"]
        described = get_type_hints(operation.call)
        assert hints == {name: described[name] for name in operation.call.model_fields}, operation.name
        arguments = dict(inspect.signature(method).parameters)
        del arguments["self"]
        for name, info in operation.call.model_fields.items():
            argument = arguments[name]
            assert (argument.default is inspect.Parameter.empty) == info.is_required(), (operation.name, name)
            assert info.is_required() or argument.default == info.default, (operation.name, name)


def _parameters(function: Any) -> list[inspect.Parameter]:
    return [
        parameter.replace(annotation=None, default=None) if parameter.name in INJECTED else parameter
        for parameter in inspect.signature(function).parameters.values()
    ]

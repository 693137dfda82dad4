"""Requests made from the OpenAPI documents, good and bad ones, all of them signed: none is too much for the server.

Schemathesis makes them; a hook signs each as it stands on the wire. What comes back is a status and a body that the
document describes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from satupintu.bootstrap.house import House
from satupintu.bootstrap.sandbox import credentials_of, fill_sandbox
from satupintu.gateway.assembly import gateway_of
from satupintu.gateway.server import base_url_of, reserve, served_in_background
from satupintu.kernel.ids import RandomIds
from satupintu.systems.kemnaker.contract.operations import joss_openapi, toss_openapi
from satupintu.systems.kemnaker.contract.signing import DOKU, SignedParts, format_timestamp, sign

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")
requests = pytest.importorskip("requests")

DOCUMENTS: dict[str, Callable[[], dict[str, Any]]] = {"joss": joss_openapi, "toss": toss_openapi}
EXAMPLES = 80
SECONDS = 10
JSON, XML = "application/json", "application/xml"
CHECKS = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, str]]:
    """A gateway on a port of its own, without a quota."""
    with pytest.MonkeyPatch.context() as patch:
        for name in DOCUMENTS:
            patch.setenv(f"SATUPINTU_{name.upper()}__RATE_LIMIT", "0")
        opened = reserve("127.0.0.1", 0)
        with House.open(tmp_path_factory.mktemp("fuzz") / "data") as house:
            fill_sandbox(house)
            with served_in_background(gateway_of(house), opened):
                yield house, base_url_of(opened)


class Signing(requests.auth.AuthBase):
    """Signs what is about to be sent, byte for byte."""

    def __init__(self, house: House, client_id: str, secret: str) -> None:
        self._house = house
        self._client_id = client_id
        self._secret = secret
        self._ids = RandomIds()
        self.accept = JSON

    def __call__(self, request: Any) -> Any:
        parts = SignedParts(
            method=request.method,
            target=request.path_url.partition("?")[0],
            client_id=self._client_id,
            request_id=str(self._ids.new()),
            timestamp=format_timestamp(self._house.clock.now()),
            body=request.body.encode() if isinstance(request.body, str) else request.body,
        )
        request.headers["Client-Id"] = parts.client_id
        request.headers["Request-Id"] = parts.request_id
        request.headers["Request-Timestamp"] = parts.timestamp
        request.headers["Signature"] = sign(DOKU, parts, self._secret)
        request.headers["Accept"] = self.accept
        return request


@pytest.mark.parametrize("api", DOCUMENTS)
@pytest.mark.parametrize("mode", ["positive", "negative"])
def test_no_request_made_from_the_document_is_too_much(served: tuple[House, str], api: str, mode: str) -> None:
    house, address = served
    own = credentials_of(house.keys, address)[api]
    schema = schemathesis.openapi.from_dict(DOCUMENTS[api]())
    generation = schemathesis.GenerationMode(mode)
    cases = st.one_of([found.ok().as_strategy(generation) for found in schema.get_all_operations()])
    checks = [schemathesis.checks.CHECKS.get_one(name) for name in CHECKS]
    signing = Signing(house, own["client_id"], own["secret"])
    met: set[int] = set()

    @settings(
        max_examples=EXAMPLES,
        deadline=SECONDS * 1000,
        phases=[Phase.generate],
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(cases, st.sampled_from([JSON, XML]))
    def ask(case: Any, accept: str) -> None:
        signing.accept = accept
        answer = case.call(own["base_url"], auth=signing, timeout=SECONDS)
        met.add(answer.status_code)
        assert answer.headers["content-type"] == [accept]
        if accept == JSON:
            case.validate_response(answer, checks=checks)
        else:
            assert answer.status_code < 500
            assert ElementTree.fromstring(answer.content).tag == "response"

    ask()
    assert 401 not in met, "the hook signs as the server reads"
    assert met - {404, 405}, "more is met than unknown paths"

"""Our client against our server, both of them, for every operation."""

from __future__ import annotations

from datetime import timedelta

import httpx2
import pytest

from satupintu.kernel.errors import (
    AuthenticationFailedError,
    BadRequestError,
    ConflictError,
    ConnectionFailedError,
    NotFoundError,
    PermissionDeniedError,
    ServerFailedError,
    UnreadableReplyError,
    ValidationFailedError,
)
from satupintu.systems.kemnaker.contract.models import VacancyBody
from tests.contract.kemnaker.bodies import COMPANY, WHOLE, changed, id_of
from tests.contract.kemnaker.conftest import ADDRESS, NOW


def body(*arguments, **changes):
    return VacancyBody.model_validate(changed(*arguments, **changes))


class Failing:
    """Answers the first requests itself, then passes on. Notes the heads of all."""

    def __init__(self, app, *failures):
        self.app = app
        self.failures = list(failures)
        self.heads = []

    async def __call__(self, scope, receive, send):
        self.heads.append({name.decode(): value.decode() for name, value in scope["headers"]})
        if not self.failures:
            await self.app(scope, receive, send)
            return
        status, headers, text = (*self.failures.pop(0), {}, b"")[:3]
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": status, "headers": raw})
        await send({"type": "http.response.body", "body": text})


def test_a_vacancy_is_reported_found_replaced_and_closed(connect):
    client = connect()
    created = client.put_vacancy(id_of(1), body()).data
    assert (created.id, created.title, created.status, created.version) == (id_of(1), "Junior Administrator", "open", 1)
    assert created.published_at == created.created_at == NOW
    assert created.expires_at == NOW + timedelta(days=60)
    assert client.find_vacancy(id_of(1)).data == created
    assert client.put_vacancy(id_of(1), body(title="Senior Administrator")).data.version == 2
    closed = client.delete_vacancy(id_of(1)).data
    assert (closed.status, closed.close_reason, closed.closed_at) == ("closed", "withdrawn", NOW)
    assert client.find_vacancy(id_of(1)).data == closed == client.delete_vacancy(id_of(1)).data


def test_every_field_arrives_and_comes_back(connect):
    sent = body(WHOLE)
    answered = connect().put_vacancy(id_of(1), sent).data
    of_the_body = set(VacancyBody.model_fields) - {"id", "employer", "close_reason", "close_note"}
    for name in of_the_body - {"region"}:
        assert getattr(answered, name) == getattr(sent, name), name
    assert answered.region.model_dump() == sent.region.model_dump()
    employer = answered.employer.model_dump(include=set(type(sent.employer).model_fields))
    assert employer == sent.employer.model_dump()
    assert (answered.employer.status, answered.employer.verification_status) == ("active", "pending")
    assert answered.employer.version == 1


def test_only_the_fields_that_were_set_are_sent(connect):
    client = connect()
    client.put_vacancy(id_of(1), body(WHOLE))
    reference = {"id": COMPANY["id"]}
    answered = client.put_vacancy(id_of(1), body(employer=reference)).data
    assert answered.employer.phone == "021-8791124"
    assert answered.expires_at == body(WHOLE).expires_at


@pytest.mark.parametrize(
    ("error", "call"),
    [
        (ValidationFailedError, lambda connect: connect().put_vacancy("no-uuid", body())),
        (BadRequestError, lambda connect: connect().put_vacancy(id_of(1), body(status="filled", filled_count=1))),
        (NotFoundError, lambda connect: connect().find_vacancy(id_of(1))),
        (NotFoundError, lambda connect: connect().delete_vacancy(id_of(1))),
        (PermissionDeniedError, lambda connect: connect("reader").delete_vacancy(id_of(1))),
        (AuthenticationFailedError, lambda connect: connect("stranger").find_vacancy(id_of(1))),
    ],
)
def test_a_refusal_is_an_error_of_its_kind(connect, error, call):
    with pytest.raises(error):
        call(connect)


def test_a_refusal_names_the_fields(connect):
    with pytest.raises(ValidationFailedError) as caught:
        connect().put_vacancy(id_of(1), body(employer={"id": COMPANY["id"]}, min_salary=1))
    paths = {"max_salary", "employer.name", "employer.industry", "employer.region", "employer.address"}
    assert set(caught.value.errors) == paths
    assert caught.value.headers["request-id"]


def test_a_repeated_request_id_is_a_conflict(connect):
    client = connect()
    client.put_vacancy(id_of(1), body(), request_id="my-own")
    with pytest.raises(ConflictError):
        client.put_vacancy(id_of(1), body(), request_id="my-own")


def test_a_write_whose_answer_was_lost_and_that_came_twice_is_settled_by_asking(connect, server):
    class Doubling(Failing):
        """A proxy that sends a write once more, since it saw no answer, and passes on what comes then."""

        async def __call__(self, scope, receive, send):
            self.heads.append({name.decode(): value.decode() for name, value in scope["headers"]})
            raw, more = b"", True
            while more:
                message = await receive()
                raw, more = raw + message["body"], message.get("more_body", False)

            async def again():
                return {"type": "http.request", "body": raw, "more_body": False}

            async def lost(message):
                pass

            if scope["method"] == "PUT":
                await self.app(scope, again, lost)
            await self.app(scope, again, send)

    app = Doubling(server.app)
    assert connect(app=app).put_vacancy(id_of(1), body()).data.version == 1
    assert len(app.heads) == 2


def test_every_attempt_has_a_request_id_a_timestamp_and_a_signature_of_its_own(connect, server):
    pauses = []
    app = Failing(server.app, (503,), (500,), (429,), (504,))
    vacancy = connect(app=app, retries=4, pauses=pauses).put_vacancy(id_of(1), body()).data
    assert vacancy.version == 1
    assert pauses == [1, 2, 4, 8]
    for name in ("request-id", "signature"):
        assert len({head[name] for head in app.heads}) == 5


def test_a_write_that_arrived_although_the_answer_was_lost_is_safely_repeated(connect, server):
    class Losing(Failing):
        async def __call__(self, scope, receive, send):
            if len(self.heads) == 0:

                async def lost(message):
                    pass

                await self.app(scope, receive, lost)
                self.failures = [(504,)]
            await super().__call__(scope, receive, send)

    vacancy = connect(app=Losing(server.app), retries=1).put_vacancy(id_of(1), body()).data
    assert vacancy.version == 1


def test_an_attempt_is_signed_after_the_wait_before_it(connect, server):
    class Slow(list):
        def append(self, seconds):
            server.clock.move(timedelta(seconds=400))

    client = connect(app=Failing(server.app, (503,)), retries=1, pauses=Slow())
    assert client.put_vacancy(id_of(1), body()).data.created_at == NOW + timedelta(seconds=400)


def test_the_other_side_may_ask_for_a_longer_wait(connect, server):
    pauses = []
    connect(app=Failing(server.app, (429, {"retry-after": "45"})), retries=1, pauses=pauses).put_vacancy(
        id_of(1), body()
    )
    assert pauses == [45]


@pytest.mark.parametrize("call", [lambda client: client.put_vacancy(id_of(1), body(), request_id="only-once"),
                                  lambda client: client.find_vacancy(id_of(1), request_id="only-once"),
                                  lambda client: client.delete_vacancy(id_of(1), request_id="only-once")])  # fmt: skip
def test_a_given_request_id_is_sent_in_a_single_attempt(connect, server, call):
    pauses = []
    app = Failing(server.app, (503,))
    with pytest.raises(ServerFailedError):
        call(connect(app=app, retries=4, pauses=pauses))
    assert [head["request-id"] for head in app.heads] == ["only-once"]
    assert pauses == []


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
def test_a_refusal_is_not_tried_again(connect, server, status):
    app = Failing(server.app, (status,))
    with pytest.raises(Exception, match=str(status)):
        connect(app=app, retries=4).put_vacancy(id_of(1), body())
    assert len(app.heads) == 1


def test_the_last_failure_stands_when_all_attempts_failed(connect, server):
    app = Failing(server.app, *[(503, {}, b'{"message": "Under maintenance."}')] * 3)
    with pytest.raises(ServerFailedError, match=r"Under maintenance\."):
        connect(app=app, retries=2).find_vacancy(id_of(1))
    assert len(app.heads) == 3


def test_a_failure_to_connect_is_tried_again_and_tells_whether_it_may_have_arrived(connect, server):
    class Broken(Failing):
        async def __call__(self, scope, receive, send):
            self.heads.append(scope)
            raise httpx2.ReadTimeout("no answer")

    app = Broken(server.app)
    with pytest.raises(ConnectionFailedError) as caught:
        connect(app=app, retries=2).put_vacancy(id_of(1), body())
    assert caught.value.may_have_arrived
    assert len(app.heads) == 3


@pytest.mark.parametrize("text", [b"<html>", b"[]", b'{"data": []}', b""])
def test_an_answer_of_another_shape_is_no_success(connect, server, text):
    with pytest.raises(UnreadableReplyError) as caught:
        connect(app=Failing(server.app, (200, {}, text))).find_vacancy(id_of(1))
    assert caught.value.body == text


def test_fields_of_an_answer_that_are_not_described_are_kept(connect, server):
    text = b'{"data": {"id": "x", "quota": "3", "colour": "red", "employer": {"id": "y", "size": 5}}}'
    vacancy = connect(app=Failing(server.app, (200, {}, text))).find_vacancy(id_of(1)).data
    assert (vacancy.quota, vacancy.colour, vacancy.employer.size) == (3, "red", 5)


def test_a_client_below_a_mount_signs_what_it_sends_and_is_understood(connect, server):
    async def below(scope, receive, send):
        await server.app({**scope, "satupintu.mount": "/joss"}, receive, send)

    client = connect(app=below, base_url=f"{ADDRESS}/joss")
    assert client.put_vacancy(id_of(1), body()).data.version == 1
    assert client.find_vacancy(id_of(1)).data.id == id_of(1)

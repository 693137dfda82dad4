"""Two worker processes, a real outbox, a real HTTP receiver: both ends of a notification, and changes of clients."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

from satupintu.bootstrap.sandbox import sandbox_clock
from satupintu.kernel.clock import Clock
from satupintu.kernel.errors import AuthenticationFailedError
from satupintu.systems.kemnaker.client.receiver import KemnakerReceiver, Received
from satupintu.systems.kemnaker.client.sync_client import Joss
from tests.acceptance.product import served
from tests.contract.kemnaker.bodies import id_of
from tests.integration.kemnaker_office.office import Office, vacancy
from tests.integration.kemnaker_office.test_office_commands import run_json
from tests.integration.outbox.receiver import Posted, Receiver

CALLS = 12
"""So many connections that each of two workers gets some."""


def judged(receiver: KemnakerReceiver, posted: Posted) -> Received:
    found = receiver.receive("POST", posted.path, posted.headers, posted.body)
    assert isinstance(found, Received), found
    return found


def theirs(secrets: dict[str, str], clock: Clock) -> KemnakerReceiver:
    return KemnakerReceiver(secrets, clock=clock)


def test_what_our_sender_sends_our_receiver_takes(sqlite_office, receiver):
    office: Office = sqlite_office
    issued = office.client()
    office.house.kemnaker_clients("joss").notify("staging", issued.client_id, receiver.url)
    office.joss(issued).put_vacancy(id_of(1), vacancy())
    office.decide("vacancy", 1, "close", "Penipuan")
    receiver.answers = [500, 204]
    assert office.deliver() == 2
    office.wait(timedelta(minutes=1))
    assert office.deliver() == 1
    secrets = {issued.client_id: issued.secret.reveal()}
    ours = theirs(secrets, office.house.clock)
    found = [judged(ours, posted) for posted in receiver.received]
    assert sorted((each.notification.event, each.repeated) for each in found) in (
        [("vacancy.accepted", False), ("vacancy.accepted", True), ("vacancy.closed", False)],
        [("vacancy.accepted", False), ("vacancy.closed", False), ("vacancy.closed", True)],
    )
    assert len({posted.headers["Request-Id"] for posted in receiver.received}) == 3
    stranger = theirs({issued.client_id: "another secret"}, office.house.clock)
    posted = receiver.received[0]
    assert stranger.receive("POST", posted.path, posted.headers, posted.body).status == 401


def test_after_a_rotation_notifications_are_signed_with_the_newer_secret(sqlite_office, receiver):
    office: Office = sqlite_office
    issued = office.client()
    desk = office.house.kemnaker_clients("joss")
    desk.notify("staging", issued.client_id, receiver.url)
    office.joss(issued).put_vacancy(id_of(1), vacancy())
    newer = desk.rotate("staging", issued.client_id)
    office.deliver()
    [posted] = receiver.received
    judged(theirs({issued.client_id: newer.secret.reveal()}, office.house.clock), posted)
    older = theirs({issued.client_id: issued.secret.reveal()}, office.house.clock)
    assert older.receive("POST", posted.path, posted.headers, posted.body).status == 401


def answers_of(joss_of, calls: int = CALLS) -> set[str]:
    """What calls over connections of their own are answered: `in` or `out`."""
    answers = set()
    for _ in range(calls):
        with joss_of() as joss:
            try:
                list(joss.vacancies())
                answers.add("in")
            except AuthenticationFailedError:
                answers.add("out")
    return answers


def test_all_workers_know_of_a_change_at_once_and_an_expiry_is_told_once(tmp_path: Path, receiver: Receiver):
    data = tmp_path / "data"
    with served(data, "--workers", "2") as gateway:
        clock = sandbox_clock(data)
        added = run_json(data, "joss", "clients", "add", "Portal")
        client_id = added["client_id"]

        def joss_of(secret: str = added["secret"]) -> Joss:
            return Joss(client_id, secret, base_url=f"{gateway.address}/joss", clock=clock, retries=0)

        assert answers_of(joss_of) == {"in"}
        run_json(data, "joss", "clients", "notify", client_id, receiver.url)
        with joss_of() as joss:
            joss.put_vacancy(id_of(1), vacancy())
        ours = theirs({client_id: added["secret"]}, clock)
        assert judged(ours, receiver.arrivals.get(timeout=20)).notification.event == "vacancy.accepted"
        clock.move(timedelta(days=61))
        assert judged(ours, receiver.arrivals.get(timeout=20)).notification.event == "vacancy.expired"

        rotated = run_json(data, "joss", "clients", "rotate", client_id)
        assert answers_of(joss_of) == answers_of(lambda: joss_of(rotated["secret"])) == {"in"}
        clock.move(timedelta(hours=24))
        assert answers_of(joss_of) == {"out"}
        run_json(data, "joss", "clients", "revoke", client_id)
        assert answers_of(lambda: joss_of(rotated["secret"])) == {"out"}
    events = [json.loads(posted.body)["event"] for posted in receiver.received]
    assert events == ["vacancy.accepted", "vacancy.expired"]

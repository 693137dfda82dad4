"""The product as a whole: a command moves an applicant, a served worker tells of it, our receiver understands."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from satupintu.bootstrap.house import House
from satupintu.cli.app import app
from satupintu.serving.outbox import Result
from satupintu.systems.talentics.client.receiver import Received, TalenticsReceiver
from satupintu.systems.talentics.server.sample_records import FIRST_APPLICANT_ID
from tests.acceptance.product import satupintu, served
from tests.integration.outbox.parcels import parcel
from tests.integration.outbox.receiver import Receiver

APPLICANT = str(FIRST_APPLICANT_ID)


def set_url(data: Path, url: str) -> None:
    data.mkdir()
    (data / "satupintu.toml").write_text(f'[talentics.callback_urls]\nmoved_applicant = "{url}"\n')


def run(data: Path, *arguments: str, status: int = 0) -> str:
    """A command's output, in this process."""
    ended = CliRunner().invoke(app, [*arguments, "--data", str(data)])
    assert ended.exit_code == status, ended.output
    return ended.output if status == 0 else str(ended.exception)


def run_json(data: Path, *arguments: str) -> Any:
    return json.loads(run(data, *arguments, "--json"))


@pytest.fixture
def data(tmp_path: Path, receiver: Receiver) -> Path:
    """A data directory that tells the receiver of moves, served by nobody."""
    set_url(tmp_path / "data", receiver.url)
    return tmp_path / "data"


def test_a_callback_is_repeated_when_the_clock_says_so_and_both_ends_understand_each_other(
    data: Path, receiver: Receiver
) -> None:
    receiver.answers = [503]
    with served(data, "--workers", "2") as gateway:
        token = gateway.credentials["others"]["talentics_callback"]["callback_token"]
        moved = json.loads(
            satupintu("talentics", "move-applicant", APPLICANT, "--to", "Hired", "--data", str(data), "--json").stdout
        )
        assert moved["served"] is True
        first = receiver.arrivals.get(timeout=20)
        assert satupintu("clock", "+15m", "--data", str(data)).returncode == 0
        second = receiver.arrivals.get(timeout=20)
    # The gateway finishes what is under way before it ends.
    shown = run_json(data, "deliveries", "show", moved["delivery"]["id"])
    assert (shown["state"], [attempt["status"] for attempt in shown["attempts"]]) == ("delivered", [503, 204])
    assert len(receiver.received) == 2
    assert second.body == first.body

    theirs = TalenticsReceiver(token)
    one, other = (theirs.receive(each.headers, each.body) for each in (first, second))
    assert isinstance(one, Received)
    assert isinstance(other, Received)
    assert (one.repeated, other.repeated) == (False, True)
    assert one.event.current_stage.name == "Hired"
    assert one.event.previous_stage.name == moved["previous_stage"]["name"]
    assert len(token) == 40
    int(token, 16)


def test_the_command_says_what_is_queued_and_that_it_waits_for_a_gateway(data: Path, receiver: Receiver) -> None:
    said = run(data, "talentics", "move-applicant", APPLICANT, "--to", "Hired")
    assert f"Callback moved_applicant to {receiver.url} is queued as" in said
    assert "waits until `satupintu serve` does" in said
    assert receiver.received == []


def test_the_command_says_how_to_set_a_url_when_there_is_none(tmp_path: Path) -> None:
    said = run(tmp_path / "data", "talentics", "move-applicant", APPLICANT, "--to", "Hired")
    assert "SATUPINTU_TALENTICS__CALLBACK_URLS__MOVED_APPLICANT" in said
    assert run_json(tmp_path / "data", "deliveries", "list") == []


def test_a_delivery_shows_personal_data_only_on_request(data: Path) -> None:
    delivery = run_json(data, "talentics", "move-applicant", APPLICANT, "--to", "Hired")["delivery"]["id"]
    plain = run_json(data, "deliveries", "show", delivery, "--payload")["payload"]
    personal = (plain["name"], plain["email"])
    assert all(personal)
    for said in (
        run(data, "deliveries", "list"),
        run(data, "deliveries", "list", "--json"),
        run(data, "deliveries", "show", delivery),
        run(data, "deliveries", "show", delivery, "--json"),
    ):
        assert delivery in said
        assert not any(each in said for each in personal)
    masked = run_json(data, "deliveries", "show", delivery)["payload"]
    assert {name for name in plain if plain[name] != masked[name]} == {"name", "email"}


def test_deliveries_are_listed_by_state_and_sent_again_on_request(data: Path) -> None:
    delivery = run_json(data, "talentics", "move-applicant", APPLICANT, "--to", "Hired")["delivery"]["id"]
    assert [each["id"] for each in run_json(data, "deliveries", "list", "--state", "waiting")] == [delivery]
    assert run_json(data, "deliveries", "list", "--state", "failed") == []
    said = run(data, "deliveries", "resend", delivery)
    assert "up to 4 tries, the first at once" in said
    unknown = "00000000-0000-4000-8000-000000000000"
    for command in ("show", "resend"):
        assert f"There is no delivery {unknown}" in run(data, "deliveries", command, unknown, status=1)


def test_a_start_forgets_what_was_finished_long_ago(data: Path) -> None:
    with House.open(data) as house:
        house.outbox.enqueue(parcel(now=house.clock.now()))
        [claimed] = asyncio.run(house.outbox.claim(1, house.clock.now(), house.clock.now()))
        now = house.clock.now()
        asyncio.run(house.outbox.settle(claimed, Result(success=True, status=200), started_at=now, finished_at=now))
        house.forget_what_is_past()
        assert house.outbox.find(claimed.id) is not None
        house.clock.move(timedelta(days=31))
        house.forget_what_is_past()
        assert house.outbox.find(claimed.id) is None


def test_a_useless_url_stops_the_gateway_with_one_line(tmp_path: Path) -> None:
    set_url(tmp_path / "data", "example.com")
    found = satupintu("serve", "--port", "0", "--data", str(tmp_path / "data"))
    assert found.returncode == 1
    assert "talentics.callback_urls.moved_applicant" in found.stderr.decode().splitlines()[-1]

"""A sandbox's house as the ministry sees it, and clients that call it without a network."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Self

from satupintu.bootstrap.house import House
from satupintu.bootstrap.kemnaker_clients import Issued
from satupintu.gateway.assembly import gateway_of
from satupintu.gateway.delivering import Deliverer
from satupintu.gateway.expiring import Expirer
from satupintu.systems.kemnaker.client.sync_client import Joss, Toss
from satupintu.systems.kemnaker.contract.models import TrainingBody, VacancyBody
from satupintu.systems.kemnaker.server.reviewing import KINDS, Decision, Held
from satupintu.testing.in_process import InProcessTransport
from tests.contract.kemnaker.bodies import JAKARTA_SELATAN, SMALLEST, changed, id_of

TRAINING = {
    "title": "Social Media Marketing",
    "institution": {
        "id": "1edd9893-f1a3-45dd-89d4-bc4dc9a071d0",
        "name": "LPK Contoh",
        "region": {"type": "city", "id": JAKARTA_SELATAN},
        "address": "Jl. Contoh No. 1",
    },
    "description": "Kursus",
    "region": {"type": "city", "id": JAKARTA_SELATAN},
    "media": "online",
    "difficulty_level": "beginner",
    "price": 250000,
    "quota": 10,
}


@dataclass
class Office:
    """A house, and what its clients and officers do."""

    house: House
    gateway: Any = field(init=False)

    def __post_init__(self) -> None:
        self.gateway = gateway_of(self.house)

    @classmethod
    @contextmanager
    def opened(cls, data: Path, database: str | None) -> Iterator[Self]:
        with House.open(data, database) as house:
            yield cls(house)

    def client(self, api: str = "joss", environment: str = "staging", **options: Any) -> Issued:
        """A new client of an API."""
        return self.house.kemnaker_clients(api).add("Portal Contoh", environment, **options)

    def joss(self, issued: Issued, host: str = "joss.localhost") -> Joss:
        http = InProcessTransport(self.gateway)
        secret = issued.secret.reveal()
        return Joss(issued.client_id, secret, base_url=f"https://{host}", http=http, clock=self.house.clock, retries=0)

    def toss(self, issued: Issued) -> Toss:
        http, secret = InProcessTransport(self.gateway), issued.secret.reveal()
        address = "https://toss.localhost"
        return Toss(issued.client_id, secret, base_url=address, http=http, clock=self.house.clock, retries=0)

    def told(self) -> list[tuple[str, str | None, int]]:
        """What is told, in the order it happened: event, reason and version."""
        bodies = [json.loads(each.body) for each in self.house.outbox.latest(1000)]
        bodies.sort(key=lambda body: (body["occurred_at"], body["data"]["version"], body["event"]))
        return [(body["event"], body["data"]["reason"], body["data"]["version"]) for body in bodies]

    def decide(self, kind: str, number: int, decision: str, reason: str | None = None, officer: str = "Sari") -> Held:
        office, name = self.house.kemnaker_office, KINDS[kind]
        held = office.one(name, id_of(number), environment="staging")
        return office.decide(name, held, Decision(decision), officer=officer, reason=reason)

    def expire(self) -> int:
        return asyncio.run(Expirer(self.house.kemnaker_records, self.house.clock).expire_due())

    def deliver(self) -> int:
        """Send what is due, once."""
        deliverer = Deliverer(self.house.outbox, self.house.senders(), self.house.clock)
        return asyncio.run(deliverer.deliver_due(self.house.clock.now()))

    def wait(self, by: timedelta) -> None:
        self.house.clock.move(by)


def vacancy(**changes: Any) -> VacancyBody:
    return VacancyBody.model_validate_json(json.dumps(changed(SMALLEST, **changes)))


def training(first_day: str, last_day: str, **changes: Any) -> TrainingBody:
    dates = {"expired_date": first_day, "start_date": first_day, "finish_date": last_day}
    return TrainingBody.model_validate_json(json.dumps(changed(TRAINING, **dates, **changes)))


def told_portal(office: Office, api: str = "joss") -> Any:
    """A client that is told of events."""
    issued = office.client(api)
    office.house.kemnaker_clients(api).notify("staging", issued.client_id, "https://portal.example/n")
    return office.joss(issued) if api == "joss" else office.toss(issued)

"""The application of one worker process, made from the environment that the supervisor leaves."""

from __future__ import annotations

import os
from pathlib import Path

from satupintu.bootstrap.house import House
from satupintu.gateway.app import Gateway
from satupintu.gateway.assembly import gateway_of
from satupintu.gateway.server import DATA_VARIABLE, DATABASE_VARIABLE, keep_what_is_loaded


def create_app() -> Gateway:
    """What uvicorn calls in each worker."""
    house = House.open(Path(os.environ[DATA_VARIABLE]), os.environ.get(DATABASE_VARIABLE))
    gateway = gateway_of(house, on_stop=house.close)
    keep_what_is_loaded()
    return gateway

from __future__ import annotations

import tomllib
from datetime import timedelta
from importlib.resources import files

import pytest

from satupintu.kernel.errors import ConfigurationError
from satupintu.systems.satusehat.server.settings import SatusehatSettings


def test_the_defaults_are_those_of_the_page_and_of_live_refusals():
    settings = SatusehatSettings()
    assert (settings.token_lifetime, settings.lock) == (timedelta(seconds=3599), timedelta(seconds=60))
    assert (settings.page_limit, settings.limit_max) == (10, 2000)


@pytest.mark.parametrize(
    "wrong",
    [
        {"token_lifetime": timedelta()},
        {"token_lifetime": timedelta(seconds=1.5)},
        {"token_lifetime": timedelta(days=2)},
        {"lock": timedelta(seconds=-1)},
        {"page_limit": 0},
        {"page_limit": 11, "limit_max": 10},
        {"limit_max": 2001},
    ],
)
def test_settings_that_cannot_work_are_refused_by_name(wrong):
    with pytest.raises(ConfigurationError, match=f"satusehat.{next(iter(wrong))}"):
        SatusehatSettings(**wrong)


def test_every_quirk_says_what_where_and_what_we_do():
    text = files("satupintu.systems.satusehat.contract").joinpath("quirks.toml").read_text(encoding="utf-8")
    quirks = tomllib.loads(text)["quirk"]
    assert all(set(quirk) == {"id", "what", "source", "ours", "setting"} for quirk in quirks)
    assert all(quirk["what"] and quirk["source"] and quirk["ours"] for quirk in quirks)
    ids = [quirk["id"] for quirk in quirks]
    assert len(ids) == len(set(ids))
    assert {f"SD-{number}" for number in range(1, 17)} | {f"TW-{number}" for number in range(1, 7)} <= set(ids)

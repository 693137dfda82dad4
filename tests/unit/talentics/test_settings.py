from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from satupintu.kernel.errors import ConfigurationError
from satupintu.settings import Settings
from satupintu.systems.talentics.server.settings import TalenticsSettings


@pytest.mark.parametrize(
    "wrong",
    [
        {"error_profile": "live"},
        {"query_mode": "loose"},
        {"per_page_default": 0},
        {"per_page_default": 50, "per_page_max": 20},
        {"per_page_max": 101},
        {"public_base_url": "talentics.example"},
        {"rate_limit": -1},
        {"rate_window_s": 0},
        {"rate_limit_other": -1},
    ],
)
def test_settings_that_cannot_work_are_refused_by_name(wrong):
    with pytest.raises(ConfigurationError, match=f"talentics.{next(iter(wrong))}"):
        TalenticsSettings(**wrong)


def test_every_quirk_says_what_where_and_what_we_do():
    text = files("satupintu.systems.talentics.contract").joinpath("quirks.toml").read_text(encoding="utf-8")
    quirks = tomllib.loads(text)["quirk"]
    assert len({quirk["id"] for quirk in quirks}) == len(quirks)
    for quirk in quirks:
        assert set(quirk) == {"id", "what", "source", "ours", "setting"}
        assert all(value.strip() for value in quirk.values())


def test_every_setting_that_a_quirk_names_exists():
    text = files("satupintu.systems.talentics.contract").joinpath("quirks.toml").read_text(encoding="utf-8")
    named = {
        part.split("=")[0].strip()
        for quirk in tomllib.loads(text)["quirk"]
        if quirk["setting"] != "none" and not quirk["setting"].endswith(" (client)")
        for part in quirk["setting"].split(",")
    }
    assert set(TalenticsSettings.__dataclass_fields__) <= named <= set(Settings().talentics.model_dump())

"""One official region and its place among the four levels."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """The four levels of Indonesia's regions, from the top down.

    A city is a kabupaten or a kota, a district a kecamatan (distrik in Papua), a village a desa or kelurahan (also
    kampung, gampong, nagari).
    """

    PROVINCE = "province"
    CITY = "city"
    DISTRICT = "district"
    VILLAGE = "village"

    @property
    def code_length(self) -> int:
        """How many digits a Kemendagri code of this level has."""
        return _CODE_LENGTHS[self]

    @property
    def parent_length(self) -> int:
        """How many digits of such a code name the region above; 0 for a province."""
        return _PARENT_LENGTHS[self]

    @property
    def depth(self) -> int:
        """0 for a province, 3 for a village."""
        return _DEPTHS[self]

    @classmethod
    def of_code(cls, code: str) -> Level | None:
        """The level of a Kemendagri code without dots; `None` when it has the length of none."""
        return _BY_LENGTH.get(len(code))


_CODE_LENGTHS = {Level.PROVINCE: 2, Level.CITY: 4, Level.DISTRICT: 6, Level.VILLAGE: 10}
_PARENT_LENGTHS = {Level.PROVINCE: 0, Level.CITY: 2, Level.DISTRICT: 4, Level.VILLAGE: 6}
_DEPTHS = {level: depth for depth, level in enumerate(Level)}
_BY_LENGTH = {length: level for level, length in _CODE_LENGTHS.items()}


def ancestor_codes(code: str) -> tuple[str, ...]:
    """The codes above a Kemendagri code, the province first; empty for a province."""
    return tuple(code[:length] for length in (2, 4, 6) if length < len(code))


def is_kota_code(code: str) -> bool:
    """Whether a Kemendagri code is that of a city of the kind kota: the third digit of those is 7 or more."""
    return len(code) == Level.CITY.code_length and code[2] >= "7"


@dataclass(frozen=True, slots=True)
class Region:
    """A region of one decree: its Kemendagri code as text without dots, and its name as the decree writes it."""

    code: str
    level: Level
    name: str

    @property
    def parent_code(self) -> str | None:
        """The code of the region above; `None` for a province."""
        above = ancestor_codes(self.code)
        return above[-1] if above else None

    @property
    def is_kota(self) -> bool:
        """Whether this is a city of the kind kota; false for a kabupaten and for every other level."""
        return is_kota_code(self.code)

    @property
    def is_kelurahan(self) -> bool:
        """Whether this is a village of the kind kelurahan; false for a desa and for every other level."""
        return self.level is Level.VILLAGE and self.code[6] == "1"

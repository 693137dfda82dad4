"""The four levels of Master Wilayah and the form of their Kemendagri codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

LevelName = Literal["provinces", "cities", "districts", "sub-districts"]


@dataclass(frozen=True, slots=True)
class RegionLevel:
    """A level: the last part of its path, the length of its codes, and the parameter that names the level above.

    The code of a region begins with the code of the region above, so `parent_digits` digits of it name the parent.
    """

    name: LevelName
    digits: int
    parent_filter: str | None
    parent_digits: int

    @property
    def identifier(self) -> str:
        """The name as it stands in names of Python."""
        return self.name.replace("-", "_")


PROVINCES: Final = RegionLevel("provinces", 2, None, 0)
CITIES: Final = RegionLevel("cities", 4, "province_codes", 2)
DISTRICTS: Final = RegionLevel("districts", 6, "city_codes", 4)
SUB_DISTRICTS: Final = RegionLevel("sub-districts", 10, "district_codes", 6)

LEVELS: Final = (PROVINCES, CITIES, DISTRICTS, SUB_DISTRICTS)

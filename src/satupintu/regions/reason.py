"""Why an answer is what it is: a stable key, and a sentence in Indonesian and English."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from satupintu.kernel.bilingual import Bilingual


class ReasonKey(StrEnum):
    """The kinds of reason. The keys are stable; the sentences may be worded better."""

    NAME = "name"
    NAME_AND_PARENTS = "name_and_parents"
    TYPO = "typo"
    ALIAS = "alias"
    FORMER_NAME = "former_name"
    FORMER_PARENT = "former_parent"
    SEAT = "seat"
    CODE = "code"
    FORMER_CODE = "former_code"
    FORMER_CODE_CITY = "former_code_city"
    PROVINCE_OR_CITY = "province_or_city"
    STREET_END = "street_end"
    KIND_DIFFERS = "kind_differs"
    SAME_NAME = "same_name"
    NAME_OR_TYPO = "name_or_typo"
    KOTA_OR_KABUPATEN = "kota_or_kabupaten"
    WIDER_AREA = "wider_area"
    SEVERAL_PLACES = "several_places"
    PARTLY_ABROAD = "partly_abroad"
    CONTRADICTION = "contradiction"
    TOO_WEAK = "too_weak"
    EMPTY = "empty"
    COUNTRY_ONLY = "country_only"
    REMOTE = "remote"
    ABROAD = "abroad"
    BARE_CODE = "bare_code"
    UNKNOWN_CODE = "unknown_code"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Reason:
    """A stable key with its sentence in both languages."""

    key: ReasonKey
    words: Bilingual

    @property
    def id(self) -> str:
        """The sentence in Indonesian."""
        return self.words.id

    @property
    def en(self) -> str:
        """The sentence in English."""
        return self.words.en


_SENTENCES = {
    ReasonKey.NAME: ("Nama ini menunjuk satu wilayah saja.", "The name fits one region alone."),
    ReasonKey.NAME_AND_PARENTS: (
        "Nama wilayah dan wilayah di atasnya cocok.",
        "The name and the regions named above it agree.",
    ),
    ReasonKey.TYPO: (
        "Cocok bila satu huruf yang salah tulis diperbaiki.",
        "It fits once one misspelt letter is mended.",
    ),
    ReasonKey.ALIAS: (
        "Singkatan atau sebutan umum untuk wilayah ini.",
        "An abbreviation or everyday name of this region.",
    ),
    ReasonKey.FORMER_NAME: ("Nama lama wilayah ini.", "A former name of this region."),
    ReasonKey.FORMER_PARENT: (
        "Wilayah induk yang ditulis adalah induk sebelum pemekaran.",
        "The region written above it is the one it belonged to before it was divided off.",
    ),
    ReasonKey.SEAT: (
        "Nama ini adalah ibu kota kabupaten; wilayah lain bernama sama mungkin ada.",
        "The name is that of a regency's capital town; there may be other regions called so.",
    ),
    ReasonKey.CODE: ("Kode wilayah ini.", "The code of this region."),
    ReasonKey.FORMER_CODE: (
        "Kode lama; wilayahnya kini berkode lain.",
        "A former code; the region has another code today.",
    ),
    ReasonKey.FORMER_CODE_CITY: (
        "Kode lama; hanya kota atau kabupatennya sekarang yang diketahui.",
        "A former code; of its region only the city of today is known (city level only).",
    ),
    ReasonKey.PROVINCE_OR_CITY: (
        "Nama ini milik provinsi dan juga kota di dalamnya; dijawab sebagai provinsi.",
        "The name belongs to a province and also to a city inside it; answered as the province.",
    ),
    ReasonKey.STREET_END: (
        "Nama wilayah berdiri di ujung nama jalan atau gedung, tanpa tanda pemisah.",
        "The name stands at the end of a street or building, with no separator between.",
    ),
    ReasonKey.KIND_DIFFERS: (
        "Nama cocok, tetapi jenis wilayah yang ditulis di depannya lain.",
        "The name fits, but the kind of region written before it is another.",
    ),
    ReasonKey.SAME_NAME: ("Beberapa wilayah bernama sama.", "Several regions have the same name."),
    ReasonKey.NAME_OR_TYPO: (
        "Nama wilayah kecil, atau salah tulis nama kota atau provinsi.",
        "The name of a small region, or that of a city or province misspelt.",
    ),
    ReasonKey.KOTA_OR_KABUPATEN: (
        "Ada kota dan kabupaten dengan nama ini; teks tidak menyebut yang mana.",
        "There is a kota and a kabupaten of this name; the text does not say which.",
    ),
    ReasonKey.WIDER_AREA: (
        "Sebutan ini mencakup beberapa wilayah.",
        "The name stands for an area of several regions.",
    ),
    ReasonKey.SEVERAL_PLACES: ("Teks menyebut beberapa tempat.", "The text names several places."),
    ReasonKey.PARTLY_ABROAD: (
        "Teks menyebut tempat di Indonesia dan di luar negeri.",
        "The text names a place in Indonesia and one abroad.",
    ),
    ReasonKey.CONTRADICTION: (
        "Wilayah yang disebut tidak berada di dalam satu sama lain.",
        "The regions that are named do not lie within one another.",
    ),
    ReasonKey.TOO_WEAK: (
        "Ada nama wilayah, tetapi hanya sebagai bagian teks lain; perlu diperiksa orang.",
        "A region's name occurs, but only as part of other words; a person has to look.",
    ),
    ReasonKey.EMPTY: ("Tidak ada teks.", "There is no text."),
    ReasonKey.COUNTRY_ONLY: (
        "Hanya Indonesia secara umum, tanpa wilayah tertentu.",
        "Only Indonesia as a whole, no particular region.",
    ),
    ReasonKey.REMOTE: ("Kerja jarak jauh, tanpa tempat tertentu.", "Remote work, with no particular place."),
    ReasonKey.ABROAD: ("Tempat di luar Indonesia.", "A place outside Indonesia."),
    ReasonKey.BARE_CODE: (
        "Kode tanpa nama tidak ditafsirkan, karena kode Kemendagri dan BPS berbeda arti.",
        "A code without a name is not read, because Kemendagri and BPS codes differ in meaning.",
    ),
    ReasonKey.UNKNOWN_CODE: (
        "Tidak ada wilayah dengan kode ini.",
        "No region has this code.",
    ),
    ReasonKey.NOT_FOUND: ("Tidak ada nama wilayah yang dikenal.", "No known name of a region."),
}


@cache
def reason(key: ReasonKey) -> Reason:
    """The reason with this key and its sentences."""
    indonesian, english = _SENTENCES[key]
    return Reason(key, Bilingual(id=indonesian, en=english))

"""Places written as messily as vacancies write them, made from the names of a table, so that the answer is known."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

from satupintu.regions.region import Level
from satupintu.regions.snapshot import RegionTable

STREETS = (
    "Jl. Raya Pasar",
    "Jalan Jend. Sudirman",
    "Jl. Gatot Subroto",
    "Jln. Ahmad Yani",
    "Jl. Merdeka",
    "JL PAHLAWAN",
)
STREETS += ("Jl. Raya Bogor", "Jl. Surabaya", "Jl. Diponegoro", "Jl. Bandung", "Gg. Mawar", "Jl. Yos Sudarso")
BUILDINGS = ("Gedung Graha Niaga", "Menara Mandiri", "Wisma 46", "Ruko Permata", "Plaza Mutiara", "Perum Griya Asri")
BUILDINGS += ("PT Maju Jaya Abadi", "Komplek Ruko Sentosa", "Hotel Santika", "Apartemen Taman Sari", "Mall Ratu Indah")
FLOORS = ("Lt. 3", "Lantai 12", "Blok A No. 5", "Kav. 21", "Unit 8B", "No. 17", "KM 7", "Blok C2/11")
PROVINCES = {
    "31": "DKI Jakarta",
    "32": "Jabar",
    "33": "Jateng",
    "34": "DIY",
    "35": "Jatim",
    "73": "Sulsel",
    "53": "NTT",
}
ENGLISH = {"32": "West Java", "33": "Central Java", "35": "East Java", "12": "North Sumatra", "73": "South Sulawesi"}


@dataclass(frozen=True, slots=True)
class Written:
    """A text and the region it means."""

    text: str
    code: str


class _Choices:
    """One after the other, always the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._made = 0

    def choice(self, among: Sequence[str]) -> str:
        return among[self.below(len(among))]

    def below(self, end: int) -> int:
        self._made += 1
        return crc32(f"{self._seed} {self._made}".encode()) % end


class Scribe:
    """Writes places, always the same ones for the same seed."""

    def __init__(self, table: RegionTable, seed: int) -> None:
        self._table = table
        self._random = _Choices(seed)
        self._forms: tuple[tuple[Callable[[str], str], int], ...] = (  # and the digits of the code that it tells
            (self._full_address, 10),
            (self._address_without_commas, 10),
            (self._district_and_city, 6),
            (self._building_and_city, 4),
            (self._village_and_city_with_postcode, 10),
            (self._english, 4),
            (self._shortened, 6),
            (self._bare_without_commas, 10),
            (self._village_and_city, 10),
            (self._with_typo, 10),
            (self._bare_behind_street, 4),
            (self._reversed, 6),
        )

    def write(self, count: int) -> Iterator[Written]:
        """So many places, villages and districts in turn, in all forms."""
        for number in range(count):
            codes = self._table.codes((Level.VILLAGE, Level.DISTRICT)[number % 2])
            form, told = self._forms[number // 2 % len(self._forms)]
            code = self._random.choice(codes)
            yield Written(self._roughly(form(code)), code[:told])

    def _name(self, code: str) -> str:
        return self._table.name_of(code) or ""

    def _city(self, code: str) -> str:
        name = self._name(code[:4])
        return self._random.choice((name, name.replace("Kab.", "Kabupaten"), name.replace("Kab. ", "Kab ")))

    def _province(self, code: str) -> str:
        return self._random.choice((self._name(code[:2]), PROVINCES.get(code[:2], f"Prov. {self._name(code[:2])}")))

    def _street(self) -> str:
        return f"{self._random.choice(STREETS)} {self._random.choice(FLOORS)}"

    def _building(self) -> str:
        return f"{self._random.choice(BUILDINGS)} {self._random.choice(FLOORS)}"

    def _place(self, code: str, between: str) -> str:
        village = "Kel. " if code[6:7] == "1" else self._random.choice(("Ds. ", "Desa ", "Ds "))
        places = [f"{self._random.choice(('Kec. ', 'Kec ', 'Kecamatan '))}{self._name(code[:6])}", self._city(code)]
        return between.join([village + self._name(code), *places] if len(code) == 10 else places)

    def _full_address(self, code: str) -> str:
        rt = self._random.choice(("RT.03/RW.05", "RT 003 RW 012", "RT/RW 01/02", "RT. 1 RW. 9"))
        return f"{self._building()}, {self._street()} {rt}, {self._place(code, ', ')}, {self._province(code)} 40111"

    def _address_without_commas(self, code: str) -> str:
        return f"{self._street()} {self._place(code, ' ')} {self._province(code)}"

    def _district_and_city(self, code: str) -> str:
        return f"{self._name(code[:6])}, {self._city(code)}"

    def _building_and_city(self, code: str) -> str:
        return (
            f"{self._building()} {self._street()}, {self._city(code)} {self._random.choice(('', '12345', 'Indonesia'))}"
        )

    def _village_and_city_with_postcode(self, code: str) -> str:
        return f"{self._place(code, ', ')} - {self._province(code)}, 5{code[-4:]}, Indonesia"

    def _english(self, code: str) -> str:
        bare = self._name(code[:4])
        kind = "City" if bare.startswith("Kota ") else "Regency"
        bare = bare.removeprefix("Kab. ").removeprefix("Kota ")
        return f"{bare} {kind}, {ENGLISH.get(code[:2], self._name(code[:2]))}, Indonesia"

    def _shortened(self, code: str) -> str:
        return f"Kec.{self._name(code[:6])}, {self._city(code)} ({self._province(code)})"

    def _bare_without_commas(self, code: str) -> str:
        names = [self._name(code[:length]) for length in (10, 6) if length <= len(code)]
        return f"{self._street()} {' '.join(names)} {self._city(code)} {self._province(code)}"

    def _village_and_city(self, code: str) -> str:
        street = self._random.choice(("", f"{self._street()}, ", f"{self._building()} "))
        return f"{street}{self._name(code)}, {self._city(code)}"

    def _with_typo(self, code: str) -> str:
        words = self._place(code, ", ").split(" ")
        long = [at for at, word in enumerate(words) if len(word) > 6 and word.rstrip(",").isalpha()]
        if long:
            at = long[self._random.below(len(long))]
            cut = 2 + self._random.below(len(words[at]) - 4)
            words[at] = words[at][:cut] + words[at][cut + 1 :]
        return f"{' '.join(words)}, {self._province(code)}"

    def _bare_behind_street(self, code: str) -> str:
        return f"{self._street()} {self._city(code)}"

    def _reversed(self, code: str) -> str:
        return f"{self._province(code)} - {self._city(code)} - {self._name(code[:6])}"

    def _roughly(self, text: str) -> str:
        return self._random.choice((text, text, text, text.upper(), text.lower(), text.replace(", ", ",")))

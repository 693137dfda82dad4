"""Who applies in the sandbox: invented names, for some of the sample jobs.

Nothing here depends on the day the sandbox starts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

MALE, FEMALE = 1, 2
NEW, SOME, MUCH, MOST = "< 1 years", "1-3 years", "3-5 years", "> 5 years"
"""Values of `year_of_experience`. The first two are published, the others are ours."""

Attempt = Literal["invited", "started", "finished"]
"""How far someone is with the test of the job."""


@dataclass(frozen=True, slots=True)
class Person:
    """An applicant. `passed` counts the stages left behind, `talent` is the points around which the scores lie."""

    name: str
    gender: int
    town: str
    education: str
    experience: str
    age: int
    passed: int
    has_form: bool
    attempt: Attempt | None = None
    talent: int = 0


@dataclass(frozen=True, slots=True)
class Application:
    """All applicants of one job, by its place among the sample jobs of its organization; `test` is empty for none."""

    job: int
    test: str
    people: tuple[Person, ...]


MAIN_STAGES: Final = ("Application Screening", "Psychological Test", "Interview", "Offering", "Hired")
SECOND_STAGES: Final = ("Application Screening", "Interview", "Hired")

# fmt: off
MAIN_APPLICATIONS: Final = (
    Application(0, "Tes Pemrograman Dasar", (
        Person("Raka Wiranagara", MALE, "Jakarta Selatan", "S1", MUCH, 29, 3, True, "finished", 84),
        Person("Salma Kinanthi", FEMALE, "Depok", "S1", SOME, 25, 2, False, "finished", 77),
        Person("Bimo Adhitama", MALE, "Bekasi", "S1", SOME, 26, 1, False, "started"),
        Person("Laras Puspandari", FEMALE, "Jakarta Timur", "S2", MUCH, 31, 1, False, "invited"),
        Person("Danu Prasojo", MALE, "Bogor", "D3", NEW, 22, 0, False),
        Person("Nadine Saraswita", FEMALE, "Tangerang", "S1", NEW, 23, 0, False),
    )),
    Application(1, "Tes Ketelitian Gudang", (
        Person("Ujang Sasmita", MALE, "Cikarang", "SMA", SOME, 27, 4, True, "finished", 71),
        Person("Wawan Hardjono", MALE, "Karawang", "SMA", MUCH, 33, 1, False, "finished", 48),
        Person("Euis Rohmawati", FEMALE, "Cikarang", "SMK", NEW, 20, 1, False, "invited"),
        Person("Jajang Permadi", MALE, "Bekasi", "SMK", NEW, 21, 0, False),
    )),
    Application(3, "Tes Pengendalian Mutu", (
        Person("Intan Maheswari", FEMALE, "Indramayu", "D3", SOME, 26, 3, True, "finished", 80),
        Person("Fajri Wiratama", MALE, "Cirebon", "S1", SOME, 28, 2, False, "finished", 66),
        Person("Dewi Anggarini", FEMALE, "Cirebon", "S1", NEW, 23, 1, False, "started"),
    )),
    Application(4, "Tes Kepribadian Penjualan", (
        Person("Arya Kusumawijaya", MALE, "Surabaya", "S1", SOME, 27, 2, True, "finished", 74),
        Person("Melati Ayuningrum", FEMALE, "Sidoarjo", "D3", SOME, 25, 1, False, "finished", 58),
        Person("Yoga Pambudi", MALE, "Gresik", "SMA", MUCH, 30, 1, False, "invited"),
        Person("Rini Wulandari Putri", FEMALE, "Surabaya", "S1", NEW, 22, 0, False),
        Person("Teguh Santika", MALE, "Mojokerto", "SMA", SOME, 28, 0, False),
    )),
    Application(5, "", (
        Person("Sekar Kencana", FEMALE, "Sidoarjo", "SMK", NEW, 19, 2, True),
        Person("Dimas Larasanta", MALE, "Sidoarjo", "SMA", NEW, 20, 0, False),
    )),
    Application(6, "Tes Akuntansi Lanjut", (
        Person("Hendra Gunadarma", MALE, "Jakarta Pusat", "S2", MOST, 38, 3, True, "finished", 88),
        Person("Cut Mutiasari", FEMALE, "Jakarta Barat", "S1", MOST, 36, 2, False, "finished", 79),
        Person("Gilang Ramdhani", MALE, "Depok", "S1", MUCH, 32, 1, False, "invited"),
    )),
    Application(7, "", (
        Person("Ayu Paramitha", FEMALE, "Jakarta Timur", "S1", SOME, 27, 2, True),
        Person("Reza Mahardika", MALE, "Bekasi", "S1", SOME, 26, 0, False),
        Person("Tiara Hapsari", FEMALE, "Jakarta Timur", "S1", NEW, 24, 0, False),
    )),
    Application(8, "", (
        Person("Nurul Khasanah", FEMALE, "Gresik", "D3", SOME, 26, 1, True),
        Person("Galuh Prameswari", FEMALE, "Lamongan", "D3", NEW, 23, 0, False),
    )),
    Application(11, "Tes Analisis Data", (
        Person("Kevin Tanuwira", MALE, "Tangerang Selatan", "S1", SOME, 25, 2, False, "finished", 82),
        Person("Anindya Larasati", FEMALE, "Jakarta Selatan", "S1", SOME, 26, 2, True, "finished", 86),
        Person("Bagas Satriawan", MALE, "Depok", "S1", NEW, 23, 1, False, "started"),
        Person("Citra Wijayanti", FEMALE, "Bogor", "S1", NEW, 22, 0, False),
    )),
    Application(17, "", (
        Person("Parlindungan Siregara", MALE, "Medan", "SMA", MUCH, 35, 1, False),
        Person("Ridho Nasutara", MALE, "Deli Serdang", "SMA", SOME, 29, 0, False),
    )),
    Application(25, "", (
        Person("Yulius Tandirerung", MALE, "Balikpapan", "S1", MUCH, 34, 3, True),
        Person("Desi Banjarwati", FEMALE, "Samarinda", "D3", SOME, 28, 0, False),
    )),
    Application(31, "", (
        Person("Andi Makkarana", MALE, "Makassar", "S1", SOME, 29, 2, False),
        Person("Besse Tenripada", FEMALE, "Gowa", "S1", NEW, 24, 0, False),
    )),
    Application(62, "", (
        Person("Wisnu Aditara", MALE, "Pasuruan", "SMK", NEW, 21, 4, True),
    )),
)
"""Who applies at the main organization."""

SECOND_APPLICATIONS: Final = (
    Application(0, "Tes Pelayanan Pelanggan", (
        Person("Agus Setyantara", MALE, "Surakarta", "SMA", SOME, 26, 1, True, "finished", 70),
        Person("Lintang Kusumadewi", FEMALE, "Sukoharjo", "D3", NEW, 22, 1, False, "invited"),
        Person("Joko Widarsana", MALE, "Surakarta", "SMA", NEW, 21, 0, False),
    )),
    Application(2, "", (
        Person("Mega Pertiwanti", FEMALE, "Salatiga", "S1", SOME, 25, 1, False),
    )),
)
"""Who applies at the second organization."""
# fmt: on

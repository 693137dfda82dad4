"""A few days in the sandbox's applicant tracking system, for the demonstration: edits, closures, second thoughts."""

from __future__ import annotations

from datetime import datetime

from satupintu.bootstrap.house import House
from satupintu.bootstrap.sandbox import WIB, first_start, restore_samples, save_jobs
from satupintu.systems.talentics.server.samples import SampleJob, closed, edited, sample_jobs


def begin(house: House) -> None:
    """Every sample job as it was at first."""
    restore_samples(house)


def nothing(house: House) -> None:
    """A day on which nothing happens."""
    del house


def change(house: House) -> None:
    """Three jobs are edited, three closed, one is deleted, and two unclear places are put right."""
    now = _now(house)
    jobs = _open_jobs(house)
    by_place = {job.location: job for job in jobs}
    save_jobs(
        house,
        [
            edited(jobs[0], now, title=f"{jobs[0].title} (Senior)"),
            edited(jobs[1], now, min_salary=5_500_000, max_salary=6_000_000),
            edited(jobs[2], now, location="Kec. Klari, Kab. Karawang"),
            *(closed(job, now) for job in jobs[3:6]),
            edited(by_place["Bogor"], now, location="Kota Bogor, Jawa Barat"),
            edited(by_place["Kantor pusat"], now, location="Kantor pusat, Jakarta Selatan"),
        ],
    )
    house.jobs.remove([jobs[6].id])


def take_back(house: House) -> None:
    """The edits are taken back, and one of the closed jobs is opened again."""
    jobs = _open_jobs(house)
    save_jobs(house, jobs[:4])


def _open_jobs(house: House) -> list[SampleJob]:
    return [job for job in sample_jobs(first_start(house)) if job.state == "open"]


def _now(house: House) -> datetime:
    return house.clock.now().astimezone(WIB)

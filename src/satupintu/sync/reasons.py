"""Why a vacancy needs a person, or was left alone: sentences for operators, in Indonesian and English."""

from __future__ import annotations

from satupintu.kernel.bilingual import Bilingual
from satupintu.recruitment.reason import Reason


def _reason(key: str, indonesian: str, english: str) -> Reason:
    return Reason(key, Bilingual(id=indonesian, en=english))


def unknown_job_type(value: object) -> Reason:
    """The source's job type has no entry in the connection."""
    return _reason(
        "unknown_job_type",
        f"Jenis pekerjaan {value} dari sumber belum punya padanan; tambahkan di [source.job_types].",
        f"The source's job type {value} has no entry yet; add it under [source.job_types].",
    )


def unreadable_date(value: str) -> Reason:
    """The source's due date is no date."""
    return _reason(
        "unreadable_date",
        f"Tanggal penutupan {value!r} tidak terbaca; perbaiki di sumber.",
        f"The due date {value!r} cannot be read; correct it in the source.",
    )


def private() -> Reason:
    """The source marks the vacancy as private."""
    return _reason(
        "private",
        "Lowongan ditandai privat di sumber; putuskan dahulu apakah boleh diumumkan.",
        "The source marks the vacancy as private; decide first whether it may be made public.",
    )


def suspended() -> Reason:
    """The source has suspended the vacancy."""
    return _reason(
        "suspended",
        "Lowongan ditangguhkan di sumber; lanjutkan atau tutup di sana.",
        "The vacancy is suspended in the source; resume or close it there.",
    )


def field_at_fault(field: str, sentence: str, kalimat: str = "nilainya tidak dapat diterima.") -> Reason:
    """A field cannot be filed as it is; `kalimat` says in Indonesian what `sentence` says in English."""
    return _reason(
        "field_at_fault",
        f"Isian {field} tidak dapat dilaporkan: {kalimat}",
        f"The field {field} cannot be filed: {sentence}",
    )


def unreadable_in_source(error: str) -> Reason:
    """The source lists the vacancy, but its detail cannot be read."""
    return _reason(
        "unreadable_in_source",
        f"Rincian lowongan tidak terbaca dari sumber: {error}",
        f"The detail of the vacancy cannot be read from the source: {error}",
    )


def too_many_gone(gone: int, filed: int) -> Reason:
    """So many filed vacancies are gone at once that the account itself must be checked first."""
    return _reason(
        "too_many_gone",
        f"{gone} dari {filed} lowongan yang dilaporkan hilang sekaligus; periksa dahulu akun sumbernya. Belum ditutup.",
        f"{gone} of {filed} filed vacancies are gone at once; check the account of the source first. Not closed yet.",
    )


def rate_limited() -> Reason:
    """The target asks to wait for longer than a run should."""
    return _reason(
        "rate_limited",
        "JOSS meminta jeda; dilanjutkan pada proses berikutnya.",
        "JOSS asks to wait; the next run goes on with it.",
    )


def no_ministry_region(name: str, code: str) -> Reason:
    """No ministry id is known for a region, and none above it may stand in."""
    return _reason(
        "no_ministry_region",
        f"Id kementerian untuk {name} ({code}) belum diketahui; impor daftar wilayah kementerian.",
        f"The ministry's id of {name} ({code}) is not known; import the ministry's list of regions.",
    )


def refused(status: int, message: str) -> Reason:
    """The target refused the vacancy."""
    return _reason(
        "refused",
        f"Ditolak JOSS dengan {status}: {message}",
        f"Refused by JOSS with {status}: {message}",
    )


def outcome_unknown() -> Reason:
    """No answer came; the next run asks the target before it writes again."""
    return _reason(
        "outcome_unknown",
        "JOSS tidak menjawab; proses berikutnya bertanya dahulu sebelum mengirim lagi.",
        "JOSS did not answer; the next run asks before it sends again.",
    )


def closed_before_filing() -> Reason:
    """The vacancy was closed before it was ever filed."""
    return _reason(
        "closed_before_filing",
        "Sudah ditutup di sumber sebelum pernah dilaporkan; tidak ada yang perlu dilaporkan.",
        "Closed in the source before it was ever filed; there is nothing to file.",
    )


def headcount_defaulted(headcount: int) -> Reason:
    """The source does not say how many people are wanted."""
    return _reason(
        "headcount_defaulted",
        f"Sumber tidak menyebut jumlah kebutuhan; dilaporkan {headcount} sesuai kebijakan.",
        f"The source does not say how many people are wanted; filed as {headcount} by policy.",
    )


def salary_incomplete() -> Reason:
    """The source gives one end of the salary only; JOSS takes both or none."""
    return _reason(
        "salary_incomplete",
        "Sumber hanya menyebut satu batas gaji; dilaporkan tanpa gaji, karena JOSS meminta keduanya.",
        "The source gives one end of the salary only; filed without it, because JOSS takes both or none.",
    )


def filed_wider(name: str, code: str) -> Reason:
    """The place was filed under a higher region, because the ministry's id of the exact one is not known."""
    return _reason(
        "filed_wider",
        f"Dilaporkan pada wilayah {name} ({code}); id kementerian untuk wilayah tepatnya belum diketahui.",
        f"Filed under {name} ({code}); the ministry's id of the exact region is not known.",
    )


def walk_incomplete() -> Reason:
    """The source did not show all its vacancies, so nothing is closed."""
    return _reason(
        "walk_incomplete",
        "Daftar dari sumber tidak lengkap, jadi tidak ada yang ditutup; jalankan sekali lagi.",
        "The source's list was not complete, so nothing is closed; run it again.",
    )


def uncertain_place(name: str, code: str, percent: int) -> Reason:
    """The place was resolved, but not surely enough for the policy."""
    return _reason(
        "place_uncertain",
        f"Mungkin {name} ({code}), tetapi keyakinannya hanya {percent} %; lengkapi tempatnya di sumber.",
        f"Perhaps {name} ({code}), but with a confidence of only {percent} %; write more of the place in the source.",
    )


def renewed_past_due(due_on: str) -> Reason:
    """The source's due date is near or past, but the vacancy is still open there."""
    return _reason(
        "renewed_past_due",
        f"Masih terbuka di sumber walau batas waktunya {due_on} dekat atau lewat; diperpanjang.",
        f"Still open in the source although its due date {due_on} is near or past; prolonged.",
    )


def filed_at_certain_level(name: str, code: str, unclear: Bilingual) -> Reason:
    """The place is ambiguous, and was filed under the region that holds all its candidates."""
    return _reason(
        "filed_at_certain_level",
        f"Dilaporkan pada wilayah {name} ({code}), yang mencakup semua kemungkinan. {unclear.id}",
        f"Filed under {name} ({code}), which holds every candidate. {unclear.en}",
    )


def unclear_place(key: str, words: Bilingual, candidates: str) -> Reason:
    """The place could not be resolved to one region. `candidates` are those that fit, if any."""
    fits = f" ({candidates})" if candidates else ""
    return Reason(f"place_{key}", Bilingual(id=words.id.rstrip(".") + fits + ".", en=words.en.rstrip(".") + fits + "."))

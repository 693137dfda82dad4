"""Why JOSS and TOSS refuse a request, beside a wrong signature: a stable key, and a sentence that names the remedy."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from satupintu.kernel.bilingual import Bilingual


class CauseKey(StrEnum):
    """What is the matter. The keys are stable; the sentences may be worded better."""

    CREDENTIALS_MISSING = "credentials_missing"
    CLIENT_UNKNOWN = "client_unknown"
    CLIENT_OF_OTHER_ENVIRONMENT = "client_of_other_environment"
    CLIENT_NOT_ACTIVE = "client_not_active"
    NO_KNOWN_VARIANT = "no_known_variant"
    SIGNATURE_RIGHT_NOW = "signature_right_now"
    SANDBOX_CLOCK_MOVED = "sandbox_clock_moved"
    BODY_NOT_KEPT = "body_not_kept"
    HEADER_MISSING = "header_missing"
    ID_FORM = "id_form"
    BODY_UNSIGNED = "body_unsigned"
    TIMESTAMP_FORM = "timestamp_form"
    NOT_JSON = "not_json"
    LIFE_CYCLE = "life_cycle"
    PERMISSION = "permission"
    PATH_UNKNOWN = "path_unknown"
    RECORD_UNKNOWN = "record_unknown"
    METHOD_WRONG = "method_wrong"
    ACCEPT = "accept"
    REQUEST_ID_USED = "request_id_used"
    BODY_TOO_LARGE = "body_too_large"
    CONTENT_TYPE = "content_type"
    FIELDS = "fields"
    QUOTA = "quota"
    SYSTEM_ERROR = "system_error"
    MAINTENANCE = "maintenance"
    TOO_MUCH_DATA = "too_much_data"
    OTHER = "other"


CAUSES: Final[Mapping[CauseKey, Bilingual]] = MappingProxyType(
    {
        CauseKey.CREDENTIALS_MISSING: Bilingual(
            "Header {names} tidak ada; setiap permintaan membawa Client-Id dan Signature.",
            "The header {names} is missing; every request carries Client-Id and Signature.",
        ),
        CauseKey.CLIENT_UNKNOWN: Bilingual(
            "Client-Id ini tidak dikenal di {api} {environment}; pakai yang dicetak `satupintu credentials`.",
            "This Client-Id is unknown in {api} {environment}; use the one that `satupintu credentials` shows.",
        ),
        CauseKey.CLIENT_OF_OTHER_ENVIRONMENT: Bilingual(
            "Client-Id ini milik {owner}, bukan {api} {environment}; pakai kredensial lingkungan yang dipanggil.",
            "This Client-Id belongs to {owner}, not to {api} {environment}; "
            "use the credentials of the environment that is called.",
        ),
        CauseKey.CLIENT_NOT_ACTIVE: Bilingual(
            "Client-Id ini sudah dicabut; minta kredensial baru kepada operator.",
            "This Client-Id was revoked; ask the operator for new credentials.",
        ),
        CauseKey.NO_KNOWN_VARIANT: Bilingual(
            "Tidak ada varian yang dikenal yang cocok; periksa secret, lalu bandingkan teks dengan "
            "`satupintu verify --string-to-sign`.",
            "No known variant fits; check the secret, then compare your text with `satupintu verify --string-to-sign`.",
        ),
        CauseKey.SIGNATURE_RIGHT_NOW: Bilingual(
            "Tanda tangan ini benar menurut secret yang berlaku sekarang; secret atau pengaturan berubah sesudah "
            "permintaan. Kirim lagi dengan Request-Id baru.",
            "The signature is right by the secret that is valid now; secret or settings changed after the request. "
            "Send it again with a new Request-Id.",
        ),
        CauseKey.SANDBOX_CLOCK_MOVED: Bilingual(
            "Jam sandbox {duration} {direction}; `satupintu clock reset` mengembalikannya, "
            "atau tandatangani menurut header Date jawaban.",
            "The sandbox clock is {duration} {direction}; `satupintu clock reset` takes it back, "
            "or sign by the Date of an answer.",
        ),
        CauseKey.BODY_NOT_KEPT: Bilingual(
            "Body terlalu besar untuk disimpan, jadi penulisan lain dari body tidak dicoba; pakai `satupintu verify`.",
            "The body was too large to be kept, so other spellings of it were not tried; use `satupintu verify`.",
        ),
        CauseKey.HEADER_MISSING: Bilingual(
            "Header {names} tidak ada; kirim keenam header (Content-Type hanya pada POST, PUT, PATCH).",
            "The header {names} is missing; send all six (Content-Type on POST, PUT and PATCH only).",
        ),
        CauseKey.ID_FORM: Bilingual(
            "Isi header {names} harus 1 sampai 128 karakter ASCII tanpa spasi; pakai misalnya UUID.",
            "The header {names} must be 1 to 128 visible ASCII characters; use a UUID, for example.",
        ),
        CauseKey.BODY_UNSIGNED: Bilingual(
            "{method} membawa body, yang tidak ikut ditandatangani; kirim tanpa body.",
            "The {method} has a body, which no signature covers; send it without one.",
        ),
        CauseKey.TIMESTAMP_FORM: Bilingual(
            "Bentuk Request-Timestamp salah; tulis waktu UTC seperti 2022-09-22T01:51:00Z, tanpa +07:00.",
            "The Request-Timestamp has another form; write UTC like 2022-09-22T01:51:00Z, without +07:00.",
        ),
        CauseKey.NOT_JSON: Bilingual(
            "Body bukan JSON dalam UTF-8; perbaiki, lalu tandatangani byte yang baru dengan Request-Id baru.",
            "The body is not JSON in UTF-8; correct it, then sign the new bytes with a new Request-Id.",
        ),
        CauseKey.LIFE_CYCLE: Bilingual(
            "Permintaan ini tidak cocok dengan keadaan data sekarang; baca dengan GET, lalu putuskan.",
            "The request does not fit the state of the record; read it with GET, then decide.",
        ),
        CauseKey.PERMISSION: Bilingual(
            "Klien ini tidak memiliki izin untuk operasi ini ({needed}); minta kepada operator.",
            "The client lacks the permission of this operation ({needed}); ask the operator for it.",
        ),
        CauseKey.PATH_UNKNOWN: Bilingual(
            "Path ini tidak ada di {api}; yang ada: {paths}.",
            "There is no such path in {api}; there are: {paths}.",
        ),
        CauseKey.RECORD_UNKNOWN: Bilingual(
            "Klien ini tidak memiliki data dengan id itu; id dari klien lain terlihat sama. Kirim dahulu dengan PUT.",
            "This client has no record of that id; the id of another client looks the same. Send it with PUT first.",
        ),
        CauseKey.METHOD_WRONG: Bilingual(
            "Path ini ada, tetapi tidak untuk {method}; pakai {allowed}.",
            "The path exists, but not for {method}; use {allowed}.",
        ),
        CauseKey.ACCEPT: Bilingual(
            "Accept tidak memuat jenis yang didukung; pakai application/json atau application/xml.",
            "Accept names no supported type; use application/json or application/xml.",
        ),
        CauseKey.REQUEST_ID_USED: Bilingual(
            "Request-Id ini sudah dipakai; setiap percobaan memerlukan Request-Id dan tanda tangan baru. "
            "Setelah timeout, tanya dahulu dengan GET apakah percobaan pertama berhasil.",
            "The Request-Id was used before; every attempt needs a new one and a new signature. "
            "After a timeout ask with GET first whether the earlier attempt arrived.",
        ),
        CauseKey.BODY_TOO_LARGE: Bilingual(
            "Body lebih dari 1 MiB; kirim lebih sedikit data.",
            "The body is over 1 MiB; send less.",
        ),
        CauseKey.CONTENT_TYPE: Bilingual(
            "Content-Type bukan application/json; body permintaan selalu JSON, juga bila jawaban diminta dalam XML.",
            "The Content-Type is not application/json; bodies are always JSON, also when answers are asked for in XML.",
        ),
        CauseKey.FIELDS: Bilingual(
            "Ada isian yang salah: {fields}. Perbaiki semuanya, lalu kirim dengan Request-Id baru.",
            "Fields are not acceptable: {fields}. Correct all of them, then send with a new Request-Id.",
        ),
        CauseKey.QUOTA: Bilingual(
            "Terlalu banyak permintaan; tunggu selama Retry-After, lalu tandatangani lagi dengan Request-Id baru.",
            "Too many requests; wait as long as Retry-After says, then sign anew with a new Request-Id.",
        ),
        CauseKey.SYSTEM_ERROR: Bilingual(
            "Kesalahan di pihak server; coba lagi dengan Request-Id baru. Di sandbox periksa `satupintu fault list`.",
            "A fault of the server; try again with a new Request-Id. In a sandbox look at `satupintu fault list`.",
        ),
        CauseKey.MAINTENANCE: Bilingual(
            "Server sedang dirawat; coba lagi nanti. Di sandbox periksa `satupintu fault list`.",
            "The server is under maintenance; try again later. In a sandbox look at `satupintu fault list`.",
        ),
        CauseKey.TOO_MUCH_DATA: Bilingual(
            "Terlalu banyak data untuk satu jawaban; minta rentang waktu yang lebih pendek.",
            "Too much data for one answer; ask for a shorter interval.",
        ),
        CauseKey.OTHER: Bilingual(
            "Server menjawab {status}; pesannya menyebut alasannya.",
            "The server answered {status}; its message says why.",
        ),
    }
)
"""The sentence of each cause; words in braces are filled in."""


def cause(key: CauseKey, words_id: Mapping[str, str] | None = None, **words: str) -> tuple[str, Bilingual]:
    """A cause with its words filled in: its key, and the sentence. `words_id` are those that differ in Indonesian."""
    sentence = CAUSES[key]
    filled_id = sentence.id.format(**{**words, **(words_id or {})})
    return str(key), Bilingual(filled_id, sentence.en.format(**words))

"""The usual mistakes of those who sign: a stable key, and a sentence in both languages that names the remedy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from satupintu.kernel.bilingual import Bilingual


class MistakeKey(StrEnum):
    """What went wrong. The keys are stable; the sentences may be worded better."""

    FINAL_NEWLINE = "final_newline"
    CRLF = "crlf"
    LITERAL_BACKSLASH_N = "literal_backslash_n"
    LINES_JOINED = "lines_joined"
    LINES_ORDER = "lines_order"
    LINE_MISSING = "line_missing"
    BLANK_AFTER_COLON = "blank_after_colon"
    LOWER_CASE_NAMES = "lower_case_names"
    NAMES_MISSING = "names_missing"
    METHOD_INCLUDED = "method_included"
    DIGEST_HEX = "digest_hex"
    DIGEST_BASE64 = "digest_base64"
    DIGEST_HEX_TEXT = "digest_hex_text"
    DIGEST_PREFIX = "digest_prefix"
    DIGEST_MISSING = "digest_missing"
    DIGEST_PRESENT = "digest_present"
    QUERY_INCLUDED = "query_included"
    QUERY_MISSING = "query_missing"
    HOST_INCLUDED = "host_included"
    MOUNT_MISSING = "mount_missing"
    MOUNT_ADDED = "mount_added"
    TARGET_SLASH = "target_slash"
    TARGET_ENCODING = "target_encoding"
    TIMESTAMP_7_HOURS_AHEAD = "timestamp_7_hours_ahead"
    TIMESTAMP_7_HOURS_BEHIND = "timestamp_7_hours_behind"
    BODY_COMPACT = "body_compact"
    BODY_BLANKS = "body_blanks"
    BODY_SORTED = "body_sorted"
    BODY_ASCII = "body_ascii"
    BODY_UNICODE = "body_unicode"
    BODY_SLASHES = "body_slashes"
    BODY_PRETTY = "body_pretty"
    BODY_NEWLINE_ADDED = "body_newline_added"
    BODY_NEWLINE_REMOVED = "body_newline_removed"
    OTHER_PROFILE = "other_profile"
    OTHER_SECRET = "other_secret"  # noqa: S105 - the name of a mistake, not a secret
    SECRET_NEWLINE = "secret_newline"  # noqa: S105 - the name of a mistake, not a secret
    PREFIX_MISSING = "prefix_missing"
    PREFIX_WRONG = "prefix_wrong"
    SIGNATURE_HEX = "signature_hex"
    SIGNATURE_BASE64 = "signature_base64"
    SIGNATURE_HEX_TEXT = "signature_hex_text"
    SIGNATURE_SPELLING = "signature_spelling"
    SIGNATURE_FORM = "signature_form"
    STRING_DIFFERS = "string_differs"
    STRING_RIGHT = "string_right"
    CLOCK_OFF = "clock_off"
    CLOCK_7_HOURS_AHEAD = "clock_7_hours_ahead"
    CLOCK_7_HOURS_BEHIND = "clock_7_hours_behind"
    TIMESTAMP_FORM = "timestamp_form"


@dataclass(frozen=True, slots=True)
class Mistake:
    """A stable key with its sentence in both languages."""

    key: MistakeKey
    words: Bilingual


_SENTENCES: Final[dict[MistakeKey, tuple[str, str]]] = {
    MistakeKey.FINAL_NEWLINE: (
        "Teks yang ditandatangani berakhir dengan ganti baris; hapus ganti baris di akhir.",
        "The signed text ends with a line break; leave out the break after the last line.",
    ),
    MistakeKey.CRLF: (
        "Baris-baris dipisah dengan CR LF; pakai LF saja.",
        "The lines are separated by CR LF; use LF alone.",
    ),
    MistakeKey.LITERAL_BACKSLASH_N: (
        "Baris-baris dipisah dengan dua karakter '\\' dan 'n'; pakai ganti baris LF yang sebenarnya.",
        "The lines are separated by the two characters '\\' and 'n'; use a real line feed.",
    ),
    MistakeKey.LINES_JOINED: (
        "Baris-baris tidak dipisah dengan satu ganti baris; tulis tepat satu LF di antara dua baris.",
        "The lines are not separated by one line break; put exactly one LF between two lines.",
    ),
    MistakeKey.LINES_ORDER: (
        "Urutan baris berbeda; pakai urutan pada teks yang seharusnya.",
        "The lines are in another order; use the order of the expected text.",
    ),
    MistakeKey.LINE_MISSING: (
        "Satu baris tidak ikut ditandatangani; tambahkan baris itu di tempatnya.",
        "A line is missing from the signed text; add it in its place.",
    ),
    MistakeKey.BLANK_AFTER_COLON: (
        "Ada spasi setelah titik dua; tulis 'Nama:nilai' tanpa spasi.",
        "There is a blank after the colon; write 'Name:value' without one.",
    ),
    MistakeKey.LOWER_CASE_NAMES: (
        "Nama komponen ditulis dengan huruf kecil; tulis persis 'Client-Id', 'Request-Id', dan seterusnya.",
        "The component names are in lower case; write them exactly: 'Client-Id', 'Request-Id' and so on.",
    ),
    MistakeKey.NAMES_MISSING: (
        "Hanya nilai yang ditandatangani; tulis setiap baris sebagai 'Nama:nilai'.",
        "Only the values are signed; write each line as 'Name:value'.",
    ),
    MistakeKey.METHOD_INCLUDED: (
        "Metode HTTP ikut ditandatangani; hapus dari teks.",
        "The HTTP method is part of the signed text; leave it out.",
    ),
    MistakeKey.DIGEST_HEX: (
        "Digest ditulis sebagai heksadesimal; pakai base64 dari 32 byte SHA-256.",
        "The digest is written in hex; use base64 of the 32 raw SHA-256 bytes.",
    ),
    MistakeKey.DIGEST_BASE64: (
        "Digest ditulis sebagai base64; profil ini memakai heksadesimal huruf kecil.",
        "The digest is written in base64; this profile uses lower-case hex.",
    ),
    MistakeKey.DIGEST_HEX_TEXT: (
        "Digest adalah base64 dari teks heksadesimal; ambil hash sebagai byte mentah (raw binary) dahulu.",
        "The digest is base64 of hex text; take the hash as raw bytes (raw binary) first.",
    ),
    MistakeKey.DIGEST_PREFIX: (
        "Ada awalan 'SHA-256=' pada baris Digest; tulis base64-nya saja.",
        "The Digest line has the prefix 'SHA-256='; write the base64 alone.",
    ),
    MistakeKey.DIGEST_MISSING: (
        "Baris Digest tidak ada padahal permintaan memiliki body; tambahkan baris Digest.",
        "The Digest line is missing although the request has a body; add it as the last line.",
    ),
    MistakeKey.DIGEST_PRESENT: (
        "Ada baris Digest padahal tidak ada body yang ditandatangani (GET, DELETE, atau body kosong); hapus.",
        "There is a Digest line although no body is signed (GET, DELETE or an empty body); leave it out.",
    ),
    MistakeKey.QUERY_INCLUDED: (
        "Query string ikut di Request-Target; tandatangani path saja, sampai sebelum '?'.",
        "The query string is part of the Request-Target; sign the path alone, up to the '?'.",
    ),
    MistakeKey.QUERY_MISSING: (
        "Query string tidak ada di Request-Target; profil ini menandatangani path beserta query.",
        "The query string is missing from the Request-Target; this profile signs path and query.",
    ),
    MistakeKey.HOST_INCLUDED: (
        "Host ikut di Request-Target; tandatangani path saja, tanpa skema dan domain.",
        "The host is part of the Request-Target; sign the path alone, without scheme and domain.",
    ),
    MistakeKey.MOUNT_MISSING: (
        "Awalan path tidak ikut ditandatangani; hanya gateway yang melayani di bawah awalan itu menerimanya. "
        "Tandatangani path persis seperti yang dikirim.",
        "The first part of the path is not signed; only a gateway that serves below that prefix accepts this. "
        "Sign the path exactly as it is sent.",
    ),
    MistakeKey.MOUNT_ADDED: (
        "Path yang ditandatangani memuat awalan (/joss atau /toss) yang tidak ada pada permintaan; hapus awalan itu.",
        "The signed path has a prefix (/joss or /toss) that the request does not have; leave the prefix out.",
    ),
    MistakeKey.TARGET_SLASH: (
        "Garis miring di awal atau akhir path berbeda; tandatangani path persis seperti yang dikirim.",
        "A slash at the start or end of the path differs; sign the path exactly as it is sent.",
    ),
    MistakeKey.TARGET_ENCODING: (
        "Penulisan path (persen atau huruf besar/kecil) berbeda; tandatangani path persis seperti yang dikirim.",
        "The spelling of the path (percent-encoding or letter case) differs; sign it exactly as it is sent.",
    ),
    MistakeKey.TIMESTAMP_7_HOURS_AHEAD: (
        "Waktu yang ditandatangani 7 jam di depan header Request-Timestamp, yaitu WIB; "
        "tandatangani nilai header itu sendiri, dalam UTC.",
        "The signed time is 7 hours ahead of the Request-Timestamp header, so it is WIB; "
        "sign the value of the header itself, in UTC.",
    ),
    MistakeKey.TIMESTAMP_7_HOURS_BEHIND: (
        "Waktu yang ditandatangani 7 jam di belakang header Request-Timestamp; header memuat WIB. "
        "Kirim dan tandatangani nilai UTC yang sama.",
        "The signed time is 7 hours behind the Request-Timestamp header, so the header holds WIB; "
        "send and sign the same value, in UTC.",
    ),
    MistakeKey.BODY_COMPACT: (
        "Body ditulis ulang tanpa spasi sebelum di-hash; hash byte yang benar-benar dikirim.",
        "The body was written anew without blanks before hashing; hash the very bytes that are sent.",
    ),
    MistakeKey.BODY_BLANKS: (
        "Body ditulis ulang dengan spasi setelah ':' atau ',' sebelum di-hash; hash byte yang benar-benar dikirim.",
        "The body was written anew with a blank after ':' or ',' before hashing; hash the very bytes that are sent.",
    ),
    MistakeKey.BODY_SORTED: (
        "Kunci JSON pada body diurutkan sebelum di-hash; hash byte yang benar-benar dikirim.",
        "The keys of the body were sorted before hashing; hash the very bytes that are sent.",
    ),
    MistakeKey.BODY_ASCII: (
        "Huruf non-ASCII pada body diganti dengan \\uXXXX sebelum di-hash; hash byte yang benar-benar dikirim.",
        "Letters beyond ASCII became \\uXXXX before hashing; hash the very bytes that are sent.",
    ),
    MistakeKey.BODY_UNICODE: (
        "Tulisan \\uXXXX pada body diganti dengan hurufnya sebelum di-hash; hash byte yang benar-benar dikirim.",
        "Escapes such as \\uXXXX became plain letters before hashing; hash the very bytes that are sent.",
    ),
    MistakeKey.BODY_SLASHES: (
        "Garis miring pada body ditulis '\\/' sebelum di-hash (json_encode PHP); hash byte yang benar-benar dikirim.",
        "Slashes in the body became '\\/' before hashing (PHP's json_encode); hash the very bytes that are sent.",
    ),
    MistakeKey.BODY_PRETTY: (
        "Body ditulis ulang dengan indentasi sebelum di-hash; hash byte yang benar-benar dikirim.",
        "The body was written anew with indentation before hashing; hash the very bytes that are sent.",
    ),
    MistakeKey.BODY_NEWLINE_ADDED: (
        "Body yang di-hash memiliki ganti baris di akhir yang tidak dikirim; hash byte yang benar-benar dikirim.",
        "The hashed body has a final line break that was not sent; hash the very bytes that are sent.",
    ),
    MistakeKey.BODY_NEWLINE_REMOVED: (
        "Body yang dikirim memiliki ganti baris yang tidak ikut di-hash; hash byte yang benar-benar dikirim "
        "(curl: --data-binary).",
        "The body was sent with line breaks that were not hashed; hash the very bytes that are sent "
        "(curl: --data-binary).",
    ),
    MistakeKey.OTHER_PROFILE: (
        "Tanda tangan dibuat menurut profil lain; pakai profil yang berlaku di lingkungan ini.",
        "The signature follows another profile; use the profile of this environment.",
    ),
    MistakeKey.OTHER_SECRET: (
        "Tanda tangan dibuat dengan secret dari lingkungan atau sistem lain; pakai secret milik Client-Id ini.",
        "The signature was made with the secret of another environment or system; "
        "use the secret that belongs to this Client-Id.",
    ),
    MistakeKey.SECRET_NEWLINE: (
        "Secret yang dipakai berbeda pada spasi atau ganti baris di tepinya; potong setelah membaca berkas.",
        "The secret used differs in blanks or line breaks around it; cut them after reading it from a file.",
    ),
    MistakeKey.PREFIX_MISSING: (
        "Awalan tanda tangan tidak ada; tulis 'HMACSHA256=' di depan base64.",
        "The prefix of the signature is missing; write 'HMACSHA256=' before the base64.",
    ),
    MistakeKey.PREFIX_WRONG: (
        "Awalan tanda tangan salah; pakai awalan profil ini persis (doku: 'HMACSHA256=').",
        "The prefix of the signature is wrong; use that of the profile exactly (doku: 'HMACSHA256=').",
    ),
    MistakeKey.SIGNATURE_HEX: (
        "Tanda tangan ditulis sebagai heksadesimal; pakai base64 dari 32 byte hasil HMAC.",
        "The signature is written in hex; use base64 of the 32 raw HMAC bytes.",
    ),
    MistakeKey.SIGNATURE_BASE64: (
        "Tanda tangan ditulis sebagai base64; profil ini memakai heksadesimal huruf kecil.",
        "The signature is written in base64; this profile uses lower-case hex.",
    ),
    MistakeKey.SIGNATURE_HEX_TEXT: (
        "Tanda tangan adalah base64 dari teks heksadesimal; ambil hasil HMAC sebagai byte mentah dahulu.",
        "The signature is base64 of hex text; take the HMAC as raw bytes first.",
    ),
    MistakeKey.SIGNATURE_SPELLING: (
        "Tanda tangan benar tetapi ditulis lain (base64 URL, tanpa '=', spasi, atau huruf besar); "
        "pakai base64 standar lengkap, atau heksadesimal huruf kecil bila profil memintanya.",
        "The signature is spelt differently (URL-safe base64, no '=', blanks or capitals); "
        "use standard base64 with padding, or lower-case hex where the profile asks for it.",
    ),
    MistakeKey.SIGNATURE_FORM: (
        "Isi header Signature bukan HMAC-SHA256: setelah awalan harus ada tepat 32 byte. "
        "Periksa algoritme dan apakah nilainya terpotong.",
        "The Signature header holds no HMAC-SHA256: exactly 32 bytes must follow the prefix. "
        "Check the algorithm and whether the value was cut.",
    ),
    MistakeKey.STRING_DIFFERS: (
        "Teks yang ditandatangani berbeda dari yang seharusnya; mulai dari byte yang ditandai.",
        "The signed text is not the expected one; start at the marked byte.",
    ),
    MistakeKey.STRING_RIGHT: (
        "Teks yang ditandatangani sudah benar; yang salah adalah secret atau cara HMAC dihitung.",
        "The signed text is right; what is wrong is the secret, or how the HMAC is computed.",
    ),
    MistakeKey.CLOCK_OFF: (
        "Request-Timestamp terlalu jauh dari waktu server; setel jam (NTP) dan buat tanda tangan saat mengirim.",
        "The Request-Timestamp is too far from the server's time; set the clock (NTP) and sign when sending.",
    ),
    MistakeKey.CLOCK_7_HOURS_AHEAD: (
        "Request-Timestamp 7 jam di depan: WIB ditulis dengan 'Z'. Kurangi 7 jam, yaitu pakai UTC.",
        "The Request-Timestamp is 7 hours ahead: WIB written with a 'Z'. Subtract 7 hours, that is, use UTC.",
    ),
    MistakeKey.CLOCK_7_HOURS_BEHIND: (
        "Request-Timestamp 7 jam di belakang: waktu UTC dikurangi 7 jam sekali lagi. Pakai UTC apa adanya.",
        "The Request-Timestamp is 7 hours behind: UTC was reduced by 7 hours once more. Use UTC as it is.",
    ),
    MistakeKey.TIMESTAMP_FORM: (
        "Request-Timestamp tidak terbaca; tulis UTC dengan bentuk 2022-09-22T01:51:00Z.",
        "The Request-Timestamp cannot be read; write UTC in the form 2022-09-22T01:51:00Z.",
    ),
}

MISTAKES: Final[Mapping[MistakeKey, Mistake]] = MappingProxyType(
    {key: Mistake(key, Bilingual(id=_SENTENCES[key][0], en=_SENTENCES[key][1])) for key in MistakeKey}
)
"""Every mistake with its sentence."""

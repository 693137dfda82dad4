"""Files that are sent: what they are is judged by their content and by their name, and both must agree.

The list of types and all limits are ours. Nothing in a file is carried out, and a name is never a path.
"""

from __future__ import annotations

import binascii
import io
import re
import unicodedata
import zipfile
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from satupintu.systems.jobtrain.contract.models import DocumentKind, File
from satupintu.systems.jobtrain.server.rows import ReceivedFile

LONGEST_NAME: Final = 200
"""Characters of a file's name."""

_SCRIPT: Final = re.compile(rb"\s*(#!|<\?|<%|<!doctype|<html|<script|<svg|@echo\b)", re.IGNORECASE)
"""How programs and pages begin, which are text as well."""

_ALLOWED_CONTROLS: Final = frozenset("\t\n\r\f")


class UploadError(ValueError):
    """A file that is not taken: which field is at fault, and why."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class FileType:
    """A type that is taken: what it is served as, and whether bytes are of it."""

    content_type: str
    fits: Callable[[bytes], bool]


def receive(kind: DocumentKind, file: File, most_bytes: int) -> ReceivedFile:
    """A file that was sent, decoded. Raises UploadError."""
    kind_of_file = _type_by_name(file.file_name)
    # Four letters hold three bytes: what is too large is found without decoding it.
    if len(file.file_data) * 3 // 4 - 2 > most_bytes:
        raise UploadError("fileData", f"Must have at most {most_bytes} bytes.")
    content = _decoded(file.file_data)
    if not content:
        raise UploadError("fileData", "Is empty.")
    if len(content) > most_bytes:
        raise UploadError("fileData", f"Must have at most {most_bytes} bytes.")
    if not kind_of_file.fits(content):
        raise UploadError("fileData", "Does not hold what its name says.")
    return ReceivedFile(kind, file.file_name, kind_of_file.content_type, content)


def letter(text: str) -> ReceivedFile:
    """A letter that was sent as text."""
    return ReceivedFile("CoverLetter", "cover-letter.txt", TYPES["txt"].content_type, text.encode())


def _decoded(text: str) -> bytes:
    try:
        content = b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        content = None
    # Padding beyond what is needed is let pass by the decoder.
    if content is None or len(text) % 4 or text.endswith("==="):
        raise UploadError("fileData", "Must be standard base64.")
    return content


def _type_by_name(name: str) -> FileType:
    plain = name.strip() == name and 0 < len(name) <= LONGEST_NAME
    if not plain or any(unicodedata.category(each).startswith("C") or each in '/\\:"<>|' for each in name):
        raise UploadError("fileName", f"Must be a name of at most {LONGEST_NAME} characters, without a path.")
    found = TYPES.get(name.rpartition(".")[2].lower()) if "." in name else None
    if found is None:
        raise UploadError("fileName", f"Must end in one of {', '.join(TYPES)}.")
    return found


def _is_pdf(content: bytes) -> bool:
    return content.startswith(b"%PDF-")


def _is_doc(content: bytes) -> bool:
    """A compound file with the stream that only Word documents have."""
    return content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") and "WordDocument".encode("utf-16-le") in content


def _is_docx(content: bytes) -> bool:
    """A package with a Word document and without macros. Its directory is read; nothing is unpacked."""
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = {name.lower() for name in package.namelist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
    return {"[content_types].xml", "word/document.xml"} <= names and not any("vbaproject" in name for name in names)


def _is_rtf(content: bytes) -> bool:
    return content.startswith(b"{\\rtf")


def _is_txt(content: bytes) -> bool:
    """Text for people: no bytes that are no characters, and not the beginning of a program or a page."""
    for encoding in (
        ("utf-16", "utf-8-sig", "cp1252")
        if content[:2] in (b"\xff\xfe", b"\xfe\xff")
        else (
            "utf-8-sig",
            "cp1252",
        )
    ):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        readable = all(each in _ALLOWED_CONTROLS or unicodedata.category(each) != "Cc" for each in text)
        return readable and not _SCRIPT.match(text[:100].encode())
    return False


TYPES: Final[Mapping[str, FileType]] = {
    "pdf": FileType("application/pdf", _is_pdf),
    "doc": FileType("application/msword", _is_doc),
    "docx": FileType("application/vnd.openxmlformats-officedocument.wordprocessingml.document", _is_docx),
    "rtf": FileType("application/rtf", _is_rtf),
    "txt": FileType("text/plain", _is_txt),
}
"""The types that are taken, by the end of the name."""

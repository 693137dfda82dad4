"""Candidates: who they are, and the files they send. Almost everything here is personal."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Annotated, Literal, Self

from pydantic import Field

from satupintu.systems.jobtrain.contract.models.record import Personal, PersonalText, Record

DocumentKind = Literal["CV", "CoverLetter", "Other"] | str
"""What a document is. Ours; other values are read too."""


class Address(Record):
    """A postal address."""

    line1: Personal = None
    line2: Personal = None
    town: Personal = None
    county: Personal = None
    postcode: Personal = None
    country: Personal = None


class Candidate(Record):
    """A person who applies."""

    id: int
    title: Personal = None
    first_name: PersonalText
    last_name: PersonalText
    email: PersonalText
    mobile: Personal = None
    phone: Personal = None
    is_internal: bool
    address: Address | None = None


class EqualOpps(Record):
    """What a candidate told for the monitoring of equal opportunities."""

    gender: Personal = None
    ethnic_origin: Personal = None
    disability: Personal = None
    sexual_orientation: Personal = None
    religion: Personal = None
    age_band: Personal = None


class File(Record):
    """A file inside a document: `file_data` is standard base64."""

    file_name: PersonalText
    content_type: str
    file_data: PersonalText

    @classmethod
    def of(cls, file_name: str, content: bytes, content_type: str) -> Self:
        """A file to be sent."""
        return cls(file_name=file_name, content_type=content_type, file_data=b64encode(content).decode())

    @property
    def content(self) -> bytes:
        """The bytes of the file. Raises ValueError when it is not in base64."""
        return b64decode(self.file_data, validate=True)


class Document(Record):
    """A file that is there: `size` counts its bytes."""

    type: DocumentKind
    file_name: PersonalText
    content_type: str
    size: Annotated[int, Field(ge=0)]


class Answer(Record):
    """A question of the application form and what was answered."""

    question: str
    answer: PersonalText

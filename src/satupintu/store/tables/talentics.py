"""Records of the served Talentics, as it answers them."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Index, Table, Text

from satupintu.store.tables.metadata import NUMBER, metadata

talentics_job: Final = Table(
    "talentics_job",
    metadata,
    Column("id", NUMBER, primary_key=True, autoincrement=False),
    Column("organization_id", BigInteger, nullable=False),
    Column("list_json", Text, nullable=False),
    Column("detail_json", Text, nullable=False),
    # Counting and skipping to a deep page read this index alone, never the documents.
    Index(None, "organization_id", "id"),
)
"""Jobs as Talentics answers them: finished JSON, once for the list and once for the detail."""

talentics_stage: Final = Table(
    "talentics_stage",
    metadata,
    Column("id", NUMBER, primary_key=True, autoincrement=False),
    Column("organization_id", BigInteger, nullable=False),
    Column("name", Text, nullable=False),
    Index(None, "organization_id", "id"),
)
"""The stages that applicants of an organization pass, in the order of their ids."""

talentics_applicant: Final = Table(
    "talentics_applicant",
    metadata,
    Column("id", NUMBER, primary_key=True, autoincrement=False),
    Column("organization_id", BigInteger, nullable=False),
    Column("job_id", BigInteger, nullable=False),
    Column("stage_id", BigInteger),
    Column("document", Text, nullable=False),
    Column("form", Text),
    Index(None, "job_id", "id"),
)
"""Applicants as Talentics answers them, with their employment application form once they have submitted it."""

talentics_exam: Final = Table(
    "talentics_exam",
    metadata,
    Column("id", NUMBER, primary_key=True, autoincrement=False),
    Column("organization_id", BigInteger, nullable=False),
    Column("document", Text, nullable=False),
    Index(None, "organization_id", "id"),
)
"""Tests as Talentics answers them."""

talentics_ticket: Final = Table(
    "talentics_ticket",
    metadata,
    Column("id", NUMBER, primary_key=True, autoincrement=False),
    Column("organization_id", BigInteger, nullable=False),
    Column("exam_id", BigInteger, nullable=False),
    Column("document", Text, nullable=False),
    Column("scores", Text),
    Index(None, "exam_id", "id"),
)
"""Participants of a test as Talentics answers them, with their results."""

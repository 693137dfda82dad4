"""Records as they are answered: the JSON that is stored, with what they belong to and the read-only fields put in.

What is stored is not taken apart for that, so an answer costs little more than the copying of its text.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from satupintu.systems.kemnaker.contract.texts import utc_text
from satupintu.systems.kemnaker.server.documents import json_of
from satupintu.systems.kemnaker.server.kinds import Kind, Offer
from satupintu.systems.kemnaker.server.ports import Record

# Every offer begins with its id and its title; the one it belongs to is told next.
_HEAD: Final = re.compile(r'\{"id":"[^"]*","title":"(?:[^"\\]|\\.)*"')


def answered(kind: Kind, record: Record, parent: Record | None, now: datetime) -> str:
    """A record as it stands now, with what it belongs to after the title, and read-only fields last."""
    text = _standing(kind, record, now)
    stamps = (
        f',"version":{record.version},"created_at":"{utc_text(record.created_at)}"'
        f',"updated_at":"{utc_text(record.updated_at)}"}}'
    )
    if parent is None or not isinstance(kind, Offer):
        return text[:-1] + stamps
    head = _HEAD.match(text)
    if head is None:
        message = f"{kind.name} {record.id} is not stored as it should be"
        raise LookupError(message)
    belongs_to = answered(kind.parent, parent, None, now)
    return f'{head[0]},"{kind.parent_field}":{belongs_to}{text[head.end() : -1]}{stamps}'


def _standing(kind: Kind, record: Record, now: datetime) -> str:
    """What is stored, unless an end has come to it since."""
    if record.expires_at is None or now < record.expires_at:
        return record.text
    return json_of(kind.life.at(record.document, now))

"""The items of Jobtrain's general settings, in the database."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, bindparam, func, insert, or_, select, true

from satupintu.store.database import Database
from satupintu.store.jobtrain_pages import id_page, reached
from satupintu.store.statement import Statement
from satupintu.store.tables import jobtrain_setting
from satupintu.store.transaction import Transaction
from satupintu.store.writer import Writer
from satupintu.systems.jobtrain.contract.restrictions import Reach
from satupintu.systems.jobtrain.server.records import DIVISIONS, name_key
from satupintu.systems.jobtrain.server.rows import CreatedItem, ItemFault, Slice

_item = jobtrain_setting.c
_ADD: Final = Statement(insert(jobtrain_setting))
_LAST_ID: Final = Statement(select(func.max(_item.id)).where(_item.setting == bindparam("setting")))
_OF_NAME: Final = Statement(
    select(_item.id).where(_item.setting == bindparam("setting"), _item.name_key == bindparam("name_key"))
)
_ACTIVE_DIVISION: Final = Statement(
    select(_item.id).where(_item.setting == bindparam("setting"), _item.id == bindparam("id"), _item.is_active)
)


class SqlJobtrainSettings:
    """A `SettingCatalogue`: items are kept as they are answered."""

    def __init__(self, database: Database, writer: Writer) -> None:
        self._database = database
        self._writer = writer

    def page(self, setting: str, reach: Reach, *, include_inactive: bool, offset: int, limit: int) -> Slice:
        """Items of a setting in ascending id; those that are not active only when asked for."""
        condition = _of(setting, reach) & (true() if include_inactive else _item.is_active)
        with self._database.reading() as connection:
            page = id_page(connection, _item.id, condition, [(_item.id, False)], offset=offset, limit=limit)
            documents = select(_item.document).where(_item.setting == setting, _item.id.in_(page.ids))
            found = connection.execute(documents.order_by(_item.id)).scalars().all()
        return Slice(page.total, [document.encode() for document in found])

    def item(self, setting: str, reach: Reach, item_id: int) -> bytes | None:
        """One item, active or not; None when it does not exist within reach."""
        query = select(_item.document).where(_item.id == item_id, _of(setting, reach))
        with self._database.reading() as connection:
            document = connection.execute(query).scalar_one_or_none()
        return None if document is None else document.encode()

    def create(self, setting: str, reach: Reach, fields: Mapping[str, Any]) -> CreatedItem | ItemFault:
        """Create an active item; durable when this returns."""
        name: str = fields["name"]
        division_id: int | None = fields.get("divisionId")

        def creating(transaction: Transaction) -> CreatedItem | ItemFault:
            if division_id is not None:
                known = (
                    transaction.execute(_ACTIVE_DIVISION, {"setting": DIVISIONS, "id": division_id}).fetchone()
                    is not None
                )
                if not known or not reach.can_see(division_id):
                    return ItemFault.UNKNOWN_DIVISION
            of_name = {"setting": setting, "name_key": name_key(name)}
            if transaction.execute(_OF_NAME, of_name).fetchone() is not None:
                return ItemFault.NAME_TAKEN
            last = transaction.execute(_LAST_ID, {"setting": setting}).fetchone()
            new_id: int = 1 if last is None else (last[0] or 0) + 1
            document = json.dumps({"id": new_id, **fields}, ensure_ascii=False, separators=(",", ":"))
            row: dict[str, object] = {
                **of_name,
                "id": new_id,
                "name": name,
                "division_id": new_id if setting == DIVISIONS else division_id,
                "is_active": True,
                "document": document,
            }
            transaction.execute(_ADD, row)
            return CreatedItem(new_id, document.encode())

        return self._writer.run(creating)


def _of(setting: str, reach: Reach) -> ColumnElement[bool]:
    return (_item.setting == setting) & or_(_item.division_id.is_(None), reached(_item.division_id, reach))

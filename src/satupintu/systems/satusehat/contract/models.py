"""The documents of Master Wilayah as they travel, keys in the order of the page's samples.

Source: https://satusehat.kemkes.go.id/platform/docs/id/master-data/master-wilayah/rest-api-wilayah
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr


class Record(BaseModel):
    """A document of Master Wilayah. Frozen; where text is documented, a number is read as text."""

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, coerce_numbers_to_str=True, populate_by_name=True)


def _text(value: object) -> object:
    return "" if value is None else value


Text = Annotated[str, BeforeValidator(_text)]
"""Text; a missing value is the empty text."""


class TokenForm(Record):
    """What a token is asked with: the body, as a form."""

    client_id: str
    client_secret: SecretStr


class TokenReply(Record):
    """A token. Every scalar is text, times and counts too.

    `issued_at` is in milliseconds since 1970, `expires_in` in seconds. The token is used as `Bearer` although
    `token_type` says `BearerToken`. It shows in no repr.
    """

    refresh_token_expires_in: str | None = None
    api_product_list: str | None = None
    api_product_list_json: list[str] | None = None
    organization_name: str | None = None
    developer_email: str | None = Field(
        default=None, validation_alias="developer.email", serialization_alias="developer.email"
    )
    token_type: str | None = None
    issued_at: str | None = None
    client_id: str | None = None
    access_token: str = Field(repr=False, min_length=1)
    application_name: str | None = None
    scope: str | None = None
    expires_in: str = Field(pattern=r"^[0-9]{1,9}$")
    refresh_count: str | None = None
    status: str | None = None


class RegionRow(Record):
    """A region: its Kemendagri code without dots, that of the region above ("" for a province), its BPS code.

    `bps_code` is "" where BPS lists none; it is neither unique nor does it begin with the one above.
    """

    code: str
    parent_code: Text = ""
    bps_code: Text = ""
    name: Text = ""


def _list(value: object) -> object:
    return [] if value is None else value


Rows = Annotated[list[RegionRow], BeforeValidator(_list)]
"""Regions; null means none."""


class RegionsReply(Record):
    """The answer of version 1: all regions that were asked for, by ascending code."""

    status: int = 200
    error: bool = False
    message: Text = "success"
    data: Rows


class PagePlace(Record):
    """Where a page stands. `total_page` is rounded down and `next` is there on the last page too: trust neither."""

    is_cursor: bool = True
    current: int
    previous: int
    next: int
    limit: int
    total_page: int
    total: int


class Cursors(Record):
    """The largest and the smallest code of a page, in base64; "" on an empty page."""

    next: Text = ""
    previous: Text = ""


class PageMeta(Record):
    """How many regions a page holds, and where it stands."""

    item_count: int
    page: PagePlace
    cursors: Cursors


class RegionsPage(RegionsReply):
    """The answer of version 2: one page, by ascending name. Some answers of the live system lack `meta`."""

    meta: PageMeta | None = None

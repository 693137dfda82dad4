"""What a token is asked with, and the token."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, SecretStr

Given = Annotated[str, Field(min_length=1)]


def _revealed(secret: SecretStr) -> str:
    return secret.get_secret_value()


GivenSecret = Annotated[SecretStr, Field(min_length=1), PlainSerializer(_revealed, return_type=str, when_used="json")]
"""A secret: stars wherever it shows itself, the text itself in the body that is sent."""


class TokenForm(BaseModel):
    """The body of a token request: four texts, in this casing.

    `password` is the API password of the account `username`, never the one it logs in with.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, populate_by_name=True, hide_input_in_errors=True)

    client_id: Annotated[Given, Field(alias="clientID")]
    client_secret: Annotated[GivenSecret, Field(alias="clientSecret")]
    username: Given
    password: GivenSecret


class Token(BaseModel):
    """A bearer token; `expires_in` counts seconds. It shows in no repr."""

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, hide_input_in_errors=True)

    # What a header can carry after `Bearer` (RFC 6750, 2.1).
    access_token: Annotated[str, Field(repr=False, pattern=r"^[A-Za-z0-9._~+/=-]+$")]
    expires_in: Annotated[int, Field(ge=0, le=10**9)]
    token_type: str

"""Why a request to JOSS or TOSS was refused: the log is asked, the usual mistakes are tried, the remedy is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, cast
from urllib.parse import parse_qsl, urlencode

from satupintu.bootstrap.house import JOSS, House
from satupintu.kernel.bilingual import Bilingual
from satupintu.kernel.documents import MalformedJsonError, read_json
from satupintu.serving.routing import NoRoute, Router
from satupintu.store.credentials import Credential
from satupintu.systems.kemnaker.contract.diagnosis import Diagnosis, diagnose
from satupintu.systems.kemnaker.contract.diagnosis_cause import CauseKey, cause
from satupintu.systems.kemnaker.contract.diagnosis_shown import texts_of
from satupintu.systems.kemnaker.contract.mistake import MistakeKey
from satupintu.systems.kemnaker.contract.signing import PROFILES, SignedParts, TimestampError, parse_timestamp
from satupintu.systems.kemnaker.contract.texts import is_visible_id
from satupintu.systems.kemnaker.server.checks import BODY_METHODS, SERVED, WITHOUT_BODY
from satupintu.systems.kemnaker.server.request_log import MASK, RefusedRequest
from satupintu.systems.kemnaker.server.settings import Api

Cause = tuple[str, Bilingual]
"""A stable key and its sentence."""

HARMLESS_QUERY: Final = frozenset(
    {"code", "page", "parent_id", "per_page", "status", "type", "updated_since", "updated_until"}
)
"""The parameters that JOSS and TOSS know. The values of others are masked: nobody knows what is in them."""

_MOST_FIELDS: Final = 10
_BY_STATUS: Final = {
    406: CauseKey.ACCEPT,
    409: CauseKey.REQUEST_ID_USED,
    413: CauseKey.BODY_TOO_LARGE,
    415: CauseKey.CONTENT_TYPE,
    429: CauseKey.QUOTA,
    500: CauseKey.SYSTEM_ERROR,
    503: CauseKey.MAINTENANCE,
    504: CauseKey.TOO_MUCH_DATA,
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is known about a refused request. `diagnosis` is there when its signature was looked at."""

    refused: RefusedRequest
    causes: tuple[Cause, ...]
    diagnosis: Diagnosis | None = None


def explain(house: House, request_id: str | None = None) -> Mapping[str, Any] | None:
    """Explain the last refused request of this Request-Id (without one: the last of all), as JSON has it.

    None when the log has none. Secrets, unknown parameters and bodies are not in it.
    """
    refused = house.request_log.last() if request_id is None else house.request_log.find(request_id)
    return None if refused is None else _Explainer(house, refused).shown()


class _Explainer:
    """Explains one request."""

    def __init__(self, house: House, refused: RefusedRequest) -> None:
        self._house = house
        self._refused = refused
        self._api = cast("Api", refused.system)
        options = house.settings.joss if refused.system == JOSS else house.settings.toss
        self._profile = PROFILES[options.profile]
        self._route = Router(SERVED[self._api]).find(refused.method, refused.path)
        self._client = house.credentials.find(self._api, refused.environment, refused.headers.get("client-id", ""))

    def shown(self) -> Mapping[str, Any]:
        """The explanation as JSON has it, without any secret."""
        refused, found = self._refused, self.explained()
        diagnosis = found.diagnosis
        skew = diagnosis.skew if diagnosis else None
        tree = {
            "request": {
                "api": refused.system,
                "environment": refused.environment,
                "at": refused.at.isoformat(timespec="seconds").replace("+00:00", "Z"),
                "method": refused.method,
                "path": refused.raw_path,
                "query": _masked(refused.query),
                "client_id": refused.headers.get("client-id") if self._client else MASK,
                "request_id": refused.request_id,
                "status": refused.status,
                "message": refused.message,
                "errors": {path: list(sentences) for path, sentences in refused.errors.items()},
            },
            "causes": [{"key": key, "id": words.id, "en": words.en} for key, words in found.causes],
            "skew_seconds": None if skew is None else skew.total_seconds(),
            "sandbox_clock_offset_seconds": refused.clock_offset.total_seconds(),
            "signature": None if diagnosis is None or diagnosis.valid else texts_of(diagnosis),
        }
        return self._scrubbed(tree)

    def explained(self) -> Explanation:
        """The causes by the status of the refusal."""
        refused = self._refused
        match refused.status:
            case 401:
                return self._unauthorised()
            case 400:
                causes = self._malformed()
            case 403:
                needed = None if isinstance(self._route, NoRoute) else self._route.operation.permission
                causes = cause(CauseKey.PERMISSION, needed=needed or refused.message)
            case 404 if isinstance(self._route, NoRoute):
                paths = ", ".join(sorted({path for operation in SERVED[self._api] for path in operation.paths}))
                causes = cause(CauseKey.PATH_UNKNOWN, api=self._api.upper(), paths=paths)
            case 404:
                causes = cause(CauseKey.RECORD_UNKNOWN)
            case 405:
                allowed = ", ".join(self._route.allowed) if isinstance(self._route, NoRoute) else ""
                causes = cause(CauseKey.METHOD_WRONG, method=refused.method, allowed=allowed)
            case 422:
                named = [*list(refused.errors)[:_MOST_FIELDS], *(["…"] if len(refused.errors) > _MOST_FIELDS else [])]
                causes = cause(CauseKey.FIELDS, fields=", ".join(named))
            case status if status in _BY_STATUS:
                causes = cause(_BY_STATUS[status])
            case status:
                causes = cause(CauseKey.OTHER, status=str(status))
        return Explanation(refused, (causes,))

    def _malformed(self) -> Cause:
        refused = self._refused
        needed = ["Accept", "Request-Id", "Request-Timestamp"]
        if refused.method in BODY_METHODS:
            needed.append("Content-Type")
        if missing := [name for name in needed if not refused.headers.get(name.lower())]:
            return cause(CauseKey.HEADER_MISSING, names=", ".join(missing))
        if ill := [name for name in ("Client-Id", "Request-Id") if not is_visible_id(refused.headers[name.lower()])]:
            return cause(CauseKey.ID_FORM, names=", ".join(ill))
        announced = refused.headers.get("content-length", "0") != "0" or "transfer-encoding" in refused.headers
        if refused.method in WITHOUT_BODY and announced:
            return cause(CauseKey.BODY_UNSIGNED, method=refused.method)
        try:
            parse_timestamp(refused.headers["request-timestamp"])
        except TimestampError:
            return cause(CauseKey.TIMESTAMP_FORM)
        if refused.body is None:
            return cause(CauseKey.OTHER, status="400")
        try:
            read_json(refused.body)
        except MalformedJsonError:
            return cause(CauseKey.LIFE_CYCLE if refused.method in WITHOUT_BODY else CauseKey.NOT_JSON)
        return cause(CauseKey.LIFE_CYCLE)

    def _unauthorised(self) -> Explanation:
        refused = self._refused
        if missing := [name for name in ("Client-Id", "Signature") if not refused.headers.get(name.lower())]:
            return Explanation(refused, (cause(CauseKey.CREDENTIALS_MISSING, names=", ".join(missing)),))
        found = self._diagnosed() if self._client else None
        if found is None:
            return Explanation(refused, (self._stranger(),))
        causes: list[Cause] = []
        if self._client and not self._client.active:
            causes.append(cause(CauseKey.CLIENT_NOT_ACTIVE))
        causes += [(str(each.key), each.words) for each in found.mistakes]
        is_named = found.signed is not None or any(each.key is MistakeKey.SIGNATURE_FORM for each in found.mistakes)
        if not found.valid and not is_named:
            causes.append(cause(CauseKey.NO_KNOWN_VARIANT))
            if refused.body is None and refused.body_digest is not None:
                causes.append(cause(CauseKey.BODY_NOT_KEPT))
        if found.in_window is False and abs(refused.clock_offset) >= timedelta(seconds=1):
            causes.append(_clock_moved(refused.clock_offset))
        return Explanation(refused, tuple(causes) or (cause(CauseKey.SIGNATURE_RIGHT_NOW),), found)

    def _diagnosed(self) -> Diagnosis | None:
        """What is wrong with the signature, by the secret that explains most; None without a secret."""
        refused, client = self._refused, self._client
        secrets = [secret.reveal() for secret in reversed(client.secrets_at(refused.at))] if client else []
        others = dict(self._other_secrets(secrets))
        found: Diagnosis | None = None
        tail = f"?{refused.query}" if refused.query and self._profile.target_includes_query else ""
        for secret in secrets:
            found = diagnose(
                self._profile,
                SignedParts(
                    method=refused.method,
                    target=_as_sent(refused.raw_path + tail),
                    client_id=refused.headers["client-id"],
                    request_id=refused.headers.get("request-id", ""),
                    timestamp=refused.headers.get("request-timestamp", ""),
                    body=refused.body,
                ),
                secret,
                refused.headers["signature"],
                now=refused.at,
                other_secrets=others,
                query=refused.query or None,
                host=refused.headers.get("host"),
                other_target=_as_sent(refused.path + tail),
                body_digest=refused.body_digest,
            )
            if found.valid or found.signed is not None:
                break
        return found

    def _stranger(self) -> Cause:
        """What to say of a Client-Id that is not one of this environment."""
        refused = self._refused
        api, environment = self._api.upper(), refused.environment
        for each in self._signing_clients():
            if each.client_id == refused.headers["client-id"]:
                owner = f"{each.system.upper()} {each.environment}"
                return cause(CauseKey.CLIENT_OF_OTHER_ENVIRONMENT, owner=owner, api=api, environment=environment)
        return cause(CauseKey.CLIENT_UNKNOWN, api=api, environment=environment)

    def _other_secrets(self, own: list[str]) -> Iterator[tuple[str, str]]:
        """The secrets of other clients, and those of this one that are valid no longer, by whose they are."""
        for each in self._signing_clients():
            for number, secret in enumerate(each.secrets):
                if secret.reveal() not in own:
                    age = " (replaced)" if each == self._client and number < len(each.secrets) - 1 else ""
                    yield f"{each.client_id}, {each.system.upper()} {each.environment}{age}", secret.reveal()

    def _signing_clients(self) -> list[Credential]:
        return [each for each in self._house.credentials.all() if each.system in SERVED]

    def _scrubbed(self, value: Any) -> Any:
        """A tree without the secrets that someone may have sent in the wrong place, and without unknown parameters."""
        secrets = [secret.reveal() for each in self._signing_clients() for secret in each.secrets]
        return _replaced(value, {**dict.fromkeys(secrets, MASK), **_query_mask(self._refused.query)})


def _as_sent(path: str) -> str:
    return path.encode("latin-1").decode("ascii", "surrogateescape")


def _clock_moved(offset: timedelta) -> Cause:
    ahead = offset > timedelta()
    return cause(
        CauseKey.SANDBOX_CLOCK_MOVED,
        {
            "duration": _in_words(offset, "hari", "jam", "menit", "detik"),
            "direction": "di depan" if ahead else "di belakang",
        },
        duration=_in_words(offset, "days", "hours", "minutes", "seconds"),
        direction="ahead" if ahead else "behind",
    )


def _in_words(duration: timedelta, *units: str) -> str:
    """A duration in its two largest units: `15 minutes`, `1 day 3 hours`."""
    left = round(abs(duration).total_seconds())
    parts: list[str] = []
    for unit, seconds in zip(units, (86_400, 3_600, 60, 1), strict=True):
        count, left = divmod(left, seconds)
        if count:
            parts.append(f"{count} {unit.removesuffix('s') if count == 1 else unit}")
    return " ".join(parts[:2])


def _masked(query: str) -> str:
    """A query whose unknown parameters have no values."""
    pairs = parse_qsl(query, keep_blank_values=True, errors="replace")
    return urlencode([(name, value if name in HARMLESS_QUERY else MASK) for name, value in pairs], safe="*:,")


def _query_mask(query: str) -> Mapping[str, str]:
    return {} if not query or query == _masked(query) else {f"?{query}": f"?{_masked(query)}"}


def _replaced(value: Any, replacements: Mapping[str, str]) -> Any:
    match value:
        case str():
            for hidden, shown in replacements.items():
                value = value.replace(hidden, shown)
            return value
        case dict():
            return {key: _replaced(child, replacements) for key, child in cast("dict[str, Any]", value).items()}
        case list():
            return [_replaced(child, replacements) for child in cast("list[Any]", value)]
        case _:
            return value

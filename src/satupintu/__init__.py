"""satupintu, "one door": clients for the recruitment APIs of Indonesia's ministries and of two hiring systems.

>>> from satupintu import Talentics
>>> with Talentics("app-id", "app-secret") as talentics:  # doctest: +SKIP
...     for job in talentics.jobs():
...         print(job.title, job.location)

Everything a client raises is a `SatupintuError`; what the other side answered or failed to is an `ApiError`.
"""

from satupintu.kernel.errors import (
    ApiError,
    AuthenticationFailedError,
    BadRequestError,
    ConfigurationError,
    ConflictError,
    ConnectionFailedError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitedError,
    SatupintuError,
    ServerFailedError,
    StatusError,
    UnreadableReplyError,
    ValidationFailedError,
)
from satupintu.systems.jobtrain.client.async_client import AsyncJobtrain
from satupintu.systems.jobtrain.client.sync_client import Jobtrain
from satupintu.systems.kemnaker.client.async_client import AsyncJoss, AsyncToss
from satupintu.systems.kemnaker.client.receiver import KemnakerReceiver
from satupintu.systems.kemnaker.client.sync_client import Joss, Toss
from satupintu.systems.kemnaker.contract.models import CompanyBody, InstitutionBody, TrainingBody, VacancyBody
from satupintu.systems.satusehat.client.async_client import AsyncWilayah
from satupintu.systems.satusehat.client.sync_client import Wilayah
from satupintu.systems.talentics.client.async_client import AsyncTalentics
from satupintu.systems.talentics.client.receiver import TalenticsReceiver
from satupintu.systems.talentics.client.sync_client import Talentics

__all__ = [
    "ApiError",
    "AsyncJobtrain",
    "AsyncJoss",
    "AsyncTalentics",
    "AsyncToss",
    "AsyncWilayah",
    "AuthenticationFailedError",
    "BadRequestError",
    "CompanyBody",
    "ConfigurationError",
    "ConflictError",
    "ConnectionFailedError",
    "InstitutionBody",
    "Jobtrain",
    "Joss",
    "KemnakerReceiver",
    "NotFoundError",
    "PermissionDeniedError",
    "RateLimitedError",
    "SatupintuError",
    "ServerFailedError",
    "StatusError",
    "Talentics",
    "TalenticsReceiver",
    "Toss",
    "TrainingBody",
    "UnreadableReplyError",
    "VacancyBody",
    "ValidationFailedError",
    "Wilayah",
]

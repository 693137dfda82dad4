"""The tables, once for both databases, by whom they serve. Times are microseconds since 1970 in UTC."""

from satupintu.store.tables.credentials import credential
from satupintu.store.tables.faults import fault
from satupintu.store.tables.jobtrain import (
    jobtrain_application,
    jobtrain_audit,
    jobtrain_candidate,
    jobtrain_dbs,
    jobtrain_dbs_status,
    jobtrain_file,
    jobtrain_job,
    jobtrain_number,
    jobtrain_onboarding,
    jobtrain_role,
    jobtrain_setting,
    jobtrain_starter,
    jobtrain_token,
    jobtrain_user,
)
from satupintu.store.tables.kemnaker import (
    kemnaker_company,
    kemnaker_decision,
    kemnaker_institution,
    kemnaker_reference,
    kemnaker_request_id,
    kemnaker_training,
    kemnaker_usage,
    kemnaker_vacancy,
    refused_request,
)
from satupintu.store.tables.ledger import OPEN_OUTCOMES, attempt, filing
from satupintu.store.tables.metadata import metadata
from satupintu.store.tables.outbox import delivery, delivery_attempt
from satupintu.store.tables.quotas import pace, quota_window
from satupintu.store.tables.satusehat import region_bps, satusehat_lock, satusehat_token
from satupintu.store.tables.talentics import (
    talentics_applicant,
    talentics_exam,
    talentics_job,
    talentics_stage,
    talentics_ticket,
)

__all__ = [
    "OPEN_OUTCOMES",
    "attempt",
    "credential",
    "delivery",
    "delivery_attempt",
    "fault",
    "filing",
    "jobtrain_application",
    "jobtrain_audit",
    "jobtrain_candidate",
    "jobtrain_dbs",
    "jobtrain_dbs_status",
    "jobtrain_file",
    "jobtrain_job",
    "jobtrain_number",
    "jobtrain_onboarding",
    "jobtrain_role",
    "jobtrain_setting",
    "jobtrain_starter",
    "jobtrain_token",
    "jobtrain_user",
    "kemnaker_company",
    "kemnaker_decision",
    "kemnaker_institution",
    "kemnaker_reference",
    "kemnaker_request_id",
    "kemnaker_training",
    "kemnaker_usage",
    "kemnaker_vacancy",
    "metadata",
    "pace",
    "quota_window",
    "refused_request",
    "region_bps",
    "satusehat_lock",
    "satusehat_token",
    "talentics_applicant",
    "talentics_exam",
    "talentics_job",
    "talentics_stage",
    "talentics_ticket",
]

"""The documents of Jobtrain as they travel. Keys stand in a fixed order, nulls are written.

No sample of any reply is published; all shapes but that of the token request are ours. What they never leave out is
required, all else is None when it is missing.
"""

from satupintu.systems.jobtrain.contract.models.applications import (
    Application,
    ApplicationJob,
    ApplicationShort,
    AppStatus,
    JobCandidate,
    JobShort,
    RecentApplication,
)
from satupintu.systems.jobtrain.contract.models.candidates import (
    Address,
    Answer,
    Candidate,
    Document,
    DocumentKind,
    EqualOpps,
    File,
)
from satupintu.systems.jobtrain.contract.models.dbs import (
    DbsCheck,
    DbsReady,
    DbsReference,
    DbsStatus,
    DbsStatusUpdate,
    DbsUniqueId,
)
from satupintu.systems.jobtrain.contract.models.direct_apply import DirectApply, DirectApplyResult, NewCandidate
from satupintu.systems.jobtrain.contract.models.jobs import JobDetail, JobSummary, LocationRef, PayPeriod, SalaryBand
from satupintu.systems.jobtrain.contract.models.onboarding import (
    OnboardingArea,
    OnboardingItem,
    OnboardingKind,
    OnboardingOverview,
    OnboardingStatus,
)
from satupintu.systems.jobtrain.contract.models.record import LARGEST_ID, Id, Page, Record, Ref, keep_raw
from satupintu.systems.jobtrain.contract.models.setting_items import (
    ApplicationStatusItem,
    Campaign,
    CodedItem,
    Department,
    JobStatusItem,
    Location,
    NewDepartment,
    NewLocation,
    NewSettingItem,
    Salary,
    SettingItem,
)
from satupintu.systems.jobtrain.contract.models.starters import StarterField, StarterForm, StarterShort
from satupintu.systems.jobtrain.contract.models.token import Token, TokenForm

__all__ = [
    "LARGEST_ID",
    "Address",
    "Answer",
    "AppStatus",
    "Application",
    "ApplicationJob",
    "ApplicationShort",
    "ApplicationStatusItem",
    "Campaign",
    "Candidate",
    "CodedItem",
    "DbsCheck",
    "DbsReady",
    "DbsReference",
    "DbsStatus",
    "DbsStatusUpdate",
    "DbsUniqueId",
    "Department",
    "DirectApply",
    "DirectApplyResult",
    "Document",
    "DocumentKind",
    "EqualOpps",
    "File",
    "Id",
    "JobCandidate",
    "JobDetail",
    "JobShort",
    "JobStatusItem",
    "JobSummary",
    "Location",
    "LocationRef",
    "NewCandidate",
    "NewDepartment",
    "NewLocation",
    "NewSettingItem",
    "OnboardingArea",
    "OnboardingItem",
    "OnboardingKind",
    "OnboardingOverview",
    "OnboardingStatus",
    "Page",
    "PayPeriod",
    "RecentApplication",
    "Record",
    "Ref",
    "Salary",
    "SalaryBand",
    "SettingItem",
    "StarterField",
    "StarterForm",
    "StarterShort",
    "Token",
    "TokenForm",
    "keep_raw",
]

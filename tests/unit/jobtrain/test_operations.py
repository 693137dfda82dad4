from __future__ import annotations

from typing import get_type_hints

import pytest
from pydantic import SecretStr, ValidationError

from satupintu.serving.routing import NoRoute, Router
from satupintu.systems.jobtrain.client.async_client import AsyncJobtrain
from satupintu.systems.jobtrain.client.sync_client import Jobtrain
from satupintu.systems.jobtrain.contract import calls
from satupintu.systems.jobtrain.contract.general_settings import SETTINGS
from satupintu.systems.jobtrain.contract.models import DirectApply, File, NewCandidate, Page, TokenForm
from satupintu.systems.jobtrain.contract.operations import (
    APPLICATION_DETAIL,
    DIRECT_APPLY,
    INVENTED,
    JOBS_PAGE,
    OPERATIONS,
    STARTER_FORM,
    TOKEN,
    openapi_document,
)
from satupintu.systems.jobtrain.contract.restrictions import API, EQUAL_OPPORTUNITIES
from satupintu.systems.jobtrain.contract.setting_operations import DIVISIONS, READING
from tests.contract.clients import assert_client_is_as_described, assert_same_clients

CATALOGUE = """
token POST /connect/token
jobs_page GET /api/v1/Jobs/list
job GET /api/v1/Job/7
job_candidates_page GET /api/v1/Jobs/listCandidate/7
application_detail GET /api/v1/Candidate/GetCandidateApplicationDetailByJobId/7/7
candidate_applications_page GET /api/v1/candidate/7
application GET /api/v1/GetCandidateApplicationById/7
recent_applications_page GET /api/v1/Candidate/GetRecentlyUpdatedApplications
direct_apply POST /api/v1/Candidate/DirectApplyData
dbs_ready_page GET /api/v1/Jobs/GetDBSReadyCandidateByJobId/7
update_dbs_unique_id POST /api/v1/Jobs/UpdateDBSUniqueId
update_dbs_status POST /api/v1/Jobs/UpdateDBSStatus
starter_form GET /api/v1/StarterForm/GetNewStarterFormDetail
completed_starters_page GET /api/v1/Integration/GetRecentlyCompletedStarters
cancelled_starters_page GET /api/v1/Integration/GetRecentlyCancelledStarters
divisions_page GET /api/v1/Divisions
division GET /api/v1/Divisions/7
departments_page GET /api/v1/Department
department GET /api/v1/Department/7
locations_page GET /api/v1/Locations
location GET /api/v1/Locations/7
regions_page GET /api/v1/Region
region GET /api/v1/Region/7
job_categories_page GET /api/v1/JobCategories
job_category GET /api/v1/JobCategories/7
salaries_page GET /api/v1/Salaries
salary GET /api/v1/Salaries/7
employment_types_page GET /api/v1/EmploymentTypes
employment_type GET /api/v1/EmploymentTypes/7
job_levels_page GET /api/v1/JobLevels
job_level GET /api/v1/JobLevels/7
school_locations_page GET /api/v1/SchoolLocations
school_location GET /api/v1/SchoolLocations/7
application_statuses_page GET /api/v1/ApplicationStatus
application_status GET /api/v1/ApplicationStatus/7
job_statuses_page GET /api/v1/JobStatus
job_status GET /api/v1/JobStatus/7
job_titles_page GET /api/v1/JobTitle
job_title GET /api/v1/JobTitle/7
cost_centres_page GET /api/v1/CostCentre
cost_centre GET /api/v1/CostCentre/7
campaigns_page GET /api/v1/Campaign
campaign GET /api/v1/Campaign/7
create_division POST /api/v1/Divisions
create_department POST /api/v1/Department
create_location POST /api/v1/Locations
onboarding_overview GET /api/v1/Onboarding/GetOverview
onboarding_items_page GET /api/v1/Onboarding/GetOnboardingItems
compliance_items_page GET /api/v1/Onboarding/GetComplianceItems
references_page GET /api/v1/Onboarding/GetReferences
"""
ROWS = [tuple(row.split()) for row in CATALOGUE.strip().splitlines()]
ROUTER = Router(OPERATIONS)
DATA = [operation for operation in OPERATIONS if operation is not TOKEN]
WALKS = [operation.name.removesuffix("_page") for operation in OPERATIONS if operation.paging]


def test_the_catalogue_is_described_in_its_order():
    assert [(operation.name, operation.method) for operation in OPERATIONS] == [row[:2] for row in ROWS]


@pytest.mark.parametrize(("name", "method", "path"), ROWS)
def test_a_path_means_its_operation_in_any_case_and_in_both_versions(name, method, path):
    for written in (path, path.upper(), path.lower(), path.replace("/v1/", "/v1.0/")):
        assert ROUTER.find(method, written).operation.name == name


@pytest.mark.parametrize(
    "path", ["/api/v2/Jobs/list", "/api/v1/Job", "/api/Jobs/list", "/api/v1/Departments", "/v1/Region"]
)
def test_what_is_not_in_the_catalogue_means_nothing(path):
    assert ROUTER.find("GET", path) == NoRoute()


def test_a_written_name_is_never_taken_for_an_id():
    assert ROUTER.find("GET", "/api/v1/Candidate/DirectApplyData") == NoRoute(("POST",))
    assert ROUTER.find("GET", "/api/v1/candidate/x").operation.name == "candidate_applications_page"


def test_both_clients_have_the_same_methods_with_the_same_signatures():
    assert_same_clients(Jobtrain, AsyncJobtrain, DATA, "token", *WALKS)


@pytest.mark.parametrize("client", [Jobtrain, AsyncJobtrain])
def test_a_method_takes_and_returns_what_its_operation_says(client):
    assert_client_is_as_described(client, DATA)
    for operation in OPERATIONS:
        assert get_type_hints(getattr(client, operation.name))["return"] == operation.reply, operation.name


def test_every_list_has_pages_and_nothing_else_has():
    assert [op.name for op in OPERATIONS if op.paging] == [op.name for op in OPERATIONS if op.name.endswith("_page")]
    assert all(issubclass(op.reply, Page) == bool(op.paging) for op in OPERATIONS)


def test_only_reads_and_the_token_may_be_repeated_after_an_unknown_outcome():
    assert [op.name for op in OPERATIONS if not op.repeatable] == [
        op.name for op in OPERATIONS if op.method == "POST" and op is not TOKEN
    ]


def test_every_call_but_the_token_asks_for_a_permission_and_each_permission_has_a_call():
    assert TOKEN.permission is None
    assert {operation.permission for operation in DATA} == API - {EQUAL_OPPORTUNITIES}


def test_the_fourteen_settings_are_a_list_and_an_item_each():
    assert [setting.name for setting in SETTINGS] == [row[2].split("/")[3] for row in ROWS[15:43:2]]
    for each in READING:
        assert each.page.permission == each.one.permission == f"General Settings: {each.setting.name} Access"
        assert each.page.reply.model_fields["data"].annotation == list[each.one.reply]


def test_what_is_invented_is_marked():
    assert {row[0] for row in ROWS[43:]} == INVENTED


@pytest.mark.parametrize(
    "wrong", [{"page_size": 0}, {"page_size": 101}, {"page_size": "many"}, {"page_no": 0}, {"sort_by": "salary"}]
)
def test_what_the_server_would_refuse_is_not_sent(wrong):
    with pytest.raises(ValidationError):
        calls.JobsPageCall(**wrong)


@pytest.mark.parametrize("wrong", [0, -1, 2**31, "../8841", "a/b"])
def test_an_id_is_a_number_and_never_a_part_of_a_path(wrong):
    with pytest.raises(ValidationError):
        calls.ApplicationDetailCall(candidate_id=wrong, job_id=1)


def test_the_candidate_comes_before_the_job():
    target = APPLICATION_DETAIL.outgoing(calls.ApplicationDetailCall(candidate_id=8841, job_id=20235)).target
    assert target == "/api/v1/Candidate/GetCandidateApplicationDetailByJobId/8841/20235"


def test_query_names_have_the_printed_casing():
    call = calls.JobsPageCall(page_no=1, page_size=20, sort_by="closingDate", division_id=3)
    assert JOBS_PAGE.outgoing(call).target == "/api/v1/Jobs/list?PageNo=1&PageSize=20&SortBy=closingDate&DivisionId=3"
    assert JOBS_PAGE.outgoing(calls.JobsPageCall()).target == "/api/v1/Jobs/list"
    inactive = calls.ItemsPageCall(include_inactive=True)
    assert DIVISIONS.page.outgoing(inactive).target == "/api/v1/Divisions?IncludeInactive=true"
    form = STARTER_FORM.outgoing(calls.ApplicationCall(candidate_application_id=156)).target
    assert form == "/api/v1/StarterForm/GetNewStarterFormDetail?candidateApplicationId=156"


def test_a_token_is_asked_for_with_four_texts_in_the_printed_casing():
    form = TokenForm(client_id="demo", client_secret=SecretStr("s"), username="api.north", password=SecretStr("p"))
    outgoing = TOKEN.outgoing(calls.TokenCall(body=form))
    assert (outgoing.target, outgoing.headers) == ("/connect/token", {"Content-Type": "application/json"})
    assert outgoing.body == b'{"clientID":"demo","clientSecret":"s","username":"api.north","password":"p"}'


def test_an_application_travels_in_camel_case_without_what_was_not_said():
    person = NewCandidate(first_name=" Asha ", last_name="Patel", email=" asha@example.org ")
    body = DirectApply(
        job_id=20235, candidate=person, cv=File.of("cv.txt", b"CV", "text/plain"), cover_letter="Dear all"
    )
    assert DIRECT_APPLY.outgoing(calls.DirectApplyCall(body=body)).body == (
        b'{"jobId":20235,"candidate":{"firstName":"Asha","lastName":"Patel","email":"asha@example.org"},'
        b'"cv":{"fileName":"cv.txt","contentType":"text/plain","fileData":"Q1Y="},"coverLetter":"Dear all"}'
    )
    assert body.cv.content == b"CV"


def test_the_openapi_document_describes_every_operation_once():
    paths = openapi_document()["paths"]
    described = {entry["operationId"] for by_method in paths.values() for entry in by_method.values()}
    assert described == {operation.name for operation in OPERATIONS}
    assert paths["/connect/token"]["post"]["security"] == []
    parameters = paths["/api/v1/Onboarding/GetReferences"]["get"]["parameters"]
    assert {each["name"]: (each["in"], each["required"]) for each in parameters} == {
        "candidateApplicationId": ("query", True),
        "PageNo": ("query", False),
        "PageSize": ("query", False),
    }

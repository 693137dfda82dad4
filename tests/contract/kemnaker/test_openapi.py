"""The OpenAPI documents of JOSS and TOSS."""

from __future__ import annotations

import json
import re

import pytest

from satupintu.systems.kemnaker.contract.models import (
    CompanyBody,
    Employer,
    InstitutionBody,
    InstitutionProfile,
    TrainingBody,
    VacancyBody,
)
from satupintu.systems.kemnaker.contract.operations import (
    JOSS_OPERATIONS,
    TOSS_OPERATIONS,
    joss_openapi,
    toss_openapi,
)

SYSTEMS = {"joss": (JOSS_OPERATIONS, joss_openapi), "toss": (TOSS_OPERATIONS, toss_openapi)}


@pytest.fixture(scope="module", params=SYSTEMS)
def system(request):
    return request.param


@pytest.fixture(scope="module")
def document(system):
    return SYSTEMS[system][1]()


def test_every_reference_leads_to_a_schema_and_every_schema_is_referred_to(document):
    references = set(re.findall(r'"\$ref": "([^"]*)"', json.dumps(document)))
    assert references == {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}


def test_every_operation_is_listed_once_for_each_path_with_its_answers(document, system):
    operations = SYSTEMS[system][0]
    entries = {entry["operationId"]: (path, method, entry) for path, methods in document["paths"].items()
               for method, entry in methods.items()}  # fmt: skip
    aliases = {f"{operation.name}_2" for operation in operations if operation.aliases}
    assert set(entries) == {operation.name for operation in operations} | aliases
    assert aliases == ({"put_company_2", "find_company_2", "delete_company_2", "companies_page_2"}
                       if system == "joss" else set())  # fmt: skip
    for operation in operations:
        path, method, entry = entries[operation.name]
        assert (path, method) == (operation.path, operation.method.lower())
        assert entry["summary"] == operation.summary
        assert {str(status) for status in operation.success} < set(entry["responses"])
        assert {"400", "401", "403", "404", "409", "422", "500"} < set(entry["responses"])
        reply = {"$ref": f"#/components/schemas/{operation.reply.__name__}"}
        for status in operation.success:
            assert entry["responses"][str(status)]["content"]["application/json"]["schema"] == reply
        assert ("requestBody" in entry) == (operation.body_model is not None)
        places = {parameter["name"]: (parameter["in"], parameter["required"]) for parameter in entry["parameters"]}
        assert places.get("id", ("path", True)) == ("path", True)
        assert ("id" in places) == operation.path.endswith(("{id}", "{id}/industrial-vacancy"))
        assert places["Request-Id"][0] == "header"


def test_the_path_parameters_are_those_of_the_path(document):
    for path, methods in document["paths"].items():
        for entry in methods.values():
            named = {parameter["name"] for parameter in entry["parameters"] if parameter["in"] == "path"}
            assert named == set(re.findall(r"\{(\w+)\}", path))


def test_the_signature_is_asked_for_everywhere(document):
    schemes = document["components"]["securitySchemes"]
    assert {scheme["name"] for scheme in schemes.values()} == {"Client-Id", "Request-Timestamp", "Signature"}
    # One entry of the list that names all schemes: together, not one of them.
    assert [name for entry in document["security"] for name in entry] == list(schemes)


MODELS = {
    "joss": (VacancyBody, Employer, CompanyBody),
    "toss": (TrainingBody, InstitutionProfile, InstitutionBody),
}


def test_a_body_is_described_with_all_its_fields_and_limits(document, system):
    for model in MODELS[system]:
        schema = document["components"]["schemas"][model.__name__]
        assert set(schema["properties"]) == set(model.model_fields)
        required = {name for name, field in model.model_fields.items() if field.is_required()}
        assert set(schema["required"]) == required
    offer = document["components"]["schemas"][MODELS[system][0].__name__]["properties"]
    assert (offer["title"]["maxLength"], offer["quota"]["minimum"]) == (200, 1)

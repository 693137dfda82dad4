"""The OpenAPI document of JOSS."""

from __future__ import annotations

import json
import re

import pytest

from satupintu.systems.kemnaker.contract.models import Employer, VacancyBody
from satupintu.systems.kemnaker.contract.operations import OPERATIONS, openapi_document


@pytest.fixture(scope="module")
def document():
    return openapi_document()


def test_every_reference_leads_to_a_schema_and_every_schema_is_referred_to(document):
    references = set(re.findall(r'"\$ref": "([^"]*)"', json.dumps(document)))
    assert references == {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}


def test_every_operation_is_listed_once_with_its_answers(document):
    entries = {entry["operationId"]: (path, method, entry) for path, methods in document["paths"].items()
               for method, entry in methods.items()}  # fmt: skip
    assert set(entries) == {operation.name for operation in OPERATIONS}
    for operation in OPERATIONS:
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
        assert places["id"] == ("path", True)
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


@pytest.mark.parametrize("model", [VacancyBody, Employer])
def test_a_body_is_described_with_all_its_fields_and_limits(document, model):
    schema = document["components"]["schemas"][model.__name__]
    assert set(schema["properties"]) == set(model.model_fields)
    required = {name for name, field in model.model_fields.items() if field.is_required()}
    assert set(schema["required"]) == required
    if model is VacancyBody:
        assert schema["properties"]["title"]["maxLength"] == 200
        assert schema["properties"]["quota"]["minimum"] == 1

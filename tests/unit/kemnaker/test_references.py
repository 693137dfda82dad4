from __future__ import annotations

from uuid import UUID

import pytest

from satupintu.systems.kemnaker.contract.references import NAMES, References, our_region_id

JAKARTA_SELATAN = "73c670c2-bd42-491a-a76b-f17c2edb6680"
CODES = {"province": ["31"], "city": ["3174", "3504"], "sub_district": ["317404"], "village": ["3174041001"]}


@pytest.fixture(scope="module")
def references():
    return References.bundled(CODES.__getitem__)


def test_a_region_that_the_ministry_has_named_has_its_id(references):
    found = references.region("3174")
    assert (found.type, found.id, found.known) == ("city", JAKARTA_SELATAN, True)


def test_any_other_region_has_an_id_of_ours_that_follows_from_its_code(references):
    found = references.region("3174041001")
    assert (found.type, found.known) == ("village", False)
    assert found.id == our_region_id("3174041001")
    assert UUID(found.id).version == 5


@pytest.mark.parametrize("code", ["31", "3504", "317404", "3174041001"])
def test_a_region_is_known_at_its_own_level_only(references, code):
    found = references.region(code)
    levels = {kind for kind in (*CODES, "country") if references.knows_region(kind, found.id)}
    assert levels == {found.type}


def test_a_code_that_is_not_official_has_no_known_id(references):
    assert not references.knows_region("city", our_region_id("9999"))


def test_an_entry_is_found_by_its_printed_name_without_regard_to_case(references):
    found = references.id_of("job_type", "full TIME")
    assert found is not None
    assert references.knows("job_type", found)
    assert references.id_of("job_type", "Sometimes") is None


def test_every_list_has_entries_under_canonical_ids(references):
    for name in NAMES:
        ids = [references.id_of(name, entry) for entry in references.names(name)]
        assert ids
        assert all(str(UUID(found)) == found for found in ids)

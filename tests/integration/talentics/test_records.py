"""Tests, participants, applicants and stages of Talentics, in memory and on both databases."""

from __future__ import annotations

from satupintu.systems.talentics.server.ports import Slice, TicketScores
from satupintu.systems.talentics.server.records import (
    ApplicantRecord,
    ExamRecord,
    StageRecord,
    TalenticsBatch,
    TicketRecord,
)

OURS, THEIRS = frozenset({7}), frozenset({8})


def exam(exam_id, organization_id=7):
    return ExamRecord(exam_id, organization_id, b'{"exam":%d}' % exam_id)


def ticket(ticket_id, exam_id=1, organization_id=7, name="Ujian"):
    return TicketRecord(ticket_id, organization_id, exam_id, f'{{"ticket":{ticket_id},"n":"{name} – é"}}'.encode())


def applicant(applicant_id, job_id=1, organization_id=7, stage_id=None, name="Siti"):
    document = f'{{"applicant":{applicant_id},"n":"{name}"}}'.encode()
    return ApplicantRecord(applicant_id, organization_id, job_id, document, stage_id)


def job(job_id, organization_id=7):
    return job_id, organization_id, b"{}", b"{}"


def test_lists_are_in_ascending_id_and_hold_what_was_saved(medium):
    medium.records.save(TalenticsBatch(exams=[exam(3), exam(1), exam(2)], tickets=[ticket(30), ticket(10), ticket(20)]))

    assert medium.records.exams(OURS, offset=0, limit=2) == Slice(3, [exam(1).document, exam(2).document])
    assert medium.records.exams(OURS, offset=2, limit=2) == Slice(3, [exam(3).document])
    assert list(medium.records.exams(OURS, offset=4, limit=2).records) == []
    tickets = medium.records.tickets(OURS, 1, offset=1, limit=5)
    assert tickets == Slice(3, [ticket(20).document, ticket(30).document])


def test_what_is_of_another_organization_does_not_exist(medium):
    medium.records.save(
        TalenticsBatch(
            jobs=[job(1), job(2, 8)],
            exams=[exam(1), exam(2, 8)],
            tickets=[ticket(1), ticket(2, 2, 8)],
            applicants=[applicant(1), applicant(2, 2, 8)],
            forms={2: b"{}"},
            scores={2: b"{}"},
        )
    )
    records = medium.records

    assert records.exams(OURS, offset=0, limit=9).total == 1
    assert records.exam(OURS, 2) is None
    assert records.tickets(OURS, 2, offset=0, limit=9) is None
    assert records.scores(OURS, 2) is None
    assert records.applicants(OURS, 2) is None
    assert records.applicant(OURS, 2) is None
    assert records.employment_form(OURS, 2) is None
    assert records.exam(THEIRS, 2) == exam(2, 8).document
    assert records.scores(THEIRS, 2) == TicketScores(ticket(2, 2, 8).document, b"{}")
    assert records.employment_form(THEIRS, 2) == b"{}"


def test_a_job_without_applicants_has_none_and_an_unknown_job_does_not_exist(medium):
    medium.records.save(TalenticsBatch(jobs=[job(1)]))

    assert medium.records.applicants(OURS, 1) == []
    assert medium.records.applicants(OURS, 2) is None


def test_an_exam_without_participants_has_an_empty_list_and_an_unknown_one_none(medium):
    medium.records.save(TalenticsBatch(exams=[exam(1)]))

    assert medium.records.tickets(OURS, 1, offset=0, limit=5) == Slice(0, [])
    assert medium.records.tickets(OURS, 2, offset=0, limit=5) is None


def test_all_applicants_of_a_job_come_in_ascending_id(medium):
    medium.records.save(
        TalenticsBatch(jobs=[job(1)], applicants=[applicant(n) for n in (9, 3, 5)] + [applicant(4, job_id=2)])
    )

    assert medium.records.applicants(OURS, 1) == [applicant(n).document for n in (3, 5, 9)]


def test_saving_again_replaces_a_record_and_keeps_form_and_scores(medium):
    records = medium.records
    records.save(TalenticsBatch(jobs=[job(1)], exams=[exam(1)], applicants=[applicant(1)], tickets=[ticket(1)]))
    assert records.employment_form(OURS, 1) is None
    assert records.scores(OURS, 1) == TicketScores(ticket(1).document, None)

    records.save(TalenticsBatch(forms={1: b'{"form":1}'}, scores={1: b'{"scores":1}'}))
    records.save(TalenticsBatch(applicants=[applicant(1, name="Siti Baru")], tickets=[ticket(1, name="Baru")]))

    assert records.applicant(OURS, 1) == applicant(1, name="Siti Baru").document
    assert records.employment_form(OURS, 1) == b'{"form":1}'
    assert records.scores(OURS, 1) == TicketScores(ticket(1, name="Baru").document, b'{"scores":1}')


def test_stages_are_by_organization_and_whose_a_record_is_can_be_asked(medium):
    ours, theirs = StageRecord(2, 7, "Wawancara"), StageRecord(1, 8, "Interview")
    medium.records.save(
        TalenticsBatch(
            stages=[ours, theirs],
            jobs=[job(1)],
            exams=[exam(1, 8)],
            applicants=[applicant(1, stage_id=2)],
            placed={1: 2},
        )
    )

    assert medium.records.stages(OURS) == [ours]
    assert medium.records.stages([8, 7]) == [theirs, ours]
    assert medium.records.organizations_of("stages", [1, 2, 3]) == {1: 8, 2: 7}
    assert medium.records.organizations_of("jobs", range(2_000)) == {1: 7}
    assert medium.records.organizations_of("applicants", [1]) == {1: 7}
    assert medium.records.organizations_of("tickets", [1]) == {}


def test_empty_is_empty_until_the_first_record(medium):
    medium.records.save(TalenticsBatch(jobs=[job(1)]))
    assert medium.records.is_empty()

    medium.records.save(TalenticsBatch(exams=[exam(1)]))

    assert not medium.records.is_empty()

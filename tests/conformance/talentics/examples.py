"""The published samples, record by record. The page hides every mail address; these are of example.com.

Source: https://talentics.id/docs/talentics-api and, of MOVED_APPLICANT, https://talentics.id/docs/talentics-callback,
whose `current_stage` is an addition. Ticket 12 names test 8 on the page, under the address of test 1; here it is 1.
"""

from __future__ import annotations

EXAM_IN_LIST = """
{"id": 8, "organization_id": 106291, "job_id": 10, "title": "Random title", "started_at": "2020-05-23 00:54:00",
 "ended_at": "2020-05-29 00:55:00", "created_at": "2020-05-23 00:54:27", "updated_at": "2020-05-23 00:54:27"}
"""

EXAM = """
{"id": 1, "organization_id": 106291, "job_id": 10, "title": "Random title", "started_at": "2020-05-23 00:54:00",
 "ended_at": "2020-05-29 00:55:00", "created_at": "2020-05-23 00:54:27", "updated_at": "2020-05-23 00:54:27"}
"""

TICKET = """
{"id": 12, "name": "John Doe", "email": "john.doe@example.com", "started_at": null, "finished_at": null,
 "exam": {"id": 1, "title": "Random title", "started_at": "2020-05-23 00:54:00", "ended_at": "2020-05-29 00:55:00"},
 "created_at": "2020-05-27T13:12:50.000000Z", "updated_at": "2020-11-04T08:39:37.000000Z",
 "status": "sending invitation"}
"""

SECOND_TICKET = """
{"id": 25, "name": "Tina Smith", "email": "tina.smith@example.com", "started_at": null, "finished_at": null,
 "exam": {"id": 1, "title": "Random title", "started_at": "2020-05-23 00:54:00", "ended_at": "2020-05-29 00:55:00"},
 "created_at": "2020-06-02T16:21:03.000000Z", "updated_at": "2020-11-04T08:39:37.000000Z",
 "status": "sending invitation"}
"""

SCORES = """
{"ticket_id": 1, "name": "John Doe", "email": "john.doe@example.com", "results": [{"assessment_name": "asm-1",
 "assessment_slug": "asm-1", "total_score": 10, "aspect_scores": [{"aspect_group": "Aspect",
 "aspect_name": "aspect-1", "aspect_slug": "aspect-1", "score": 100}]}]}
"""

JOB_IN_LIST = """
{"id": 10, "type": 1, "organization_id": 106291, "profession_id": 2, "title": "Quality Control Analysts",
 "description": "Some description about jobs", "created_at": "2019-10-09 10:32:07",
 "updated_at": "2020-08-18 15:30:11", "location": "Kandanghaur, Kabupaten Indramayu",
 "due_date": "2021-08-18 15:30:11", "min_experience": 1, "min_salary": 5000000, "max_salary": 6500000,
 "requirements": "Some requirement about the jobs", "benefits": "Some benefit about the jobs",
 "youtube_video_url": "https://youtu.be/fPJSX0cL20Q", "industry_id": 16, "code": "JOBCODE123", "country_id": 1,
 "province_id": 1, "city_id": 7, "district_id": 40, "slug": "quality-control-analysts"}
"""

ORGANIZATION = """
{"id": 107172, "parent_id": null, "name": "Prof. Janis Boyle DVM", "slug": "prof-janis-boyle-dvm", "partnership": 0,
 "created_at": "2021-05-11 06:19:17", "updated_at": "2021-05-11 06:19:17", "email_logo_file_path": null,
 "assessment_logo_file_path": null, "report_logo_file_path": null, "company_name": null, "description": null,
 "benefit": null, "tips_for_applier": null, "location": null, "address": null, "website": null, "email": null,
 "phone": null, "linkedin_url": null, "instagram_url": null, "facebook_url": null, "twitter_url": null,
 "youtube_url": null, "established": null, "tags": null, "verified": 0, "verified_at": null, "deleted_at": null,
 "industry_id": null, "latitude": null, "longitude": null, "exam_engine_access_token": null, "private": 0,
 "rejected": 0, "rejected_at": null, "referral_code": null, "referral_id": null, "verified_email_sent_at": null,
 "trial": 0, "trial_started_at": null, "trial_ended_at": null, "suspended": 0, "suspended_at": null,
 "developer_activated_at": null, "avatar_url": "https://picsum.photos/200", "cover_url": "https://picsum.photos/500",
 "logo_url": "https://picsum.photos/200"}
"""

JOB = """
{"id": 1, "type": 1, "organization_id": 107172, "profession_id": 597, "title": "Programmer",
 "description": "Programmer", "location": "Jakarta Selatan", "due_date": "2021-06-10 00:00:00", "min_experience": 1,
 "min_salary": 4000000, "max_salary": 8000000, "requirements": "The requirement of the job",
 "benefits": "Benefit you can get", "youtube_video_url": "https://youtu.be/job", "industry_id": 6, "code": "PRO123",
 "country_id": 1, "province_id": 1, "city_id": 7, "district_id": 40, "slug": "programmer", "private": 0, "closed": 0,
 "verified": 0, "verified_at": null, "suspended": 0, "suspended_at": null, "organization": "<organization>",
 "company": "<organization>", "page_url": "https://talentics.id/prof-janis-boyle-dvm/programmer",
 "required_assessments": [], "required_aspects": [], "related_profession": {"id": 597, "profession_cluster_id": 6,
 "name": "IT Support", "slug": "it-support", "description": "IT Support"}, "applicable": true, "work_ready": true,
 "redirect_url": "https://karier.rencanamu.id/company/job-slug?utm_source=rencanamu.id"}
""".replace('"<organization>"', ORGANIZATION)

APPLICANT = """
{"id": 1, "organization_id": 99999, "job_id": 1, "account_id": 100001, "name": "John Doe",
 "email": "john.doe@example.com", "phone_number": "0811111111", "identity_number": "3201150001100223",
 "location": "Jakarta", "education": "S1", "year_of_experience": "1-3 years", "gender": 1, "dob": "1986-12-19",
 "nik": "3201150001100223", "draft": 0, "background_enabled": 1, "portfolio_link": "http://portfolio.com",
 "address": "Pela Mampang, Jakarta Selatan", "cv_file_path": "jobs/apply/cv/1598762375.pdf",
 "access_code": "A123456", "access_code_expired_at": "2021-06-06 00:00:00"}
"""

SECOND_APPLICANT = """
{"id": 2, "organization_id": 99999, "job_id": 1, "account_id": 100002, "name": "Mary Jane",
 "email": "mary.jane@example.com", "phone_number": "08222222222", "identity_number": "3201150001100224",
 "location": "Jakarta", "education": "S1", "year_of_experience": "< 1 years", "gender": 2, "dob": "1990-11-12",
 "nik": "3201150001100224", "draft": 0, "background_enabled": 1, "portfolio_link": "http://portfolio.com",
 "address": "Pela Mampang, Jakarta Selatan", "cv_file_path": "jobs/apply/cv/1598762375.pdf",
 "access_code": "A234567", "access_code_expired_at": "2021-06-7 00:00:00"}
"""

EMPLOYMENT_FORM = """
{"id": 30, "applicant_id": 30, "name": "John Doe", "email": "john.doe@example.com",
 "application_time": "2021-07-07 10:10:10", "employment_application_form": [
 {"name": "birthplace", "value": "Kota Jakarta Selatan"}, {"name": "religion", "value": "Moslem"},
 {"name": "identity_address", "value": "Pela Mampang"}, {"name": "current_address", "value": "Pela Mampang"},
 {"name": "blood_type", "value": "O"}, {"name": "marital_status", "value": "Married"},
 {"name": "date_of_married", "value": "2018-12-02"}, {"name": "number_of_children", "value": "1"},
 {"name": "npwp_number", "value": "111111111111111"}, {"name": "npwp_address", "value": "Pela Mampang"},
 {"name": "license_number", "value": "111111"}, {"name": "reference_name", "value": "Mary"},
 {"name": "reference_address", "value": "Pela Mampang"}, {"name": "reference_phone", "value": "0811111111"},
 {"name": "reference_email", "value": "mary@example.com"}, {"name": "reference_relation", "value": "Wife"},
 {"name": "bank_account_number", "value": "1270101"}, {"name": "bank_name", "value": "BANK BCA"},
 {"name": "bank_account_name", "value": "John Doe"},
 {"name": "identity_card", "value": "https://talentics.id/download/file_uploaded/identity_card/1625642548/2019-07.pdf"},
 {"name": "npwp_card", "value": "https://talentics.id/download/file_uploaded/npwp_card/1625642554/2019-08.pdf"},
 {"name": "bank_book", "value": "https://talentics.id/download/file_uploaded/bank_book/1625642557/2019-09.pdf"},
 {"name": "other_document",
 "value": "https://talentics.id/download/file_uploaded/other_document/1625642560/2019-10.pdf"}]}
"""

MOVED_APPLICANT = """
{"applicant_id": 123, "name": "John Doe", "email": "john.doe@example.com", "moved_at": "2020-08-03T23:04:24.000000Z",
 "job": {"job_id": 12, "title": "Account Executive", "code": "CODE123"}, "previous_stage": {"stage_id": 30,
 "name": "Application Screening"}, "current_stage": {"stage_id": 31, "name": "Interview"}}
"""

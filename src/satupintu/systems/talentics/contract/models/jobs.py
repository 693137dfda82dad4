"""Jobs, in the list and in full.

The meaning of `type` and of the ids of places, professions and industries is unpublished.
"""

from __future__ import annotations

from datetime import datetime, tzinfo

from pydantic import JsonValue, SecretStr

from satupintu.kernel.paging import LaravelPage
from satupintu.systems.talentics.contract.models.record import Personal, Record


class Job(Record):
    """A job in the list: 23 keys. `min_experience` counts years, salaries are rupiah."""

    id: int
    type: int | None = None
    organization_id: int | None = None
    profession_id: int | None = None
    title: str | None = None
    description: str | None = None
    created_at: str | None = None
    updated_at: str | None = None
    location: str | None = None
    due_date: str | None = None
    min_experience: int | None = None
    min_salary: int | None = None
    max_salary: int | None = None
    requirements: str | None = None
    benefits: str | None = None
    youtube_video_url: str | None = None
    industry_id: int | None = None
    code: str | None = None
    country_id: int | None = None
    province_id: int | None = None
    city_id: int | None = None
    district_id: int | None = None
    slug: str | None = None

    def due_at(self, zone: tzinfo) -> datetime | None:
        """The last moment to apply; `zone` is the one the vendor means. Raises StampError when it is no date."""
        return self.moment("due_date", zone)


class Organization(Record):
    """The organization of a job: 48 keys, of which the sample fills few. Types of those it leaves null are a guess."""

    id: int
    parent_id: int | None = None
    name: str | None = None
    slug: str | None = None
    partnership: int | None = None
    created_at: str | None = None
    updated_at: str | None = None
    email_logo_file_path: str | None = None
    assessment_logo_file_path: str | None = None
    report_logo_file_path: str | None = None
    company_name: str | None = None
    description: str | None = None
    benefit: str | None = None
    tips_for_applier: str | None = None
    location: str | None = None
    address: Personal = None
    website: str | None = None
    email: Personal = None
    phone: Personal = None
    linkedin_url: str | None = None
    instagram_url: str | None = None
    facebook_url: str | None = None
    twitter_url: str | None = None
    youtube_url: str | None = None
    established: JsonValue = None
    tags: JsonValue = None
    verified: int | None = None
    verified_at: str | None = None
    deleted_at: str | None = None
    industry_id: int | None = None
    latitude: JsonValue = None
    longitude: JsonValue = None
    exam_engine_access_token: SecretStr | None = None
    private: int | None = None
    rejected: int | None = None
    rejected_at: str | None = None
    referral_code: str | None = None
    referral_id: int | None = None
    verified_email_sent_at: str | None = None
    trial: int | None = None
    trial_started_at: str | None = None
    trial_ended_at: str | None = None
    suspended: int | None = None
    suspended_at: str | None = None
    developer_activated_at: str | None = None
    avatar_url: str | None = None
    cover_url: str | None = None
    logo_url: str | None = None


class RelatedProfession(Record):
    """The profession that a job names in `profession_id`."""

    id: int
    profession_cluster_id: int | None = None
    name: str | None = None
    slug: str | None = None
    description: str | None = None


class JobDetail(Record):
    """A job in full: 36 keys. It lacks the list's `created_at` and `updated_at`; `company` repeats `organization`.

    `private`, `closed`, `verified` and `suspended` are 0 or 1.
    """

    id: int
    type: int | None = None
    organization_id: int | None = None
    profession_id: int | None = None
    title: str | None = None
    description: str | None = None
    location: str | None = None
    due_date: str | None = None
    min_experience: int | None = None
    min_salary: int | None = None
    max_salary: int | None = None
    requirements: str | None = None
    benefits: str | None = None
    youtube_video_url: str | None = None
    industry_id: int | None = None
    code: str | None = None
    country_id: int | None = None
    province_id: int | None = None
    city_id: int | None = None
    district_id: int | None = None
    slug: str | None = None
    private: int | None = None
    closed: int | None = None
    verified: int | None = None
    verified_at: str | None = None
    suspended: int | None = None
    suspended_at: str | None = None
    organization: Organization | None = None
    company: Organization | None = None
    page_url: str | None = None
    required_assessments: list[JsonValue] | None = None
    required_aspects: list[JsonValue] | None = None
    related_profession: RelatedProfession | None = None
    applicable: bool | None = None
    work_ready: bool | None = None
    redirect_url: str | None = None

    def due_at(self, zone: tzinfo) -> datetime | None:
        """The last moment to apply; `zone` is the one the vendor means. Raises StampError when it is no date."""
        return self.moment("due_date", zone)


class JobPage(LaravelPage[Job], Record):
    """One page of the list of jobs."""


class JobReply(Record):
    """The answer to a request for one job."""

    data: JobDetail

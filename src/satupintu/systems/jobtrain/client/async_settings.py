"""The general settings, read with the asynchronous client, and the three that can be added to."""

from __future__ import annotations

from satupintu.systems.jobtrain.client.sending import AsyncSender
from satupintu.systems.jobtrain.contract import setting_operations as settings
from satupintu.systems.jobtrain.contract.calls import (
    LONGEST_PAGE,
    ItemCall,
    ItemsPageCall,
    NewDepartmentCall,
    NewDivisionCall,
    NewLocationCall,
    PageNo,
    PageSize,
)
from satupintu.systems.jobtrain.contract.models import (
    ApplicationStatusItem,
    Campaign,
    CodedItem,
    Department,
    Id,
    JobStatusItem,
    Location,
    NewDepartment,
    NewLocation,
    NewSettingItem,
    Page,
    Salary,
    SettingItem,
)
from satupintu.transport.walking import AsyncWalk


class AsyncSettingsReader:
    """The part of `AsyncJobtrain` that knows the 14 settings: of each one page, one item, and all items."""

    _sender: AsyncSender

    async def divisions_page(
        self, *, page_no: PageNo | None = None, page_size: PageSize | None = None, include_inactive: bool | None = None
    ) -> Page[SettingItem]:
        """One page of divisions. `include_inactive` adds those that are not active."""
        call = ItemsPageCall(page_no=page_no, page_size=page_size, include_inactive=include_inactive)
        return await self._sender.call(settings.DIVISIONS.page, call)

    async def division(self, id: Id) -> SettingItem:
        """One division."""
        return await self._sender.call(settings.DIVISIONS.one, ItemCall(id=id))

    def divisions(
        self, *, include_inactive: bool | None = None, page_size: PageSize = LONGEST_PAGE
    ) -> AsyncWalk[SettingItem]:
        """All divisions."""
        first = ItemsPageCall(page_no=1, page_size=page_size, include_inactive=include_inactive)
        return self._sender.walk(settings.DIVISIONS.page, first)

    async def departments_page(
        self, *, page_no: PageNo | None = None, page_size: PageSize | None = None, include_inactive: bool | None = None
    ) -> Page[Department]:
        """One page of departments."""
        call = ItemsPageCall(page_no=page_no, page_size=page_size, include_inactive=include_inactive)
        return await self._sender.call(settings.DEPARTMENT.page, call)

    async def department(self, id: Id) -> Department:
        """One department."""
        return await self._sender.call(settings.DEPARTMENT.one, ItemCall(id=id))

    def departments(
        self, *, include_inactive: bool | None = None, page_size: PageSize = LONGEST_PAGE
    ) -> AsyncWalk[Department]:
        """All departments."""
        first = ItemsPageCall(page_no=1, page_size=page_size, include_inactive=include_inactive)
        return self._sender.walk(settings.DEPARTMENT.page, first)

    async def locations_page(
        self, *, page_no: PageNo | None = None, page_size: PageSize | None = None, include_inactive: bool | None = None
    ) -> Page[Location]:
        """One page of locations."""
        call = ItemsPageCall(page_no=page_no, page_size=page_size, include_inactive=include_inactive)
        return await self._sender.call(settings.LOCATIONS.page, call)

    async def location(self, id: Id) -> Location:
        """One location."""
        return await self._sender.call(settings.LOCATIONS.one, ItemCall(id=id))

    def locations(
        self, *, include_inactive: bool | None = None, page_size: PageSize = LONGEST_PAGE
    ) -> AsyncWalk[Location]:
        """All locations."""
        first = ItemsPageCall(page_no=1, page_size=page_size, include_inactive=include_inactive)
        return self._sender.walk(settings.LOCATIONS.page, first)

    async def regions_page(
        self, *, page_no: PageNo | None = None, page_size: PageSize | None = None, include_inactive: bool | None = None
    ) -> Page[SettingItem]:
        """One page of job regions."""
        call = ItemsPageCall(page_no=page_no, page_size=page_size, include_inactive=include_inactive)
        return await self._sender.call(settings.REGION.page, call)

    async def region(self, id: Id) -> SettingItem:
        """One job region."""
        return await self._sender.call(settings.REGION.one, ItemCall(id=id))

    def regions(
        self, *, include_inactive: bool | None = None, page_size: PageSize = LONGEST_PAGE
    ) -> AsyncWalk[SettingItem]:
        """All job regions."""
        first = ItemsPageCall(page_no=1, page_size=page_size, include_inactive=include_inactive)
        return self._sender.walk(settings.REGION.page, first)

    async def job_categories_page(
        self, *, page_no: PageNo | None = None, page_size: PageSize | None = None, include_inactive: bool | None = None
    ) -> Page[SettingItem]:
        """One page of job categories."""
        call = ItemsPageCall(page_no=page_no, page_size=page_size, include_inactive=include_inactive)
        return await self._sender.call(settings.JOB_CATEGORIES.page, call)

    async def job_category(self, id: Id) -> SettingItem:
        """One job category."""
        return await self._sender.call(settings.JOB_CATEGORIES.one, ItemCall(id=id))

    def job_categories(
        self, *, include_inactive: bool | None = None, page_size: PageSize = LONGEST_PAGE
    ) -> AsyncWalk[SettingItem]:
        """All job categories."""
        first = ItemsPageCall(page_no=1, page_size=page_size, include_inactive=include_inactive)
        return self._sender.walk(settings.JOB_CATEGORIES.page, first)

    async def salaries_page(
        self, *, page_no: PageNo | None = None, page_size: PageSize | None = None, include_inactive: bool | None = None
    ) -> Page[Salary]:
        """One page of salary bands."""
        call = ItemsPageCall(page_no=page_no, page_size=page_size, include_inactive=include_inactive)
        return await self._sender.call(settings.SALARIES.page, call)

    async def salary(self, id: Id) -> Salary:
        """One salary band."""
        return await self._sender.call(settings.SALARIES.one, ItemCall(id=id))

    def salaries(
        self, *, include_inactive: bool | None = None, page_size: PageSize = LONGEST_PAGE
    ) -> AsyncWalk[Salary]:
        """All salary bands."""
        first = ItemsPageCall(page_no=1, page_size=page_size, include_inactive=include_inactive)
        return self._sender.walk(settings.SALARIES.page, first)

    async def employment_types_page(
        self, *, page_no: PageNo | None = None, page_size: PageSize | None = None, include_inactive: bool | None = None
    ) -> Page[SettingItem]:
        """One page of employment types."""
        call = ItemsPageCall(page_no=page_no, page_size=page_size, include_inactive=include_inactive)
        return await self._sender.call(settings.EMPLOYMENT_TYPES.page, call)

    async def employment_type(self, id: Id) -> SettingItem:
        """One employment type."""
        return await self._sender.call(settings.EMPLOYMENT_TYPES.one, ItemCall(id=id))

    def employment_types(
        self, *, include_inactive: bool | None = None, page_size: PageSize = LONGEST_PAGE
    ) -> AsyncWalk[SettingItem]:
        """All employment types."""
        first = ItemsPageCall(page_no=1, page_size=page_size, include_inactive=include_inactive)
        return self._sender.walk(settings.EMPLOYMENT_TYPES.page, first)

    async def job_levels_page(
        self, *, page_no: PageNo | None = None, page_size: PageSize | None = None, include_inactive: bool | None = None
    ) -> Page[SettingItem]:
        """One page of job levels."""
        call = ItemsPageCall(page_no=page_no, page_size=page_size, include_inactive=include_inactive)
        return await self._sender.call(settings.JOB_LEVELS.page, call)

    async def job_level(self, id: Id) -> SettingItem:
        """One job level."""
        return await self._sender.call(settings.JOB_LEVELS.one, ItemCall(id=id))

    def job_levels(
        self, *, include_inactive: bool | None = None, page_size: PageSize = LONGEST_PAGE
    ) -> AsyncWalk[SettingItem]:
        """All job levels."""
        first = ItemsPageCall(page_no=1, page_size=page_size, include_inactive=include_inactive)
        return self._sender.walk(settings.JOB_LEVELS.page, first)

    async def school_locations_page(
        self, *, page_no: PageNo | None = None, page_size: PageSize | None = None, include_inactive: bool | None = None
    ) -> Page[SettingItem]:
        """One page of school locations."""
        call = ItemsPageCall(page_no=page_no, page_size=page_size, include_inactive=include_inactive)
        return await self._sender.call(settings.SCHOOL_LOCATIONS.page, call)

    async def school_location(self, id: Id) -> SettingItem:
        """One school location."""
        return await self._sender.call(settings.SCHOOL_LOCATIONS.one, ItemCall(id=id))

    def school_locations(
        self, *, include_inactive: bool | None = None, page_size: PageSize = LONGEST_PAGE
    ) -> AsyncWalk[SettingItem]:
        """All school locations."""
        first = ItemsPageCall(page_no=1, page_size=page_size, include_inactive=include_inactive)
        return self._sender.walk(settings.SCHOOL_LOCATIONS.page, first)

    async def application_statuses_page(
        self, *, page_no: PageNo | None = None, page_size: PageSize | None = None, include_inactive: bool | None = None
    ) -> Page[ApplicationStatusItem]:
        """One page of application statuses."""
        call = ItemsPageCall(page_no=page_no, page_size=page_size, include_inactive=include_inactive)
        return await self._sender.call(settings.APPLICATION_STATUS.page, call)

    async def application_status(self, id: Id) -> ApplicationStatusItem:
        """One application status."""
        return await self._sender.call(settings.APPLICATION_STATUS.one, ItemCall(id=id))

    def application_statuses(
        self, *, include_inactive: bool | None = None, page_size: PageSize = LONGEST_PAGE
    ) -> AsyncWalk[ApplicationStatusItem]:
        """All application statuses."""
        first = ItemsPageCall(page_no=1, page_size=page_size, include_inactive=include_inactive)
        return self._sender.walk(settings.APPLICATION_STATUS.page, first)

    async def job_statuses_page(
        self, *, page_no: PageNo | None = None, page_size: PageSize | None = None, include_inactive: bool | None = None
    ) -> Page[JobStatusItem]:
        """One page of job statuses."""
        call = ItemsPageCall(page_no=page_no, page_size=page_size, include_inactive=include_inactive)
        return await self._sender.call(settings.JOB_STATUS.page, call)

    async def job_status(self, id: Id) -> JobStatusItem:
        """One job status."""
        return await self._sender.call(settings.JOB_STATUS.one, ItemCall(id=id))

    def job_statuses(
        self, *, include_inactive: bool | None = None, page_size: PageSize = LONGEST_PAGE
    ) -> AsyncWalk[JobStatusItem]:
        """All job statuses."""
        first = ItemsPageCall(page_no=1, page_size=page_size, include_inactive=include_inactive)
        return self._sender.walk(settings.JOB_STATUS.page, first)

    async def job_titles_page(
        self, *, page_no: PageNo | None = None, page_size: PageSize | None = None, include_inactive: bool | None = None
    ) -> Page[CodedItem]:
        """One page of job titles."""
        call = ItemsPageCall(page_no=page_no, page_size=page_size, include_inactive=include_inactive)
        return await self._sender.call(settings.JOB_TITLE.page, call)

    async def job_title(self, id: Id) -> CodedItem:
        """One job title."""
        return await self._sender.call(settings.JOB_TITLE.one, ItemCall(id=id))

    def job_titles(
        self, *, include_inactive: bool | None = None, page_size: PageSize = LONGEST_PAGE
    ) -> AsyncWalk[CodedItem]:
        """All job titles."""
        first = ItemsPageCall(page_no=1, page_size=page_size, include_inactive=include_inactive)
        return self._sender.walk(settings.JOB_TITLE.page, first)

    async def cost_centres_page(
        self, *, page_no: PageNo | None = None, page_size: PageSize | None = None, include_inactive: bool | None = None
    ) -> Page[CodedItem]:
        """One page of cost centres."""
        call = ItemsPageCall(page_no=page_no, page_size=page_size, include_inactive=include_inactive)
        return await self._sender.call(settings.COST_CENTRE.page, call)

    async def cost_centre(self, id: Id) -> CodedItem:
        """One cost centre."""
        return await self._sender.call(settings.COST_CENTRE.one, ItemCall(id=id))

    def cost_centres(
        self, *, include_inactive: bool | None = None, page_size: PageSize = LONGEST_PAGE
    ) -> AsyncWalk[CodedItem]:
        """All cost centres."""
        first = ItemsPageCall(page_no=1, page_size=page_size, include_inactive=include_inactive)
        return self._sender.walk(settings.COST_CENTRE.page, first)

    async def campaigns_page(
        self, *, page_no: PageNo | None = None, page_size: PageSize | None = None, include_inactive: bool | None = None
    ) -> Page[Campaign]:
        """One page of campaigns."""
        call = ItemsPageCall(page_no=page_no, page_size=page_size, include_inactive=include_inactive)
        return await self._sender.call(settings.CAMPAIGN.page, call)

    async def campaign(self, id: Id) -> Campaign:
        """One campaign."""
        return await self._sender.call(settings.CAMPAIGN.one, ItemCall(id=id))

    def campaigns(
        self, *, include_inactive: bool | None = None, page_size: PageSize = LONGEST_PAGE
    ) -> AsyncWalk[Campaign]:
        """All campaigns."""
        first = ItemsPageCall(page_no=1, page_size=page_size, include_inactive=include_inactive)
        return self._sender.walk(settings.CAMPAIGN.page, first)

    async def create_division(self, body: NewSettingItem) -> SettingItem:
        """Create a division. The path is ours, as those of all creations. ConflictError when the name is taken."""
        return await self._sender.call(settings.CREATE_DIVISION, NewDivisionCall(body=body))

    async def create_department(self, body: NewDepartment) -> Department:
        """Create a department. ConflictError when the name is taken."""
        return await self._sender.call(settings.CREATE_DEPARTMENT, NewDepartmentCall(body=body))

    async def create_location(self, body: NewLocation) -> Location:
        """Create a location. ConflictError when the name is taken."""
        return await self._sender.call(settings.CREATE_LOCATION, NewLocationCall(body=body))

"""The life cycle of an API password against a model that knows nothing of how it is written down."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from satupintu.kernel.outcome import Refusal
from satupintu.systems.jobtrain.contract.restrictions import Reach
from satupintu.systems.jobtrain.server.people import (
    ApiPassword,
    ApiPasswordState,
    Pending,
    Profile,
    User,
    deactivated,
    generate,
    save,
)

TTL = 30
"""Minutes that a generated API password can be saved."""
START = datetime(2026, 1, 5, tzinfo=UTC)
ADMINISTRATORS = st.sampled_from([1, 2])
PROFILE = Profile(first_name="A", last_name="B", email_address="a@example.org")


class LifeCycle(RuleBasedStateMachine):
    """Two administrators generate and save for one user, while time passes and the user comes and goes.

    The model: every API password ever generated is a number; `works` is the one that is accepted, `latest` the one
    that can be saved, by `owner`, before minute `end`.
    """

    def __init__(self):
        super().__init__()
        self.minute = 0
        self.generated = 0
        self.works = self.latest = self.owner = None
        self.end = 0
        self.user = User(id=9, username="u", profile=PROFILE, role_id=1, reach=Reach(True))

    @property
    def now(self):
        return START + timedelta(minutes=self.minute)

    @rule(by=ADMINISTRATORS)
    def press_generate(self, by):
        number = self.generated + 1
        pending = Pending(str(number), by, self.now + timedelta(minutes=TTL), str(number).encode())
        found = generate(self.user.api_password, pending, is_active=self.user.is_active)
        assert isinstance(found, Refusal) is not self.user.is_active
        if isinstance(found, ApiPassword):
            self.generated, self.latest, self.owner, self.end = number, number, by, self.minute + TTL
            self._becomes(found)
        else:
            assert found.status == 409

    @precondition(lambda self: self.generated)
    @rule(by=ADMINISTRATORS, back=st.integers(0, 2), ticked=st.booleans())
    def press_save(self, by, back, ticked):
        number = self.generated - back
        found = save(self.user.api_password, str(number), by=by, ticked=ticked, now=self.now)
        may = number == self.latest and by == self.owner and self.minute < self.end
        assert isinstance(found, ApiPassword) is may
        if isinstance(found, ApiPassword):
            self.latest = None
            if ticked:
                self.works = number
                assert found.set_at == self.now
            self._becomes(found)
        else:
            assert found.status == 409

    @rule(minutes=st.sampled_from([1, TTL - 1, TTL]))
    def wait(self, minutes):
        self.minute += minutes

    @rule()
    def deactivate(self):
        self.latest = None
        self.user = deactivated(self.user)

    @rule()
    def activate(self):
        self.user = User(
            id=9, username="u", profile=PROFILE, role_id=1, reach=Reach(True), api_password=self.user.api_password
        )

    @invariant()
    def exactly_the_saved_one_works(self):
        expected = None if self.works is None else str(self.works).encode()
        assert self.user.api_password.digest == expected

    @invariant()
    def the_state_tells_what_can_be_done(self):
        waits = self.latest is not None and self.minute < self.end
        otherwise = ApiPasswordState.NONE if self.works is None else ApiPasswordState.ACTIVE
        assert self.user.api_password.state(self.now) is (ApiPasswordState.PENDING if waits else otherwise)

    def _becomes(self, password):
        self.user = User(id=9, username="u", profile=PROFILE, role_id=1, reach=Reach(True), api_password=password)


LifeCycle.TestCase.settings = settings(max_examples=100, stateful_step_count=30, deadline=None)
test_every_sequence_of_steps_leaves_exactly_the_saved_api_password_in_force = LifeCycle.TestCase

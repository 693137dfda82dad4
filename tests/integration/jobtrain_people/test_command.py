"""`satupintu jobtrain`: what is typed, what is printed, and that no password is either."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from satupintu.bootstrap.house import House
from satupintu.cli.app import app
from satupintu.kernel.errors import SatupintuError
from satupintu.store.tables import jobtrain_user

NEW = ("--first-name", "Wanda", "--last-name", "West", "--email", "w@example.org", "--role", "api")


@pytest.fixture
def run(tmp_path):
    """Types a command about a sandbox of its own; what it printed, as JSON when that was asked for."""

    def type_(*arguments, given=None, env=None):
        there = {"COLUMNS": "80", "SATUPINTU_DATA": str(tmp_path / "data"), **(env or {})}
        result = CliRunner().invoke(app, ["jobtrain", *arguments], input=given, env=there)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout) if "--json" in arguments else result.stdout

    return type_


def login_password_of(tmp_path, username):
    query = select(jobtrain_user.c.login_password).where(jobtrain_user.c.username == username)
    with House.open(tmp_path / "data") as house, house.database.reading() as connection:
        return connection.execute(query).scalar_one()


def test_an_api_password_is_generated_saved_and_never_shown_again(run):
    generated = run("users", "api-password", "generate", "hr.admin", "--json")
    assert len(generated["apiPassword"]) == 32
    assert run("users", "show", "hr.admin", "--json")["apiPasswordState"] == "pending"
    saved = run("users", "api-password", "save", "hr.admin", "--pending", generated["pendingId"], "--tick", "--json")
    assert saved["apiPasswordState"] == "active"
    assert saved["apiPasswordSetAt"].endswith("Z")
    everything = run("users", "list") + run("users", "show", "hr.admin") + run("audit") + run("roles", "list")
    assert generated["apiPassword"] not in everything
    assert [entry["event"] for entry in run("audit", "--json")] == ["generate API password", "save API password"]


def test_the_value_stands_on_standard_output_and_what_to_do_next_beside_it(run):
    printed = run("users", "api-password", "generate", "api.all")
    assert [line.partition(":")[0] for line in printed.splitlines()] == ["API password", "Pending ID"]


def test_without_the_tick_it_is_dropped(run):
    generated = run("users", "api-password", "generate", "hr.admin", "--json")
    dropped = run("users", "api-password", "save", "hr.admin", "--pending", generated["pendingId"], "--json")
    assert dropped["apiPasswordState"] == "none"


def test_the_acting_user_decides_what_may_be_done(run):
    with pytest.raises(SatupintuError, match=r"HR desk.*Generate API Password"):
        run("users", "api-password", "generate", "api.all", "--as", "desk.agent")
    assert run("audit", "--as", "desk.agent", "--json")[0]["event"] == "generate API password: refused 403"


def test_a_user_is_added_and_changed(run, tmp_path):
    added = run("users", "add", "api.west", *NEW, "--division", "3", "--division", "4", "--company", "W", "--json")
    assert (added["divisionIds"], added["allDivisions"], added["isActive"]) == ([3, 4], False, True)
    edited = run("users", "edit", "API.west", "--all-divisions", "--inactive", "--company", "", "--json")
    assert edited == {**added, "divisionIds": [], "allDivisions": True, "isActive": False, "company": None}
    assert login_password_of(tmp_path, "api.west") is None


@pytest.mark.parametrize(("given", "env"), [("from standard input\n", None), (None, "from the environment")])
def test_a_password_to_log_in_with_comes_from_outside_the_arguments(run, tmp_path, given, env):
    environment = {} if env is None else {"SATUPINTU_LOGIN_PASSWORD": env}
    run("users", "add", "w", *NEW, "--all-divisions", "--login-password", given=given, env=environment)
    assert login_password_of(tmp_path, "w").startswith("$argon2id$")


def test_whoever_adds_a_user_says_which_divisions_the_user_sees(tmp_path):
    typed = ["jobtrain", "users", "add", "w", *NEW, "--data", str(tmp_path / "data")]
    assert CliRunner().invoke(app, typed).exit_code == 2
    assert CliRunner().invoke(app, [*typed, "--division", "3", "--all-divisions"]).exit_code == 2


def test_roles_are_added_and_changed(run):
    assert "Jobs: View" in run("roles", "permissions", "--json")
    run("roles", "add", "Viewers", "--permission", "Jobs: View")
    change = ("--name", "Readers", "--permit", "DBS: View", "--forbid", "Jobs: View")
    edited = run("roles", "edit", "viewers", *change, "--json")
    assert edited["permissions"] == ["DBS: View"]
    assert run("roles", "show", "Readers", "--json") == edited
    assert edited in run("roles", "list", "--json")


def test_a_table_that_goes_into_a_pipe_keeps_a_user_on_one_line(run):
    (line,) = [line for line in run("users", "list").splitlines() if "api.settings" in line]
    assert line.split()[:6] == ["4", "api.settings", "3", "all", "yes", "active"]

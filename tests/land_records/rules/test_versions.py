"""Versions of rules by service and command: added, ended, asked by the day; nothing rewritten."""

import json
from datetime import date

import pytest
from django.core.management import call_command

from accounts.api import NotAllowed, Role
from land_records import api as land_records
from tests.dossiers.people import PHAN_THIET, person

pytestmark = pytest.mark.django_db
CODE = "PARCEL-SPLIT-MINIMUM"


def minimum(on: date, unit_id: int | None = None) -> object:
    rules = {rule.code: rule for rule in land_records.rules_in_force(on=on, unit_id=unit_id)}
    return rules[CODE].parameters["minimum"]["ODT"]["area_m2"]


def test_a_new_version_holds_from_its_day_and_the_old_one_keeps_its_days() -> None:
    approver = person(Role.APPROVER, PHAN_THIET)
    old = minimum(date(2026, 3, 1))
    figures = {"minimum": {"ODT": {"area_m2": 45, "width_m": 4}}}
    made = land_records.add_rule(
        actor=approver, code=CODE, valid_from=date(2026, 6, 1), legal_source="QĐ 48/2026/QĐ-UBND Điều 6",
        parameters=figures,
    )  # fmt: skip
    assert (made.version, made.entered_by_id) == (2, approver.pk)
    assert minimum(date(2026, 5, 31)) == old and minimum(date(2026, 6, 1)) == 45
    ended = land_records.end_rule(actor=approver, code=CODE, version=2, on=date(2026, 12, 31))
    assert ended.valid_to == date(2026, 12, 31) and minimum(date(2027, 1, 1)) == old
    with pytest.raises(land_records.RuleRefusedError):
        land_records.end_rule(actor=approver, code=CODE, version=2, on=date(2027, 1, 1))


@pytest.mark.parametrize(
    "wrong",
    [{"code": "NO-SUCH-RULE"}, {"legal_source": " "}, {"severities": {"submit": "maybe"}}, {"severities": {}},
     {"valid_to": date(2026, 1, 1)}],
)  # fmt: skip
def test_what_is_no_rule_is_refused(wrong: dict) -> None:
    given = {"code": CODE, "valid_from": date(2026, 6, 1), "legal_source": "QĐ 1", **wrong}
    with pytest.raises(land_records.RuleRefusedError):
        land_records.add_rule(actor=person(Role.APPROVER, PHAN_THIET), **given)


def test_an_officer_may_not_change_the_rules() -> None:
    with pytest.raises(NotAllowed):
        land_records.add_rule(
            actor=person(Role.OFFICER, PHAN_THIET), code=CODE, valid_from=date(2026, 6, 1), legal_source="QĐ 1"
        )


def test_the_command_lists_adds_and_refuses(capsys: pytest.CaptureFixture[str]) -> None:
    approver = person(Role.APPROVER, PHAN_THIET)
    call_command("rules", "add", CODE, "--from", "2026-06-01", "--source", "QĐ 2", "--actor", approver.username,
                 "--parameters", '{"minimum": {}}', "--json")  # fmt: skip
    assert json.loads(capsys.readouterr().out)["rules"][0]["version"] == 2
    call_command("rules", "list", "--code", CODE, "--json")
    listed = json.loads(capsys.readouterr().out)
    assert [rule["version"] for rule in listed["rules"]] == [2, 1]
    with pytest.raises(SystemExit) as refused:
        call_command("rules", "end", CODE, "9", "--on", "2026-07-01", "--actor", approver.username, "--json")
    assert refused.value.code == 1 and json.loads(capsys.readouterr().out)["error"]["code"] == "rule_refused"

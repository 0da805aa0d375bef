"""`link_archive` from the shell: one JSON object, exit codes, the report."""

import csv
import json
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from dossiers import api as dossiers


def run(capsys: Any, *arguments: Any) -> tuple[int, dict[str, Any]]:
    try:
        call_command("link_archive", *map(str, arguments), "--json")
        code = 0
    except SystemExit as end:
        code = int(str(end.code))
    return code, json.loads(capsys.readouterr().out)


def test_staged_then_approved_then_known(archive, delivery, capsys, tmp_path):
    given = (delivery.sheet, delivery.scans, "--unit", "22945", "--actor", "luutru")
    code, answer = run(capsys, *given, "--report", tmp_path / "báo cáo.csv")
    assert (code, answer["ok"], answer["status"], answer["already_delivered"]) == (0, True, "staged", False)
    assert answer["balanced"]
    assert answer["files"]["in"] == delivery.truth["files"]["in"]
    with (tmp_path / "báo cáo.csv").open(encoding="utf-8-sig") as file:
        lines = list(csv.DictReader(file))
    assert len([line for line in lines if line["what"] == "file"]) == delivery.truth["files"]["in"]
    assert len([line for line in lines if line["what"] == "certificate"]) == len(delivery.papers)

    code, answer = run(capsys, *given, "--approve", "--approver", archive.approver.username)
    assert (code, answer["error"]["code"]) == (1, "open_findings")
    code, answer = run(capsys, *given, "--approve", "--approver", "luutru", "--leave-open")
    assert (code, answer["error"]["code"]) == (1, "not_allowed")
    first = answer["batch"]
    code, answer = run(capsys, *given)
    assert (code, answer["batch"], answer["already_delivered"]) == (0, first, True)


def test_one_call_does_it_all(archive, delivery, capsys):
    given = (delivery.sheet, delivery.scans, "--unit", "22945", "--actor", "luutru", "--leave-open")
    code, answer = run(capsys, *given, "--approve", "--approver", archive.approver.username)
    assert (code, answer["status"]) == (0, "approved")
    assert answer["dossiers"]["made"] == answer["certificates"]["matched"] > 0
    code, again = run(capsys, *given, "--approve", "--approver", archive.approver.username)
    assert (code, again["already_delivered"], again["dossiers"]) == (0, True, answer["dossiers"])
    kinds = [one.kind for one in dossiers.dossiers(archive.keeper, limit=500)]
    assert kinds.count("archive") == answer["dossiers"]["made"]


def test_wrong_use_and_refusals(archive, delivery, capsys, tmp_path):
    with pytest.raises(CommandError):
        call_command("link_archive", "nowhere.xlsx", str(delivery.scans), "--unit", "22945", "--actor", "luutru")
    code, answer = run(
        capsys, delivery.sheet, delivery.scans, "--unit", "22945", "--actor", "luutru", "--rule", "{any}"
    )
    assert (code, answer["error"]["code"]) == (1, "name_rule_unknown")

"""The command joins register and plans: figures, refusals, and answers that never mix."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pandas as pd
import pytest
from django.core.management import call_command
from django.db import connections
from django.utils import timezone
from shapely.geometry import box

from land_records import api as land_records
from planning.api import AnswerMixed
from tests.land_records import fabric_ground
from tests.planning.ground import PlanOffice, draft, zones
from web.sheets.planning_extract import PlanningExtract, planning_extract

EAST, NORTH = fabric_ground.ORIGIN
TODAY = date(2026, 6, 1)


def _town(count: int = 12) -> None:
    """Lots 10 m wide and 20 m deep; lot n loses n × 10 dm of depth to a road that narrows like stairs."""
    ground = fabric_ground.ground(sheet=54)
    lots = [box(EAST + 10 * n, NORTH, EAST + 10 * n + 10, NORTH + 20) for n in range(count)]
    frame = pd.DataFrame({"geometry": lots, "number": range(1, count + 1), "land_uses": [[("ODT", None)]] * count})
    frame["area_certificate"] = 210.0
    ground.register(frame, at=timezone.now() - timedelta(days=1))
    stairs = [
        (box(EAST + 10 * n, NORTH - 5, EAST + 10 * n + 10, NORTH + n), {"code": f"LG-{n}", "article": "Điều 2"})
        for n in range(1, count)
    ]
    plan = draft(coverage=box(EAST - 50, NORTH - 50, EAST + 500, NORTH + 100), valid_to=None)
    PlanOffice().in_force(plan, zones(*stairs))


def _asked(*arguments: str) -> tuple[int, dict[str, Any]]:
    out, code = StringIO(), 0
    try:
        call_command("planning_extract", *arguments, "--json", stdout=out, stderr=StringIO())
    except SystemExit as exit_:
        code = int(exit_.code or 0)
    return code, json.loads(out.getvalue())


@pytest.mark.django_db
def test_the_json_answer() -> None:
    _town()
    code, answer = _asked("22945/54/6")
    assert (code, answer["ok"], answer["number"], answer["on"]) == (0, True, 6, timezone.localdate().isoformat())
    part = next(each for each in answer["themes"] if each["theme"] == "right_of_way")
    # 5 of 20 metres, in square metres of the certificate's 210
    assert (part["state"], part["area_m2"], part["share"]) == ("affected", 52.5, 0.25)
    assert part["certain_m2"] < part["area_m2"] < part["possible_m2"]
    assert (part["plan"]["decision_number"], part["plan"]["decision_date"]) == ("1812/QĐ-UBND", "2026-01-05")
    assert [each["state"] for each in answer["themes"]].count("no_data") == 4
    assert answer["subject"] == answer["parcel_code"]


@pytest.mark.django_db
def test_refusals() -> None:
    code, answer = _asked("22945/54/999")
    assert (code, answer["ok"]) == (1, False)
    assert answer["error"]["message_vi"] and answer["error"]["message_en"]


@pytest.mark.django_db
def test_text_for_people() -> None:
    _town(3)
    out = StringIO()
    call_command("planning_extract", "22945/54/3", stdout=out)
    assert "Lộ giới và hành lang giao thông: Bị ảnh hưởng, 21,0 m² (10,0 %)" in out.getvalue()
    assert "Quyết định 1812/QĐ-UBND, ngày 05/01/2026" in out.getvalue()


@pytest.mark.django_db
def test_an_answer_about_another_parcel_is_refused() -> None:
    _town(3)
    one, other = (planning_extract(f"22945/54/{number}", TODAY, today=TODAY) for number in (1, 2))
    with pytest.raises(AnswerMixed):
        PlanningExtract(one.parcel, other.answer)
    with pytest.raises(AnswerMixed):
        replace(one.answer, themes=other.answer.themes)


def test_parallel_answers_never_mix(committed_db: str) -> None:
    _town()
    numbers = list(range(1, 13))
    alone = {n: planning_extract(f"22945/54/{n}", TODAY, today=TODAY).as_dict() for n in numbers}
    assert len({each["input_hash"] for each in alone.values()}) == len(numbers)
    threads = 4
    barrier = threading.Barrier(threads)

    def ask(offset: int) -> list[tuple[int, dict[str, Any]]]:
        answers = []
        try:
            for step in range(len(numbers)):
                number = numbers[(step * 5 + offset * 3) % len(numbers)]
                barrier.wait(timeout=30)
                answers.append((number, planning_extract(f"22945/54/{number}", TODAY, today=TODAY).as_dict()))
        finally:
            connections.close_all()
        return answers

    with ThreadPoolExecutor(threads) as pool:
        for answers in pool.map(ask, range(threads)):
            for number, answer in answers:
                assert answer == alone[number]


def test_asked_about_a_past_day_the_parcel_of_that_day_is_taken(db: None) -> None:
    _town(3)
    with pytest.raises(land_records.ParcelNotFoundError):
        planning_extract("22945/54/3", date(2020, 1, 1), today=timezone.localdate())

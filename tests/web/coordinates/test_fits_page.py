"""Coordinate fits on the desk: who may, what is shown, what is saved and used."""

import re
from html import unescape

import pytest
from django.test import Client

from accounts import api as accounts
from gis_core.crs.control_text import write_control_table
from gis_core.crs.named_fit import ControlPoint
from reference import api as reference
from tests.gis_core.crs.test_named_fit import common_points

pytestmark = pytest.mark.django_db(databases=("default", "published"))
FITS = "/ban-lam-viec/toa-do/"


def signed_in(role: str) -> Client:
    accounts.ensure_office(code="THU-TD", name="Văn phòng thử", unit_references=("22918@2025-07-01",))
    accounts.add_user(login=f"nguoi-{role}", full_name=f"Người {role}", role=role, office_code="THU-TD")
    client = Client()
    client.force_login(accounts.actor(f"nguoi-{role}"))
    return client


def text_of(response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def asked(points: list[ControlPoint], **more: str) -> dict[str, str]:
    return {
        "tu": "HN-72 19", "den": "Bình Thuận", "kind": "second_degree", "points": write_control_table(points),
        "name": "Phan Thiết HN-72", **more,
    }  # fmt: skip


def spoiled() -> list[ControlPoint]:
    points = common_points(14, noise=0.01, seed=6)
    east, north, height = points[4].target
    points[4] = ControlPoint(points[4].name, points[4].source, (east + 0.6, north, height))
    return points


def test_residuals_plot_and_suspects_are_shown() -> None:
    answer = signed_in("officer").post(FITS, asked(spoiled()))
    shown = text_of(answer)
    assert answer.status_code == 200 and "Nghi có sai số thô ở điểm: T04" in shown
    page = answer.content.decode()
    assert '<svg class="residual-plot"' in page and '<g class="suspect">' in page and "style=" not in page
    assert "Đa thức bậc hai (12 tham số)" in shown and "Bảy tham số không gian" in shown
    assert reference.saved_fits() == []


def test_the_suspect_is_left_aside_and_the_fit_saved() -> None:
    client = signed_in("officer")
    answer = client.post(FITS, asked(spoiled(), bo="T04", luu="1", note="lưới 2026"))
    saved = reference.saved_fit("Phan Thiết HN-72")
    assert answer.status_code == 302 and answer["Location"] == f"{FITS}{saved.id}/"
    assert saved.rms_m < 0.02 and [p.name for p in saved.points if not p.used] == ["T04"]
    page = client.get(answer["Location"])
    shown = text_of(page)
    assert "Người officer" in shown and "lưới 2026" in shown and "HN-72" in shown and "để riêng" in shown
    assert f'--fit "{saved.name}@1"' in shown
    assert "Phan Thiết HN-72" in text_of(client.get(FITS))
    public = Client().post("/toa-do/", {
        "tu": "HN-72 19", "den": "9218", "fit": "Phan Thiết HN-72@1", "diem": "1210185.654 19183038.343",
    })  # fmt: skip
    assert "fit Phan Thiết HN-72@1" in text_of(public) and "5–6 m" not in text_of(public)


def test_refusals_keep_what_was_typed() -> None:
    client = signed_in("officer")
    few = client.post(FITS, asked(common_points(4)))
    assert few.status_code == 400 and "too_few_points" in text_of(few) and "T03" in few.content.decode()
    unreadable = client.post(FITS, asked([]) | {"points": "a,b\n1,2\n"})
    assert "control_points_refused" in text_of(unreadable)
    exact = client.post(FITS, asked(common_points(6), luu="1"))
    assert "fit_refused" in text_of(exact)


def test_rights() -> None:
    assert Client().get(FITS).status_code == 302
    approver = signed_in("approver")
    assert approver.get(FITS).status_code == 200 and "Tính và xem sai số" not in text_of(approver.get(FITS))
    assert approver.post(FITS, asked(common_points())).status_code == 403
    assert signed_in("viewer").get(FITS).status_code == 403
    assert signed_in("officer").get(f"{FITS}999/").status_code == 404

"""Desk pages of acts: every kind has its form, drafts survive bad input, the dry-run, two people, the parcel's page."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts import api as accounts
from dossiers import api as dossiers
from land_records import api as land_records
from land_records.models import ActSubject, ParcelVersion
from tests.land_records.parties_ground import a_person
from tests.web.desk.conftest import Desk
from web.desk.act_specs import SPECS
from web.desk.act_words import GROUPS

ACTS = "/ban-lam-viec/bien-dong/"


@pytest.fixture
def ground(desk: Desk, client_of: Callable[..., Client]) -> Any:
    """A parcel of the sample with a registered right, a dossier, and the officer's and the approver's clients."""
    assert desk
    return *registered_ground(), client_of("canbo"), client_of("duyet")


def registered_ground() -> tuple[land_records.ParcelSnapshot, dossiers.DossierSnapshot]:
    """A wide parcel of the sample that no act named before, with the use right it has or one registered first time."""
    officer, approver = accounts.actor("canbo"), accounts.actor("duyet")
    named = ActSubject.objects.filter(subject_kind="parcel").values("subject_id")
    wide = ParcelVersion.objects.filter(
        standing="official", valid__upper_inf=True, short_side_m__gt=8, area_computed__gt=300, main_use="ODT"
    )
    version = wide.exclude(parcel_id__in=named).order_by("parcel_id").first()
    assert version is not None
    parcel = land_records.parcel_by_id(version.parcel_id)
    dossier = dossiers.open_dossier(actor=officer, kind="application", unit_id=parcel.unit_id, title="Hồ sơ thử")
    if land_records.rights_on(parcel_ids=[parcel.parcel_id]):
        return parcel, dossier
    holder = a_person(officer)
    made = land_records.draft_act(actor=officer, dossier_id=dossier.id, kind="first_registration", payload={
        "parcel_ids": [parcel.parcel_id], "holders": [{"party_id": holder}], "began_on": "2010-01-01",
        "purposes": [{"parcel_id": parcel.parcel_id, "code": "ODT"}]})  # fmt: skip
    land_records.submit_act(actor=officer, act_id=made.id)
    land_records.approve_act(approver=approver, act_id=made.id)
    return parcel, dossier


def test_every_kind_has_a_form_and_a_group() -> None:
    kinds = {kind.code for kind in land_records.ACT_KINDS}
    assert SPECS.keys() == kinds
    grouped = [code for _title, codes in GROUPS for code in codes]
    assert sorted(grouped) == sorted(kinds)


@pytest.mark.parametrize("kind", sorted(SPECS))
def test_fields_of_a_form_are_fields_of_its_payload(kind: str) -> None:
    known = land_records.act_kind(kind).payload.model_fields
    assert {spec.name.split(".")[0] for spec in SPECS[kind]} <= known.keys()
    needed = {name for name, field in known.items() if field.is_required()}
    assert needed <= {spec.name.split(".")[0] for spec in SPECS[kind]}


def test_from_the_parcel_page_to_the_children(ground: Any) -> None:
    parcel, dossier, officer, approver = ground
    page = officer.get(f"/ban-lam-viec/thua/{parcel.parcel_id}/")
    assert page.status_code == 200 and page.headers["Cache-Control"] == "private, no-store"
    assert f"{ACTS}moi/split_parcel/?thua={parcel.parcel_id}" in page.content.decode()
    form = {"ho-so": dossier.code, "thua": parcel.parcel_id, "parcel_id": parcel.reference, "cut__how": "area",
            "cut__area_m2": "150,0", "cut__bearing": "0°"}  # fmt: skip
    drafted = officer.post(f"{ACTS}moi/split_parcel/", form)
    assert drafted.status_code == 302, drafted.content.decode()
    shown = officer.get(drafted.url).content.decode()
    assert "chưa ghi gì vào sổ địa chính" in shown and "150,0" in shown and "PARCEL-AREA-KEPT" in shown
    assert shown.count("<svg viewBox") == 2 and 'class="cut"' in shown
    act = int(re.findall(r"/bien-dong/(\d+)/", drafted.url)[0])
    assert officer.post(f"{ACTS}{act}/trinh/").status_code == 302
    own = officer.get(f"{ACTS}{act}/xem-truoc/").content.decode()
    assert "Phê duyệt và ghi sổ" not in own and "Rút lại" in own, "who drafted does not decide"
    done = approver.post(f"{ACTS}{act}/duyet/", follow=True).content.decode()
    assert "Đã ghi sổ địa chính" in done
    ended = officer.get(f"/ban-lam-viec/thua/{parcel.parcel_id}/").content.decode()
    assert "lịch sử" in ended and "tách thành" in ended
    again = approver.post(f"{ACTS}{act}/duyet/", follow=True)
    assert land_records.act(actor=accounts.actor("canbo"), act_id=act).status == "approved" and again.status_code == 200


def test_bad_input_is_said_beside_its_field_and_nothing_typed_is_lost(ground: Any) -> None:
    parcel, dossier, officer, _approver = ground
    form = {"ho-so": dossier.code, "thua": parcel.parcel_id, "parcel_id": parcel.reference, "cut__how": "points",
            "cut__points": "1208600; abc\n1; 2", "numbers": "7"}  # fmt: skip
    answer = officer.post(f"{ACTS}moi/split_parcel/", form)
    page = answer.content.decode()
    assert answer.status_code == 400 and "“abc”" in page and "không phải là số" in page
    assert 'value="7"' in page


VIETNAMESE = re.compile(r"[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.I)


def test_what_is_wrong_is_said_in_the_language_of_the_page(ground: Any) -> None:
    parcel, dossier, officer, _approver = ground
    form = {"ho-so": dossier.code, "thua": parcel.parcel_id, "parcel_id": "54/999999", "number": "x", "how": "",
            "uses": "ODT; mười", "paper_date": "hôm nay"}  # fmt: skip
    for kind, wanted in (("change_purpose", 3), ("split_parcel", 2), ("merge_parcels", 1)):
        page = officer.post(f"/en{ACTS}moi/{kind}/", form).content.decode()
        said = [re.sub(r"<[^>]+>", " ", one) for one in re.findall(r'<ul class="errorlist".*?</ul>', page, re.S)]
        wrong = [one for one in said if VIETNAMESE.search(re.sub("mười|Phường [^:]*:", "", one))]
        assert len(said) >= wanted and not wrong, said


def test_an_input_that_the_register_does_not_take_is_said_in_both_languages() -> None:
    for kind in land_records.ACT_KINDS:
        with pytest.raises(land_records.BadPayloadError) as wrong:
            land_records.typed_payload(kind, {"no_such": 1, "parcel_ids": ["x"], "right_id": "x"})
        for _name, vi, en in wrong.value.faults:
            assert VIETNAMESE.search(vi) and not VIETNAMESE.search(en)


def test_a_cut_that_misses_is_a_page_with_the_draft_kept(ground: Any) -> None:
    parcel, dossier, officer, _approver = ground
    form = {"ho-so": dossier.code, "thua": parcel.parcel_id, "parcel_id": parcel.reference, "cut__how": "points",
            "cut__points": "1; 2\n3; 4"}  # fmt: skip
    answer = officer.post(f"{ACTS}moi/split_parcel/", form, follow=True)
    page = answer.content.decode()
    assert "cut_misses" in page and "disabled" in page
    edit = re.findall(rf"{ACTS}\d+/sua/", page)[0]
    assert "1; 2" in officer.get(edit).content.decode()
    fixed = officer.post(edit, {**form, "cut__how": "area", "cut__area_m2": "150", "cut__bearing": "90°"}, follow=True)
    assert "cut_misses" not in fixed.content.decode()


def test_a_blocked_act_says_why_beside_the_button(ground: Any) -> None:
    parcel, dossier, officer, _approver = ground
    form = {"ho-so": dossier.code, "thua": parcel.parcel_id, "parcel_id": parcel.reference, "cut__how": "area",
            "cut__area_m2": "12", "cut__bearing": "0°"}  # fmt: skip
    page = officer.post(f"{ACTS}moi/split_parcel/", form, follow=True).content.decode()
    assert "PARCEL-SPLIT-MINIMUM" in page and 'aria-describedby="why-off"' in page


def test_a_change_of_purpose_asks_for_a_permit_unless_somebody_says_otherwise(ground: Any) -> None:
    parcel, dossier, officer, _approver = ground
    page = officer.get(f"{ACTS}moi/change_purpose/?thua={parcel.parcel_id}&ho-so={dossier.code}").content.decode()
    box = re.search(r'<input type="checkbox" name="permit"[^>]*>', page)
    assert box and "checked" in box[0]


def test_a_rejected_act_is_free_again(ground: Any) -> None:
    parcel, dossier, officer, approver = ground
    form = {"ho-so": dossier.code, "thua": parcel.parcel_id, "parcel_id": parcel.reference,
            "kind": "corridor", "paper_number": "7/QĐ"}  # fmt: skip
    drafted = officer.post(f"{ACTS}moi/place_restriction/", form)
    act = int(re.findall(r"/bien-dong/(\d+)/", drafted.url)[0])
    officer.post(f"{ACTS}{act}/trinh/")
    approver.post(f"{ACTS}{act}/tra-lai/", {"reason": "thiếu bản vẽ"})
    assert land_records.act(actor=accounts.actor("canbo"), act_id=act).status == "rejected"
    assert "Bị trả lại" in officer.get(ACTS).content.decode()


def test_other_units_and_clerks_are_kept_out(ground: Any, client_of: Callable[..., Client]) -> None:
    parcel, dossier, _officer, _approver = ground
    assert client_of("muine").get(f"/ban-lam-viec/thua/{parcel.parcel_id}/").status_code == 403
    form = {"ho-so": dossier.code, "thua": parcel.parcel_id}
    assert client_of("vanthu").post(f"{ACTS}moi/split_parcel/", form).status_code == 403
    assert Client().get(ACTS).status_code == 302


def test_the_rulebook_takes_a_new_version_from_who_may(ground: Any) -> None:
    _parcel, _dossier, officer, approver = ground
    page = officer.get("/ban-lam-viec/quy-tac/").content.decode()
    assert "PARCEL-SPLIT-MINIMUM" in page and "Ghi bản mới" not in page
    given = {"what": "add", "code": "PARCEL-SPLIT-ACCESS", "valid_from": "2027-01-01", "legal_source": "QĐ 9",
             "parameters": '{"contact_m": 2}'}  # fmt: skip
    assert officer.post("/ban-lam-viec/quy-tac/", given).status_code == 400
    assert "bản 2" in approver.post("/ban-lam-viec/quy-tac/", given).content.decode()
    assert approver.post("/ban-lam-viec/quy-tac/", {**given, "parameters": "[1"}).status_code == 400

"""Choosing parties inside the form of an act, without a script: search, shares, new party and back; all logged."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts import api as accounts
from dossiers import api as dossiers
from dossiers.models import PersonalRead
from land_records import api as land_records
from tests.land_records.certificates.papers import FACTS
from tests.land_records.parties.people import card, entered
from tests.web.desk.conftest import Desk
from tests.web.desk.test_acts import ACTS, registered_ground


@pytest.fixture
def case(desk: Desk, client_of: Callable[..., Client]) -> Any:
    """A parcel with a right, a dossier about it, two people and their couple, the officer's client."""
    assert desk
    parcel, dossier = registered_ground()
    officer = accounts.actor("canbo")
    dossiers.link_dossier(actor=officer, dossier_id=dossier.id, subjects=[("parcel", parcel.parcel_id)])
    number = card("female", 1990)
    wife = entered(officer, "Trần Thị Chọn", year=1990, gender="female", number=number).party_id
    husband = entered(officer, "Lê Văn Chọn", year=1988, number=card("male", 1988)).party_id
    couple = land_records.add_couple(
        actor=officer, unit_id=parcel.unit_id, husband_id=husband, wife_id=wife, user_kind=None
    ).party_id
    right = land_records.rights_on(parcel_ids=[parcel.parcel_id])[0].id
    return parcel, dossier, client_of("canbo"), (wife, husband, couple, number), right


def typed(case: Any, **more: Any) -> dict[str, Any]:
    parcel, dossier, _client, _people, right = case
    return {"ho-so": dossier.code, "thua": parcel.parcel_id, "right_id": right, "title": "gift", "form": "sole",
            "paper_number": "12/HĐ", "paper_date": "2026-03-01", **more}  # fmt: skip


def picker(page: str, key: str = "receivers") -> str:
    found = re.search(rf'<fieldset class="party-field" id="pick-{key}".*?</fieldset>', page, re.S)
    assert found, page[:2000]
    return html.unescape(found[0])


def numbers(page: str, key: str = "receivers") -> str:
    found = re.search(rf'<textarea name="{key}"[^>]*>\s*(.*?)</textarea>', picker(page, key), re.S)
    assert found
    return found[1].strip()


def test_search_choose_and_shares_without_a_script(case: Any) -> None:
    _parcel, dossier, client, (wife, husband, _couple, number), _right = case
    where = f"{ACTS}moi/transfer_right/"
    form = typed(case)
    found = client.post(where, {**form, "nguoi": "tim:receivers", "receivers__tim": "tran thi chon 1990"})
    shown = picker(found.content.decode())
    assert found.status_code == 200 and "Trần Thị Chọn" in shown and "sinh 1990" in shown and number not in shown
    assert number[-3:] in shown and "Phường Phan Thiết" in shown and 'value="12/HĐ"' in found.content.decode()
    assert f"chon:receivers:{wife}" in shown
    assert "tran thi chon" not in found.request["QUERY_STRING"] and "receivers__tim" not in found.request["PATH_INFO"]
    [line] = PersonalRead.objects.filter(dossier_id=dossier.id, what="search_name")
    assert wife in line.subject_ids and line.query == "tran thi chon 1990"
    chosen = client.post(where, {**form, "nguoi": f"chon:receivers:{wife}"}).content.decode()
    assert numbers(chosen) == str(wife) and "Trần Thị Chọn" in picker(chosen)
    form |= {"form": "shares", "receivers": f"{wife}\n{husband}", f"receivers__phan__{wife}": "1/3"}
    form[f"receivers__phan__{husband}"] = "1/2"
    summed = client.post(where, {**form, "nguoi": "xem:receivers"}).content.decode()
    assert "Tổng các phần: 5/6" in re.sub(r"\s+", " ", picker(summed)) and "share-sum warn" in picker(summed)
    form[f"receivers__phan__{husband}"] = "2/3"
    saved = client.post(where, form)
    assert saved.status_code == 302, picker(saved.content.decode())
    act = land_records.act(actor=accounts.actor("canbo"), act_id=int(re.findall(r"/(\d+)/", saved.url)[0]))
    assert act.payload["receivers"] == [{"party_id": wife, "share": "1/3"}, {"party_id": husband, "share": "2/3"}]
    closed = client.get(f"{ACTS}{act.id}/sua/").content.decode()
    assert "Trần Thị Chọn" not in closed and f"Người số {wife}" in picker(closed), "a page nobody asked keeps it closed"
    assert PersonalRead.objects.filter(dossier_id=dossier.id, what="display_names").count() == 2


def test_the_number_of_a_paper_finds_exactly_and_a_part_of_it_nobody(case: Any) -> None:
    _parcel, dossier, client, (wife, _husband, _couple, number), _right = case
    where, form = f"{ACTS}moi/transfer_right/", typed(case)
    found = client.post(where, {**form, "nguoi": "tim:receivers", "receivers__tim": number}).content.decode()
    assert f"chon:receivers:{wife}" in picker(found)
    part = client.post(where, {**form, "nguoi": "tim:receivers", "receivers__tim": number[:9]}).content.decode()
    assert "chon:receivers" not in picker(part)
    assert not PersonalRead.objects.filter(dossier_id=dossier.id, query__contains=number).exists(), "numbers are masked"


def test_both_spouses_are_chosen_as_joint_holders(case: Any) -> None:
    _parcel, _dossier, client, (wife, husband, couple, _number), _right = case
    where = f"{ACTS}moi/transfer_right/"
    found = client.post(where, typed(case, **{"nguoi": "tim:receivers", "receivers__tim": "le van chon"}))
    assert f"doi:receivers:{husband}" in picker(found.content.decode())
    page = client.post(where, typed(case, nguoi=f"doi:receivers:{husband}", receivers=str(husband))).content.decode()
    assert land_records.spouses_of([couple, wife, 0]) == {couple: (husband, wife), wife: (husband, wife)}
    assert sorted(numbers(page).split()) == sorted([str(wife), str(husband)])
    assert '<option value="joint" selected>' in page


def test_who_holds_now_gives(case: Any) -> None:
    _parcel, _dossier, client, _people, right = case
    holder = next(iter(land_records.rights_by_id([right])[right].party_ids))
    page = client.post(f"{ACTS}moi/transfer_right/", typed(case, nguoi="dang-giu:givers")).content.decode()
    assert f"chon:givers:{holder}" in picker(page, "givers")


def test_a_new_party_comes_back_chosen_and_nothing_typed_is_lost(case: Any) -> None:
    parcel, _dossier, client, (wife, *_rest), _right = case
    where = f"{ACTS}moi/transfer_right/"
    form = typed(case, receivers=str(wife), receivers__tim="Người Mới", nguoi="moi:receivers:ca-nhan")
    away = client.post(where, form)
    assert away.status_code == 302 and "/nguoi-su-dung/moi/ca-nhan/?giu=" in away.url
    entry = client.get(away.url).content.decode()
    assert "Quay lại không nhập" in entry and f'<option value="{parcel.unit_id}" selected>' in entry
    given = {"unit": parcel.unit_id, "user_kind": "CNV", "name": "Phạm Thị Mới Nhập", "gender": "female",
             "birth_year": "1979", "nationality": "VNM"}  # fmt: skip
    back = client.post(away.url, given)
    assert back.status_code == 302 and back.url.startswith(where), back.content.decode()[:3000]
    page = client.get(back.url).content.decode()
    assert numbers(page).split()[0] == str(wife) and "Phạm Thị Mới Nhập" in picker(page)
    assert 'value="12/HĐ"' in page and '<option value="gift" selected>' in page
    assert "Người Mới" not in str(dict(client.session)), "names that were looked for are not kept"


def test_without_a_dossier_no_names(case: Any) -> None:
    _parcel, _dossier, client, _people, _right = case
    form = typed(case, **{"ho-so": "", "nguoi": "tim:receivers", "receivers__tim": "tran thi chon"})
    page = client.post(f"{ACTS}moi/transfer_right/", form).content.decode()
    assert "Trần Thị" not in page and 'role="alert"' in picker(page)


def test_from_the_dossier_to_the_act_and_back(case: Any) -> None:
    parcel, dossier, client, (wife, *_rest), right = case
    dossiers.link_dossier(actor=accounts.actor("canbo"), dossier_id=dossier.id, subjects=[("party", wife)])
    page = client.get(f"/ban-lam-viec/ho-so/{dossier.code}/").content.decode()
    assert f"{ACTS}moi/?ho-so={dossier.code}" in page
    start = client.get(f"{ACTS}moi/?ho-so={dossier.code}").content.decode()
    assert f"{ACTS}moi/transfer_right/?thua={parcel.parcel_id}&amp;ho-so={dossier.code}" in start
    form = client.get(f"{ACTS}moi/transfer_right/?ho-so={dossier.code}").content.decode()
    assert numbers(form) == str(wife) and f'<option value="{right}" selected>' in form
    saved = client.post(f"{ACTS}moi/transfer_right/", typed(case, receivers=str(wife)))
    act = int(re.findall(r"/(\d+)/", saved.url)[0])
    again = client.get(f"/ban-lam-viec/ho-so/{dossier.code}/").content.decode()
    assert f'href="{ACTS}{act}/"' in again and "Tặng cho" in again and "Dự thảo" in again
    assert f"/ban-lam-viec/ho-so/{dossier.code}/" in client.get(f"{ACTS}{act}/", follow=True).content.decode()


def test_new_particulars_are_entered_in_the_act_and_written_at_approval(
    case: Any, client_of: Callable[..., Client]
) -> None:
    parcel, dossier, client, _people, right = case
    officer, approver = accounts.actor("canbo"), accounts.actor("duyet")
    dossiers.add_documents(
        actor=officer, dossier_id=dossier.id, documents=[dossiers.DocumentDraft(type_code="certificate")]
    )
    holder = entered(officer, "Võ Văn Tên Cũ", year=1970, number=card("male", 1970), address="Số 1 đường Cũ").party_id
    given = land_records.draft_act(actor=officer, dossier_id=dossier.id, kind="transfer_right", payload={
        "right_id": right, "title": "sale", "receivers": [{"party_id": holder}], "paper_number": "1/HĐ"})  # fmt: skip
    land_records.submit_act(actor=officer, act_id=given.id)
    made = land_records.approve_act(approver=approver, act_id=given.id).ids
    held = made["right:1"]
    land_records.prepare_certificate(actor=officer, certificate_id=made["certificate:1"], **FACTS)
    land_records.issue_certificate(approver=approver, certificate_id=made["certificate:1"], serial="AA 00820001")
    where = f"{ACTS}moi/change_particulars/"
    form = {"ho-so": dossier.code, "thua": parcel.parcel_id, "right_ids": [held], "party_id": str(holder)}
    without = client.post(where, {**form, "party_id": "", "nguoi": "thong-tin-moi:party_id"}).content.decode()
    assert "party_not_chosen" in picker(without, "party_id")
    away = client.post(where, {**form, "nguoi": "thong-tin-moi:party_id"})
    assert away.status_code == 302 and f"/nguoi-su-dung/{holder}/thong-tin-moi/?giu=" in away.url
    page = client.get(away.url).content.decode()
    assert "Chưa ghi gì" in page and 'value="Võ Văn Tên Cũ"' in page
    wrong = client.post(away.url, {"name": "Võ Văn Tên Mới", "birth_year": "2199"})
    assert wrong.status_code == 400 and "particulars_refused" in wrong.content.decode()
    told = {"name": "Võ Văn Tên Mới", "gender": "male", "birth_year": "1970", "nationality": "VNM"}
    back = client.post(away.url, {**told, "dia-chi-detail": "Số 2 đường Mới"})
    assert back.status_code == 302, back.content.decode()[:3000]
    returned = client.get(back.url).content.decode()
    proposal = re.search(r'name="proposal_id" value="(\d+)"', returned)
    assert proposal and returned.count("checked") >= 3 and "đã nhập và niêm phong" in returned
    saved = client.post(where, {**form, "proposal_id": proposal[1], "what": ["name", "address"]})
    assert saved.status_code == 302, saved.content.decode()
    act = int(re.findall(r"/(\d+)/", saved.url)[0])
    judge = client_of("duyet")
    closed = client.get(saved.url).content.decode()
    assert "Tên Mới" not in closed and "Thông tin mới của người sử dụng đất" in closed
    assert "PARTICULARS-PROPOSED" in closed
    assert client.post(f"{ACTS}{act}/trinh/").status_code == 302
    opened = judge.post(f"{ACTS}{act}/thong-tin/").content.decode()
    assert "Võ Văn Tên Cũ" in opened and "Võ Văn Tên Mới" in opened and "Số 2 đường Mới" in opened
    assert PersonalRead.objects.filter(dossier_id=dossier.id, what="proposed_change", read_by=approver).count() == 1
    assert judge.post(f"{ACTS}{act}/duyet/").status_code == 302
    purpose = dossiers.Purpose(dossier_id=dossier.id)
    assert land_records.party(actor=officer, purpose=purpose, party_id=holder).name == "Võ Văn Tên Mới"
    assert "Tên Mới" not in str(land_records.act(actor=officer, act_id=act))

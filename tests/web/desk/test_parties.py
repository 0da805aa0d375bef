"""Pages about parties: closed until a purpose is stated, every look logged, nothing in addresses, one's own units."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from accounts import api as accounts
from dossiers import api as dossiers
from dossiers.models import PersonalRead
from importers import api as importers
from land_records import api as land_records
from reference import api as reference
from tests.land_records.parties.people import card
from tests.web.desk.conftest import Desk
from tests.web.desk.test_pages import Balanced

BASE = "/ban-lam-viec/nguoi-su-dung/"
NAME = "Chim Thị Hoàng Yến"
ClientOf = Callable[..., Client]
REASON = "Công văn 12/CV-THA của Chi cục thi hành án"


@pytest.fixture
def unit(desk: Desk, client_of: ClientOf) -> int:
    """The sample's unit."""
    return importers.batch(user=accounts.actor("canbo"), batch_id=desk.staged).unit_id


@pytest.fixture
def canary(unit: int) -> tuple[int, str]:
    """A party of the sample's unit, and the number of its card."""
    number = card("female", 1985)
    made = land_records.add_person(
        actor=accounts.actor("canbo"),
        unit_id=unit,
        facts=land_records.Particulars(NAME, gender="female", birth_year=1985),
        papers=[land_records.PaperDraft("cccd", number)],
        address=land_records.AddressDraft("Số 7, khu phố Lồng Son"),
    )
    return made.party_id, number


def state(client: Client, **given: str) -> None:
    assert client.post(f"{BASE}muc-dich/", {"reason": REASON} | given).status_code == 302


def text_of(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, (url, answer.status_code)
    return answer.content.decode()


def test_closed_until_a_purpose_is_stated(canary, client_of: ClientOf) -> None:
    party, number = canary
    officer = client_of("canbo")
    before = PersonalRead.objects.count()
    for url in (BASE, f"{BASE}{party}/", f"{BASE}nghi-trung/"):
        text = text_of(officer, url)
        assert NAME not in text and "đang đóng" in text and "được ghi lại" in text, url
    assert NAME not in officer.post(BASE, {"text": NAME}).content.decode()
    assert officer.get(f"{BASE}{party}/sua/").status_code == 302
    assert PersonalRead.objects.count() == before
    assert officer.post(f"{BASE}muc-dich/", {"reason": "xem"}).status_code == 400
    state(officer, next=f"{BASE}{party}/")
    text = text_of(officer, f"{BASE}{party}/")
    assert NAME in text and number not in text and f"•••{number[-3:]}" in text and REASON in text
    line = PersonalRead.objects.latest("pk")
    assert (line.what, line.reason) == ("party", REASON) and party in line.subject_ids
    officer.post(f"{BASE}muc-dich/", {"end": "1"})
    assert NAME not in text_of(officer, f"{BASE}{party}/")


def test_the_number_is_shown_once_and_logged_so(canary, client_of: ClientOf) -> None:
    party, number = canary
    officer = client_of("canbo")
    state(officer)
    assert number in officer.post(f"{BASE}{party}/so-giay-to/").content.decode()
    assert PersonalRead.objects.latest("pk").what == "party_with_numbers"
    assert number not in text_of(officer, f"{BASE}{party}/")
    assert officer.get(f"{BASE}{party}/so-giay-to/").status_code == 405


def test_search_takes_post_only_and_finds_by_name_number_address(canary, client_of: ClientOf) -> None:
    party, number = canary
    officer = client_of("canbo")
    state(officer)
    assert NAME not in text_of(officer, f"{BASE}?text=chim+thi+hoang+yen")
    for asked in ({"text": "hoang yen 1985"}, {"text": number}, {"text": "long son", "by": "address"}):
        text = officer.post(BASE, asked).content.decode()
        assert NAME in text and f"{BASE}{party}/" in text, asked
    assert "Không ai có giấy tờ" in officer.post(BASE, {"text": card()}).content.decode()


def test_a_dossier_elsewhere_is_no_purpose_and_other_units_see_nothing(canary, unit: int, client_of: ClientOf) -> None:
    party, number = canary
    case = dossiers.open_dossier(actor=accounts.actor("canbo"), kind="import", unit_id=unit, title="Hồ sơ thử")
    other = client_of("muine")
    assert other.post(f"{BASE}muc-dich/", {"dossier": case.code}).status_code == 403
    assert other.post(f"{BASE}muc-dich/", {"dossier": "không có"}).status_code == 404
    state(other)
    assert other.get(f"{BASE}{party}/").status_code == 404
    assert "Không tìm thấy ai" in other.post(BASE, {"text": NAME}).content.decode()
    text = other.post(BASE, {"text": number}).content.decode()
    assert "Ngoài địa bàn của bạn" in text and NAME not in text
    assert other.post(f"{BASE}{party}/dia-ban/", {"number": number}).status_code == 400
    home = reference.resolve_unit("22918@2025-07-01").id
    own = dossiers.open_dossier(actor=accounts.actor("muine"), kind="import", unit_id=home, title="Hồ sơ Mũi Né")
    state(other, dossier=own.code, reason="")
    assert other.post(f"{BASE}{party}/dia-ban/", {"number": card()}).status_code == 404
    assert other.post(f"{BASE}{party}/dia-ban/", {"number": number}).status_code == 302
    assert NAME in text_of(other, f"{BASE}{party}/")


def test_entering_changing_and_adding(unit: int, client_of: ClientOf) -> None:
    officer = client_of("canbo")
    state(officer)
    facts = {"unit": unit, "user_kind": "CNV", "gender": "male", "birth_year": "1985", "nationality": "VNM"}
    url = f"{BASE}moi/ca-nhan/"
    refused = officer.post(url, {**facts, "name": "Lê Văn Ba", "birth_year": "", "birth_date": "2999-01-01"})
    assert refused.status_code == 400 and "tương lai" in refused.content.decode()
    assert 'value="Lê Văn Ba"' in refused.content.decode(), "what was typed stays"
    garbled = officer.post(url, {**facts, "name": "NguyÔn V¨n A"})
    assert garbled.status_code == 400 and "bảng mã cũ" in garbled.content.decode()
    number = card("male", 1985)
    paper = {"giay-kind": "cccd", "giay-number": number, "dia-chi-detail": "12 Lê Lợi"}
    made = officer.post(url, {**facts, "name": "Lê Văn Ba", **paper})
    assert made.status_code == 302, made.content.decode()[:4000]
    page = made["Location"]
    assert "trung" not in page and "12 Lê Lợi" in text_of(officer, page)
    twin = officer.post(url, {**facts, "name": "Lê V. Ba", **paper})
    assert twin["Location"].endswith("?trung=1") and "cùng số giấy tờ" in text_of(officer, twin["Location"])
    changed = officer.post(f"{page}sua/", {**facts, "name": "Lê Văn Bốn", "corrects": "1"})
    assert (
        changed.status_code == 302 and "Lê Văn Bốn" in text_of(officer, page) and "Đính chính" in text_of(officer, page)
    )
    assert officer.post(f"{page}them/dia-chi/", {"dia-chi-street": "Trần Phú"}).status_code == 302
    assert "Trần Phú" in text_of(officer, page)
    wrong = officer.post(f"{page}them/giay-to/", {"giay-kind": "cmnd", "giay-number": "12"})
    assert wrong.status_code == 400 and "9 chữ số" in wrong.content.decode()
    party = int(re.findall(r"/(\d+)/", page)[-1])
    she = officer.post(url, {**facts, "name": "Trần Thị Tư", "gender": "female"})["Location"]
    wife = int(re.findall(r"/(\d+)/", she)[-1])
    couple = officer.post(f"{BASE}moi/vo-chong/", {"unit": unit, "user_kind": "CNV", "husband": party, "wife": wife})
    assert "Ông Lê Văn Bốn và bà Trần Thị Tư" in text_of(officer, couple["Location"])
    assert officer.get(f"{BASE}moi/khac/").status_code == 404


def test_pairs_are_compared_merged_and_undone(canary, unit: int, client_of: ClientOf) -> None:
    party, number = canary
    twin = land_records.add_person(
        actor=accounts.actor("canbo"), unit_id=unit, facts=land_records.Particulars(NAME, birth_year=1985),
        papers=[land_records.PaperDraft("cccd", number)],
    ).party_id  # fmt: skip
    officer = client_of("canbo")
    state(officer)
    assert "Cùng số giấy tờ" in text_of(officer, f"{BASE}nghi-trung/")
    url = f"{BASE}nghi-trung/{party}-{twin}/"
    assert text_of(officer, url).count(NAME) >= 2
    assert officer.post(url, {"decision": "keep_first", "reason": ""}).status_code == 409
    assert officer.post(url, {"decision": "keep_first", "reason": "Đã đối chiếu căn cước"}).status_code == 302
    assert f"Số {twin} đã được hợp nhất vào số {party}" in text_of(officer, f"{BASE}{twin}/")
    assert officer.post(url, {"decision": "undo", "reason": "Đối chiếu lại, khác người"}).status_code == 302
    assert land_records.resolve_parties([twin]) == {twin: twin}
    assert client_of("vanthu").get(f"{BASE}nghi-trung/").status_code == 403


def test_the_auditor_sees_who_looked_and_why(canary, client_of: ClientOf) -> None:
    party, _ = canary
    officer = client_of("canbo")
    state(officer)
    text_of(officer, f"{BASE}{party}/")
    text = text_of(client_of("kiemtra"), f"{BASE}{party}/nhat-ky/")
    assert REASON in text and "Xem thông tin" in text and NAME not in text
    assert REASON in text_of(client_of("kiemtra"), f"{BASE}nhat-ky/{accounts.actor('canbo').pk}/")
    assert officer.get(f"{BASE}{party}/nhat-ky/").status_code == 403
    assert client_of("kiemtra").get(f"{BASE}999999/nhat-ky/").status_code == 404


@pytest.mark.parametrize("language", ["", "/en"])
def test_pages_are_well_formed_private_and_closed_to_others(canary, client_of: ClientOf, language: str) -> None:
    party, _ = canary
    officer = client_of("canbo")
    urls = [BASE, f"{BASE}{party}/", f"{BASE}moi/ca-nhan/", f"{BASE}moi/ho-gia-dinh/", f"{BASE}nghi-trung/"]
    for stated in (False, True):
        if stated:
            state(officer)
            urls.append(f"{BASE}{party}/sua/")
        for url in urls:
            answer = officer.get(f"{language}{url}")
            assert answer.status_code == 200 and answer["Cache-Control"] == "private, no-store", url
            reader = Balanced()
            reader.feed(answer.content.decode())
            assert not reader.open, url
    for url in urls:
        assert Client().get(url).status_code == 302
        assert client_of("quantri").get(url).status_code == 403
    if language:
        main = re.sub(r"<[^>]+>", " ", text_of(officer, f"/en{BASE}{party}/").split("<main", 1)[1])
        for sentence in ("Giấy tờ", "Địa chỉ", "Lịch sử", "Mục đích xem", "Kết thúc xem"):
            assert sentence not in main, sentence

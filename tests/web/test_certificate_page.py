"""What anybody sees behind the QR of a certificate: status, parcels, chain; no name; answers never mix."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from land_records import api as land_records
from tests.land_records.acts.ground import Estate, estate
from tests.land_records.certificates.papers import FACTS, draft_on, issued, prepared
from tests.land_records.parties_ground import a_person
from web.public.certificate_status import certificate_answer, qr_address

SIGNER = FACTS["signer"]


def page(client: Client, token: str) -> str:
    answer = client.get(f"/kiem-tra/{token}/")
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"] or "no-cache" in answer.headers["Cache-Control"]
    return answer.content.decode()


def replaced_pair(land: Estate) -> tuple[land_records.CertificateSnapshot, land_records.CertificateSnapshot]:
    old = issued(land, "AA 00000001")
    land.done("transfer_right", {"right_id": old.right_ids[0], "title": "sale", "form": "sole",
                                 "receivers": [{"party_id": a_person(land.officer)}]})  # fmt: skip
    [new_id] = land_records.certificate(old.id).later_ids
    prepared(land, new_id)
    new = land_records.issue_certificate(
        approver=land.approver, certificate_id=new_id, serial="AA 00000002", at=land.moment
    )
    return land_records.certificate(old.id), new


@pytest.mark.django_db
def test_a_valid_certificate_says_so_and_names_nobody(client: Client) -> None:
    land = estate()
    paper = issued(land, "AA 00000001", remarks="Cấp cho ông Nguyễn Văn Thử")
    html = page(client, paper.token)
    assert "Giấy chứng nhận còn giá trị" in html
    assert "AA 00000001" in html
    assert "Thửa đất số 1, tờ bản đồ số 1" in html
    for private in (SIGNER, "Nguyễn Văn Thử", FACTS["decision_no"]):
        assert private not in html
    told = json.loads(client.get(f"/kiem-tra/{paper.token}.json").content)
    assert (told["status"], told["in_force"], told["serial"]) == ("valid", True, "AA00000001")
    assert SIGNER not in json.dumps(told, ensure_ascii=False)
    assert "The certificate is valid" in client.get(f"/en/kiem-tra/{paper.token}/").content.decode()


@pytest.mark.django_db
def test_a_replaced_one_leads_to_the_current_one(client: Client) -> None:
    old, new = replaced_pair(estate())
    html = page(client, old.token)
    assert "Giấy chứng nhận đã được thay thế" in html
    assert f"/kiem-tra/{new.token}/" in html
    assert "Thửa đất số 1, tờ bản đồ số 1" in html, "the paper proves nothing any more, but it was about this parcel"
    told = json.loads(client.get(f"/kiem-tra/{old.token}.json").content)
    assert [(link["serial"], link["status"]) for link in told["chain"]] == [
        ("AA00000001", "replaced"), ("AA00000002", "valid"),
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_draft_is_told_as_not_issued_without_its_serial(client: Client) -> None:
    land = estate()
    draft = prepared(land, draft_on(land), serial="AA 00000009")
    html = page(client, draft.token)
    assert "chưa được phát hành" in html
    assert "AA 00000009" not in html


@pytest.mark.django_db
def test_a_wrong_token_is_answered_plainly(client: Client) -> None:
    answer = client.get("/kiem-tra/0123456789abcdef0123456789/")
    assert answer.status_code == 404
    assert "certificate_not_found" in answer.content.decode()


@pytest.mark.django_db
def test_the_scanned_address_opens_the_paper_and_an_older_qr_is_told_as_older(client: Client) -> None:
    land = estate()
    paper = issued(land, "AA 00000001")
    path = "/KT/" + qr_address(paper.id).rsplit("/", 1)[1]
    assert "khớp với cơ sở dữ liệu hiện nay" in client.get(path).content.decode()
    bank = land_records.rights_by_id(paper.right_ids)[paper.right_ids[0]].holders[0].party_id
    land.done("mortgage_right", {"right_id": paper.right_ids[0], "mortgagee_ids": [bank],
                                 "contract_number": "01/HĐTC", "contract_date": "2026-03-05"})  # fmt: skip
    assert "in trước lần thay đổi gần nhất" in client.get(path).content.decode()
    forged = path.replace("AA00000001", "AA00000002")
    answer = client.get(forged)
    assert answer.status_code == 400
    assert "qr_forged" in answer.content.decode()
    assert client.get("/kiem-tra/", {"ma": forged}).status_code == 400
    assert "còn giá trị" in client.get("/kiem-tra/", {"ma": path}).content.decode()


@pytest.mark.django_db
def test_the_published_key_file_is_what_verify_takes(client: Client) -> None:
    text = client.get("/kiem-tra/khoa.json").content.decode()
    assert land_records.keys_in(text) == land_records.public_keys()
    assert land_records.public_keys()[0].text in client.get("/kiem-tra/khoa/").content.decode()


def test_parallel_questions_never_mix(committed_db: str, django_db_blocker: Any) -> None:
    """Eight sessions at once, each asking about another paper again and again: every answer is its own."""
    with django_db_blocker.unblock():
        land = estate(4)
        papers = [issued(land, f"AA 0000000{n + 1}", n) for n in range(4)]
        start = threading.Barrier(8)

        def ask(turn: int) -> list[str]:
            paper = papers[turn % 4]
            client = Client()
            start.wait()
            faults = []
            for _ in range(10):
                told = json.loads(client.get(f"/kiem-tra/{paper.token}.json").content)
                html = client.get(f"/kiem-tra/{paper.token}/").content.decode()
                number = [line["number"] for line in told["parcels"]]
                others = [other.serial[2:] for other in papers if other.id != paper.id]
                if told["serial"] != paper.serial or number != [turn % 4 + 1] or any(one in html for one in others):
                    faults.append(told["serial"])
            connections.close_all()
            return faults

        with ThreadPoolExecutor(8) as pool:
            assert [fault for faults in pool.map(ask, range(8)) for fault in faults] == []


@pytest.mark.django_db
def test_parts_of_two_papers_are_never_put_together() -> None:
    land = estate()
    one, two = issued(land, "AA 00000001", 0), issued(land, "AA 00000002", 1)
    good = certificate_answer(one.token)
    with pytest.raises(Exception, match="another certificate"):
        type(good)(one.token, two, good.unit_name, good.parcels, good.states, good.chain)

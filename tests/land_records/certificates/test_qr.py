"""The signed QR: it says which paper it is, a changed letter is noticed, every change of the register gives another."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from land_records import api as land_records
from tests.land_records.acts.ground import estate
from tests.land_records.certificates.papers import code_of, draft_on, issued, prepared

pytestmark = pytest.mark.django_db
ALPHANUMERIC = set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


def test_the_text_tells_the_paper_and_packs_tightly() -> None:
    land = estate()
    paper = issued(land, "AA 01695788")
    text = land_records.signed_qr(paper.id)
    facts = land_records.read_qr(text, land_records.public_keys())
    assert (facts.serial, facts.issued_on, facts.unit_code, facts.token, facts.revision) == (
        "AA01695788", paper.issued_on, "22945", paper.token, 1,
    )  # fmt: skip
    assert set(text) <= ALPHANUMERIC
    assert len(text) < 190


def test_the_letter_that_no_qr_packs_comes_back() -> None:
    land = estate()
    paper = issued(land, "Đ 1234567")
    assert land_records.read_qr(land_records.signed_qr(paper.id), land_records.public_keys()).serial == "Đ1234567"


@pytest.mark.parametrize("place", [2, 12, 20, 30, 45, 70])
def test_one_changed_letter_is_noticed(place: int) -> None:
    land = estate()
    text = land_records.signed_qr(issued(land, "AA 01695788").id)
    other = "7" if text[place] != "7" else "6"
    with pytest.raises(land_records.QrRefusedError) as refusal:
        land_records.read_qr(text[:place] + other + text[place + 1 :], land_records.public_keys())
    assert code_of(refusal) in ("qr_forged", "qr_unreadable")


def test_another_key_is_not_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    land = estate()
    paper = issued(land, "AA 01695788")
    ours = land_records.public_keys()
    monkeypatch.setenv("THODIA_QR_SIGNING_KEY", "một bí mật khác, đủ dài để làm khóa ký")
    forged = land_records.signed_qr(paper.id)
    with pytest.raises(land_records.QrRefusedError) as refusal:
        land_records.read_qr(forged, ours)
    assert code_of(refusal) == "qr_key_unknown"
    named_as_ours = forged.replace(land_records.public_keys()[0].id.upper(), ours[0].id.upper())
    with pytest.raises(land_records.QrRefusedError) as refusal:
        land_records.read_qr(named_as_ours, ours)
    assert code_of(refusal) == "qr_forged"


def test_a_retired_key_still_opens_old_papers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    land = estate()
    text = land_records.signed_qr(issued(land, "AA 01695788").id)
    [old] = land_records.public_keys()
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "qr_signing_key").write_text("một bí mật mới, đủ dài để làm khóa ký")
    (tmp_path / "secrets" / "qr_retired_keys").write_text(f"{old.text}\n")
    monkeypatch.setattr(settings, "THODIA_HOME", tmp_path)
    assert [key.id for key in land_records.public_keys()][1:] == [old.id]
    assert land_records.read_qr(text, land_records.public_keys()).serial == "AA01695788"


def test_without_its_secret_nothing_is_signed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "THODIA_HOME", tmp_path)
    with pytest.raises(land_records.QrRefusedError) as refusal:
        land_records.public_keys()
    assert code_of(refusal) == "qr_key_missing"


def test_a_prepared_draft_bears_the_qr_it_will_have_and_a_change_gives_a_new_one() -> None:
    land = estate()
    draft = draft_on(land)
    with pytest.raises(land_records.QrRefusedError) as refusal:
        land_records.signed_qr(draft)
    assert code_of(refusal) == "qr_needs_serial"
    prepared(land, draft, serial="AA 01695788")
    before = land_records.qr_facts(draft)
    land_records.issue_certificate(approver=land.approver, certificate_id=draft, at=land.moment)
    assert land_records.qr_facts(draft) == before
    land.done("mortgage_right", _mortgage(land, land_records.certificate(draft).right_ids[0]))
    after = land_records.qr_facts(draft)
    assert after.revision > before.revision
    assert after.digest != before.digest


def _mortgage(land: Any, right_id: int) -> dict[str, Any]:
    bank = land_records.rights_by_id([right_id])[right_id].holders[0].party_id
    return {"right_id": right_id, "mortgagee_ids": [bank], "contract_number": "01/HĐTC", "contract_date": "2026-03-05"}


def test_verify_qr_needs_only_the_key_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    land = estate()
    text = land_records.signed_qr(issued(land, "AA 01695788").id)
    file = tmp_path / "khoa.json"
    keys = [{"public_key": key.text} for key in land_records.public_keys()]
    file.write_text(json.dumps({"keys": keys}))
    call_command("verify_qr", f"HTTPS://HOST/KT/{text}", "--key", str(file), "--json")
    assert json.loads(capsys.readouterr().out)["serial"] == "AA01695788"
    plain = tmp_path / "khoa.txt"
    plain.write_text(base64.b64encode(b"x" * 32).decode())
    with pytest.raises(SystemExit) as ended:
        call_command("verify_qr", text, "--key", str(plain), "--json")
    assert ended.value.code == 1
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "qr_key_unknown"
    with pytest.raises(SystemExit):
        call_command("verify_qr", text, "--key", str(tmp_path / "khác"), "--json")

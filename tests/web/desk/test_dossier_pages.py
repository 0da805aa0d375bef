"""Pages of dossiers and of archive linking: what they show, who may open them, what survives a refusal."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dossiers import api as dossiers
from importers import api as importers
from importers.models import Batch
from importers.sample import papers
from tests.web.desk.papers import DOSSIERS, Office, a_paper, certificate_pdf, office

__all__ = ["office"]
pytestmark = pytest.mark.usefixtures("unblocked")


@pytest.fixture
def unblocked(office: Office, django_db_blocker: Any):
    with django_db_blocker.unblock():
        yield


def text_of(answer: Any) -> str:
    return answer.content.decode()


def pages_of(office: Office) -> tuple[str, ...]:
    scan = office.scan_url()
    return (
        DOSSIERS, f"{DOSSIERS}?tim=tach+thua", f"{DOSSIERS}con-thieu/", f"{DOSSIERS}con-thieu/?muc=thua",
        office.case_url, scan, f"{scan}?trang=2&xem=lon", f"{scan}1-thumb.jpg", f"{scan}tep/",
    )  # fmt: skip


def test_everybody_who_may_reads_and_nobody_stores(office: Office):
    for who in ("clerk", "officer", "approver", "keeper", "auditor"):
        for url in pages_of(office):
            answer = office.client(who).get(url)
            assert answer.status_code == 200, (who, url, answer.status_code)
            assert answer["Cache-Control"] == "private, no-store"
    for url in pages_of(office):
        assert Client().get(url).status_code == 302


def test_a_viewer_sees_no_dossier_and_another_ward_not_this_one(office: Office):
    for url in pages_of(office):
        assert office.client("viewer").get(url).status_code == 403, url
    for url in (office.case_url, *pages_of(office)[5:]):
        assert office.client("elsewhere").get(url).status_code == 403, url
    assert office.case.code not in text_of(office.client("elsewhere").get(DOSSIERS))
    archive = (f"{DOSSIERS}luu-tru/", office.batch_url)
    assert {office.client("clerk").get(url).status_code for url in archive} == {403}
    assert office.client("elsewhere").get(office.batch_url).status_code == 404


def test_filters_stand_in_the_address_and_find_by_parcel(office: Office):
    clerk = office.client("clerk")
    for query in ("tim=261102-0012", "tim=tach+thua+dat", "tim=to+1+thua+2", "loai=application&tinh-trang=open"):
        assert office.case.code in text_of(clerk.get(f"{DOSSIERS}?{query}")), query
    for query in ("tim=to+1+thua+9", "loai=archive", "tinh-trang=closed", "tim=kh%C3%B4ng+c%C3%B3+g%C3%AC"):
        assert office.case.code not in text_of(clerk.get(f"{DOSSIERS}?{query}")), query


def test_a_dossier_shows_its_papers_parcel_and_place(office: Office):
    text = text_of(office.client("officer").get(office.case_url))
    for said in ("Thửa 2, tờ 1", "2 / 3 có", "AA 900001", "Kho 1", "Còn thiếu", "H36.12-261102-0012"):
        assert said in text, said


def test_opening_a_scan_is_logged_once_with_the_dossier_as_purpose(office: Office):
    auditor = office.people["auditor"]
    document = dossiers.documents_of(office.case.id)[0].id
    before = dossiers.reads_about(auditor=auditor, subject_kind="document", subject_ids=[document]).total
    officer = office.client("officer")
    for url in (office.scan_url(), f"{office.scan_url()}1-page.jpg", f"{office.scan_url()}?trang=2"):
        assert officer.get(url).status_code == 200
    lines = dossiers.reads_about(auditor=auditor, subject_kind="document", subject_ids=[document])
    assert lines.total == before + 1
    assert (lines.items[0].dossier_code, lines.items[0].read_by_id) == (office.case.code, office.people["officer"].pk)
    office.client("clerk").get(f"{office.scan_url()}1-page.jpg")
    again = dossiers.reads_about(auditor=auditor, subject_kind="document", subject_ids=[document])
    assert again.total == before + 2, "a page fetched past the viewer is a read as well"


def test_pages_are_pictures_and_the_file_is_a_download(office: Office):
    clerk, scan = office.client("clerk"), office.scan_url()
    picture = clerk.get(f"{scan}4-page.jpg")
    assert picture["Content-Type"] == "image/jpeg"
    assert b"".join(picture.streaming_content).startswith(b"\xff\xd8\xff")
    assert clerk.get(f"{scan}6-page.jpg").status_code == 404
    assert clerk.get(f"{scan}1-huge.jpg").status_code == 404
    file = clerk.get(f"{scan}tep/")
    assert file["Content-Disposition"].startswith("attachment")
    assert file["Content-Type"] == "application/octet-stream"
    other = dossiers.documents_of(office.case.id)[1].id
    assert clerk.get(f"{office.case_url}giay/{other}/").status_code == 404


def row(place: int, **fields: Any) -> dict[str, Any]:
    facts = {"type_code": "", "form": "original", "status": "received"} | fields
    return {f"p{place}-{name}": value for name, value in facts.items()}


def form_of(office: Office, *rows: dict[str, Any], **fields: Any) -> dict[str, Any]:
    facts: dict[str, Any] = {"kind": "application", "unit": office.door.unit_id, "title": "Đăng ký biến động thửa 3"}
    for number in range(8):
        facts |= row(number)
    for one in rows:
        facts |= one
    return facts | fields


def upload(path: Path, name: str = "") -> SimpleUploadedFile:
    return SimpleUploadedFile(name or path.name, path.read_bytes())


def test_a_dossier_is_received_with_scans_and_parcels(office: Office, tmp_path):
    clerk = office.client("clerk")
    scan = papers.write_bytes(tmp_path / "đơn.pdf", papers.as_pdf(papers.contract_pages(a_paper(), 2)))
    asked = form_of(
        office, row(0, type_code="application_change", number="12", scan=upload(scan)),
        row(2, type_code="authorisation", status="missing"), parcels="1/3, 1/4",
    )  # fmt: skip
    answer = clerk.post(f"{DOSSIERS}moi/", asked)
    assert answer.status_code == 302, text_of(answer)[:3000]
    made = dossiers.dossier_by_code(answer["Location"].rstrip("/").rsplit("/", 1)[1])
    first, second = dossiers.documents_of(made.id)
    assert (first.type_code, first.number, first.pages, first.file.name) == ("application_change", "12", 2, "đơn.pdf")
    assert (second.type_code, second.status) == ("authorisation", "missing")
    assert [link.subject_id for link in dossiers.links_of(made.id)] == list(office.parcels[2:4])


def test_a_refused_form_keeps_what_was_typed_and_the_good_scan(office: Office, tmp_path):
    clerk = office.client("clerk")
    good, bad = certificate_pdf(tmp_path / "tốt.pdf"), tmp_path / "xấu.pdf"
    bad.write_bytes(papers.as_picture(papers.contract_pages(a_paper(), 1)[0], "PNG"))
    asked = form_of(
        office, row(0, type_code="certificate", number="SỐ ĐÃ GÕ", scan=upload(good)),
        row(1, type_code="contract", scan=upload(bad)),
    )  # fmt: skip
    answer = clerk.post(f"{DOSSIERS}moi/", asked)
    text = text_of(answer)
    assert answer.status_code == 400
    assert "scan_not_what_it_claims" in text
    assert "SỐ ĐÃ GÕ" in text
    kept = re.search(r'name="p0-kept" value="([^"]+)"', text)
    assert kept
    retry = form_of(office, row(0, type_code="certificate", number="SỐ ĐÃ GÕ", kept=kept[1]))
    stolen = office.client("officer").post(f"{DOSSIERS}moi/", retry | {"title": "Của người khác"})
    code = stolen["Location"].rstrip("/").rsplit("/", 1)[1]
    assert dossiers.documents_of(dossiers.dossier_by_code(code).id)[0].file is None
    done = clerk.post(f"{DOSSIERS}moi/", retry)
    [paper] = dossiers.documents_of(dossiers.dossier_by_code(done["Location"].rstrip("/").rsplit("/", 1)[1]).id)
    assert (paper.file.name, paper.pages) == ("tốt.pdf", 5)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"parcels": "1/999"}, "parcel_not_found"),
        ({"parcels": "nhà ông Ba"}, "bad_parcel_list"),
        ({"one_stop_code": "12"}, "one_stop_code_refused"),
        ({"one_stop_code": "H36.12-261102-0012"}, "one_stop_code_taken"),
        ({"title": ""}, ""),
    ],
)
def test_bad_fields_are_named_and_nothing_is_opened(office: Office, fields, code):
    before = dossiers.search_dossiers(office.people["clerk"]).total
    answer = office.client("clerk").post(f"{DOSSIERS}moi/", form_of(office, **fields))
    assert answer.status_code == 400
    assert code in text_of(answer)
    assert dossiers.search_dossiers(office.people["clerk"]).total == before


def test_papers_links_and_places_change_through_the_page(office: Office, tmp_path):
    clerk, keeper = office.client("clerk"), office.client("keeper")
    made = dossiers.open_dossier(
        actor=office.people["clerk"], kind="application", unit_id=office.door.unit_id, title="Thử các nút"
    )
    url = f"{DOSSIERS}{made.code}/"
    asked = {"p-type_code": "contract", "p-form": "copy", "p-status": "missing"}
    assert clerk.post(f"{url}giay/", asked).status_code == 302
    [paper] = dossiers.documents_of(made.id)
    assert paper.status == "missing"
    scan = upload(certificate_pdf(tmp_path / "a.pdf"))
    assert clerk.post(f"{url}giay/{paper.id}/ban-quet/", {"scan": scan}).status_code == 302
    assert dossiers.document(paper.id).status == "received"
    assert clerk.post(f"{url}giay/{paper.id}/tinh-trang/", {"status": "returned", "note": "trả"}).status_code == 302
    assert clerk.post(f"{office.case_url}giay/{paper.id}/tinh-trang/", {"status": "returned"}).status_code == 404
    assert clerk.post(f"{url}lien-ket/", {"thua": "1/7"}).status_code == 302
    assert clerk.post(f"{url}lien-ket/", {}).status_code == 400
    assert clerk.post(f"{url}lien-ket/", {"gcn": "ZZ 999999"}).status_code == 404
    [link] = dossiers.links_of(made.id)
    assert clerk.post(f"{url}lien-ket/{link.id}/bo/", {"reason": ""}).status_code == 400
    assert clerk.post(f"{url}lien-ket/{link.id}/bo/", {"reason": "nhầm"}).status_code == 302
    assert dossiers.links_of(made.id) == ()
    assert clerk.post(f"{url}vi-tri/", {"store": "Kho 9"}).status_code == 403
    assert keeper.post(f"{url}vi-tri/", {"store": "Kho 9", "box": "7"}).status_code == 302
    assert keeper.post(f"{url}vi-tri/", {"store": ""}).status_code == 400
    assert "Kho 9" in text_of(clerk.get(url))
    assert clerk.post(f"{url}dong/").status_code == 302
    assert dossiers.dossier(made.id).status == "closed"


def test_the_report_and_the_settling_screen(office: Office):
    keeper = office.client("keeper")
    text = text_of(keeper.get(office.batch_url))
    assert office.delivery.sheet.name in text
    assert 'value="trinh" disabled' in re.sub(r"\s+", " ", text)
    [first, *_] = importers.scans_of(user=office.people["keeper"], batch_id=office.batch_id, outcome="ambiguous").items
    url = f"{office.batch_url}tep/{first.id}/"
    screen = text_of(keeper.get(url))
    for candidate in first.candidates:
        assert candidate.serial in screen
        assert candidate.holder in screen
    assert keeper.get(f"{url}1-page.jpg")["Content-Type"] == "image/jpeg"
    reads = dossiers.reads_about(auditor=office.people["auditor"], subject_kind="staged_scan", subject_ids=[first.id])
    assert reads.total == 1
    assert "Gắn với giấy này" in text_of(keeper.get(f"{url}?tim={first.candidates[0].serial}"))
    assert keeper.post(f"{url}chon/", {}).status_code == 400
    assert office.client("approver").post(f"{url}chon/", {"de-rieng": "1"}).status_code == 403
    for muc, outcome in (("tep", "orphan"), ("giay", "no_scan"), ("giay", "")):
        assert keeper.get(f"{office.batch_url}?muc={muc}&ket-qua={outcome}").status_code == 200


def test_a_delivery_by_hand_through_the_pages(office: Office, tmp_path):
    """Sheet and zip sent, ambiguous ones chosen, submitted, approved by another person, dossiers there."""
    keeper, approver = office.client("keeper"), office.client("approver")
    zipped = Path(shutil.make_archive(str(tmp_path / "quét"), "zip", office.delivery.scans))
    asked = {"unit": office.door.unit_id, "rule": "auto", "template": ""}
    files = {"sheet": upload(office.delivery.sheet), "scans": upload(zipped)}
    no_zip = {"sheet": upload(office.delivery.sheet), "scans": SimpleUploadedFile("quét.zip", b"no zip")}
    assert keeper.post(f"{DOSSIERS}luu-tru/", asked | no_zip).status_code == 400
    sent = keeper.post(f"{DOSSIERS}luu-tru/", asked | files)
    assert sent.status_code == 302, text_of(sent)[:2000]
    url = sent["Location"]
    batch_id = int(url.rstrip("/").rsplit("/", 1)[1])
    assert "hx-get" in text_of(keeper.get(url))
    importers.run_batch_here(batch_id)
    assert keeper.post(f"{url}viec/", {"viec": "trinh"}).status_code == 409
    for scan in importers.scans_of(user=office.people["keeper"], batch_id=batch_id, outcome="ambiguous").items:
        keeper.post(f"{url}tep/{scan.id}/chon/", {"giay": scan.candidates[0].id})
    assert keeper.post(f"{url}viec/", {"viec": "trinh"}).status_code == 302
    assert keeper.post(f"{url}viec/", {"viec": "duyet"}).status_code == 403
    assert approver.post(f"{url}viec/", {"viec": "duyet"}).status_code == 302
    importers.run_batch_here(batch_id)
    assert Batch.objects.get(pk=batch_id).status == "approved"
    assert "hồ sơ lưu trữ" in text_of(approver.get(url))
    made = dossiers.search_dossiers(office.people["keeper"], kind="archive").total
    assert made == office.delivery.truth["certificates"]["matched"] + 1
    assert "LT." not in text_of(keeper.get(f"{DOSSIERS}con-thieu/?muc=ho-so")), "every one has its certificate"
    bare = text_of(keeper.get(f"{DOSSIERS}con-thieu/?muc=gcn"))
    without_scan = [paper for paper in office.delivery.papers if paper.serial in bare or plain(paper) in bare]
    assert len(without_scan) == len(office.delivery.papers) - made


def plain(paper: papers.Paper) -> str:
    return paper.serial.replace(" ", "")


def test_three_lists_follow_the_register(office: Office):
    officer = office.client("officer")

    def count(key: str) -> int:
        text = text_of(officer.get(f"{DOSSIERS}con-thieu/?muc={key}"))
        return int(re.search(rf'muc={key}[^>]*aria-current="page"><b class="num">([\d.]+)', text)[1].replace(".", ""))

    before = count("thua")
    made = dossiers.open_dossier(
        actor=office.people["clerk"], kind="application", unit_id=office.door.unit_id, title="Gắn thửa 10"
    )
    linked = {link.subject_id for link in dossiers.links_of(office.case.id)}
    free = next(one for one in reversed(office.parcels) if one not in linked and not dossiers_with(one))
    [link] = dossiers.link_dossier(actor=office.people["clerk"], dossier_id=made.id, subjects=[("parcel", free)])
    assert count("thua") == before - 1
    dossiers.end_link(actor=office.people["clerk"], link_id=link.id, reason="thử")
    assert count("thua") == before


def dossiers_with(parcel_id: int) -> list[str]:
    return [one.kind for one in dossiers.dossiers_about("parcel", [parcel_id])[parcel_id] if one.kind != "import"]

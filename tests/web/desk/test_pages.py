"""What the desk's pages say and how little they ask the database."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import api as accounts
from importers import api as importers
from tests.web.desk.conftest import Desk

IMPORTS = "/ban-lam-viec/nhap-tep/"
ClientOf = Callable[..., Client]
MOST_QUERIES = {"/ban-lam-viec/": 36, IMPORTS: 24, "batch": 40, "card": 32, "receipt": 26}


class Balanced(HTMLParser):
    """Every tag that opens also closes."""

    VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, _attrs: Any) -> None:
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, _tag: str, _attrs: Any) -> None:
        return

    def handle_endtag(self, tag: str) -> None:
        if tag in {"p", "li", "dt", "dd"} and tag not in self.open:
            return
        assert self.open and self.open[-1] == tag, f"</{tag}> closes {self.open[-3:]}"
        self.open.pop()


def asked(client: Client, url: str) -> tuple[str, int]:
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode(), len(queries)


def finding_of(desk: Desk, code: str) -> importers.FindingSnapshot:
    page = importers.findings(user=accounts.actor("canbo"), batch_id=desk.staged, page_size=500)
    return next(row for row in page.items if row.code == code)


@pytest.mark.parametrize("language", ["", "/en"])
def test_pages_are_well_formed_and_ask_little(desk: Desk, client_of: ClientOf, language: str) -> None:
    officer = client_of("canbo")
    base = f"{IMPORTS}{desk.staged}/"
    card = f"{base}phat-hien/{finding_of(desk, 'TOPO-DANGLE').id}/"
    for url, kind in (("/ban-lam-viec/",) * 2, (IMPORTS,) * 2, (base, "batch"), (card, "card"),
                      (f"{base}bien-nhan/", "receipt")):  # fmt: skip
        text, queries = asked(officer, f"{language}{url}")
        assert queries <= MOST_QUERIES[kind], f"{url}: {queries} queries"
        reader = Balanced()
        reader.feed(text)
        assert not reader.open, url
        assert "…" not in re.sub(r"<[^>]+>|Đang gửi tệp…|Sending the file…", "", text) or kind == "batch", url


def test_english_pages_have_no_vietnamese_sentence(desk: Desk, client_of: ClientOf) -> None:
    text, _ = asked(client_of("canbo"), f"/en{IMPORTS}{desk.staged}/")
    main = re.sub(r"<script.*?</script>|<[^>]+>", " ", text.split("<main", 1)[1], flags=re.DOTALL)
    for sentence in ("Phát hiện", "Phải sửa", "Trình phê duyệt", "Phần tử vào", "Biên nhận", "Hủy lô"):
        assert sentence not in main, sentence


def test_review_names_findings_and_parcels(desk: Desk, client_of: ClientOf) -> None:
    text, _ = asked(client_of("canbo"), f"{IMPORTS}{desk.staged}/")
    assert "Phải sửa" in text and "Đường ranh hở đầu" in text
    assert re.search(r"tờ \d+, (cạnh )?thửa \d+", text)
    receipt = importers.batch(user=accounts.actor("canbo"), batch_id=desk.staged).receipt
    assert receipt is not None and receipt["balanced"]
    assert "Biên nhận cân" in text
    assert "disabled" in text.split("data-main-action")[1][:400], "open faults keep the batch from being submitted"


def test_card_draws_the_place_magnified(desk: Desk, client_of: ClientOf) -> None:
    """A gap of centimetres fills a good part of the drawing, which has a scale bar."""
    sliver = finding_of(desk, "TOPO-SLIVER")
    officer = accounts.actor("canbo")
    drawn = importers.finding_drawing(user=officer, batch_id=desk.staged, finding_id=sliver.id)
    assert drawn is not None and drawn.span is not None and sliver.size is not None
    (x1, y1), (x2, y2) = drawn.span
    measured = ((x1 - x2) ** 2 + (y1 - y2) ** 2) ** 0.5
    assert measured == pytest.approx(sliver.size, rel=0.3)
    assert 0.05 < measured / (2 * drawn.half_height_m) < 0.6
    assert any(face.holds_place and face.outcome == "finding" for face in drawn.faces)
    text, _ = asked(client_of("canbo"), f"{IMPORTS}{desk.staged}/phat-hien/{sliver.id}/")
    assert 'class="close-up"' in text and 'class="span"' in text and "cm" in text


def test_dangle_is_drawn_with_its_distance(desk: Desk) -> None:
    dangle = finding_of(desk, "TOPO-DANGLE")
    drawn = importers.finding_drawing(user=accounts.actor("canbo"), batch_id=desk.staged, finding_id=dangle.id)
    assert drawn is not None and drawn.span is not None
    assert any(line.use == "set_aside" for line in drawn.lines)


def test_settling_needs_a_reason_and_can_be_undone(desk: Desk, client_of: ClientOf) -> None:
    officer, finding = client_of("canbo"), finding_of(desk, "AREA-DIFFERS")
    url = f"{IMPORTS}{desk.staged}/phat-hien/{finding.id}/xu-ly/"
    as_fetch = {"X-Requested-With": "fetch", "Accept": "application/json"}
    refused = officer.post(url, {"state": "waived"}, headers=as_fetch)
    assert refused.status_code == 400 and refused.json()["error"]["code"] == "reason_missing"
    waived = officer.post(url, {"state": "waived", "reason": "Biên bản số 7"}, headers=as_fetch).content.decode()
    assert "Biên bản số 7" in waived and 'id="actions"' in waived and 'id="findings"' in waived
    assert officer.post(url, {"state": "open"}).status_code == 302
    assert finding_of(desk, "AREA-DIFFERS").state == "open"
    assert officer.post(url, {"state": "nothing"}).status_code == 400


def test_findings_of_one_kind_are_settled_together(desk: Desk, client_of: ClientOf) -> None:
    officer, finding = client_of("canbo"), finding_of(desk, "TOPO-DANGLE")
    url = f"{IMPORTS}{desk.staged}/phat-hien/{finding.id}/xu-ly/"
    assert officer.post(url, {"state": "accepted", "alike": "1"}).status_code == 302
    rows = importers.findings(user=accounts.actor("canbo"), batch_id=desk.staged, page_size=500).items
    assert {row.state for row in rows if row.code == "TOPO-DANGLE"} == {"accepted"}
    assert any(row.state == "open" for row in rows if row.code != "TOPO-DANGLE")
    for row in rows:
        if row.code == "TOPO-DANGLE":
            officer.post(f"{IMPORTS}{desk.staged}/phat-hien/{row.id}/xu-ly/", {"state": "open"})


def test_uploads_nobody_can_read_say_so(desk: Desk, client_of: ClientOf) -> None:
    officer = client_of("canbo")
    unit = importers.batch(user=accounts.actor("canbo"), batch_id=desk.staged).unit_id
    facts = {"kind": "parcels", "unit": unit, "scale": "500", "encoding": "auto"}
    sent = officer.post(IMPORTS, {**facts, "file": SimpleUploadedFile("rong.dgn", b"")}, follow=True)
    text = sent.content.decode()
    assert sent.redirect_chain and "rong.dgn" in text and "empty_file" in text and "Bị từ chối" in text
    nothing = officer.post(IMPORTS, facts)
    assert nothing.status_code == 400 and "errorlist" in nothing.content.decode()
    zones = officer.post(IMPORTS, {**facts, "kind": "zones", "file": SimpleUploadedFile("v.tab", b"x")})
    assert zones.status_code == 400 and "cần tệp khai báo" in zones.content.decode()


def test_approver_gives_back_with_a_reason_and_the_officer_reads_it(desk: Desk, client_of: ClientOf) -> None:
    officer, approver = client_of("canbo"), client_of("duyet")
    base = f"{IMPORTS}{desk.staged}/"
    assert officer.post(f"{base}trinh/").status_code == 409
    rows = importers.findings(user=accounts.actor("canbo"), batch_id=desk.staged, page_size=500).items
    faults = [row for row in rows if row.severity == "error"]
    for row in faults:
        officer.post(f"{base}phat-hien/{row.id}/xu-ly/", {"state": "waived", "reason": "thử"})
    assert officer.post(f"{base}trinh/").status_code == 302
    assert officer.post(f"{base}duyet/").status_code == 403
    assert "Chờ tôi phê duyệt" in approver.get("/ban-lam-viec/").content.decode()
    assert approver.post(f"{base}tra-lai/", {"reason": "Thiếu biên bản tờ 1"}).status_code == 302
    assert "Thiếu biên bản tờ 1" in officer.get(base).content.decode()
    for row in faults:
        officer.post(f"{base}phat-hien/{row.id}/xu-ly/", {"state": "open"})

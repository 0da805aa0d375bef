"""Scans in the child: what they are, their pages, their codes, and every way they can be bad."""

import io
import os
import struct
import zlib
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from dossiers import api as dossiers
from dossiers import vault
from dossiers.scans import reading
from importers.sample import papers

PAPER = papers.make_paper(
    3, unit_code="22945", unit_name="Phường Phan Thiết", sheet="12", number=34, area="120,5", land_use="ODT", seed=1
)


def kept(tmp_path: Path, content: bytes) -> tuple[str, str]:
    source = tmp_path / os.urandom(4).hex()
    source.write_bytes(content)
    taken = vault.keep(source)
    return taken.sha256, taken.media_kind


def facts(tmp_path: Path, content: bytes) -> reading.ScanFacts:
    return reading.describe_scans([kept(tmp_path, content)])[0]


@pytest.fixture(scope="module")
def certificate() -> list[Image.Image]:
    return papers.certificate_pages(PAPER, code="qr")


def blank_pdf(pages: int) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(595, 842)
    paper = io.BytesIO()
    document.save(paper)
    return paper.getvalue()


def test_pages_and_the_code_on_the_first_one(tmp_path, certificate):
    found = facts(tmp_path, papers.as_pdf(certificate))
    assert (found.pages, found.pdf_a, found.refusal) == (2, "", None)
    assert found.codes == (PAPER.elis_code,)
    assert found.codes[0].split("|")[4] == PAPER.serial


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
def test_pictures_have_one_page_and_their_bar_code(tmp_path, kind):
    page = papers.certificate_pages(PAPER, code="bar")[0]
    found = facts(tmp_path, papers.as_picture(page, kind))
    assert (found.pages, found.codes) == (1, (PAPER.serial.replace(" ", ""),))


def test_a_tiff_of_several_pages_is_shown_page_by_page(tmp_path):
    pages = papers.contract_pages(PAPER, 4)
    paper = io.BytesIO()
    pages[0].save(paper, "TIFF", save_all=True, append_images=pages[1:], compression="tiff_lzw")
    sha256, kind = kept(tmp_path, paper.getvalue())
    assert reading.describe_scans([(sha256, kind)])[0].pages == 4
    pictures = [reading.page_picture(sha256, kind, number, "page").read_bytes() for number in (1, 4)]
    assert pictures[0] != pictures[1]


def test_500_pages_are_drawn_a_few_at_a_time(tmp_path):
    sha256, kind = kept(tmp_path, blank_pdf(500))
    assert reading.describe_scans([(sha256, kind)])[0].pages == 500
    last = reading.page_picture(sha256, kind, 500, "page")
    assert Image.open(last).width == reading.WIDTHS["page"]
    assert [path.name for path in last.parent.glob("page-*.jpg")] == ["page-500.jpg"]
    reading.page_picture(sha256, kind, 30, "thumb")
    assert len(list(last.parent.glob("thumb-*.jpg"))) == reading.RUN_LENGTH["thumb"]
    with pytest.raises(dossiers.UnknownPage):
        reading.page_picture(sha256, kind, 501, "page")


def test_a_known_scan_is_not_opened_again(tmp_path, certificate, monkeypatch):
    scan = kept(tmp_path, papers.as_pdf(certificate))
    first = reading.describe_scans([scan])
    picture = reading.page_picture(*scan, 1, "thumb")
    monkeypatch.setattr(reading, "answered", None)
    assert reading.describe_scans([scan, scan]) == first * 2
    assert reading.page_picture(*scan, 1, "thumb") == picture


def encrypted_pdf() -> bytes:
    """A PDF that asks for a password: standard security handler, a user password nobody knows."""
    body = [
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n",
        b"2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n",
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>endobj\n",
        b"4 0 obj<</Filter/Standard/V 1/R 2/O<" + b"11" * 32 + b">/U<" + b"22" * 32 + b">/P -4>>endobj\n",
    ]
    paper, places = b"%PDF-1.4\n", []
    for one in body:
        places.append(len(paper))
        paper += one
    start = len(paper)
    paper += b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"<</Size 5/Root 1 0 R/Encrypt 4 0 R/ID[<aa><bb>]>>"
    return paper + b"trailer" + trailer + b"\nstartxref\n%d\n%%%%EOF\n" % start


def picture_bomb() -> bytes:
    """A PNG of a few hundred bytes that claims 60,000 × 60,000 points."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 999)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (encrypted_pdf(), "scan_encrypted"),
        (b"%PDF-1.7\n" + os.urandom(2000), "scan_damaged"),
        (b"%PDF-1.7\n", "scan_damaged"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 500, "scan_damaged"),
        (picture_bomb(), "scan_too_large"),
    ],
)
def test_bad_scans_say_what_is_wrong(tmp_path, content, code):
    scan = kept(tmp_path, content)
    found = reading.describe_scans([scan])[0]
    assert found.refusal is not None
    assert found.refusal["code"] == code
    with pytest.raises(dossiers.ScanRefused) as caught:
        reading.page_picture(*scan, 1, "page")
    assert caught.value.code == code
    assert caught.value.hint_vi


def test_one_bad_scan_costs_only_itself(tmp_path, certificate, monkeypatch):
    """A file that kills its reader is tried alone; those beside it are read."""
    good, bad = kept(tmp_path, papers.as_pdf(certificate)), kept(tmp_path, blank_pdf(1))
    real = reading.answered

    def dies_on_bad(entry, *, files, **rest):
        if bad[0] in files:
            raise reading.ChildDied("SIGSEGV")
        return real(entry, files=files, **rest)

    monkeypatch.setattr(reading, "answered", dies_on_bad)
    first, second = reading.describe_scans([good, bad])
    assert first.pages == 2
    assert second.refusal["code"] == "scan_damaged"


def test_pdf_a_is_recognised_by_its_own_word(tmp_path):
    content = blank_pdf(1) + b"<rdf:Description pdfaid:part='2' pdfaid:conformance='B'/>"
    assert facts(tmp_path, content).pdf_a == "2"


@pytest.mark.parametrize(
    ("name", "found", "code"),
    [
        ("a.pdf", "jpeg", "scan_not_what_it_claims"),
        ("a.jpg", "pdf", "scan_not_what_it_claims"),
        ("a", "pdf", "scan_not_what_it_claims"),
        ("a.pdf", "zip", "scan_unknown_kind"),
        ("a.exe", "unknown", "scan_unknown_kind"),
        ("a.docx", "zip", "scan_unknown_kind"),
    ],
)
def test_a_name_must_tell_the_truth(name, found, code):
    with pytest.raises(dossiers.ScanRefused) as caught:
        dossiers.refuse_wrong_kind(name, found)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("name", "found"), [("a.PDF", "pdf"), ("ảnh.JPG", "jpeg"), ("a.tif", "tiff"), ("a.png", "png")]
)
def test_true_names_pass(name, found):
    dossiers.refuse_wrong_kind(name, found)

"""The child that opens scans: counts pages, draws them, reads bar codes. Knows neither Django nor the register.

PDF through pdfium, pictures through Pillow, codes through zxing-cpp. Started by `dossiers.scans.reading`.
"""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdfium2
import zxingcpp
from PIL import Image, ImageOps, ImageSequence, JpegImagePlugin, PngImagePlugin, TiffImagePlugin

from gis_core.errors import DomainError
from gis_core.process.child import serve

PICTURE_FORMATS = {
    "jpeg": (JpegImagePlugin.JpegImageFile, "JPEG"),
    "png": (PngImagePlugin.PngImageFile, "PNG"),
    "tiff": (TiffImagePlugin.TiffImageFile, "TIFF"),
}
LARGEST_PIXELS = 160_000_000
"""An A0 sheet at 300 dots per inch has 140 million; what claims more is refused before it is unpacked."""

CODE_WIDTH = 1800
"""Pixels across a page when codes are looked for: a QR of 2 cm on A4 then has 170."""

LONGEST_CODE = 500
TALLEST = 6
"""A page drawn is at most this many times as tall as wide; longer strips are drawn narrower."""

_PDF_A = re.compile(rb"pdfaid:part(?:>|=[\"'])\s*(\d)")
_ENCRYPTED = "password"


def main(arguments: list[str]) -> int:
    """Serve one job: `describe` or `render`."""
    _warm_up()
    return serve(arguments, work)


def work(job: dict[str, Any], given: Path, out: Path) -> dict[str, Any]:
    """`describe` each of the files under `names`, or `render` pages of one."""
    if job["act"] == "render":
        return _render(given / "scan", job["kind"], job["pages"], job["width"], out)
    return {"scans": [_described(given / name, kind, with_codes=job["codes"]) for name, kind in job["names"]]}


def _described(path: Path, kind: str, *, with_codes: bool) -> dict[str, Any]:
    """Facts of one file; a refusal is a fact like any other."""
    try:
        with _opened(path, kind) as scan:
            facts: dict[str, Any] = {"pages": scan.count, "pdf_a": _pdf_a(path) if kind == "pdf" else ""}
            facts["codes"] = _codes(scan.draw(0, CODE_WIDTH)) if with_codes else []
            return facts
    except DomainError as refusal:
        return {"refusal": refusal.as_answer()}


def _render(path: Path, kind: str, pages: list[int], width: int, out: Path) -> dict[str, Any]:
    sizes = {}
    with _opened(path, kind) as scan:
        for page in pages:
            if page >= scan.count:
                continue
            picture = scan.draw(page, width)
            picture.save(out / f"{page}.jpg", "JPEG", quality=82, optimize=True)
            sizes[str(page)] = picture.size
        return {"pages": scan.count, "drawn": sizes}


class _Pdf:
    def __init__(self, document: pypdfium2.PdfDocument) -> None:
        self._document = document
        self.count = len(document)

    def draw(self, number: int, width: int) -> Image.Image:
        page = self._document[number]
        try:
            across, high = page.get_size()
            scale = _scale(across, high, width)
            return page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
        finally:
            page.close()


class _Picture:
    def __init__(self, picture: Image.Image) -> None:
        self._picture = picture
        self.count = int(getattr(picture, "n_frames", 1))

    def draw(self, number: int, width: int) -> Image.Image:
        for frame in ImageSequence.Iterator(self._picture) if number else ():
            if frame.tell() == number:
                break
        picture = self._picture
        scale = min(1.0, _scale(*picture.size, width))
        target = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
        picture.draft("RGB", target)
        upright = ImageOps.exif_transpose(picture)
        small = upright.convert("RGB")
        small.thumbnail((max(target), max(target)), Image.Resampling.LANCZOS)
        return small


def _scale(across: float, high: float, width: int) -> float:
    if across <= 0 or high <= 0:
        raise _damaged()
    return min(width / across, width * TALLEST / high)


@contextmanager
def _opened(path: Path, kind: str) -> Iterator[_Pdf | _Picture]:
    """The scan; whatever the libraries say of a bad file becomes one clear sentence."""
    if kind == "pdf":
        try:
            document = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError as error:
            raise (_encrypted() if _ENCRYPTED in str(error).lower() else _damaged()) from error
        try:
            if len(document) == 0:
                raise _damaged()
            yield _Pdf(document)
        except (pypdfium2.PdfiumError, ValueError) as error:
            raise _damaged() from error
        finally:
            document.close()
        return
    try:
        with Image.open(path, formats=(PICTURE_FORMATS[kind][1],)) as picture:
            if picture.width * picture.height > LARGEST_PIXELS:
                raise _too_large(picture.width, picture.height)
            yield _Picture(picture)
    except Image.DecompressionBombError as error:
        raise _too_large(0, 0) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise _damaged() from error


def _codes(picture: Image.Image) -> list[dict[str, str]]:
    """QR and bar codes on a page, each text once."""
    found = zxingcpp.read_barcodes(picture)
    texts = {code.text[:LONGEST_CODE]: code.format.name for code in found if code.valid and code.text.strip()}
    return [{"format": name, "text": text} for text, name in texts.items()]


def _pdf_a(path: Path) -> str:
    """Which part of PDF/A the file says it keeps ("1", "2", "3"), empty when it says nothing.

    The metadata of a PDF/A file stands uncompressed in it (ISO 19005-1 §6.7.2).
    """
    with path.open("rb") as file:
        overlap = b""
        while block := file.read(1 << 20):
            if said := _PDF_A.search(overlap + block):
                return said[1].decode()
            overlap = block[-64:]
    return ""


def _encrypted() -> DomainError:
    return DomainError(
        "Tệp PDF có mật khẩu nên không xem và không lưu trữ được.",
        "The PDF is protected by a password: it can be neither shown nor archived.",
        hint_vi="Mở tệp bằng mật khẩu, in lại thành PDF không mật khẩu rồi gửi lại.",
        hint_en="Open it with its password, print it to a PDF without one, and send that.",
        code="scan_encrypted",
    )


def _damaged() -> DomainError:
    return DomainError(
        "Tệp quét hỏng hoặc bị cắt, không đọc được trang nào.",
        "The scan is damaged or cut off: no page of it can be read.",
        hint_vi="Chép lại tệp từ máy quét, hoặc quét lại giấy tờ.",
        hint_en="Copy the file from the scanner again, or scan the paper again.",
        code="scan_damaged",
    )


def _too_large(width: int, height: int) -> DomainError:
    size = f" ({width} × {height})" if width else ""
    return DomainError(
        f"Ảnh quét có quá nhiều điểm ảnh{size}, giới hạn {LARGEST_PIXELS // 1_000_000} triệu.",
        f"The picture has too many pixels{size}; the limit is {LARGEST_PIXELS // 1_000_000} million.",
        hint_vi="Quét ở 300 dpi trở xuống, mỗi trang một ảnh.",
        hint_en="Scan at 300 dpi or less, one page in one picture.",
        code="scan_too_large",
    )


def _warm_up() -> None:
    """Load what is loaded late by nature while we may still read our own files."""
    Image.MAX_IMAGE_PIXELS = LARGEST_PIXELS
    Image.init()
    blank = Image.new("RGB", (64, 64), "white")
    for name in ("JPEG", "PNG", "TIFF"):
        paper = io.BytesIO()
        blank.save(paper, name)
        Image.open(io.BytesIO(paper.getvalue())).convert("RGB").resize((8, 8), Image.Resampling.LANCZOS)
    zxingcpp.read_barcodes(blank)
    pypdfium2.PdfDocument.new().close()

"""Made-up certificates and contracts as a scanner leaves them: PDF and JPEG pages, some with a QR or a bar code.

Nobody in them exists: names are drawn from lists, identity numbers begin with 000, which no province issues.
"""

import io
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import zxingcpp
from PIL import Image, ImageDraw, ImageFont

FONT = "NotoSans-Regular.ttf"
PAGE = (1000, 1414)
"""Pixels of an A4 page at about 120 dots per inch: readable, and small enough for hundreds."""

LOTUS, PAPER, INK, PALE = (247, 222, 230), (250, 248, 242), (38, 36, 44), (196, 120, 146)
EPOCH = time.gmtime(0)

FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Đặng", "Võ", "Bùi", "Đỗ", "Ngô")
MIDDLE = ("Văn", "Thị", "Ngọc", "Minh", "Thu", "Quốc", "Hữu", "Kim")
GIVEN = ("Thử", "Mẫu", "Nghiệm", "Ví Dụ", "Diễn Tập", "Giả Định", "Kiểm", "Bản Nháp", "Thao Trường", "Mô Phỏng")
SERIAL_LETTERS = "ABCDĐEG"
ROLES = ("Cá nhân", "Chồng", "Vợ")


@dataclass(frozen=True, slots=True)
class Holder:
    """One made-up person of a certificate."""

    name: str
    identity_number: str
    role: str


@dataclass(frozen=True, slots=True)
class Paper:
    """The facts printed on one made-up certificate; area in m²."""

    serial: str
    book_number: str
    issued_on: date
    unit_code: str
    unit_name: str
    sheet: str
    number: int
    area: str
    land_use: str
    holders: tuple[Holder, ...]
    address: str
    dossier_code: str

    @property
    def elis_code(self) -> str:
        """What the QR of the ELIS form holds: eight fields between bars."""
        made = f"{self.issued_on:%d-%m-%Y}-08-30-00"
        return "|".join((made, self.unit_code, "ELIS", self.dossier_code, self.serial, "", made, str(len(self.serial))))


def make_paper(
    place: int, *, unit_code: str, unit_name: str, sheet: str, number: int, area: str, land_use: str, seed: int
) -> Paper:
    """The certificate of one parcel; the same place and seed give the same paper."""
    dice = np.random.default_rng([seed, place, 77])
    couple = bool(dice.random() < 0.4)
    holders = tuple(
        Holder(_name(dice), f"000{dice.integers(0, 10**9):09d}", role) for role in (ROLES[1:] if couple else ROLES[:1])
    )
    modern = bool(dice.random() < 0.3)
    letters = "".join(SERIAL_LETTERS[int(i)] for i in dice.integers(0, len(SERIAL_LETTERS), 2))
    digits = f"{9_000_000 + place:08d}" if modern else f"{900_000 + place % 100_000:06d}"
    issued = date(2025 if modern else int(dice.integers(2008, 2024)), int(dice.integers(1, 13)), 15)
    return Paper(
        serial=f"{letters} {digits}",
        book_number=f"{'VP' if modern else 'CH'} {10_000 + place:05d}",
        issued_on=issued,
        unit_code=unit_code,
        unit_name=unit_name,
        sheet=sheet,
        number=number,
        area=area,
        land_use=land_use,
        holders=holders,
        address=f"Số {int(dice.integers(1, 200))} đường Thử Nghiệm, {unit_name}",
        dossier_code=f"000.00.12.H36-{issued:%y%m%d}-{place % 10000:04d}",
    )


def _name(dice: np.random.Generator) -> str:
    return " ".join(part[int(dice.integers(0, len(part)))] for part in (FAMILY, MIDDLE, GIVEN))


def certificate_pages(paper: Paper, *, code: str = "") -> list[Image.Image]:
    """Two pages of a fictitious certificate; `code` is "qr", "bar" or empty."""
    front = _page(LOTUS)
    pen = ImageDraw.Draw(front)
    pen.text((90, 90), "MẪU THỬ NGHIỆM, KHÔNG CÓ GIÁ TRỊ PHÁP LÝ", fill=INK, font=_font(22))
    _centred(pen, 200, "GIẤY CHỨNG NHẬN", 54)
    _centred(pen, 275, "quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất", 26)
    holders = [f"{holder.role}: {holder.name}, số giấy tờ {holder.identity_number}" for holder in paper.holders]
    _lines(pen, 400, ["I. Người sử dụng đất", *holders, f"Địa chỉ: {paper.address}"])
    pen.text((640, 1300), f"Số phát hành {paper.serial}", fill=INK, font=_font(26))
    if code:
        _stamp_code(front, paper, code)
    back = _page(LOTUS)
    pen = ImageDraw.Draw(back)
    facts = [
        "II. Thửa đất",
        f"Thửa đất số {paper.number}, tờ bản đồ số {paper.sheet}",
        f"Địa chỉ: {paper.unit_name}",
        f"Diện tích: {paper.area} m²",
        f"Loại đất: {paper.land_use}",
        f"Ngày cấp: {paper.issued_on:%d/%m/%Y}",
        f"Số vào sổ cấp GCN: {paper.book_number}",
    ]
    _lines(pen, 160, facts)
    pen.polygon([(300, 800), (690, 770), (720, 1060), (330, 1100)], outline=INK, width=4)
    pen.text((480, 920), f"{paper.number}", fill=INK, font=_font(40))
    return [front, back]


def contract_pages(paper: Paper, pages: int = 2) -> list[Image.Image]:
    """A fictitious contract of sale."""
    drawn = []
    for number in range(1, pages + 1):
        sheet = _page(PAPER)
        pen = ImageDraw.Draw(sheet)
        _centred(pen, 140, "HỢP ĐỒNG CHUYỂN NHƯỢNG (MẪU THỬ NGHIỆM)", 30)
        clause = "Các bên và nội dung trong trang này là hư cấu, dùng để thử phần mềm."
        _lines(pen, 260, [f"Điều {number}. Thửa {paper.number}, tờ {paper.sheet}, {paper.unit_name}.", *[clause] * 9])
        _centred(pen, 1340, f"Trang {number}/{pages}", 22)
        drawn.append(sheet)
    return drawn


def as_pdf(pages: list[Image.Image]) -> bytes:
    """Pages as a scanner's PDF; no date of today in it."""
    paper = io.BytesIO()
    pages[0].save(
        paper, "PDF", save_all=True, append_images=pages[1:], resolution=120, quality=60,
        creationDate=EPOCH, modDate=EPOCH,
    )  # fmt: skip
    return paper.getvalue()


def as_picture(page: Image.Image, kind: str = "JPEG") -> bytes:
    """One page as JPEG, PNG or TIFF."""
    paper = io.BytesIO()
    page.save(paper, kind, **({"quality": 70} if kind == "JPEG" else {}))
    return paper.getvalue()


def _page(colour: tuple[int, int, int]) -> Image.Image:
    page = Image.new("RGB", PAGE, colour)
    ImageDraw.Draw(page).rectangle([40, 40, PAGE[0] - 40, PAGE[1] - 40], outline=PALE, width=5)
    return page


def _stamp_code(page: Image.Image, paper: Paper, code: str) -> None:
    """Top right, as the circular of 2024 has it (QR) or as old forms had it at the foot (bar code)."""
    if code == "qr":
        drawn = zxingcpp.create_barcode(paper.elis_code, zxingcpp.BarcodeFormat.QRCode)
        page.paste(Image.fromarray(np.array(zxingcpp.write_barcode_to_image(drawn, scale=3))), (760, 60))
    else:
        said = paper.serial.replace(" ", "").replace("Đ", "D")  # bar codes have no Đ
        drawn = zxingcpp.create_barcode(said, zxingcpp.BarcodeFormat.Code128)
        page.paste(Image.fromarray(np.array(zxingcpp.write_barcode_to_image(drawn, scale=3))), (80, 1200))


def _lines(pen: ImageDraw.ImageDraw, top: int, lines: list[str]) -> None:
    for number, line in enumerate(lines):
        pen.text((90, top + 52 * number), line, fill=INK, font=_font(26))


def _centred(pen: ImageDraw.ImageDraw, top: int, text: str, size: int) -> None:
    pen.text((PAGE[0] / 2, top), text, fill=INK, font=_font(size), anchor="ma")


def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, size)


def write_bytes(path: Path, content: bytes) -> Path:
    """Write a file and its folders; answers the path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path

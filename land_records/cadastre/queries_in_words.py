"""What people type to find a parcel: "tờ 54 thửa 20 phường Phan Thiết", "54/20", a code, a reference."""

import re
import unicodedata
from dataclasses import dataclass

_CODE = re.compile(r"^(?=.*\d)[0-9b-hjkmnp-z]{5,12}$")
_REFERENCE = re.compile(r"^\s*\d{1,5}(@\d{4}-\d{2}-\d{2})?/\S.*/\s*\d+\s*$")
_SHEET = re.compile(r"\bto(?:\s*ban\s*do)?(?:\s*so)?[\s:]*((?:td)?\d[\w-]*)")
_NUMBER = re.compile(r"\bthua(?:\s*dat)?(?:\s*so)?[\s:]*(\d+)\b")
_PAIR = re.compile(r"(?<![\w/.,-])(\d{1,5})\s*(?:[/\-,;]|\s)\s*(\d{1,6})(?![\w/.,-])")
_NOISE = re.compile(r"[,;:/().]+|\b(?:so|ban do|dat|o|tai|thuoc)\b")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a text asks for; empty parts were not said. `place` is the folded rest, a unit's name perhaps."""

    reference: str = ""
    code: str = ""
    sheet: str = ""
    number: int | None = None
    place: str = ""

    @property
    def says_something(self) -> bool:
        """False when nothing of a parcel was recognised."""
        return bool(self.reference or self.code or self.sheet or self.number is not None)


def understand(text: str) -> Asked:
    """Read a search text; accents and case do not matter ("to 54 thua 20" is "Tờ 54, thửa 20")."""
    folded = _bare(text)
    if _REFERENCE.match(text):
        return Asked(reference=text.strip())
    if _CODE.match(folded):
        return Asked(code=folded)
    sheet, number = _SHEET.search(folded), _NUMBER.search(folded)
    rest = folded
    for match in (sheet, number):
        rest = rest.replace(match.group(0), " ", 1) if match else rest
    if sheet or number:
        return Asked(
            sheet=_ordinal(sheet.group(1)) if sheet else "",
            number=int(number.group(1)) if number else None,
            place=_place(rest),
        )
    pair = _PAIR.search(folded)
    if pair:
        rest = folded.replace(pair.group(0), " ", 1)
        return Asked(sheet=_ordinal(pair.group(1)), number=int(pair.group(2)), place=_place(rest))
    return Asked()


def _bare(text: str) -> str:
    """Lower case without accents; unlike a name's key it keeps the marks between numbers (54/20, 10.92, TĐ03-2014)."""
    decomposed = unicodedata.normalize("NFD", text.strip().lower().replace("đ", "d"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _ordinal(written: str) -> str:
    return str(int(written)) if written.isdigit() else written.replace("td", "TĐ", 1)


def _place(rest: str) -> str:
    return re.sub(r"\s+", " ", _NOISE.sub(" ", rest)).strip()

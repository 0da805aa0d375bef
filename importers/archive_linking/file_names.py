"""What the name of a scan says about its certificate, by a rule the uploader states or by trying the usual ones.

A rule is a template: words and `{serial}`, `{book_number}`, `{unit}`, `{sheet}`, `{parcel}`, `{dossier}`, `{any}`.
The name is compared without accents, case, blanks and signs; a page number at the end ("_2", "(3)", "-trang 4") is
no part of it. A scan that says nothing itself is named by its folder.
"""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

from gis_core.text.names import fold
from importers.errors import ImportRefused

USUAL: dict[str, str] = {
    "serial": "{serial}",
    "dossier": "{dossier}",
    "unit_sheet_parcel": "{unit}_{sheet}_{parcel}",
    "sheet_parcel": "to{sheet}_thua{parcel}",
    "book_number": "{book_number}",
    "serial_within": "{any}{serial}{any}",
}
"""Name of a rule → its template; `auto` tries them in this order."""

_PARTS = {
    "serial": r"(?<![a-z0-9])(?P<serial>[a-z]{1,2}[\W_]?\d{6,8})(?!\d)",
    "book_number": r"(?P<book_number>[a-z]{0,3}\W?\d{3,6}(?:\W?[a-z]{2,5})?)",
    "unit": r"(?P<unit>\d{5})",
    "sheet": r"(?P<sheet>\d{1,4})",
    "parcel": r"(?P<parcel>\d{1,5})",
    "dossier": r"(?P<dossier>[a-z0-9.]*[a-z]{1,2}[a-z0-9.]*\W\d{6}\W\d{4,5})",
    "any": r".*?",
}
_SIGN = r"[\W_]*"
_PAGE = re.compile(r"(?:[\s_.-]*\(\s*\d{1,3}\s*\)|[\s_.-]+(?:trang|page|p|tr)?\s*\d{1,2})$")
_WORD = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class NameKeys:
    """Keys a name gives; empty where it is silent. `serial`, `book_number`, `dossier` hold letters and digits only."""

    serial: str = ""
    book_number: str = ""
    dossier: str = ""
    unit: str = ""
    sheet: str = ""
    parcel: str = ""

    def __bool__(self) -> bool:
        """True when the name says anything."""
        return bool(self.serial or self.book_number or self.dossier or self.parcel)


class NameRule:
    """One rule, ready to read names."""

    def __init__(self, rule: str) -> None:
        """`rule`: "auto", a name of USUAL, or a template. Raises ImportRefused for a template without a key."""
        templates = list(USUAL.values()) if rule in ("", "auto") else [USUAL.get(rule, rule)]
        self._patterns = [_compiled(template) for template in templates]

    def keys(self, name: str) -> tuple[NameKeys, ...]:
        """Every reading of a path inside the delivery, the likeliest first; a folder speaks when the file is silent."""
        parts = PurePosixPath(name.replace("\\", "/")).parts
        for part in (PurePosixPath(parts[-1]).stem, *reversed(parts[:-1])):
            found = tuple(dict.fromkeys(keys for text in _spellings(part) for keys in self._read(text)))
            if found:
                return found
        return ()

    def _read(self, text: str) -> list[NameKeys]:
        readings = []
        for pattern in self._patterns:
            if said := pattern.fullmatch(text):
                parts = {key: value or "" for key, value in said.groupdict().items()}
                readings.append(
                    NameKeys(
                        serial=_bare(parts.get("serial", "")),
                        book_number=_bare(parts.get("book_number", "")),
                        dossier=_bare(parts.get("dossier", "")),
                        unit=parts.get("unit", ""),
                        sheet=parts.get("sheet", "").lstrip("0"),
                        parcel=parts.get("parcel", "").lstrip("0"),
                    )
                )
        return readings


def _spellings(part: str) -> tuple[str, ...]:
    """The name without accents and case, as it stands and without a page number at its end."""
    decomposed = unicodedata.normalize("NFD", part.lower().replace("đ", "d"))
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter)).strip()
    shorter = _PAGE.sub("", plain)
    return (plain,) if shorter == plain or not shorter else (plain, shorter)


def _bare(text: str) -> str:
    return "".join(letter for letter in text.upper() if letter.isalnum())


def _compiled(template: str) -> re.Pattern[str]:
    """A template as a pattern over plain names."""
    names, known = _WORD.findall(template), ", ".join(("auto", *USUAL))
    if not set(names) & (set(_PARTS) - {"any", "unit", "sheet"}) or set(names) - set(_PARTS):
        raise ImportRefused(
            f"Quy tắc đặt tên “{template[:60]}” không có trường nào nhận ra được giấy chứng nhận.",
            f"The naming rule “{template[:60]}” names no certificate.",
            hint_vi=f"Dùng một trong {known}, hoặc mẫu như HS-{{serial}}, {{unit}}_{{sheet}}_{{parcel}}.",
            hint_en=f"Use one of {known}, or a template such as HS-{{serial}}.",
            code="name_rule_unknown",
        )
    pattern, place = "", 0
    for word in _WORD.finditer(template):
        pattern += _literal(template[place : word.start()]) + _PARTS[word[1]]
        place = word.end()
    return re.compile(_SIGN + pattern + _literal(template[place:]) + _SIGN)


def _literal(text: str) -> str:
    """Fixed words of a template; where it has signs or blanks there may be any signs, but some."""
    if not text:
        return ""
    words = [re.escape(fold(word)) for word in re.split(r"[\W_]+", text) if word]
    if not words:
        return r"[\W_]+"
    return r"[\W_]*" + r"[\W_]*".join(words) + r"[\W_]*"

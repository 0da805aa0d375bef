"""Typed input of acts as plain text fields: how each kind of field reads what people type and writes what is stored.

Lists are one thing per line, parts separated by a semicolon or a tab, so that a table pasted from a spreadsheet works
and a page without scripts takes any number of holders or corners. Decimal comma and dot are both read.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form: `name` in the payload, what it reads (`reads`), label, help; `choices` for a choice.

    `columns`: what one line of a list holds, in order.
    """

    name: str
    reads: str
    label: Any
    required: bool = False
    help: Any = ""
    choices: tuple[tuple[str, Any], ...] = ()
    columns: tuple[str, ...] = ()


def decimal_text(text: str) -> str:
    """A figure with comma or dot, blanks out, as the payload takes it. Raises ValidationError."""
    said = text.strip().replace("\u00a0", "").replace(" ", "").replace(",", ".")
    try:
        float(said)
    except ValueError:
        raise forms.ValidationError(_("“%(text)s” không phải là số.") % {"text": text.strip()[:40]}) from None
    return said


def whole(text: str) -> int:
    """A whole number. Raises ValidationError."""
    said = text.strip().replace(".", "").replace(" ", "")
    if not said.isdigit():
        raise forms.ValidationError(_("“%(text)s” không phải là số nguyên.") % {"text": text.strip()[:40]})
    return int(said)


def lines_of(text: str) -> list[list[str]]:
    """Lines that say something, cut into their parts."""
    rows = []
    for line in text.replace("\r", "").split("\n"):
        if line.strip():
            rows.append([part.strip() for part in line.replace("\t", ";").split(";")])
    return rows


def _place(parts: Sequence[str]) -> dict[str, str]:
    numbers = [part for chunk in parts for part in chunk.split()]
    if len(numbers) != 2:
        raise forms.ValidationError(_("Mỗi dòng cần đúng hai số: X (Bắc) rồi Y (Đông)."))
    return {"x_north": decimal_text(numbers[0]), "y_east": decimal_text(numbers[1])}


def _holder(parts: Sequence[str]) -> dict[str, Any]:
    return {"party_id": whole(parts[0]), **({"share": parts[1]} if len(parts) > 1 and parts[1] else {})}


def _use(parts: Sequence[str], parcel: Any = None) -> dict[str, Any]:
    made: dict[str, Any] = {"code": parts[0].upper()}
    if len(parts) > 1 and parts[1]:
        made["area_m2"] = decimal_text(parts[1])
    until = parts[2] if len(parts) > 2 else ""
    if until and until.casefold() not in ("lâu dài", "long"):
        made |= {"term": "until", "until": iso_day(until)}
    elif until:
        made["term"] = "long"
    if parcel is not None:
        made["parcel_id"] = parcel
    return made


def iso_day(text: str) -> str:
    """31/12/2026 or 2026-12-31 as ISO. Raises ValidationError."""
    parts = text.strip().split("/")
    said = "-".join([parts[2], parts[1].zfill(2), parts[0].zfill(2)]) if len(parts) == 3 else text.strip()
    try:
        return forms.DateField().clean(said).isoformat()
    except forms.ValidationError:
        raise forms.ValidationError(_("“%(text)s” không phải là ngày, ví dụ 31/12/2026.") % {"text": text}) from None


def _places(text: str) -> list[dict[str, str]]:
    return [_place(parts) for parts in lines_of(text)]


def _rings(text: str) -> list[list[dict[str, str]]]:
    rings = [ring for ring in text.replace("\r", "").split("\n\n") if ring.strip()]
    return [_places(ring) for ring in rings]


def _moves(text: str) -> list[dict[str, Any]]:
    moves = []
    for parts in lines_of(text):
        numbers = [part for chunk in parts for part in chunk.split()]
        if len(numbers) != 4:
            raise forms.ValidationError(_("Mỗi dòng cần bốn số: X cũ, Y cũ, X mới, Y mới."))
        moves.append({"old": _place(numbers[:2]), "new": _place(numbers[2:])})
    return moves


def _legs(text: str) -> list[dict[str, Any]]:
    return [
        {"bearing": parts[0], **({"distance_m": decimal_text(parts[1])} if len(parts) > 1 and parts[1] else {})}
        for parts in lines_of(text)
    ]


READERS: Mapping[str, Callable[[str], Any]] = {
    "text": str.strip,
    "decimal": decimal_text,
    "whole": whole,
    "proposal": whole,
    "party": lambda text: whole(lines_of(text)[0][0]),
    "choice": str.strip,
    "holders": lambda text: [_holder(parts) for parts in lines_of(text)],
    "parties": lambda text: [whole(parts[0]) for parts in lines_of(text.replace(",", "\n"))],
    "shares": lambda text: {str(whole(parts[0])): parts[1] if len(parts) > 1 else "" for parts in lines_of(text)},
    "uses": lambda text: [_use(parts) for parts in lines_of(text)],
    "use_areas": lambda text: [[use["code"], use.get("area_m2")] for use in map(_use, lines_of(text))],
    "places": _places,
    "place": lambda text: _place([text]),
    "rings": _rings,
    "moves": _moves,
    "legs": _legs,
    "codes": lambda text: [part.strip().upper() for part in text.replace(";", ",").split(",")],
    "numbers": lambda text: [whole(part) if part.strip() else None for part in text.replace(";", ",").split(",")],
    "parts_of": lambda text: {
        str(whole(parts[0])): whole(parts[1] if len(parts) > 1 else "") for parts in lines_of(text)
    },
}
"""How each kind of field turns text into the payload's value."""


def _number(value: Any) -> str:
    return str(value).replace(".", ",")


def _xy(place: Mapping[str, Any]) -> str:
    return f"{_number(place['x_north'])}; {_number(place['y_east'])}"


def _use_line(use: Mapping[str, Any]) -> str:
    until = use.get("until") or ("lâu dài" if use.get("term") == "long" else "")
    area = _number(use["area_m2"]) if use.get("area_m2") else ""
    return "; ".join([str(use.get("code", "")), area, str(until)]).rstrip("; ")


WRITERS: Mapping[str, Callable[[Any], str]] = {
    "holders": lambda value: "\n".join(
        "; ".join(str(one[k]) for k in ("party_id", "share") if one.get(k)) for one in value
    ),
    "parties": lambda value: "\n".join(map(str, value)),
    "shares": lambda value: "\n".join(f"{party}; {share}" for party, share in value.items()),
    "parts_of": lambda value: "\n".join(f"{asset}; {part}" for asset, part in value.items()),
    "uses": lambda value: "\n".join(map(_use_line, value)),
    "use_areas": lambda value: "\n".join("; ".join([code, _number(area)] if area else [code]) for code, area in value),
    "places": lambda value: "\n".join(map(_xy, value)),
    "place": _xy,
    "rings": lambda value: "\n\n".join("\n".join(map(_xy, ring)) for ring in value),
    "moves": lambda value: "\n".join(f"{_xy(one['old'])}; {_xy(one['new'])}" for one in value),
    "legs": lambda value: "\n".join(
        "; ".join(str(one[k]) for k in ("bearing", "distance_m") if one.get(k)) for one in value
    ),
    "codes": lambda value: ", ".join(map(str, value)),
    "numbers": lambda value: ", ".join("" if one is None else str(one) for one in value),
    "decimal": _number,
}
"""How a stored value is written back into its field; what is not here is written as it is."""

LONG = frozenset({"holders", "parties", "shares", "uses", "use_areas", "places", "rings", "moves", "legs", "parts_of"})
"""Fields of several lines."""

"""Kinds of papers a dossier is made of: reference/data/document_types.csv, each with the time its form was in force."""

from datetime import date
from functools import cache

from reference.data_files import rows
from reference.errors import UnknownDocumentType
from reference.snapshots import DocumentType


def document_types(on: date | None = None) -> tuple[DocumentType, ...]:
    """The types in the table's order; with `on`, those in force on that day."""
    return tuple(
        one
        for one in _table().values()
        if on is None or ((one.valid_from or on) <= on and (one.valid_to is None or on <= one.valid_to))
    )


def document_type(code: str) -> DocumentType:
    """One type by its permanent code, in force or not. Raises UnknownDocumentType."""
    table = _table()
    if code not in table:
        raise UnknownDocumentType(
            f"Danh mục giấy tờ không có loại “{code}”.",
            f"The list of document types has no “{code}”.",
            hint_vi="Chọn loại giấy tờ trong danh sách; không rõ thì chọn “Giấy tờ khác”.",
            hint_en="Choose a type from the list; when in doubt, “Other paper”.",
        )
    return table[code]


@cache
def _table() -> dict[str, DocumentType]:
    return {
        row["code"]: DocumentType(
            code=row["code"],
            name_vi=row["name_vi"],
            name_en=row["name_en"],
            form=row["form"],
            legal_source=row["legal_source"],
            valid_from=_day(row["valid_from"]),
            valid_to=_day(row["valid_to"]),
        )
        for row in rows("document_types.csv")
    }


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None

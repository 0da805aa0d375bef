"""One door for every file: which converter takes it, by suffix."""

from pathlib import Path
from typing import Any

from gis_core.errors import DomainError
from importers.conversion.delimited import convert_delimited
from importers.conversion.request import ConversionRequest, Converter
from importers.conversion.workbook import convert_workbook

TEXT_SUFFIXES = frozenset({".csv", ".txt", ".xyz", ".pts", ".tsv"})


class NoConverter(DomainError):
    """No converter takes this pair of files."""

    code = "conversion_unsupported"


class _TextTables:
    """Text table to text table."""

    def accepts(self, source: Path, target: Path) -> bool:
        """Both sides are text."""
        return source.suffix.lower() in TEXT_SUFFIXES and target.suffix.lower() in TEXT_SUFFIXES

    def convert(self, request: ConversionRequest) -> dict[str, Any]:
        """Stream it."""
        return convert_delimited(request)


class _Workbooks:
    """Excel to Excel."""

    def accepts(self, source: Path, target: Path) -> bool:
        """Both sides are XLSX."""
        return source.suffix.lower() == ".xlsx" and target.suffix.lower() == ".xlsx"

    def convert(self, request: ConversionRequest) -> dict[str, Any]:
        """Stream it."""
        return convert_workbook(request)


CONVERTERS: tuple[Converter, ...] = (_TextTables(), _Workbooks())
"""Asked in this order; a converter of map files and pictures goes behind the tables."""


def convert(request: ConversionRequest) -> dict[str, Any]:
    """Convert one file; refuses a pair nobody takes and a target that is its own source."""
    if request.source.resolve() == request.target.resolve():
        raise NoConverter(
            "Tệp kết quả trùng với tệp nguồn.",
            "The result would overwrite its own source.",
            hint_vi="Chọn tên khác cho tệp kết quả.",
            hint_en="Give the result another name.",
        )
    for converter in CONVERTERS:
        if converter.accepts(request.source, request.target):
            return converter.convert(request)
    raise NoConverter(
        f"Không đổi được tệp “{request.source.suffix}” sang “{request.target.suffix}”.",
        f"A file “{request.source.suffix}” cannot be converted to “{request.target.suffix}”.",
        hint_vi="Bảng điểm: CSV, TXT hoặc XLSX sang cùng loại.",
        hint_en="Point tables: CSV, TXT or XLSX into the same kind.",
    )

"""Refusals of the conversion room."""

from gis_core.errors import DomainError


class ConversionError(DomainError):
    """A file that is not converted, with the reason; nothing is left at the place of the result."""

    code = "conversion_refused"


def unknown_target(name: str, known: str) -> ConversionError:
    """The result's extension names no format that is written here."""
    return ConversionError(
        f"Không ghi được định dạng của “{name}”.",
        f"The format of “{name}” is not written here.",
        hint_vi=f"Đặt đuôi tệp kết quả là một trong: {known}.",
        hint_en=f"Give the result one of these extensions: {known}.",
        code="target_format_unknown",
    )


def impossible_target(what: str, system: str, why_vi: str, why_en: str) -> ConversionError:
    """The format cannot hold coordinates of that system."""
    return ConversionError(
        f"{what} không chứa được tọa độ hệ {system}: {why_vi}.",
        f"{what} cannot hold coordinates of {system}: {why_en}.",
        hint_vi="Chọn định dạng khác hoặc hệ tọa độ đích khác.",
        hint_en="Choose another format or another target system.",
        code="target_system_impossible",
    )


def unknown_source(name: str) -> ConversionError:
    """The file does not say its system with certainty and nobody else did."""
    return ConversionError(
        f"“{name}” không nói rõ hệ tọa độ.",
        f"“{name}” does not say its coordinate system with certainty.",
        hint_vi="Chỉ rõ hệ nguồn bằng --from (ví dụ --from 9218); xem các khả năng bằng inspect_file.",
        hint_en="State the source system with --from (e.g. --from 9218); inspect_file lists the candidates.",
        code="source_system_unknown",
    )


def unreadable(name: str, problem: str) -> ConversionError:
    """GDAL gave up in the middle of the file; no word of the file itself is repeated."""
    return ConversionError(
        f"Không đọc được “{name}”: tệp hỏng hoặc không đầy đủ ({problem}).",
        f"“{name}” cannot be read, it is damaged or incomplete ({problem}).",
        hint_vi="Hãy xuất lại tệp từ phần mềm gốc rồi chuyển lại.",
        hint_en="Export the file again from its own program.",
        code="damaged_file",
    )


def nothing_written(name: str, announced: int, found: int) -> ConversionError:
    """What was written does not read back as what went in."""
    return ConversionError(
        f"Kết quả “{name}” đọc lại được {found} đối tượng thay vì {announced}; đã hủy.",
        f"The result “{name}” reads back with {found} features instead of {announced}; it was discarded.",
        hint_vi="Hãy chọn định dạng khác và báo người quản trị.",
        hint_en="Choose another format and tell the administrator.",
        code="result_differs",
    )

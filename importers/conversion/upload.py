"""A point table somebody uploaded, converted in an unprivileged child process."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gis_core.crs.operations import Conversion
from gis_core.errors import DomainError
from gis_core.process.limits import Limits
from gis_core.process.parent import ChildDied, ChildTimedOut, answered
from importers.conversion.child_main import fit_facts
from importers.conversion.dispatch import TEXT_SUFFIXES, NoConverter

TABLE_SUFFIXES = TEXT_SUFFIXES | {".xlsx"}
_CHILD = "importers.conversion.child_main:main"
UPLOAD_LIMITS = Limits(memory_bytes=2 << 30, cpu_seconds=60, wall_seconds=90.0, output_bytes=1 << 30)


class ConversionFailed(DomainError):
    """The child died or took too long."""

    code = "conversion_failed"


@contextmanager
def converted_upload(
    path: Path, name: str, conversion: Conversion, *, swap_axes: bool = False
) -> Iterator[tuple[dict[str, Any], Path]]:
    """The contract's answer and the folder with `result.*` (and the rejected rows); gone when the block ends.

    `name` is only asked for its suffix. Raises DomainError when the file is refused or the child fails.
    """
    suffix = Path(name).suffix.lower()
    if suffix not in TABLE_SUFFIXES:
        raise NoConverter(
            f"Trang này đổi bảng điểm CSV, TXT, XLSX; không đổi tệp “{suffix or name[:20]}”.",
            f"This page converts point tables (CSV, TXT, XLSX), not “{suffix or name[:20]}”.",
            hint_vi="Tệp bản đồ và ảnh: dùng lệnh manage.py convert.",
            hint_en="Map files and pictures: use manage.py convert.",
        )
    clean = f"table{suffix}"
    job = {
        "name": clean,
        "from": conversion.source.code,
        "to": conversion.target.code,
        "swap_axes": swap_axes,
        "fit": fit_facts(conversion.fit),  # type: ignore[arg-type]
    }
    try:
        with answered(_CHILD, files={clean: path}, job=job, limits=UPLOAD_LIMITS) as done:
            yield done
    except (ChildDied, ChildTimedOut) as failure:
        raise ConversionFailed(
            "Không đổi được tệp này: việc đọc tệp bị dừng giữa chừng.",
            "This file could not be converted: reading it was stopped.",
            hint_vi="Tệp quá lớn hoặc bị hỏng; chia nhỏ tệp, hoặc dùng lệnh manage.py convert.",
            hint_en="It is too large or damaged; split it, or use manage.py convert.",
        ) from failure

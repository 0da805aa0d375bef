"""Facts and page pictures of stored scans, made in a child process and kept by SHA-256 in THODIA_HOME/cache/scans.

Everything here can be made again from the vault: the cache may be emptied at any time. Pages are drawn in small runs,
so that the first pages of a 500-page file are there at once and the next ones before they are asked for.
"""

import fcntl
import json
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from dossiers import vault
from dossiers.errors import ScanRefused, UnknownPage
from gis_core.errors import DomainError
from gis_core.process.limits import Limits
from gis_core.process.parent import ChildDied, ChildTimedOut, answered

ENTRY = "dossiers.scans.child_main:main"
LIMITS = Limits(memory_bytes=3 << 30, cpu_seconds=60, wall_seconds=90.0, output_bytes=256 << 20)
WIDTHS = {"thumb": 150, "page": 1100, "large": 2400}
"""Size name → pixels across a page."""

RUN_LENGTH = {"thumb": 24, "page": 3, "large": 1}
"""Pages drawn by one child: starting it takes longer than drawing a page."""

AT_ONCE = threading.BoundedSemaphore(4)
"""Children of one web process at the same time; more readers wait."""

SCANS_AT_ONCE = 16
"""Files described by one child."""


@dataclass(frozen=True, slots=True)
class ScanFacts:
    """What a scan is: pages, the PDF/A part it claims ("" for none), the codes on its first page, or why it cannot
    be read (`refusal`, as `DomainError.as_answer`)."""

    pages: int
    pdf_a: str
    codes: tuple[str, ...]
    refusal: dict[str, Any] | None = None

    def refuse_unreadable(self) -> None:
        """Raise ScanRefused when the scan cannot be read."""
        if self.refusal is None:
            return
        hint = self.refusal.get("hint") or {}
        raise ScanRefused(
            self.refusal["message_vi"],
            self.refusal["message_en"],
            hint_vi=hint.get("vi", ""),
            hint_en=hint.get("en", ""),
            code=self.refusal["code"],
        )


def describe_scans(scans: Sequence[tuple[str, str]]) -> list[ScanFacts]:
    """Facts of stored scans given as (SHA-256, media kind), in their order; known ones come from the cache.

    One child reads several files; when it dies, each file is tried alone, so that one bad file costs only itself.
    """
    facts = {sha256: _kept_facts(sha256) for sha256, _ in scans}
    missing = [(sha256, kind) for sha256, kind in dict(scans).items() if facts[sha256] is None]
    for start in range(0, len(missing), SCANS_AT_ONCE):
        facts.update(_describe_run(missing[start : start + SCANS_AT_ONCE]))
    return [found for sha256, _ in scans if (found := facts[sha256]) is not None]


def _describe_run(scans: list[tuple[str, str]]) -> dict[str, ScanFacts | None]:
    try:
        told = _ask(
            {sha256: vault.stored_path(sha256) for sha256, _ in scans},
            {"act": "describe", "names": scans, "codes": True},
        )["scans"]
    except ScanRefused as death:
        if len(scans) > 1:
            return {sha256: _describe_run([(sha256, kind)])[sha256] for sha256, kind in scans}
        told = [{"refusal": death.as_answer()}]
    answers: dict[str, ScanFacts | None] = {}
    for (sha256, _), found in zip(scans, told, strict=True):
        _keep_json(_folder(sha256) / "facts.json", found)
        answers[sha256] = _facts(found)
    return answers


def _ask(files: dict[str, Path], job: dict[str, Any]) -> dict[str, Any]:
    with _child(files, job) as (answer, _):
        return answer


@contextmanager
def _child(files: dict[str, Path], job: dict[str, Any]) -> Iterator[tuple[dict[str, Any], Path]]:
    try:
        with AT_ONCE, answered(ENTRY, files=files, job=job, limits=LIMITS) as (answer, out):
            yield answer, out
    except (ChildDied, ChildTimedOut) as death:
        raise ScanRefused(
            "Không mở được tệp quét: trình đọc bị dừng vì tệp hỏng hoặc quá nặng.",
            f"The scan cannot be opened: its reader was stopped ({death}).",
            hint_vi="Chép lại tệp từ máy quét hoặc quét lại giấy tờ; tệp cũ được giữ lại để kiểm tra.",
            hint_en="Copy it from the scanner again or scan the paper again; the old file is kept.",
            code="scan_damaged",
        ) from None


def page_picture(sha256: str, kind: str, page: int, size: str) -> Path:
    """The JPEG of a page (1, 2, 3 …) in one of WIDTHS, drawn with its neighbours when it is not there yet.

    Raises UnknownPage, ScanRefused, UnknownFile.
    """
    if size not in WIDTHS or page < 1:
        raise _no_page(page)
    folder = _folder(sha256)
    wanted = folder / f"{size}-{page}.jpg"
    if wanted.exists():
        return wanted
    facts = describe_scans([(sha256, kind)])[0]
    facts.refuse_unreadable()
    if page > facts.pages:
        raise _no_page(page)
    with _alone(folder):
        if not wanted.exists():
            _draw(sha256, kind, page, size)
    if not wanted.exists():
        raise _no_page(page)
    return wanted


def _draw(sha256: str, kind: str, page: int, size: str) -> None:
    length = RUN_LENGTH[size]
    first = (page - 1) // length * length if size == "thumb" else page - 1
    folder = _folder(sha256)
    job = {"act": "render", "kind": kind, "pages": list(range(first, first + length)), "width": WIDTHS[size]}
    try:
        with _child({"scan": vault.stored_path(sha256)}, job) as (answer, out):
            for drawn in answer["drawn"]:
                _put(folder / f"{size}-{int(drawn) + 1}.jpg", (out / f"{int(drawn)}.jpg").read_bytes())
    except ScanRefused:
        raise
    except DomainError as refusal:
        raise ScanRefused(
            refusal.message_vi,
            refusal.message_en,
            hint_vi=refusal.hint_vi,
            hint_en=refusal.hint_en,
            code=refusal.code,
        ) from None


def _no_page(page: int) -> UnknownPage:
    return UnknownPage(
        f"Tệp quét không có trang {page}.",
        f"The scan has no page {page}.",
        hint_vi="Mở lại tệp từ trang hồ sơ để xem số trang.",
        hint_en="Open the scan from its dossier to see how many pages it has.",
    )


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Two readers of the same page: the second waits and finds it drawn."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _folder(sha256: str) -> Path:
    vault.stored_path(sha256)
    folder = Path(settings.THODIA_HOME) / "cache" / "scans" / sha256[:2] / sha256
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _kept_facts(sha256: str) -> ScanFacts | None:
    path = _folder(sha256) / "facts.json"
    return _facts(json.loads(path.read_text("utf-8"))) if path.exists() else None


def _facts(told: dict[str, Any]) -> ScanFacts:
    return ScanFacts(
        pages=int(told.get("pages", 0)),
        pdf_a=str(told.get("pdf_a", "")),
        codes=tuple(code["text"] for code in told.get("codes", [])),
        refusal=told.get("refusal"),
    )


def _keep_json(path: Path, value: dict[str, Any]) -> None:
    _put(path, json.dumps(value, ensure_ascii=False).encode("utf-8"))


def _put(path: Path, content: bytes) -> None:
    """Whole or not at all: readers never see half a picture."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    beside.write_bytes(content)
    beside.chmod(0o600)
    beside.replace(path)

"""Anchors: one small file a day outside the database with the chain's last link.

Whoever could rewrite the whole database, chain included, would also have to rewrite these files; copied to another
machine (or printed) they bind the past. Files lie in THODIA_HOME/anchors/<database>/<day>.json.
"""

import json
import os
import shutil
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from dossiers.errors import AnchorContradicted


@dataclass(frozen=True, slots=True)
class Anchor:
    """`chain`: hash of link 0, the identity of the chain. `link`, `hash`: the last link when the file was written."""

    chain: str
    link: int
    hash: str
    at: str


@dataclass(frozen=True, slots=True)
class AnchorFault:
    """An anchor file the database contradicts."""

    file: str
    link: int | None
    reason: str


def anchors_folder() -> Path:
    """The folder of this database's anchors, made when missing (mode 0700)."""
    folder = Path(settings.THODIA_HOME) / "anchors" / str(connection.settings_dict["NAME"])
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def write_anchor(*, on: date | None = None) -> tuple[Path, Anchor]:
    """Write today's anchor; a second call on the same day moves it forward. Faulty anchors are never overwritten.

    Raises AnchorContradicted when an anchor already written contradicts the database.
    """
    if faults := anchor_faults():
        raise AnchorContradicted(
            f"{len(faults)} mốc neo không khớp với cơ sở dữ liệu, đầu tiên: {faults[0].file} ({faults[0].reason}).",
            f"{len(faults)} anchors contradict the database, first: {faults[0].file} ({faults[0].reason}).",
            hint_vi="Chạy verify_history; xem docs/operations.md.",
            hint_en="Run verify_history; see docs/operations.md.",
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT encode(hash, 'hex') FROM history.link WHERE id = 0")
        chain = cursor.fetchone()[0]
        cursor.execute("SELECT id, encode(hash, 'hex') FROM history.link ORDER BY id DESC LIMIT 1")
        link, link_hash = cursor.fetchone()
    anchor = Anchor(chain=chain, link=link, hash=link_hash, at=timezone.now().isoformat())
    path = _file_of(on or timezone.localdate())
    draft = path.with_suffix(".draft")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(asdict(anchor), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    return path, anchor


def ensure_anchor() -> bool:
    """Write today's anchor when there is none yet; True when it was written now. Cheap enough to ask every minute."""
    if _file_of(timezone.localdate()).exists():
        return False
    write_anchor()
    return True


def _file_of(day: date) -> Path:
    return anchors_folder() / f"{day:%Y-%m-%d}.json"


def read_anchors() -> list[tuple[Path, Anchor | None]]:
    """Every anchor file, oldest first; None for a file that cannot be read as one."""
    found: list[tuple[Path, Anchor | None]] = []
    for path in sorted(anchors_folder().glob("*.json")):
        try:
            found.append((path, Anchor(**json.loads(path.read_text(encoding="utf-8")))))
        except (ValueError, TypeError):
            found.append((path, None))
    return found


def anchor_faults() -> list[AnchorFault]:
    """Anchors that the database contradicts: another chain, a link gone, a link with another hash."""
    anchors = read_anchors()
    links = [anchor.link for _, anchor in anchors if anchor]
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, encode(hash, 'hex') FROM history.link WHERE id = 0 OR id = ANY (%s)", [links])
        known = dict(cursor.fetchall())
    faults = []
    for path, anchor in anchors:
        if anchor is None:
            faults.append(AnchorFault(path.name, None, "anchor_unreadable"))
        elif anchor.chain != known.get(0):
            faults.append(AnchorFault(path.name, anchor.link, "anchor_of_another_chain"))
        elif anchor.link not in known:
            faults.append(AnchorFault(path.name, anchor.link, "anchored_link_missing"))
        elif known[anchor.link] != anchor.hash:
            faults.append(AnchorFault(path.name, anchor.link, "anchored_link_differs"))
    return faults


def set_aside_faulty(*, reason: str) -> list[Path]:
    """After a deliberate restore of an older backup: move the anchors it contradicts into `set_aside/`.

    The files are kept: they are the proof that later entries once existed.
    """
    moved = []
    target = anchors_folder() / "set_aside" / f"{timezone.now():%Y%m%dT%H%M%SZ}"
    for fault in anchor_faults():
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
        moved.append(Path(shutil.move(anchors_folder() / fault.file, target / fault.file)))
    if moved:
        (target / "reason.txt").write_text(reason + "\n", encoding="utf-8")
    return moved

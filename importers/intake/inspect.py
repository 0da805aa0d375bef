"""Look into a file without importing it: the answer of `inspect_file` (command contract)."""

import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from importers.intake.archive import is_archive, unpack
from importers.intake.child import read_file
from importers.intake.fingerprint import sha256_of
from importers.intake.limits import Limits
from importers.readers.errors import UnreadableFile
from importers.readers.protocol import FileInfo


def inspect(path: Path, *, limits: Limits | None = None, expected_srid: int | None = None) -> dict[str, Any]:
    """Describe a file or every data set of an archive.

    Raises UnreadableFile for what cannot be read; an archive with one bad data set still describes the others.
    """
    if not path.stat().st_size or not is_archive(path) or path.suffix.lower() not in {".zip", ""}:
        with read_file(path, limits=limits, with_blocks=False, expected_srid=expected_srid) as reading:
            return answer(reading.info)
    return _inspect_archive(path, limits, expected_srid)


def _inspect_archive(path: Path, limits: Limits | None, expected_srid: int | None) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="thodia-zip-") as folder:
        root = Path(folder)
        mains = unpack(path, root)
        inside: list[dict[str, Any]] = []
        refusals: list[UnreadableFile] = []
        for main in mains:
            entry: dict[str, Any] = {"name": str(main.relative_to(root))}
            try:
                with read_file(main, limits=limits, with_blocks=False, expected_srid=expected_srid) as reading:
                    entry |= answer(reading.info)
            except UnreadableFile as refusal:
                refusals.append(refusal)
                entry |= {"ok": False, "error": refusal.as_answer()}
            inside.append(entry)
    good = [entry for entry in inside if entry["ok"]]
    if not good and refusals:
        raise refusals[0]
    whole: dict[str, Any] = {"ok": True, "format": "ZIP", "version": "", "kind": "archive", "sha256": sha256_of(path)}
    whole["size"] = path.stat().st_size
    if len(good) == 1:
        whole = {**good[0], "archive": {"sha256": whole["sha256"], "size": whole["size"], "name": good[0]["name"]}}
    else:
        whole |= _combined(good)
    whole["data_sets"] = inside
    return whole


def _combined(entries: list[dict[str, Any]]) -> dict[str, Any]:
    """Several data sets: layers and readers in a row, no common extent or coordinate system is claimed."""
    return {
        "layers": [{**layer, "data_set": entry["name"]} for entry in entries for layer in entry["layers"]],
        "extent": None,
        "encodings": [],
        "crs_candidates": [],
        "readers": [],
        "verdict": "warn",
        "warnings": [
            {
                "code": "several_data_sets",
                "severity": "warn",
                "message_vi": f"Tệp nén có {len(entries)} bộ dữ liệu; hãy chọn một bộ.",
                "message_en": f"The archive holds {len(entries)} data sets; choose one.",
                "count": len(entries),
            }
        ],
    }


def answer(info: FileInfo) -> dict[str, Any]:
    """The description as the contract's JSON object; texts and coordinates of single points stay out."""
    values = asdict(info)
    values.pop("sample_xy")
    return {"ok": True, **values, "verdict": info.verdict}

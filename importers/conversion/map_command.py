"""`manage.py convert` for map files and pictures: arguments, answer, words. Knows no Django.

`manage.py` comes here directly when no saved fit is asked for: loading the whole installation would take longer than
many a conversion. The Django command comes here too, with the fit it has looked up.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gis_core.errors import DomainError
from importers.conversion.map_files import convert_maps, is_map_work
from importers.conversion.one_file import Wish

ENCODINGS = ("auto", "utf-8", "tcvn3", "vni", "cp1258")


def takes(arguments: list[str]) -> bool:
    """True when these arguments of manage.py are a conversion of map files that needs no database."""
    if arguments[:1] != ["convert"] or any(word.startswith("--fit") or word in {"-h", "--help"} for word in arguments):
        return False
    plain = _plain(arguments[1:])
    return len(plain) == 2 and is_map_work(Path(plain[0]), Path(plain[1]))


def main(arguments: list[str]) -> int:
    """Run the command without Django; the exit code of the command contract."""
    parser = argparse.ArgumentParser(prog="manage.py convert")
    parser.add_argument("source", type=Path, metavar="IN")
    parser.add_argument("target", type=Path, metavar="OUT")
    parser.add_argument("--from", dest="crs_from", default="")
    parser.add_argument("--to", dest="crs_to", required=True)
    parser.add_argument("--swap-axes", action="store_true")
    parser.add_argument("--json", action="store_true")
    add_map_arguments(parser)
    options = vars(parser.parse_args(arguments))
    if not options["source"].exists():
        sys.stderr.write(f"No such file: {options['source']}\n")
        return 2
    began = time.monotonic()
    answer = answer_of(options, None, lambda message: print(message, file=sys.stderr))
    answer["seconds"] = round(time.monotonic() - began, 2)
    text = json.dumps(answer, ensure_ascii=False, default=str) if options["json"] else "\n".join(lines_of(answer))
    print(text)
    return 0 if answer["ok"] else 1


def add_map_arguments(parser: Any) -> None:
    """Options only map files and pictures have."""
    parser.add_argument("--encoding", default="auto", choices=ENCODINGS, help="alphabet of the file's texts")
    parser.add_argument("--format", default="", help="extension of the results of a folder or zip: gpkg, dgn, mif …")
    parser.add_argument("--tolerance", type=float, default=0.001, help="metres a stroked arc may leave its curve")
    parser.add_argument("--retag", action="store_true", help="pictures: change only the place when that is exact")
    parser.add_argument("--retag-pixels", type=float, default=0.1, help="fraction of a pixel that still is exact")
    parser.add_argument("--cog", action="store_true", help="pictures: write a cloud-optimised GeoTIFF")


def answer_of(options: dict[str, Any], fit: dict[str, Any] | None, progress: Callable[[str], None]) -> dict[str, Any]:
    """Convert, or say why not; `fit` is the paper of a named fit."""
    wish = Wish(
        target=options["crs_to"],
        source=options["crs_from"],
        encoding=options["encoding"],
        swap_axes=options["swap_axes"],
        fit=fit,
        retag=options["retag"],
        retag_pixels=options["retag_pixels"],
        cog=options["cog"],
        tolerance_m=options["tolerance"],
    )
    try:
        return convert_maps(options["source"], options["target"], wish, kind=options["format"], progress=progress)
    except DomainError as refusal:
        return {"ok": False, "error": refusal.as_answer()}


def lines_of(answer: dict[str, Any]) -> list[str]:
    """The answer for people."""
    if "error" in answer:
        error = answer["error"]
        return [f"Từ chối ({error['code']}): {error['message_vi']}", error["hint"]["vi"], error["message_en"]]
    lines = []
    operation = answer.get("operation")
    if operation:
        accuracy = operation.get("accuracy_m")
        said = "chưa biết" if accuracy is None else f"{accuracy:g} m"
        lines.append(f"Phép chuyển: {operation['code']} ({operation['name']}), độ chính xác {said}")
    counts = answer.get("features")
    if counts:
        lines.append(f"Vào {counts['in']} = ra {counts['out']} + không đổi được {counts['rejected']}")
    if "size" in answer:
        lines.append(f"Ảnh {answer['size'][0]} × {answer['size'][1]} điểm: {answer['how']}")
    lines.append(f"Lệch lớn nhất khi chuyển ngược: {answer.get('max_round_trip_m', 0) * 1000:.6f} mm")
    lines += [f"Lưu ý: {note['vi']}" for note in (*answer.get("cautions", ()), *answer.get("notes", ()))]
    lines += [f"  {row['row']}: {row['reason']}" for row in answer.get("rejected", ())[:20]]
    for report in answer.get("files", ()):
        if isinstance(report, dict):
            told = f"{report['features']['out']}" if "features" in report else "ảnh"
            lines.append(f"  {report['source']}: " + (told if report["ok"] else report["error"]["message_vi"]))
        else:
            lines.append(f"  → {report}")
    return lines


def _plain(words: list[str]) -> list[str]:
    """The words that are neither options nor their values."""
    plain, skip = [], False
    for word in words:
        if skip:
            skip = False
        elif word.startswith("--"):
            skip = word in VALUED
        else:
            plain.append(word)
    return plain


VALUED = {"--from", "--to", "--encoding", "--format", "--tolerance", "--retag-pixels", "--columns"}
"""Options that take the next word."""

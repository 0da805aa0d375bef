"""`manage.py convert … --json` as people call it: the answer and the exit code."""

import io
import json
from pathlib import Path
from typing import Any

from django.core.management import call_command

from gis_core.crs.operations import choose_operation
from gis_core.crs.systems import parse_system
from importers.conversion.request import ConversionRequest


def convert_answer(source: Path, target: Path, *arguments: str) -> tuple[dict[str, Any], int]:
    """One JSON object and the exit code."""
    said = io.StringIO()
    try:
        call_command("convert", str(source), str(target), "--json", *arguments, stdout=said, stderr=io.StringIO())
        code = 0
    except SystemExit as ended:
        code = int(ended.code or 0)
    text = said.getvalue().strip()
    assert "\n" not in text, "exactly one JSON object"
    return json.loads(text), code


def request(source: Path, target: Path, start: str, end: str, **more: Any) -> ConversionRequest:
    """A request without a fit."""
    return ConversionRequest(source, target, choose_operation(parse_system(start), parse_system(end)), **more)

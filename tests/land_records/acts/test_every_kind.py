"""Every kind of act has a test file of its own."""

from pathlib import Path

from land_records import api as land_records


def test_every_kind_has_its_test_file() -> None:
    there = {path.stem.removeprefix("test_") for path in Path(__file__).parent.glob("test_*.py")}
    assert not {kind.code for kind in land_records.ACT_KINDS} - there

"""The command make_sample, as an operator runs it."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command


def test_command_writes_every_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("make_sample", str(tmp_path), parcels=300, seed=3, faults=1)
    names = {path.name for path in tmp_path.iterdir()}
    assert names >= {
        "commune.dgn", "parcels.tab", "parcels.dat", "parcels.map", "parcels.id", "parcels.mif", "parcels.mid",
        "parcels.gpkg", "planning_zones.tab", "plan_scan.tif", "truth.json", "sample.json", "README.txt", "sheets",
    }  # fmt: skip
    assert "300 parcels" in capsys.readouterr().out


def test_command_refuses_impossible_figures(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="--parcels"):
        call_command("make_sample", str(tmp_path), parcels=5)
    with pytest.raises(CommandError, match="too small"):
        call_command("make_sample", str(tmp_path), parcels=300, faults=50)

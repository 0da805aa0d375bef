"""Writing every file of the sample into a folder."""

from collections.abc import Callable
from pathlib import Path

from importers.sample.drawing import draw, draw_commune
from importers.sample.make import Sample
from importers.sample.planning import make_plans, write_planning_tab
from importers.sample.polygon_files import write_polygon_files
from importers.sample.readme import write_readme
from importers.sample.scan import write_scan
from importers.sample.truth import facts_of, sheet_file, truth_of, write_json


def write_sample(sample: Sample, folder: Path, *, say: Callable[[str], None] = lambda _line: None) -> list[Path]:
    """Write the sample's files and return their paths; `say` is told each file as it is written."""
    (folder / "sheets").mkdir(parents=True, exist_ok=True)
    written: list[Path] = []

    def done(path: Path) -> None:
        written.append(path)
        say(f"{path.relative_to(folder)}  {path.stat().st_size:,} bytes")

    designs = {ordinal: draw(sample.drawing, ordinal) for ordinal in sample.drawing.styles}
    for ordinal, design in designs.items():
        path = folder / sheet_file(ordinal)
        design.save(path)
        done(path)
    draw_commune(sample.drawing, designs).save(folder / "commune.dgn")
    done(folder / "commune.dgn")
    for path in write_polygon_files(sample, folder):
        done(path)
    plans = make_plans(sample)
    write_planning_tab(plans, folder / "planning_zones.tab")
    done(folder / "planning_zones.tab")
    write_scan(sample, plans, folder / "plan_scan.tif")
    done(folder / "plan_scan.tif")
    write_json(folder / "truth.json", truth_of(sample))
    done(folder / "truth.json")
    write_json(folder / "sample.json", facts_of(sample, plans))
    done(folder / "sample.json")
    write_readme(sample, plans, folder / "README.txt")
    done(folder / "README.txt")
    return written

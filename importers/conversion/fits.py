"""The fit a conversion names: one that was saved, or a table of common points computed on the spot."""

from datetime import date
from pathlib import Path

from gis_core.crs.control_text import read_control_table
from gis_core.crs.named_fit import Kind, NamedFit, make_fit
from gis_core.crs.systems import CoordinateSystem
from reference import api as reference

TABLE_SUFFIXES = frozenset({".csv", ".txt", ".tsv"})


def named_fit(
    text: str, *, source: CoordinateSystem | None, target: CoordinateSystem, kind: Kind, stretch: bool, on: date
) -> NamedFit:
    """`CONTROL.csv` is fitted between the two systems; anything else is the name of a saved fit."""
    path = Path(text)
    if path.suffix.lower() not in TABLE_SUFFIXES:
        return reference.usable_fit(text)
    points = read_control_table(path.read_text(encoding="utf-8-sig"))
    return make_fit(
        name=path.name, made_on=on, source=source or "local", target=target, kind=kind, points=points, stretch=stretch
    )

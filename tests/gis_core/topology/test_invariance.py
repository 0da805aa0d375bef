"""The same ground gives the same faces and findings, however it was drawn."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
import shapely

from gis_core.topology.build import BuildOptions, BuildResult, build_faces
from tests.gis_core.topology.fabric import KINDS, Drawn, make_fabric, plant

Shift = tuple[float, float]


def messy(seed: int) -> Drawn:
    return plant(*make_fabric(blocks=4, lots=8, seed=seed), [*KINDS, *KINDS], seed=seed)


def picture(
    result: BuildResult, shift: Shift = (0.0, 0.0)
) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """Faces and findings in a form that can be compared: rounded places, no element numbers."""
    moved = shapely.transform(result.faces.geometry.to_numpy(), lambda xy: np.round(xy - shift, 3))
    faces = sorted(
        (shapely.to_wkt(geometry, rounding_precision=3), row.outcome, str(row.number), str(row.land_use))
        for geometry, row in zip(moved, result.faces.itertuples(), strict=True)
    )
    findings = sorted(
        (f.code, round(f.where[0] - shift[0], 2), round(f.where[1] - shift[1], 2), round(f.size or 0.0, 2))
        for f in result.findings
    )
    return faces, findings


def build(drawn: Drawn, options: BuildOptions | None = None) -> BuildResult:
    arguments = drawn.arguments()
    return build_faces(arguments.pop("lines"), options=options, **arguments)


def shuffled(drawn: Drawn, rng: np.random.Generator) -> Drawn:
    order = rng.permutation(len(drawn.lines))
    labels = drawn.labels.sample(frac=1.0, random_state=int(rng.integers(1 << 30))).reset_index(drop=True)
    return Drawn(
        [drawn.lines[k] for k in order], [drawn.forms[k] for k in order], [drawn.closed[k] for k in order], labels
    )


def reversed_lines(drawn: Drawn, rng: np.random.Generator) -> Drawn:
    lines = [line[::-1] if rng.random() < 0.5 else line for line in drawn.lines]
    return Drawn(lines, drawn.forms, drawn.closed, drawn.labels)


def rotated_rings(drawn: Drawn, rng: np.random.Generator) -> Drawn:
    lines = []
    for line in drawn.lines:
        if (line[0] == line[-1]).all():
            start = int(rng.integers(0, len(line) - 1))
            open_ring = np.roll(line[:-1], -start, axis=0)
            lines.append(np.vstack([open_ring, open_ring[:1]]))
        else:
            lines.append(line)
    return Drawn(lines, drawn.forms, drawn.closed, drawn.labels)


@pytest.mark.parametrize("change", [shuffled, reversed_lines, rotated_rings])
@pytest.mark.parametrize("seed", range(4))
def test_order_direction_and_start_do_not_matter(
    change: Callable[[Drawn, np.random.Generator], Drawn], seed: int
) -> None:
    drawn = messy(seed)
    assert picture(build(change(drawn, np.random.default_rng(seed)))) == picture(build(drawn))


@pytest.mark.parametrize("shift", [(1.0, -3.0), (0.001, 0.007), (-54_321.123, 12_345.678)])
def test_moving_by_whole_millimetres_moves_the_result(shift: Shift) -> None:
    drawn = messy(2)
    labels = drawn.labels.assign(x=drawn.labels["x"] + shift[0], y=drawn.labels["y"] + shift[1])
    moved = Drawn([np.round(line + shift, 3) for line in drawn.lines], drawn.forms, drawn.closed, labels)
    assert picture(build(moved), shift) == picture(build(drawn))


@pytest.mark.parametrize("tile", [50, 333, 1000])
def test_tiles_give_the_result_of_one_piece(tile: int) -> None:
    drawn = messy(5)
    assert picture(build(drawn, BuildOptions(tile_elements=tile))) == picture(build(drawn))


def test_a_line_cut_into_pieces_is_the_same_line() -> None:
    drawn, _ = make_fabric(seed=4)
    lines, forms, closed = [], [], []
    for line, form, shut in zip(drawn.lines, drawn.forms, drawn.closed, strict=True):
        pieces = [line] if shut else [line[k : k + 2] for k in range(len(line) - 1)]
        lines += pieces
        forms += [form] * len(pieces)
        closed += [shut] * len(pieces)
    assert picture(build(Drawn(lines, forms, closed, drawn.labels))) == picture(build(drawn))


def test_no_labels_and_no_lines() -> None:
    drawn, _ = make_fabric(seed=4)
    none = drawn.labels.iloc[:0]
    result = build(Drawn(drawn.lines, drawn.forms, drawn.closed, none))
    assert set(result.faces["outcome"]) == {"finding", "outside"}
    empty = build_faces(
        np.zeros(0, dtype=object), forms=np.zeros(0, dtype=str), closed=np.zeros(0, dtype=bool), labels=drawn.labels
    )
    assert len(empty.faces) == 0
    assert {finding.code for finding in empty.findings} == {"LABEL-OUTSIDE"}
    assert (empty.label_use[drawn.labels["role"] != "label_point"] == "outside").all()
    nothing = build_faces(
        np.zeros(0, dtype=object),
        forms=np.zeros(0, dtype=str),
        closed=np.zeros(0, dtype=bool),
        labels=pd.DataFrame(columns=["x", "y", "text", "role"]),
    )
    assert nothing.findings == []

"""Parcel building against a bare node + polygonize of the same lines, at 20,000 parcels with faults."""

import itertools
import time
from collections.abc import Callable

import numpy as np
import pytest
import shapely

from gis_core.topology.build import build_faces
from tests.gis_core.topology.fabric import CODES, KINDS, Drawn, make_fabric, plant

ROUNDS = 3
MOST_TIMES = 2.0


def in_pieces(drawn: Drawn) -> Drawn:
    """The same line work with long lines cut into two or three elements, as surveyors draw it."""
    lines, forms, closed = [], [], []
    for line, form, shut in zip(drawn.lines, drawn.forms, drawn.closed, strict=True):
        cuts = [0, *range(2, len(line) - 2, 2), len(line) - 1]
        pieces = [line] if shut else [line[a : b + 1] for a, b in itertools.pairwise(cuts)]
        lines += pieces
        forms += [form] * len(pieces)
        closed += [shut] * len(pieces)
    return Drawn(lines, forms, closed, drawn.labels, drawn.lots, drawn.truth)


def seconds(act: Callable[[], object]) -> float:
    """Processor seconds: one thread each, and busy neighbours do not count."""
    began = time.process_time()
    act()
    return time.process_time() - began


def test_building_20_000_parcels(capsys: pytest.CaptureFixture[str]) -> None:
    drawn = in_pieces(plant(*make_fabric(blocks=35, lots=8, seed=1), KINDS * 5, seed=1))
    arguments = drawn.arguments()
    lines = np.asarray(arguments.pop("lines"), dtype=object)

    def bare(noder: Callable[[object], object]) -> None:
        shapely.get_parts(shapely.polygonize(shapely.get_parts(noder(lines))))

    def node(array: object) -> object:
        return shapely.node(shapely.multilinestrings(array))

    bare_node, bare_union, build, shares = [], [], [], []
    for _ in range(ROUNDS):
        bare_node.append(seconds(lambda: bare(node)))
        bare_union.append(seconds(lambda: bare(shapely.unary_union)))
        began = time.process_time()
        result = build_faces(lines, **arguments)
        build.append(time.process_time() - began)
        shares.append(result.seconds)
    best = shares[int(np.argmin(build))]
    with capsys.disabled():
        print(f"\nbuild: {len(lines)} elements, {len(result.faces)} faces, {len(result.findings)} findings")
        for name, times in (("node", bare_node), ("unary_union", bare_union)):
            print(f"  {min(build) / min(times):.2f} x bare {name} + polygonize ({min(times):.2f} s)")
        total = sum(best.values())
        print("  " + ", ".join(f"{stage} {share / total:.0%}" for stage, share in best.items()) + f" of {total:.2f} s")
    assert (result.faces["outcome"] == "parcel").sum() > 19_500
    assert sorted(finding.code for finding in result.findings) == sorted(CODES[kind] for kind, _ in drawn.truth)
    assert min(build) <= MOST_TIMES * min(bare_node)

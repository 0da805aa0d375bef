"""What a step finds at hand and what it finds in the files of a killed worker give the same staged rows."""

from typing import Any

import geopandas as gpd
import pytest

from importers import api as importers
from importers.services.workspace import Workspace
from tests.importers.services.outcome import rows

STAGED = ("stagedelement", "stagedface", "batchfinding")


def staged(batch_id: int) -> list[Any]:
    """A fingerprint of every staged row of a batch, table by table, numbers of rows left out."""
    return [
        rows(
            "SELECT count(*), md5(string_agg((to_jsonb(staged) - 'id' - 'batch_id')::text, '' ORDER BY staged.id)) "
            f"FROM importers_{table} staged WHERE batch_id = {batch_id}"
        )
        for table in STAGED
    ]


@pytest.mark.parametrize("file", ["commune.dgn", "parcels.tab", "parcels.gpkg"])
def test_frames_from_files_are_the_frames_at_hand(entrance, small_sample, monkeypatch, file):
    at_hand = entrance.imported(small_sample / file)
    expected = staged(at_hand.pk)
    importers.cancel(actor=entrance.officer, batch_id=at_hand.pk)
    at_once = Workspace.frame

    def from_the_file(self: Workspace, name: str) -> gpd.GeoDataFrame:
        self._at_hand.clear()
        return at_once(self, name)

    monkeypatch.setattr(Workspace, "frame", from_the_file)
    from_files = entrance.imported(small_sample / file)
    assert from_files.pk != at_hand.pk
    assert staged(from_files.pk) == expected
    assert from_files.receipt == at_hand.receipt

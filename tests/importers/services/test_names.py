"""Names on land objects: from the drawing to the public map."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from django.db import connection

from importers import api as importers
from importers.models import StagedName
from importers.services.names import names_on_objects, single_names
from tests.importers import entrance as entrances

STREETS = shapely.union_all([shapely.box(0, 0, 200, 12), shapely.box(90, 0, 96, 90)])
RIVER = shapely.box(0, 100, 200, 140)


def faces() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {"face": [0, 1, 2], "outcome": ["parcel", "land_object", "land_object"]},
        geometry=[shapely.box(300, 0, 340, 40), STREETS, RIVER],
    )


def label(text: str, x: float, y: float, *, role: str = "name", height: float = 2.0, rotation: float = 0.0) -> dict:
    return {"text": text, "x": x, "y": y, "role": role, "height": height, "rotation": rotation}


def test_each_text_keeps_its_place_turn_and_width() -> None:
    labels = pd.DataFrame(
        [
            label("Trần Phú", 30, 5),
            label("Hẻm 7", 94, 60, rotation=90.0),
            label("Cà Ty", 50, 120),
            label("Cà Ty", 150, 120),
            label("DGT", 40, 6, role="land_use"),
            label("Chợ", 310, 10),
        ]
    )
    found = names_on_objects(faces(), labels)
    assert sorted(found["text"]) == ["Cà Ty", "Cà Ty", "Hẻm 7", "Trần Phú"]  # no name of a parcel, no land use
    street = found[found["text"] == "Trần Phú"].iloc[0]
    # eight letters of 1.6 m: the middle lies 6.4 m right of the corner and half a letter above it
    assert (street["face"], street["x"], street["y"], street["width_m"]) == (1, 36.4, 6.0, 12.0)
    lane = found[found["text"] == "Hẻm 7"].iloc[0]
    assert (lane["x"], lane["y"], lane["rotation_deg"], lane["width_m"]) == (93.0, 64.0, 90.0, 6.0)
    assert single_names(faces(), found).tolist() == ["", "", "Cà Ty"]


def test_text_that_reaches_beyond_its_object_stays_at_its_corner() -> None:
    found = names_on_objects(faces(), pd.DataFrame([label("đường rất dài", 199, 6)]))
    assert found[["x", "y"]].to_numpy().tolist() == [[199.0, 6.0]]


def test_no_names_no_rows() -> None:
    assert names_on_objects(faces(), pd.DataFrame([label("LUC", 40, 6, role="land_use")])).empty


def test_street_names_of_a_sheet_reach_the_public_map(entrance: entrances.Entrance, clean_sample) -> None:
    batch = entrance.imported(clean_sample / "commune.dgn")
    staged = set(StagedName.objects.filter(batch=batch).values_list("text", flat=True))
    assert any(text.startswith("đường ") for text in staged)
    entrance.approved(batch)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, object_type, w, angle FROM published.land_object_name")
        shown = cursor.fetchall()
        cursor.execute("SELECT count(*) FROM history.row WHERE table_name = 'public.land_records_objectname'")
        assert cursor.fetchone() == (len(shown),)
    assert {row[0] for row in shown} == staged
    assert len({row[0] for row in shown if row[1] == "road"}) > 5
    lanes = np.array([row[2] for row in shown if row[0].startswith("Hẻm")])
    assert len(lanes) and (lanes < 12).all()
    assert all(-90 <= row[3] <= 90 for row in shown)


def test_cancelled_batch_leaves_no_names(entrance: entrances.Entrance, clean_sample) -> None:
    batch = entrance.imported(clean_sample / "commune.dgn")
    importers.cancel(actor=entrance.officer, batch_id=batch.pk)
    assert not StagedName.objects.filter(batch=batch).exists()

"""What is registered together: small chunks of a batch, made ready while the last load is written."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from django.db import connection

from importers.checks.land_use import land_use_parts
from importers.services.names import names_of_faces
from land_records import api as land_records

LOAD_FACES = 1_000
"""Faces of small sheets that share one database transaction. A sheet alone may have more (review.CHUNK_PARCELS). Half
of what the register takes: an officer's single parcel waits for one load at most."""

Chunk = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ReadyChunk:
    """One chunk's rows as the register takes them; `refused`: face and reason of those that cannot be entered."""

    chunk: Chunk
    parcels: land_records.PreparedParcels
    objects: land_records.PreparedObjects
    refused: pd.DataFrame


Ready = Callable[[], list[ReadyChunk]]
"""Waits for a load's rows; raises what made them impossible."""


def loads_of(chunks: Sequence[Chunk]) -> list[list[Chunk]]:
    """Chunks without a result, neighbours together up to LOAD_FACES."""
    loads: list[list[Chunk]] = []
    size = 0
    for chunk in chunks:
        if chunk.get("result"):
            continue
        if not loads or size + chunk["count"] > LOAD_FACES:
            loads.append([])
            size = 0
        loads[-1].append(chunk)
        size += chunk["count"]
    return loads


def ready_loads(batch_id: int, loads: Sequence[list[Chunk]], srid: int) -> Iterator[tuple[list[Chunk], Ready]]:
    """Every load with its rows; while the caller writes one, a second thread makes the next one ready.

    The thread asks no database: its faces and names are read here, on the caller's connection.
    """
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="ready") as helper:

        def begin(load: list[Chunk]) -> Ready:
            return helper.submit(made_ready, *read_rows(batch_id, load), load, srid).result

        if not loads:
            return
        coming = begin(loads[0])
        for load, following in pairwise(loads):
            ready, coming = coming, begin(following)
            yield load, ready
        yield loads[-1], coming


def read_rows(batch_id: int, load: Sequence[Chunk]) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """The faces of a load and the names written on its land objects."""
    faces = read_faces(batch_id, load)
    objects = faces.loc[(faces["outcome"] == "land_object").to_numpy(), "face"]
    return faces, names_of_faces(batch_id, objects.tolist())


def read_faces(batch_id: int, load: Sequence[Chunk]) -> gpd.GeoDataFrame:
    """The staged parcels and land objects of a load; `chunk` is the place of their chunk in it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT asked.place - 1, face, outcome, number, land_use, area_labelled, object_type, name,"
            " public.ST_AsBinary(geom)"
            " FROM unnest(%s::int[], %s::int[], %s::int[]) WITH ORDINALITY AS asked(sheet, first, last, place)"
            " JOIN public.importers_stagedface staged ON staged.batch_id = %s"
            " AND staged.face BETWEEN asked.first AND asked.last AND coalesce(staged.sheet, 0) = asked.sheet"
            " WHERE outcome IN ('parcel', 'land_object') ORDER BY 1, 2",
            [
                [chunk["sheet"] for chunk in load],
                [chunk["faces"][0] for chunk in load],
                [chunk["faces"][1] for chunk in load],
                batch_id,
            ],
        )
        rows = cursor.fetchall()
    names = ["chunk", "face", "outcome", "number", "land_use", "area_labelled", "object_type", "name", "wkb"]
    frame = pd.DataFrame(rows, columns=names)
    geometries = shapely.from_wkb(frame.pop("wkb").map(bytes).to_numpy(dtype=object))
    return gpd.GeoDataFrame(frame, geometry=geometries, crs=None)


def made_ready(faces: gpd.GeoDataFrame, names: pd.DataFrame, load: Sequence[Chunk], srid: int) -> list[ReadyChunk]:
    """Digits, codes, areas, labels of a load's faces, chunk by chunk; all lies in official zone `srid`.

    Raises what the register's own preparation refuses.
    """
    able, refused = _able(faces[(faces["outcome"] == "parcel").to_numpy()])
    prepared = land_records.prepare_parcels(_frame(able), srid=srid)
    ends = np.searchsorted(able["chunk"].to_numpy(), np.arange(len(load) + 1))
    objects = faces[(faces["outcome"] == "land_object").to_numpy()]
    return [
        ReadyChunk(
            chunk=chunk,
            parcels=prepared.part(slice(int(ends[place]), int(ends[place + 1]))),
            objects=_objects(objects[(objects["chunk"] == place).to_numpy()], names, srid),
            refused=refused[(refused["chunk"] == place).to_numpy()],
        )
        for place, chunk in enumerate(load)
    ]


def _objects(objects: gpd.GeoDataFrame, names: pd.DataFrame, srid: int) -> land_records.PreparedObjects:
    position = pd.Series(np.arange(len(objects)), index=objects["face"])
    written = names[names["face"].isin(position.index)]
    columns = ["geometry", "object_type", "land_use", "name"]
    return land_records.prepare_land_objects(
        objects[columns], srid=srid, names=written.assign(object=written["face"].map(position))
    )


def _able(parcels: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """Parcels that can be entered, and those that cannot with the reason (`reason` column)."""
    missing = parcels["number"].isna().to_numpy()
    twice = parcels.duplicated(["chunk", "number"], keep=False).to_numpy() & ~missing
    reason = np.select([missing, twice], ["no_number", "number_twice"], default="")
    able = reason == ""
    return (parcels if able.all() else parcels[able]), parcels[~able].assign(reason=reason[~able])


def _frame(parcels: gpd.GeoDataFrame) -> pd.DataFrame:
    frame = pd.DataFrame(parcels[["geometry", "number", "land_use", "area_labelled"]])
    frame["number"] = frame["number"].astype(int)
    uses = {text: [(code, None) for code in land_use_parts(text)] for text in frame["land_use"].unique()}
    frame["land_uses"] = [uses[text] for text in frame["land_use"]]
    frame["area_certificate"] = None
    return frame

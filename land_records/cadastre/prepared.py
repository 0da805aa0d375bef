"""Rows of the register made ready before anything is locked: digits, codes, areas, labels.

Nothing here asks the database, so that a caller may prepare the next rows while the database writes the last ones.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from gis_core.errors import DomainError
from gis_core.geometry.measure import label_points, long_way_deg, rounded_areas, short_side_m
from gis_core.geometry.parcel_code import parcel_codes
from land_records.cadastre.common_boundary import Fitted
from land_records.cadastre.neighbours import fitted_to_each_other
from land_records.cadastre.official import OfficialShapes, official_shapes, to_land
from land_records.models import LandObject

LandUses = list[tuple[str, Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Together:
    """What parcels prepared in one call are to each other: their shapes with each other's vertices in (LAND_SRID)."""

    fitted: Fitted


@dataclass(frozen=True, slots=True)
class PreparedParcels:
    """Parcels ready to be registered on sheets of one official zone; all columns run parallel, areas in m².

    `places`: where each row stands among those it was `prepared_with`.
    """

    numbers: list[int]
    shapes: OfficialShapes
    codes: NDArray[Any]
    areas: list[Decimal]
    labels: NDArray[Any]
    widths: NDArray[np.float64]
    uses: list[LandUses]
    use_texts: list[str]
    labelled: list[Any]
    certificate: list[Any]
    prepared_with: "Together"
    places: NDArray[np.intp]

    def __len__(self) -> int:
        return len(self.numbers)

    def part(self, rows: slice) -> "PreparedParcels":
        """Some of the rows."""
        shapes = self.shapes
        return PreparedParcels(
            numbers=self.numbers[rows],
            shapes=OfficialShapes(shapes.official[rows], shapes.land[rows], shapes.srid),
            codes=self.codes[rows],
            areas=self.areas[rows],
            labels=self.labels[rows],
            widths=self.widths[rows],
            uses=self.uses[rows],
            use_texts=self.use_texts[rows],
            labelled=self.labelled[rows],
            certificate=self.certificate[rows],
            prepared_with=self.prepared_with,
            places=self.places[rows],
        )

    def fitted_among_themselves(self) -> Fitted:
        """The shapes with each other's vertices in: as prepared when these are the very rows prepared together."""
        known = self.prepared_with.fitted
        if np.array_equal(self.places, np.arange(len(known.shapes))):
            return known
        return fitted_to_each_other(self.shapes.land)

    @staticmethod
    def joined(parts: Sequence["PreparedParcels"]) -> "PreparedParcels":
        """All rows of several; they must lie in one official zone."""
        if len(parts) == 1:
            return parts[0]
        [srid] = {part.shapes.srid for part in parts}
        shapes = OfficialShapes(
            np.concatenate([part.shapes.official for part in parts]),
            np.concatenate([part.shapes.land for part in parts]),
            srid,
        )
        one = parts[0].prepared_with
        if all(part.prepared_with is one for part in parts):
            places = np.concatenate([part.places for part in parts])
        else:
            one = Together(fitted_to_each_other(shapes.land))
            places = np.arange(len(shapes.land))
        return PreparedParcels(
            numbers=[number for part in parts for number in part.numbers],
            shapes=shapes,
            codes=np.concatenate([part.codes for part in parts]),
            areas=[area for part in parts for area in part.areas],
            labels=np.concatenate([part.labels for part in parts]),
            widths=np.concatenate([part.widths for part in parts]),
            uses=[uses for part in parts for uses in part.uses],
            use_texts=[text for part in parts for text in part.use_texts],
            labelled=[area for part in parts for area in part.labelled],
            certificate=[area for part in parts for area in part.certificate],
            prepared_with=one,
            places=places,
        )


def prepare_parcels(parcels: pd.DataFrame, *, srid: int) -> PreparedParcels:
    """Parcels of sheets in official zone `srid`, ready for `register_sheets`.

    `parcels`: `geometry` in that zone, `number`, `land_uses` (list of (code, m² or None), main use first); optional
    `area_labelled`, `area_certificate` (m²), `land_use` (the text on the map, when it says more than the codes joined
    by +). Raises ShapeRefusedError.
    """
    numbers = [int(number) for number in parcels["number"]]
    shapes = official_shapes(parcels["geometry"].to_numpy(), srid, names=numbers)
    uses = [_as_uses(given) for given in _column(parcels, "land_uses", [])]
    texts = [
        given if isinstance(given, str) and given else "+".join(code for code, _ in use)
        for given, use in zip(_column(parcels, "land_use", ""), uses, strict=True)
    ]
    codes, _ = parcel_codes(shapes.official, srid)
    return PreparedParcels(
        numbers=numbers,
        shapes=shapes,
        codes=codes.astype(object),
        areas=rounded_areas(shapely.area(shapes.official)),
        labels=label_points(shapes.land),
        widths=short_side_m(shapes.official),
        uses=uses,
        use_texts=texts,
        labelled=_column(parcels, "area_labelled", None),
        certificate=_column(parcels, "area_certificate", None),
        prepared_with=Together(fitted_to_each_other(shapes.land)),
        places=np.arange(len(numbers)),
    )


@dataclass(frozen=True, slots=True)
class WrittenNames:
    """Names as they stand on the map; columns run parallel.

    `owner` is the place of the land object in its block, `points` lie in LAND_SRID, `turns` are degrees anticlockwise
    from grid east, `widths` the object's width there in metres.
    """

    owner: NDArray[np.intp]
    texts: list[str]
    points: NDArray[Any]
    turns: NDArray[np.float64]
    widths: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PreparedObjects:
    """Roads, canals, rivers ready to be registered; columns run parallel, areas in m²."""

    kinds: list[str]
    shapes: OfficialShapes
    areas: list[Decimal]
    widths: NDArray[np.float64]
    land_uses: list[str]
    names: list[str]
    written: "WrittenNames"

    def __len__(self) -> int:
        return len(self.kinds)


def prepare_land_objects(objects: pd.DataFrame, *, srid: int, names: pd.DataFrame | None = None) -> PreparedObjects:
    """Land objects in official zone `srid`, ready for the register.

    `objects`: `geometry` in that zone, `object_type` (LandObject.ObjectType); optional `land_use`, `name`. `names`:
    texts on them: `object` (place in `objects`), `text`, `x`, `y` (zone `srid`), `rotation_deg`, `width_m`; an object
    with a `name` and no text of its own gets it in its middle. Raises ShapeRefusedError, and DomainError for an
    unknown type.
    """
    kinds = [str(kind) for kind in objects["object_type"]]
    _refuse_unknown(kinds)
    shapes = official_shapes(objects["geometry"].to_numpy(), srid, names=kinds)
    widths, own_names = short_side_m(shapes.official), _texts(objects, "name")
    return PreparedObjects(
        kinds=kinds,
        shapes=shapes,
        areas=rounded_areas(shapely.area(shapes.official)),
        widths=widths,
        land_uses=_texts(objects, "land_use"),
        names=own_names,
        written=_written(shapes, own_names, widths, names),
    )


def _written(
    shapes: OfficialShapes, own_names: list[str], widths: NDArray[np.float64], names: pd.DataFrame | None
) -> WrittenNames:
    if names is None:
        names = pd.DataFrame(columns=["object", "text", "x", "y", "rotation_deg", "width_m"])
    owner = names["object"].to_numpy(dtype=np.intp)
    named = np.array([name != "" for name in own_names], dtype=bool)
    alone = np.setdiff1d(np.flatnonzero(named), owner)
    drawn = np.asarray(shapely.points(names["x"].to_numpy(dtype=float), names["y"].to_numpy(dtype=float)), dtype=object)
    return WrittenNames(
        owner=np.concatenate([owner, alone]),
        texts=[*names["text"], *(own_names[place] for place in alone)],
        points=np.concatenate([to_land(drawn, shapes.srid), label_points(shapes.land[alone])]),
        turns=np.concatenate([names["rotation_deg"].to_numpy(dtype=float), long_way_deg(shapes.land[alone])]),
        widths=np.concatenate([names["width_m"].to_numpy(dtype=float), widths[alone]]),
    )


def _column(parcels: pd.DataFrame, name: str, default: Any) -> list[Any]:
    return list(parcels[name]) if name in parcels else [default] * len(parcels)


def _as_uses(given: Any) -> LandUses:
    """A list of (code, area) from what a row holds; a bare text is one code."""
    if given is None or (isinstance(given, float) and np.isnan(given)):
        return []
    if isinstance(given, str):
        return [(given, None)]
    return [(use, None) if isinstance(use, str) else (use[0], use[1]) for use in given]


def _texts(objects: pd.DataFrame, name: str) -> list[str]:
    return [value if isinstance(value, str) else "" for value in _column(objects, name, "")]


def _refuse_unknown(kinds: Iterable[str]) -> None:
    unknown = sorted(set(kinds) - set(LandObject.ObjectType.values))
    if unknown:
        raise DomainError(
            f"Loại đối tượng không có trong danh mục: {', '.join(unknown)}.",
            f"Unknown object type: {', '.join(unknown)}.",
            hint_vi=f"Dùng một trong: {', '.join(LandObject.ObjectType.values)}.",
            hint_en=f"Use one of: {', '.join(LandObject.ObjectType.values)}.",
            code="object_type_unknown",
        )

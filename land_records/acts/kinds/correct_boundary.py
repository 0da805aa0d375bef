"""Correct the boundary between two neighbours (chỉnh lý ranh giới, TD): minutes signed by both, NĐ 101/2024 Art 37.

Both parcels keep their numbers and change at once; the border around both stays where it is, so what one wins the
other loses. The change of area is noted on the papers of both.
"""

from pydantic import Field, model_validator
from shapely.geometry import MultiPolygon, Polygon

from gis_core.geometry.measure import rounded_areas
from gis_core.topology.boundary import move_boundary, move_vertices
from land_records.acts.carrying import Place, scaled_uses
from land_records.acts.carrying_papers import noted
from land_records.acts.changes import Changes, RevisedParcel
from land_records.acts.cutting import PlaceInput
from land_records.acts.guards import USE_KINDS, parcel_in_force, plane_area, single_polygon
from land_records.acts.inputs import PaperInput
from land_records.acts.protocol import ActKind, Payload
from land_records.acts.state import ActState, Subjects
from land_records.acts.succession import renew

CODE = "TD"


class MoveInput(Payload):
    """A vertex of the common boundary and where it goes."""

    old: PlaceInput
    new: PlaceInput


class BoundaryPayload(PaperInput):
    """The new common boundary as a `line` from border to border, or `moves` of single vertices; the signed minutes."""

    first_id: int
    second_id: int
    line: tuple[PlaceInput, ...] = ()
    moves: tuple[MoveInput, ...] = Field(default=())

    @model_validator(mode="after")
    def _one_way(self) -> "BoundaryPayload":
        if bool(self.line) == bool(self.moves):
            raise ValueError("either line or moves")
        if self.first_id == self.second_id:
            raise ValueError("two different parcels")
        return self


def _subjects(payload: BoundaryPayload) -> Subjects:
    return Subjects(parcels=frozenset({payload.first_id, payload.second_id}))


def _shapes(payload: BoundaryPayload, first: Polygon, second: Polygon) -> tuple[Polygon, ...]:
    if payload.line:
        moved = move_boundary(first, second, [place.east_north for place in payload.line])
        return moved.first, moved.second
    return move_vertices([first, second], {move.old.east_north: move.new.east_north for move in payload.moves})


def _plan(payload: BoundaryPayload, state: ActState) -> Changes:
    parcels = [parcel_in_force(state, one) for one in (payload.first_id, payload.second_id)]
    shapes = _shapes(payload, *(single_polygon(parcel) for parcel in parcels))
    areas = rounded_areas([plane_area(shape) for shape in shapes])
    revised, places, words = [], {}, []
    for parcel, shape, area in zip(parcels, shapes, areas, strict=True):
        share = plane_area(shape) / plane_area(parcel.official_geometry)
        revised.append(
            RevisedParcel(
                parcel.parcel_id, CODE, geometry=MultiPolygon([shape]), area_certificate=area,
                land_uses=scaled_uses(parcel.land_uses, area, share),
            )
        )  # fmt: skip
        places[parcel.parcel_id] = [Place(parcel.parcel_id, area, share)]
        words.append(f"thửa {parcel.number} diện tích {area} m²".replace(".", ","))
    rights = {
        right.id: right for parcel in parcels for right in state.rights_of(parcel.parcel_id) if right.kind in USE_KINDS
    }
    follows = renew(state, rights.values(), cause=CODE, places=places)
    note = f"Chỉnh lý ranh giới giữa hai thửa{payload.on_paper()}: {', '.join(words)}"
    return follows.into(
        CODE,
        revised_parcels=tuple(revised),
        certificate_changes=noted(state, follows.single, change_code=CODE, note=note),
        facts={"srid": parcels[0].official_srid, "mutual": True},
    )


KIND = ActKind(
    code="correct_boundary",
    name_vi="Chỉnh lý ranh giới giữa hai thửa liền kề",
    name_en="Correct the boundary between two neighbours",
    change_code=CODE,
    group="parcel",
    payload=BoundaryPayload,
    subjects=_subjects,
    plan=_plan,
)

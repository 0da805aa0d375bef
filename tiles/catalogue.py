"""Every layer there is. Views belong to the apps that own the data; this file only names them.

Public layers never hold a personal column: tests/tiles compares columns with views and with a list of such names.
Zooms follow the table of map rules (units far out, generalised land use, then parcels).
"""

from tiles.errors import UnknownLayer
from tiles.layer import Audience, Column, LayerSpec

_OVERZOOMED = 18
"""Above this zoom browsers enlarge the tile of this zoom: at 1/4096 of a z18 tile a unit is 3.7 cm."""

LAYERS: tuple[LayerSpec, ...] = (
    LayerSpec(
        "unit", "published.unit", "polygon", 5, 13,
        (Column("code"), Column("name"), Column("kind"), Column("formerly", 11)),
        "Đơn vị hành chính", "Administrative units", max_age_s=3600,
    ),
    LayerSpec(
        "unit_label", "published.unit", "point", 8, 14,
        (Column("code"), Column("name"), Column("kind")),
        "Tên đơn vị hành chính", "Names of administrative units", as_point=True, max_age_s=3600,
    ),
    LayerSpec(
        "land_use", "published.parcel", "polygon", 11, 13,
        (Column("main_use"),),
        "Loại đất, khái quát", "Land use, generalised", dissolve_by="main_use", max_age_s=600,
    ),
    LayerSpec(
        "land_object", "published.land_object", "polygon", 11, _OVERZOOMED,
        (Column("object_type"), Column("land_use"), Column("name", 14), Column("w", 14, "Number")),
        "Đường, kênh, sông", "Roads, canals, rivers", min_width_px=0.8,
    ),
    LayerSpec(
        "land_object_name", "published.land_object_name", "point", 14, _OVERZOOMED,
        (Column("object_type"), Column("name"), Column("w", 0, "Number"), Column("angle", 0, "Number")),
        "Tên đường, kênh, sông", "Names of roads, canals, rivers", min_width_px=1.5,
    ),
    LayerSpec(
        "parcel", "published.parcel", "polygon", 14, _OVERZOOMED,
        (
            Column("main_use"), Column("sheet", 16), Column("number", 16), Column("land_use", 17),
            Column("area", 17, "Number"), Column("parcel_code", 17), Column("w", 17, "Number"),
        ),
        "Thửa đất", "Parcels",
    ),
    LayerSpec(
        "parcel_label", "published.parcel_label", "point", 16, _OVERZOOMED,
        (Column("number"), Column("land_use", 18), Column("area", 17, "Number"), Column("w", 0, "Number")),
        "Số thửa", "Parcel numbers", min_width_px=4.0,
    ),
    LayerSpec(
        "sheet_frame", "published.sheet_frame", "polygon", 13, _OVERZOOMED,
        (Column("unit_code"), Column("series"), Column("sheet"), Column("title", 15)),
        "Tờ bản đồ", "Map sheets",
    ),
    LayerSpec(
        "plan_coverage", "published.plan_coverage", "polygon", 8, _OVERZOOMED,
        (
            Column("plan_code"), Column("name"), Column("theme"), Column("decision_number"),
            Column("decision_date"), Column("status"),
        ),
        "Phạm vi quy hoạch", "Coverage of plans",
    ),
    LayerSpec(
        "plan_zone", "published.plan_zone", "polygon", 12, _OVERZOOMED,
        (
            Column("theme"), Column("status"), Column("planned_use"), Column("differs", 0, "Boolean"),
            Column("plan_code"), Column("zone_code", 14), Column("name", 14), Column("decision_number", 16),
            Column("decision_date", 16),
        ),
        "Vùng quy hoạch", "Plan zones",
    ),
    LayerSpec(
        "plan_hatch", "published.plan_hatch", "polygon", 14, _OVERZOOMED,
        (Column("theme"), Column("status"), Column("planned_use"), Column("plan_code")),
        "Nơi quy hoạch khác hiện trạng", "Where the plan differs from what exists",
    ),
    LayerSpec(
        "plan_label", "published.plan_label", "point", 15, _OVERZOOMED,
        (
            Column("theme"), Column("status"), Column("zone_code"), Column("name"), Column("planned_use"),
            Column("w", 0, "Number"),
        ),
        "Mã và tên vùng quy hoạch", "Codes and names of plan zones",
    ),
    LayerSpec(
        "staged_face", "desk.staged_face", "polygon", 13, 20,
        (
            Column("outcome"), Column("sheet"), Column("number"), Column("land_use"), Column("object_type"),
            Column("area", 16, "Number", expression="area::double precision"),
            Column("w", 16, "Number"), Column("batch", 0, "Number"),
        ),
        "Thửa đang dựng", "Staged faces", audience="desk", max_age_s=0,
    ),
    LayerSpec(
        "staged_label", "desk.staged_face", "point", 16, 20,
        (
            Column("outcome"), Column("number"), Column("land_use"),
            Column("area", 0, "Number", expression="area::double precision"), Column("w", 0, "Number"),
            Column("batch", 0, "Number"),
        ),
        "Số thửa đang dựng", "Numbers of staged faces", audience="desk", as_point=True, max_age_s=0,
    ),
    LayerSpec(
        "staged_line", "desk.staged_line", "line", 15, 20,
        (Column("level", 0, "Number"), Column("form"), Column("use"), Column("batch", 0, "Number")),
        "Nét vẽ của tệp", "Lines of the file", audience="desk", max_age_s=0,
    ),
    LayerSpec(
        "staged_zone", "desk.staged_zone", "polygon", 8, 20,
        (
            Column("plan_code"), Column("theme"), Column("code"), Column("name", 14), Column("role"),
            Column("batch", 0, "Number"),
        ),
        "Vùng quy hoạch đang nhập", "Staged plan zones", audience="desk", max_age_s=0,
    ),
    LayerSpec(
        "finding", "desk.finding", "point", 8, 20,
        (Column("code"), Column("severity"), Column("state"), Column("batch", 0, "Number")),
        "Phát hiện", "Findings", audience="desk", max_age_s=0,
    ),
)  # fmt: skip

BY_NAME: dict[str, LayerSpec] = {spec.name: spec for spec in LAYERS}


def layer(name: str, audience: Audience = "public") -> LayerSpec:
    """The spec of a layer for an audience; raises UnknownLayer, also for desk layers asked by the public."""
    spec = BY_NAME.get(name)
    if spec is not None and spec.audience == audience:
        return spec
    known = ", ".join(each.name for each in LAYERS if each.audience == audience)
    raise UnknownLayer(
        f"Không có lớp bản đồ “{name[:40]}”.",
        f"There is no map layer “{name[:40]}”.",
        hint_vi=f"Các lớp: {known}.",
        hint_en=f"Layers: {known}.",
    )


def layers_of(names: str, audience: Audience = "public") -> tuple[LayerSpec, ...]:
    """Specs of a comma-separated list, in its order, each once."""
    return tuple(layer(name, audience) for name in dict.fromkeys(names.split(",")))

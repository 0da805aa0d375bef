"""Saved fits by name and version."""

import json
import re

from gis_core.crs.named_fit import ControlPoint, Kind, NamedFit, make_fit
from reference.errors import UnknownFit
from reference.models import SavedFit
from reference.snapshots import FitSnapshot

_VERSIONED = re.compile(r"^(?P<name>.+?)\s*@\s*(?P<version>\d+)$")


def saved_fits(*, every_version: bool = False) -> list[FitSnapshot]:
    """Fits by name; only the newest version of each unless `every_version`."""
    rows = list(SavedFit.objects.order_by("name", "-version"))
    newest: dict[str, int] = {}
    for row in rows:
        newest.setdefault(row.name, row.version)
    chosen = rows if every_version else [row for row in rows if row.version == newest[row.name]]
    return [fit_snapshot(row, latest=row.version == newest[row.name]) for row in chosen]


def saved_fit(name: str) -> FitSnapshot:
    """The newest version of a name, or exactly `NAME@3`. Raises UnknownFit."""
    text = " ".join(name.split())
    match = _VERSIONED.match(text)
    rows = SavedFit.objects.filter(name=match["name"] if match else text).order_by("-version")
    newest = rows.first()
    row = rows.filter(version=int(match["version"])).first() if match else newest
    if row is None or newest is None:
        names = sorted(set(SavedFit.objects.values_list("name", flat=True)))
        shown = "; ".join(names[:8])
        raise UnknownFit(
            f"Không có phép tính chuyển đã lưu tên “{text[:80]}”.",
            f"No saved fit is called “{text[:80]}”.",
            hint_vi=f"Đã lưu: {shown}." if names else "Chưa có phép tính chuyển nào được lưu.",
            hint_en=f"Saved: {shown}." if names else "No fit has been saved yet.",
        )
    return fit_snapshot(row, latest=row.pk == newest.pk)


def usable_fit(name: str) -> NamedFit:
    """A saved fit computed from its points, ready for `choose_operation`; its name carries the version (NAME@2)."""
    found = saved_fit(name)
    kind: Kind = found.kind  # type: ignore[assignment]
    return make_fit(
        name=f"{found.name}@{found.version}", made_on=found.made_on, source=found.source, target=found.target,
        kind=kind, points=found.points, sigma_m=found.sigma_m, stretch=found.stretch,
    )  # fmt: skip


def fit_snapshot(row: SavedFit, *, latest: bool) -> FitSnapshot:
    """The frozen answer of a row."""
    return FitSnapshot(
        id=row.pk,
        name=row.name,
        version=row.version,
        latest=latest,
        made_on=row.made_on,
        kind=row.kind,
        source=row.source,
        target=row.target,
        points=tuple(ControlPoint.from_row(point) for point in row.points),
        sigma_m=row.sigma_m,
        stretch=row.stretch,
        rms_m=row.rms_m,
        max_residual_m=row.max_residual_m,
        area=json.loads(row.area_4326.geojson) if row.area_4326 else None,
        author_id=row.author_id,
        note=row.note,
        saved_at=row.saved_at,
    )

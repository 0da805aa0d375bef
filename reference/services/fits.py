"""Save a local fit under a name. Whether the person may (`fit.save`) is asked by the caller: accounts stand above."""

import shapely
from django.contrib.gis.geos import Polygon
from django.db import connection, transaction

from gis_core.crs.named_fit import NamedFit
from gis_core.crs.systems import LocalGrid
from gis_core.crs.transform import transform_geometries
from gis_core.errors import CrsError
from reference.errors import FitRefused
from reference.models import SavedFit
from reference.queries.fits import fit_snapshot
from reference.snapshots import FitSnapshot

NAME_LENGTH = 80


def save_fit(*, fitted: NamedFit, author_id: int | None, note: str = "", sigma_m: float | None = None) -> FitSnapshot:
    """Keep a fit; a name that exists gets its next version.

    Refuses a fit without a spare point: its residuals are zero by construction and prove nothing.
    """
    name = " ".join(fitted.name.split())
    if not name or len(name) > NAME_LENGTH or name.endswith(".csv"):
        raise FitRefused(
            "Phép tính chuyển cần một tên ngắn, không phải tên tệp.",
            "A fit needs a short name that is no file name.",
            hint_vi="Ví dụ: Phan Thiết HN-72 2026.",
            hint_en="For example: Phan Thiết HN-72 2026.",
        )
    if fitted.spare < 1:
        raise FitRefused(
            "Số điểm trùng vừa đủ, không có điểm thừa để kiểm tra nên không lưu được.",
            "There are just enough common points and none to check them: the fit cannot be saved.",
            hint_vi="Thêm ít nhất một điểm trùng.",
            hint_en="Add at least one common point.",
        )
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('reference_savedfit'), hashtext(%s))", [name])
        newest = SavedFit.objects.filter(name=name).order_by("-version").values_list("version", flat=True).first()
        row = SavedFit.objects.create(
            name=name,
            version=(newest or 0) + 1,
            made_on=fitted.made_on,
            kind=fitted.kind,
            source=fitted.source.code,
            target=fitted.target.code,
            points=[point.as_row() for point in fitted.points],
            sigma_m=sigma_m,
            stretch=fitted.rubber is not None,
            rms_m=fitted.rms_m,
            max_residual_m=fitted.max_residual_m,
            area_4326=_area(fitted),
            author_id=author_id,
            note=note.strip()[:300],
        )
    return fit_snapshot(row, latest=True)


def _area(fitted: NamedFit) -> Polygon | None:
    """The area of validity on the world map, through the target; None for a target without a place."""
    if isinstance(fitted.target, LocalGrid):
        return None
    points = shapely.get_coordinates(shapely.segmentize(fitted.area, max(fitted.area.length / 60, 1.0)))
    east, north = fitted.model.apply(points[:, 0], points[:, 1])
    try:
        shape = transform_geometries([shapely.Polygon(list(zip(east, north, strict=True)))], fitted.target, 4326)[0]
    except CrsError:
        return None
    return Polygon(list(shape.exterior.coords), srid=4326)

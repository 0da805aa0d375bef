"""What an uploader states is looked at before the file is kept: a wrong word is refused with the choices."""

from django.conf import settings

from gis_core.crs import transform
from gis_core.crs.operations import choose_operation
from gis_core.crs.systems import system_of
from gis_core.types import Srid
from importers import profiles
from importers.errors import ImportRefused
from importers.models import Batch
from reference import api as reference


def pinned_fit(name: str, srid: int | None) -> str:
    """The saved fit a file names, with its version, so that a later version changes nothing; empty when none is named.

    Raises:
        UnknownFit, CrsError: no such fit, or one that does not lead from the stated system to the register's zone.
    """
    if not name:
        return ""
    fit = reference.usable_fit(name)
    choose_operation(system_of(srid) if srid else fit.source, system_of(settings.LAND_SRID), fit=fit)
    return fit.name


def refuse_unknown(*, kind: str, profile: str, srid: int | None, fit: str = "") -> None:
    """Check kind, profile and coordinate system.

    Raises:
        ImportRefused: a kind that is not imported, or a profile there is none of.
        CrsError: a system nobody knows, or one without an operation to the register's zone.
    """
    if kind and kind not in Batch.Kind.values:
        choices = ", ".join(Batch.Kind.values)
        raise ImportRefused(
            f"Chưa nhập được loại tệp «{kind}».",
            f"Files of kind '{kind}' are not imported yet.",
            hint_vi=f"Các loại nhập được: {choices}.",
            hint_en=f"Kinds that are imported: {choices}.",
            code="kind_not_supported",
        )
    if profile and profile not in profiles.names():
        choices = ", ".join(profiles.names())
        raise ImportRefused(
            f"Không có bảng lớp «{profile}».",
            f"There is no profile '{profile}'.",
            hint_vi=f"Các bảng lớp hiện có: {choices}.",
            hint_en=f"The profiles there are: {choices}.",
            code="unknown_profile",
        )
    if srid and not fit:
        transform.operation_between(Srid(srid), Srid(settings.LAND_SRID))

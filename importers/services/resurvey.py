"""Declaring that a staged batch is a new survey: it takes the place of an older map series of its unit."""

from typing import Any

from django.db import transaction

from accounts import api as accounts
from gis_core.errors import DomainError
from importers.errors import wrong_state
from importers.models import DEFAULT_SERIES, Batch
from importers.services.access import locked
from importers.tasks import run_batch
from land_records import api as land_records
from reference import api as reference

KEPT_STEPS = ("read", "interpret", "build")
"""Only the checks against the register and the staging are done again."""


def series_a_batch_may_replace(*, user: Any, batch_id: int) -> tuple[land_records.SeriesSnapshot, ...]:
    """What `declare_resurvey` takes, for whoever may review the batch; nothing for other batches."""
    batch = Batch.objects.get(pk=batch_id)
    if not accounts.may(user, "import.review", batch.unit_id):
        return ()
    return _replaceable(batch)


def _replaceable(batch: Batch) -> tuple[land_records.SeriesSnapshot, ...]:
    """Series in use of the batch's unit and of the units it came from, which a new survey may replace."""
    if batch.unit_id is None or batch.kind != Batch.Kind.PARCELS:
        return ()
    units = sorted(reference.related_unit_ids(batch.unit_id))
    found = [series for unit in units for series in land_records.series_of_unit(unit)]
    return tuple(series for series in found if series.status == "in_use")


@transaction.atomic
def declare_resurvey(*, actor: Any, batch_id: int, replaced_series_id: int, series_name: str) -> Batch:
    """Say which series the batch replaces and what its own is called; the checks run again.

    Raises:
        DomainError: the series is not one of the unit's in use (`resurvey_series_unknown`), or the new survey would
            bear the name of a series that exists (`resurvey_needs_new_series`).
    """
    batch = _staged(batch_id, actor)
    known = _replaceable(batch)
    replaced = next((series for series in known if series.id == replaced_series_id), None)
    if replaced is None:
        raise DomainError(
            "Bộ bản đồ được thay thế không thuộc đơn vị của lô hoặc không còn sử dụng.",
            "The series to be replaced is not one of the batch's unit, or is not in use.",
            hint_vi="Chọn một bộ bản đồ trong danh sách.",
            hint_en="Choose a series of the list.",
            code="resurvey_series_unknown",
        )
    name = series_name.strip()
    if not name or name in {series.name for series in land_records.series_of_unit(replaced.unit_id)} | {
        series.name for series in known
    }:
        raise DomainError(
            f"Bản đồ đo mới phải có tên bộ bản đồ riêng, khác “{replaced.name}” và các bộ đã có.",
            f"A new survey needs a series name of its own, other than “{replaced.name}” and those that exist.",
            hint_vi="Đặt tên theo năm đo, ví dụ “Bản đồ đo mới 2026”.",
            hint_en="Name it by its year, for example “Bản đồ đo mới 2026”.",
            code="resurvey_needs_new_series",
        )
    batch.options["series_before"] = batch.series_name or DEFAULT_SERIES
    batch.options["replaces_series"] = replaced.id
    batch.series_name = name
    return _checked_again(batch)


@transaction.atomic
def withdraw_resurvey(*, actor: Any, batch_id: int) -> Batch:
    """The batch is no new survey after all; the checks run again."""
    batch = _staged(batch_id, actor)
    batch.options.pop("replaces_series", None)
    batch.series_name = batch.options.pop("series_before", batch.series_name)
    return _checked_again(batch)


def _staged(batch_id: int, actor: Any) -> Batch:
    batch = locked(batch_id, actor, "import.review")
    if batch.status != Batch.Status.STAGED or batch.kind != Batch.Kind.PARCELS:
        raise wrong_state(batch_id, batch.status, "khai báo đo mới", "declared a new survey")
    return batch


def _checked_again(batch: Batch) -> Batch:
    batch.status = Batch.Status.QUEUED
    batch.finished_steps = [step for step in batch.finished_steps if step in KEPT_STEPS]
    batch.save()
    run_batch.enqueue(batch.pk)
    return batch

"""A file declared a new survey takes the place of the old series: checked again, entered all at once, or not at all."""

import pytest

from gis_core.errors import DomainError
from importers import api as importers
from importers.models import Batch, BatchFinding
from land_records import api as land_records
from tests.importers.services.outcome import rows

OLD, NEW = "Bản đồ địa chính", "Bản đồ đo mới 2026"


@pytest.fixture
def twice(entrance, clean_sample):
    """The commune's two sheets are registered; the same land is staged again from another file."""
    entrance.approved(entrance.imported(clean_sample / "commune.dgn"))
    [series] = [one for one in land_records.series_of_unit(entrance.unit_id) if one.name == OLD]
    return series, entrance.imported(clean_sample / "parcels.gpkg", series="Tạm")


def declared(entrance, batch: Batch, series_id: int, name: str = NEW) -> Batch:
    importers.declare_resurvey(
        actor=entrance.officer, batch_id=batch.pk, replaced_series_id=series_id, series_name=name
    )
    importers.run_batch_here(batch.pk)
    return Batch.objects.get(pk=batch.pk)


def test_the_same_land_surveyed_again_ends_the_old_numbers_and_carries_the_codes(entrance, twice):
    old, batch = twice
    before = rows("SELECT count(*) FROM land_records_parcelversion WHERE upper_inf(valid)")[0][0]
    codes = set(rows("SELECT code FROM land_records_parcel"))
    objects = rows("SELECT count(*) FROM land_records_landobject WHERE upper_inf(valid)")[0][0]
    assert BatchFinding.objects.filter(batch=batch, code="REGISTER-OVERLAP").exists()
    batch = declared(entrance, batch, old.id)
    told = batch.receipt["resurvey"]
    assert not BatchFinding.objects.filter(batch=batch, code__in=("REGISTER-OVERLAP", "RESURVEY-PARTLY")).exists()
    assert (told["ending"], told["same"]) == (before, before)
    assert sum(not pair["same"] for pair in told["pairs"]) <= 2, "an arc as chords may cover a little of a neighbour"
    batch = entrance.approved(batch)
    assert batch.status == "approved" and batch.receipt["balanced"], batch.refusal
    assert batch.options["resurvey"]["ended"] == before and batch.options["resurvey"]["series_replaced"]
    assert rows("SELECT count(*) FROM land_records_parcelversion WHERE upper_inf(valid)")[0][0] == before
    kept = codes & set(rows("SELECT code FROM land_records_parcel WHERE code IS NOT NULL"))
    assert len(kept) >= 0.97 * before, "the code follows the land, but for arcs drawn otherwise"
    assert rows("SELECT count(*) FROM land_records_parcellineage WHERE kind = 'resurvey'")[0][0] >= before
    left = rows("SELECT count(*) FROM land_records_landobject WHERE upper_inf(valid)")[0][0]
    assert (batch.options["resurvey"]["ended_objects"], left) == (0, objects), "a file without roads ends none"
    assert len({chunk["transaction"] for chunk in batch.options["chunks"]}) == 1
    [answer] = land_records.resolve_old_number(f"22945/{OLD}:1/1")
    [heir] = answer.heirs
    assert heir.share > 0.99 and heir.relative.series == NEW


def test_a_survey_that_cuts_old_parcels_says_which_and_enters_nothing(entrance, clean_sample):
    """Sheet 1 alone is no whole new survey of the commune: old parcels on its border stay and would be overlapped."""
    entrance.approved(entrance.imported(clean_sample / "commune.dgn"))
    [series] = [one for one in land_records.series_of_unit(entrance.unit_id) if one.name == OLD]
    [(parcel,)] = rows("SELECT min(id) FROM land_records_parcel")
    batch = entrance.imported(clean_sample / "sheets/to01.dgn", series="Tạm")
    batch = declared(entrance, batch, series.id)
    of_sheet = rows("SELECT count(*) FROM land_records_parcel p JOIN land_records_mapsheet m ON m.id = p.sheet_id "
                    "WHERE m.ordinal = '1'")[0][0]  # fmt: skip
    assert batch.receipt["resurvey"]["ending"] == of_sheet
    batch = entrance.approved(batch)
    assert not batch.options["resurvey"]["series_replaced"], "sheet 2 of the old series stays in force"
    assert batch.options["resurvey"]["ended_objects"] > 0, "roads of sheet 1 were surveyed again"
    with pytest.raises(DomainError):
        land_records.find_parcel(f"22945/{OLD}:1/99999")
    assert land_records.heirs_of(parcel).heirs[0].relative.series == NEW


def test_what_cannot_be_declared(entrance, twice):
    old, batch = twice
    for series_id, name, code in (
        (old.id, OLD, "resurvey_needs_new_series"),
        (old.id, "  ", "resurvey_needs_new_series"),
        (999_999, NEW, "resurvey_series_unknown"),
    ):
        with pytest.raises(DomainError) as told:
            importers.declare_resurvey(
                actor=entrance.officer, batch_id=batch.pk, replaced_series_id=series_id, series_name=name
            )
        assert told.value.code == code and told.value.message_vi and told.value.message_en


def test_a_declaration_taken_back_and_a_submission_given_back(entrance, twice):
    old, batch = twice
    declared(entrance, batch, old.id)
    importers.withdraw_resurvey(actor=entrance.officer, batch_id=batch.pk)
    importers.run_batch_here(batch.pk)
    batch = Batch.objects.get(pk=batch.pk)
    assert batch.series_name == "Tạm" and "resurvey" not in batch.receipt
    assert BatchFinding.objects.filter(batch=batch, code="REGISTER-OVERLAP").exists()
    batch = entrance.submitted(declared(entrance, batch, old.id))
    importers.reject(approver=entrance.approver, batch_id=batch.pk, reason="thiếu biên bản")
    batch = entrance.submitted(Batch.objects.get(pk=batch.pk))
    importers.cancel(actor=entrance.officer, batch_id=batch.pk)
    statuses = rows("SELECT DISTINCT status FROM dossiers_transaction WHERE kind = 'import_parcels' ORDER BY 1")
    assert statuses == [("approved",), ("rejected",), ("withdrawn",)]

"""Loading the files twice changes nothing."""

import pytest

from reference.data_files import load_all
from reference.models import LandUseCode, Unit, UnitBoundary, UnitSuccession


@pytest.mark.django_db
def test_loading_again_changes_nothing() -> None:
    tables = (Unit, UnitSuccession, UnitBoundary, LandUseCode)
    before = [list(table.objects.order_by("pk").values_list()) for table in tables]
    load_all(unit=Unit, succession=UnitSuccession, boundary=UnitBoundary, land_use=LandUseCode)
    assert [list(table.objects.order_by("pk").values_list()) for table in tables] == before


@pytest.mark.django_db
def test_every_row_names_its_source() -> None:
    for table in (Unit, UnitBoundary, LandUseCode):
        assert not table.objects.filter(source="").exists()
    assert set(UnitBoundary.objects.values_list("licence", flat=True)) == {"MIT"}

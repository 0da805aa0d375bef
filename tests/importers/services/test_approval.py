"""Who may approve what and when; what several approvals make of each other."""

import threading

import pytest
from django.db import connections

from accounts.api import NotAllowed
from dossiers import api as dossiers
from gis_core.errors import DomainError
from importers import api as importers
from importers.models import Batch, BatchFinding, StagedElement, StagedFace
from tests.importers import entrance as entrances
from tests.importers.services.outcome import rows

FIRST, SECOND = "sheets/to01.dgn", "sheets/to02.dgn"


@pytest.fixture
def staged(entrance, clean_sample):
    """A sheet without faults, ready to be submitted."""
    return entrance.imported(clean_sample / FIRST)


def refused(act, **values) -> str:
    with pytest.raises(DomainError) as told:
        act(**values)
    answer = told.value.as_answer()
    assert answer["message_vi"] and answer["message_en"]
    return str(answer["code"])


def test_uploader_may_not_approve_and_a_clerk_neither(entrance, staged, settings):
    importers.submit(actor=entrance.officer, batch_id=staged.pk)
    with pytest.raises(NotAllowed):
        importers.approve(approver=entrance.clerk, batch_id=staged.pk)
    with pytest.raises(NotAllowed):
        importers.approve(approver=entrance.officer, batch_id=staged.pk)
    importers.approve(approver=entrance.approver, batch_id=staged.pk)
    importers.run_batch_here(staged.pk)
    staged.refresh_from_db()
    assert staged.status == "approved"
    assert staged.approved_by == entrance.approver


def test_preparer_may_not_approve_even_with_the_right_to(entrance, clean_sample, settings):
    """Approvers may review: one who submitted may not approve, unless the deployment says so."""
    batch = entrance.imported(clean_sample / FIRST)
    Batch.objects.filter(pk=batch.pk).update(uploaded_by=entrance.approver)
    importers.submit(actor=entrance.officer, batch_id=batch.pk)
    assert refused(importers.approve, approver=entrance.approver, batch_id=batch.pk) == dossiers.FourEyes.code
    settings.UPLOADER_MAY_APPROVE = True
    importers.approve(approver=entrance.approver, batch_id=batch.pk)


def test_open_errors_and_an_unbalanced_receipt_block(entrance, small_sample):
    batch = entrance.imported(small_sample / "commune.dgn")
    assert refused(importers.submit, actor=entrance.officer, batch_id=batch.pk) == "open_findings"
    finding = BatchFinding.objects.filter(batch=batch, severity="error")[0]
    settle = {"actor": entrance.officer, "batch_id": batch.pk, "finding_id": finding.pk}
    assert refused(importers.settle_finding, **settle, state="waived", reason="  ") == "reason_missing"
    entrance.waive_errors(batch)
    receipt = dict(batch.receipt)
    Batch.objects.filter(pk=batch.pk).update(receipt={**receipt, "balanced": False})
    assert refused(importers.submit, actor=entrance.officer, batch_id=batch.pk) == "receipt_unbalanced"
    Batch.objects.filter(pk=batch.pk).update(receipt=receipt)
    importers.submit(actor=entrance.officer, batch_id=batch.pk)
    # preconditions are looked at again at approval
    BatchFinding.objects.filter(pk=finding.pk).update(state="open")
    assert refused(importers.approve, approver=entrance.approver, batch_id=batch.pk) == "open_findings"


def test_same_file_twice_is_recognised_until_cancelled(entrance, clean_sample, tmp_path):
    batch = entrance.imported(clean_sample / FIRST)
    other_name = tmp_path / "khac.dgn"
    other_name.write_bytes((clean_sample / FIRST).read_bytes())
    with pytest.raises(importers.ImportRefused) as told:
        entrance.receive(other_name)
    assert told.value.code == "already_imported"
    assert str(batch.pk) in told.value.message_vi and str(batch.pk) in told.value.hint_en
    importers.submit(actor=entrance.officer, batch_id=batch.pk)
    importers.cancel(actor=entrance.officer, batch_id=batch.pk)
    assert rows("SELECT DISTINCT status FROM dossiers_transaction") == [("withdrawn",)]
    assert not StagedFace.objects.filter(batch=batch).exists()
    assert not StagedElement.objects.filter(batch=batch).exists()
    assert entrances.file_is_kept(batch)
    assert refused(importers.cancel, actor=entrance.officer, batch_id=batch.pk) == "wrong_batch_state"
    assert entrance.imported(other_name).status == "staged"


def at_once(*acts) -> list[str]:
    """Acts in threads with connections of their own; "done" or the refusal's code, in order."""
    results = [""] * len(acts)
    together = threading.Barrier(len(acts))

    def run(place, act):
        together.wait(20)
        try:
            act()
            results[place] = "done"
        except DomainError as refusal:
            results[place] = refusal.code
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    return results


def test_same_file_uploaded_twice_at_once(entrance, clean_sample):
    results = at_once(*[lambda: entrance.receive(clean_sample / FIRST)] * 3)
    assert sorted(results) == ["already_imported", "already_imported", "done"]


def test_two_approvers_at_once_one_wins(entrance, staged):
    importers.submit(actor=entrance.officer, batch_id=staged.pk)
    second = entrances.person(entrances.Role.APPROVER, login="duyet2")
    approvals = [
        lambda: importers.approve(approver=entrance.approver, batch_id=staged.pk),
        lambda: importers.approve(approver=second, batch_id=staged.pk),
    ]
    assert sorted(at_once(*approvals)) == ["done", "wrong_batch_state"]
    # and two workers at once register it once
    at_once(*[lambda: importers.run_batch_here(staged.pk)] * 2)
    staged.refresh_from_db()
    importers.run_batch_here(staged.pk)
    staged.refresh_from_db()
    parcels = staged.receipt["parcels"]
    assert staged.status == "approved"
    assert parcels == {"built": parcels["built"], "registered": parcels["built"], "rejected": 0}
    assert rows("SELECT count(*) FROM land_records_parcel") == [(parcels["built"],)]


def test_sheet_taken_meanwhile_is_refused_by_name_and_the_other_stands(entrance, clean_sample):
    """commune.dgn (sheets 1 and 2) was checked before sheet 1 was registered from its own file."""
    whole = entrance.imported(clean_sample / "commune.dgn")
    assert not BatchFinding.objects.filter(batch=whole).exists()
    entrance.submitted(whole)
    entrance.approved(entrance.imported(clean_sample / FIRST))
    importers.approve(approver=entrance.approver, batch_id=whole.pk)
    importers.run_batch_here(whole.pk)
    whole.refresh_from_db()
    parcels = whole.receipt["parcels"]
    chunks = {chunk["sheet"]: chunk["result"] for chunk in whole.options["chunks"]}
    assert whole.status == "approved"
    assert parcels["registered"] + parcels["rejected"] == parcels["built"]
    assert whole.receipt["balanced"]
    assert chunks[1]["refusal"]["code"] == "number_taken"
    assert "Tờ" in chunks[1]["refusal"]["message_vi"]
    assert chunks[2]["registered"] == parcels["registered"] > 0
    marked = "SELECT sheet, registered, reason FROM importers_stagedface WHERE batch_id = %s AND outcome = 'parcel'"
    assert set(rows(marked, whole.pk)) == {(1, "rejected", "number_taken"), (2, "", "")}
    # the next import of the same sheet is warned before anybody submits
    late = entrance.imported(clean_sample / "parcels.gpkg", series="")
    codes = set(BatchFinding.objects.filter(batch=late).values_list("code", flat=True))
    assert {"NUMBER-TAKEN", "REGISTER-OVERLAP"} <= codes


def test_everything_taken_registers_nothing_and_says_so(entrance, clean_sample):
    one = entrance.imported(clean_sample / FIRST)
    again = entrance.imported(clean_sample / "parcels.gpkg")
    entrance.submitted(again)
    entrance.approved(one)
    entrance.approved(entrance.imported(clean_sample / SECOND))
    importers.approve(approver=entrance.approver, batch_id=again.pk)
    importers.run_batch_here(again.pk)
    again.refresh_from_db()
    parcels = again.receipt["parcels"]
    assert (again.status, parcels["registered"]) == ("refused", 0)
    assert parcels["rejected"] == parcels["built"]
    assert again.refusal["code"] == "number_taken"
    assert rows("SELECT count(*) FROM dossiers_transaction WHERE status = 'pending'") == [(0,)]


def test_returned_batch_can_be_submitted_again(entrance, staged):
    importers.submit(actor=entrance.officer, batch_id=staged.pk)
    importers.reject(approver=entrance.approver, batch_id=staged.pk, reason="thiếu biên bản")
    back = importers.batch(user=entrance.officer, batch_id=staged.pk)
    assert (back.status, back.returned) == ("staged", "thiếu biên bản")
    importers.submit(actor=entrance.officer, batch_id=staged.pk)
    importers.approve(approver=entrance.approver, batch_id=staged.pk)
    importers.run_batch_here(staged.pk)
    staged.refresh_from_db()
    assert staged.status == "approved"

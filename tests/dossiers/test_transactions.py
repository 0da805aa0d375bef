"""Submitting, deciding once, four eyes, the ledger."""

import threading
import time
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, connections, transaction

from accounts.api import NotAllowed, Role
from dossiers import api as dossiers
from reference import api as reference
from tests.dossiers.people import PHAN_THIET, pending_transaction, person

WARD_CODE = "22945"


@pytest.mark.django_db
class TestDossier:
    def test_codes_count_up_per_unit_and_day_of_viet_nam(self):
        officer = person(Role.OFFICER)
        ward = reference.resolve_unit(PHAN_THIET).id
        late = datetime(2026, 3, 1, 18, 30, tzinfo=UTC)  # already 2 March in Viet Nam
        codes = [
            dossiers.open_dossier(actor=officer, kind="import", unit_id=ward, title="A", at=late).code for _ in range(2)
        ]
        assert codes == [f"NK.{WARD_CODE}-260302-0001", f"NK.{WARD_CODE}-260302-0002"]
        assert dossiers.dossier_by_code(codes[0]).title == "A"

    def test_only_inside_the_own_unit(self):
        officer = person(Role.OFFICER)
        with pytest.raises(NotAllowed):
            dossiers.open_dossier(
                actor=officer, kind="import", unit_id=reference.resolve_unit("22918@2025-07-01").id, title="A"
            )

    def test_list_shows_what_the_actor_may_read(self):
        case = pending_transaction()
        elsewhere = person(Role.OFFICER, "22918@2025-07-01")
        assert [one.id for one in dossiers.dossiers(person(Role.AUDITOR, None))] == [case.dossier_id]
        assert dossiers.dossiers(elsewhere) == ()

    def test_unknown_kind_names_the_known_ones(self):
        with pytest.raises(dossiers.UnknownKind) as refusal:
            pending_transaction(kind="magic")
        assert "import" in refusal.value.hint_en


@pytest.mark.django_db
class TestDecision:
    def test_approval_by_another_person(self):
        submitted = pending_transaction()
        approver = person(Role.APPROVER)
        at = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
        approved = dossiers.approve_transaction(approver=approver, transaction_id=submitted.id, at=at)
        assert (approved.status, approved.approved_by_id, approved.approved_at) == ("approved", approver.pk, at)
        assert dossiers.transaction(submitted.id) == approved

    def test_twice_is_refused_with_a_sentence(self):
        submitted = pending_transaction()
        approver = person(Role.APPROVER)
        dossiers.approve_transaction(approver=approver, transaction_id=submitted.id)
        with pytest.raises(dossiers.NotPending, match="approved") as refusal:
            dossiers.approve_transaction(approver=approver, transaction_id=submitted.id)
        assert "đã duyệt" in refusal.value.message_vi

    def test_four_eyes(self, settings):
        both = person(Role.OFFICER, login="both")
        person(Role.APPROVER, login="both")
        submitted = pending_transaction(both)
        with pytest.raises(dossiers.FourEyes):
            dossiers.approve_transaction(approver=both, transaction_id=submitted.id)
        settings.UPLOADER_MAY_APPROVE = True
        assert dossiers.approve_transaction(approver=both, transaction_id=submitted.id).status == "approved"

    def test_officer_and_approver_of_another_ward_may_not(self):
        submitted = pending_transaction()
        for stranger in (person(Role.OFFICER), person(Role.APPROVER, "22918@2025-07-01")):
            with pytest.raises(NotAllowed):
                dossiers.approve_transaction(approver=stranger, transaction_id=submitted.id)

    def test_planning_asks_for_planning_rights(self):
        submitted = pending_transaction(kind="planning")
        assert dossiers.approve_transaction(approver=person(Role.APPROVER), transaction_id=submitted.id)
        with pytest.raises(NotAllowed):
            pending_transaction(person(Role.CLERK), kind="planning")

    def test_rejected_and_withdrawn_stay_so(self):
        first, second = pending_transaction(), pending_transaction()
        approver = person(Role.APPROVER)
        rejected = dossiers.reject_transaction(approver=approver, transaction_id=first.id, reason="Thiếu tờ 3")
        assert (rejected.status, rejected.ended_reason) == ("rejected", "Thiếu tờ 3")
        assert dossiers.withdraw_transaction(actor=person(Role.OFFICER), transaction_id=second.id).status == "withdrawn"
        for done in (first, second):
            with pytest.raises(dossiers.NotPending):
                dossiers.approve_transaction(approver=approver, transaction_id=done.id)

    def test_unknown_transaction(self):
        with pytest.raises(dossiers.UnknownTransaction):
            dossiers.approve_transaction(approver=person(Role.APPROVER), transaction_id=999_999)

    @pytest.mark.parametrize(
        "change",
        [
            "UPDATE dossiers_transaction SET status = 'pending', approved_by_id = NULL, approved_at = NULL",
            "UPDATE dossiers_transaction SET summary = '{}'",
            "DELETE FROM dossiers_transaction",
        ],
    )
    def test_a_decision_cannot_be_changed_even_by_the_owner(self, change):
        submitted = pending_transaction()
        dossiers.approve_transaction(approver=person(Role.APPROVER), transaction_id=submitted.id)
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)

    def test_submission_is_fixed_and_status_needs_its_facts(self):
        pending_transaction()
        for change in ("kind = 'planning'", "status = 'approved'"):
            with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"UPDATE dossiers_transaction SET {change}")


@pytest.mark.django_db
class TestLedger:
    def test_entries_are_numbered_on_and_found_by_subject(self):
        submitted = pending_transaction()
        approver = person(Role.APPROVER)
        approved = dossiers.approve_transaction(approver=approver, transaction_id=submitted.id)
        drafts = [
            dossiers.EntryDraft(act="parcel.registered", subject_kind="parcel", subject_id=n, unit_id=submitted.unit_id)
            for n in (17, 18)
        ]
        assert dossiers.record_entries(transaction_id=submitted.id, entries=drafts) == 2
        assert dossiers.record_entries(transaction_id=submitted.id, entries=drafts[:1]) == 1
        entries = dossiers.entries_of(submitted.id)
        assert [(one.seq, one.subject_id) for one in entries] == [(1, 17), (2, 18), (3, 17)]
        assert {(one.by_id, one.at) for one in entries} == {(approver.pk, approved.approved_at)}
        assert [one.seq for one in dossiers.entries_about("parcel", 17)] == [1, 3]
        papers = dossiers.dossiers_about("parcel", [17, 99])
        assert [case.id for case in papers[17]] == [submitted.dossier_id] and papers[99] == ()

    def test_nobody_changes_a_line(self):
        submitted = pending_transaction()
        draft = dossiers.EntryDraft(act="a", subject_kind="parcel", subject_id=1)
        dossiers.record_entries(transaction_id=submitted.id, entries=[draft])
        for change in (
            "UPDATE dossiers_ledgerentry SET act = 'b'",
            "DELETE FROM dossiers_ledgerentry",
            "TRUNCATE dossiers_ledgerentry",
        ):
            with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(change)


def test_approval_asks_for_the_callers_transaction(committed_db, django_db_blocker):
    with django_db_blocker.unblock():
        submitted = pending_transaction()
        with pytest.raises(dossiers.OutsideTransaction):
            dossiers.approve_transaction(approver=person(Role.APPROVER), transaction_id=submitted.id)


def test_of_two_approvals_at_once_one_wins(committed_db, django_db_blocker):
    with django_db_blocker.unblock():
        submitted = pending_transaction()
        approvers = [person(Role.APPROVER), person(Role.APPROVER)]
        outcomes: list[object] = []
        both_ready = threading.Barrier(2)

        def approve(approver):
            try:
                with transaction.atomic():
                    both_ready.wait(10)
                    dossiers.approve_transaction(approver=approver, transaction_id=submitted.id)
                    time.sleep(0.2)
                outcomes.append(approver.pk)
            except dossiers.NotPending as refusal:
                outcomes.append(refusal.code)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=approve, args=(approver,)) for approver in approvers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        winner = dossiers.transaction(submitted.id).approved_by_id
        assert sorted(map(str, outcomes)) == sorted(["transaction_not_pending", str(winner)])


def test_openings_at_once_get_different_codes(committed_db, django_db_blocker):
    with django_db_blocker.unblock():
        officer = person(Role.OFFICER)
        ward = reference.resolve_unit(PHAN_THIET).id
        codes: list[str] = []

        def open_three():
            try:
                for _ in range(3):
                    case = dossiers.open_dossier(actor=officer, kind="import", unit_id=ward, title="A")
                    codes.append(case.code)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=open_three) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert len(set(codes)) == 9


@pytest.mark.django_db
def test_several_transactions_are_approved_together_or_not_at_all():
    submitter, approver = person(Role.OFFICER), person(Role.APPROVER)
    case = dossiers.open_dossier(
        actor=submitter, kind="import", unit_id=reference.resolve_unit(PHAN_THIET).id, title="A"
    )
    summaries = [{"sheet": 2}, {"sheet": 1}]
    proposed = dossiers.submit_transactions(actor=submitter, dossier_id=case.id, kind="import", summaries=summaries)
    assert [dict(one.summary) for one in proposed] == summaries
    ids = [one.id for one in reversed(proposed)]
    with pytest.raises(dossiers.UnknownTransaction), transaction.atomic():
        dossiers.approve_transactions(approver=approver, transaction_ids=[*ids, 999_999])
    with transaction.atomic():
        approved = dossiers.approve_transactions(approver=approver, transaction_ids=ids)
    assert [(one.id, one.status, one.approved_by_id) for one in approved] == [
        (one, "approved", approver.pk) for one in ids
    ]
    assert dossiers.transactions(ids) == approved
    with pytest.raises(dossiers.NotPending), transaction.atomic():
        dossiers.approve_transactions(approver=approver, transaction_ids=ids[:1])
    line = dossiers.EntryDraft(act="parcel.registered", subject_kind="parcel", subject_id=5, unit_id=case.unit_id)
    dossiers.record_entries(transaction_id=ids[0], entries=[line])
    assert dossiers.record_ledger(entries={ids[1]: [line, line], ids[0]: [line]}) == 3
    assert [[entry.seq for entry in dossiers.entries_of(one)] for one in ids] == [[1, 2], [1, 2]]

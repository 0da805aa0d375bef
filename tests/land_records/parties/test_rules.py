"""What the database itself keeps about parties, whoever writes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts.api import Role
from land_records.models import (
    IdentityPaper,
    Party,
    PartyDuplicate,
    PartyMember,
    PartyMerge,
    PartyParticulars,
)
from tests.dossiers.people import person

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def officer():
    return person(Role.OFFICER)


def party(officer, kind="person"):
    return Party.objects.create(kind=kind, user_kind="CNV", created_by=officer, created_at=AT)


def particulars(officer, of, valid=(AT, None), **facts):
    given = {"name": "Lê Ánh", "folded_name": "le anh", "folded_back": "anh le"} | facts
    return PartyParticulars.objects.create(party=of, valid=valid, recorded_by=officer, recorded_at=AT, **given)


def paper(officer, of, index, valid=(AT, None)):
    return IdentityPaper.objects.create(
        party=of, kind="cccd", sealed=b"s" * 40, blind_index=index * 32, key_id="k1", valid=valid,
        recorded_by=officer, recorded_at=AT,
    )  # fmt: skip


def settle():
    """Let the deferred rules speak now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def refused(name, write):
    with pytest.raises((IntegrityError, DatabaseError), match=name), transaction.atomic():
        write()
        settle()


def test_one_set_of_particulars_at_any_moment(officer):
    one = party(officer)
    particulars(officer, one, valid=(AT, AT + timedelta(days=1)))
    particulars(officer, one, valid=(AT + timedelta(days=1), None))
    refused("land_records_particulars_one_at_a_time", lambda: particulars(officer, one))


def test_particulars_have_a_name_years_in_order_and_a_birth_that_agrees(officer):
    one = party(officer)
    refused("land_records_particulars_named", lambda: particulars(officer, one, name=None))
    refused("land_records_particulars_not_empty", lambda: particulars(officer, one, name=""))
    refused("land_records_particulars_years", lambda: particulars(officer, one, birth_year=1980, death_year=1979))
    refused("land_records_particulars_birth", lambda: particulars(officer, one, birth_year=2031))
    refused("birth_agrees", lambda: particulars(officer, one, birth_year=1980, birth_date=AT.date()))
    refused("land_records_partyparticulars_time", lambda: particulars(officer, one, valid=(AT, AT)))


def test_one_number_on_two_parties_only_as_a_listed_duplicate(officer):
    one, two = party(officer), party(officer)
    paper(officer, one, b"a")
    refused("are not listed as duplicates", lambda: paper(officer, two, b"a"))
    paper(officer, two, b"b")
    settle()
    PartyDuplicate.objects.create(first=one, second=two, proposed_at=AT)
    paper(officer, two, b"a")
    settle()


def test_a_replaced_paper_does_not_count(officer):
    one, two = party(officer), party(officer)
    paper(officer, one, b"a", valid=(AT, AT + timedelta(days=1)))
    paper(officer, two, b"a")
    settle()


def test_a_merge_and_its_pointer_stand_together_and_form_no_circle(officer):
    one, two = party(officer), party(officer)
    pair = PartyDuplicate.objects.create(first=one, second=two, proposed_at=AT)

    def point(absorbed, kept):
        Party.objects.filter(pk=absorbed.pk).update(merged_into=kept)

    def merge(absorbed, kept):
        PartyMerge.objects.create(kept=kept, absorbed=absorbed, duplicate=pair, merged_by=officer, merged_at=AT)

    refused("its standing merge to <NULL>", lambda: point(two, one))
    refused("points to <NULL>", lambda: merge(two, one))
    point(two, one)
    merge(two, one)
    settle()

    def circle():
        point(one, two)
        merge(one, two)

    refused("merged in a circle", circle)


def test_single_roles_are_held_by_one(officer):
    couple, she, he, other = party(officer, "couple"), party(officer), party(officer), party(officer)

    def member(who, role):
        PartyMember.objects.create(
            group=couple, member=who, role=role, valid=(AT, None), recorded_by=officer, recorded_at=AT
        )

    member(she, "wife")
    member(he, "husband")
    refused("land_records_member_single_roles", lambda: member(other, "wife"))
    refused("land_records_member_of_another", lambda: member(couple, "member"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE land_records_partyparticulars SET name = 'x'",
        "UPDATE land_records_party SET kind = 'group'",
        "DELETE FROM land_records_identitypaper",
        "UPDATE land_records_identitypaper SET party_id = 1",
        "UPDATE land_records_partymerge SET kept_id = 1",
        "DELETE FROM land_records_partyduplicate",
    ],
)
def test_the_application_may_not_rewrite(statement):
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

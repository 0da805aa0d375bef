"""scope, may and require: one policy."""

import itertools
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.api import Act, NotAllowed, Role, may, require, scope, units_in_time
from accounts.models import Membership, Office, OfficeUnit, User
from accounts.roles import ROLES_OF
from reference import api as reference
from tests.dossiers.people import PHAN_THIET, person

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)
UNITS = (PHAN_THIET, "22945@2025-06-30", "22930@2025-06-30", "22924@2025-07-01", "22978@2025-06-30", "22960@2025-07-01")

membership = st.tuples(
    st.sampled_from(list(Role)),
    st.one_of(st.none(), st.lists(st.sampled_from(UNITS), max_size=3)),
    st.sampled_from([date(2020, 1, 1), TODAY, date(2026, 3, 3)]),
    st.sampled_from([None, date(2026, 3, 1), TODAY, date(2030, 1, 1)]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(act=st.sampled_from(list(Act)), held=st.lists(membership, max_size=3), active=st.booleans())
def test_scope_and_may_agree_with_the_table(act, held, active):
    ids = {name: reference.resolve_unit(name).id for name in UNITS}
    user = User.objects.create(username=f"u{User.objects.count()}", is_active=active)
    everywhere, expected = False, set()
    for role, units, start, end in held:
        if end is not None and end < start:
            continue
        office = Office.objects.create(code=f"o{Office.objects.count()}", name="o", whole_province=units is None)
        for name in set(units or ()):
            OfficeUnit.objects.create(office=office, unit_id=ids[name])
        Membership.objects.create(user=user, office=office, role=role, valid_from=start, valid_to=end)
        if active and start <= TODAY <= (end or date.max) and role in ROLES_OF[act]:
            everywhere |= units is None
            expected |= units_in_time(ids[name] for name in units or ())
    allowed = scope(user, act, on=TODAY)
    assert allowed.all == everywhere
    if not everywhere:
        assert allowed.unit_ids == expected
    for unit_id in ids.values():
        assert may(user, act, unit_id, on=TODAY) == allowed.covers(unit_id) == (everywhere or unit_id in expected)
    assert may(user, act, on=TODAY) == (everywhere or bool(expected))


def test_every_act_has_roles_and_every_role_an_act():
    assert set(ROLES_OF) == set(Act)
    assert set(itertools.chain(*ROLES_OF.values())) == set(Role)
    assert not ROLES_OF[Act.IMPORT_APPROVE] & ROLES_OF[Act.IMPORT_UPLOAD]


def test_after_a_merger_the_old_wards_are_covered_but_not_the_neighbour():
    officer = person(Role.OFFICER)
    old_ward = reference.resolve_unit("22930@2025-06-30").id
    neighbour = reference.resolve_unit("22924@2025-07-01").id
    assert may(officer, Act.IMPORT_UPLOAD, old_ward)
    assert not may(officer, Act.IMPORT_UPLOAD, neighbour)


def test_an_office_of_the_old_ward_works_on_in_the_new_one_but_not_in_its_former_neighbours():
    officer = person(Role.OFFICER, "22930@2025-06-30")
    assert may(officer, Act.IMPORT_UPLOAD, reference.resolve_unit(PHAN_THIET).id)
    assert not may(officer, Act.IMPORT_UPLOAD, reference.resolve_unit("22951@2025-06-30").id)


def test_nobody_is_allowed_by_being_superuser_or_anonymous():
    chief = User.objects.create(username="root", is_superuser=True, is_staff=True)
    for act in Act:
        assert not may(chief, act)
        assert not may(AnonymousUser(), act)


def test_refusal_is_a_sentence_without_the_person():
    clerk = person(Role.CLERK, login="nguyenvana")
    with pytest.raises(NotAllowed) as refusal:
        require(clerk, Act.IMPORT_APPROVE, reference.resolve_unit(PHAN_THIET).id)
    answer = str(refusal.value.as_answer())
    assert "import.approve" in answer
    assert "nguyenvana" not in answer


def test_unknown_act_is_a_programming_error():
    with pytest.raises(ValueError, match=r"import\.everything"):
        may(person(Role.CLERK), "import.everything")

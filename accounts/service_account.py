"""The account the command line acts under when nobody is named: it may submit, never approve."""

from django.db import transaction

from accounts.models import User
from accounts.people import add_user, ensure_office
from accounts.roles import Role

LOGIN = "he-thong"
OFFICE = "HE-THONG"


@transaction.atomic
def system_actor() -> User:
    """The system's own account (unusable password, officer over the whole province), made when missing.

    Four eyes still hold: what it submits, a person approves.
    """
    user = User.objects.filter(username=LOGIN).first()
    if user is None:
        ensure_office(code=OFFICE, name="Hệ thống Thổ Địa", unit_references=None)
        user, _ = add_user(login=LOGIN, full_name="Hệ thống", role=Role.OFFICER, office_code=OFFICE)
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user

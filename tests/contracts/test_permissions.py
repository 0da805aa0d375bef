"""Who may do what, as one table people can read; a change of it shows in a diff."""

from accounts.roles import ROLES_OF, Act, Role
from tests.contracts.kept import same_as_kept


def test_matrix_of_roles_and_acts_is_the_kept_one() -> None:
    wide = max(len(act) for act in Act)
    lines = ["".ljust(wide) + "".join(f"  {role:8}" for role in Role)]
    for act in Act:
        lines.append(f"{act:{wide}}" + "".join(f"  {'yes' if role in ROLES_OF[act] else '-':8}" for role in Role))
    same_as_kept("permissions.txt", "\n".join(line.rstrip() for line in lines) + "\n")


def test_nobody_both_prepares_everything_and_approves_it() -> None:
    for upload, approval in ((Act.IMPORT_UPLOAD, Act.IMPORT_APPROVE), (Act.PLANNING_IMPORT, Act.PLANNING_APPROVE)):
        assert not ROLES_OF[upload] & ROLES_OF[approval]


def test_managing_accounts_shows_no_land_data() -> None:
    assert [act for act in Act if Role.ADMIN in ROLES_OF[act]] == [Act.USERS_MANAGE]

"""Front door of accounts: who may do what, and where.

`scope` filters inside queries, `may` judges one unit, `require` refuses; they agree by construction and by test.
A signed-in user is a `User`; it is passed as `actor` to every act.
"""

from accounts.errors import NotAllowed, UnknownActor
from accounts.models import User
from accounts.names import display_names
from accounts.offices import OfficeSnapshot, offices
from accounts.people import (
    DemoLogin,
    actor,
    add_user,
    create_demo_users,
    end_membership,
    ensure_office,
    set_random_password,
)
from accounts.policy import NOWHERE, Scope, may, remembered_scopes, require, scope, units_in_time
from accounts.roles import Act, Role
from accounts.service_account import system_actor

__all__ = [
    "NOWHERE",
    "Act",
    "DemoLogin",
    "NotAllowed",
    "OfficeSnapshot",
    "Role",
    "Scope",
    "UnknownActor",
    "User",
    "actor",
    "add_user",
    "create_demo_users",
    "display_names",
    "end_membership",
    "ensure_office",
    "may",
    "offices",
    "remembered_scopes",
    "require",
    "scope",
    "set_random_password",
    "system_actor",
    "units_in_time",
]

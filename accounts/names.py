"""Names of users for pages that tell who did what."""

from collections.abc import Iterable

from accounts.models import User


def display_names(user_ids: Iterable[int]) -> dict[int, str]:
    """Id → full name, or the login where no name is known; for signed-in staff only."""
    users = User.objects.filter(pk__in=set(user_ids))
    return {user.pk: user.get_full_name() or user.get_username() for user in users}

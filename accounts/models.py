"""Users, offices and memberships: who works where, in which role, from when to when."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q

from accounts.roles import Role


class User(AbstractUser):
    """A person who signs in. Rights come from memberships alone: `is_superuser` and groups mean nothing here."""

    full_name = models.CharField(max_length=200, blank=True, help_text="Vietnamese order: family name first")

    class Meta(AbstractUser.Meta):
        db_table = "accounts_user"

    def __str__(self) -> str:
        return self.username

    def get_full_name(self) -> str:
        """The name shown beside an act; the login when no name was given."""
        return self.full_name or self.username


class Office(models.Model):
    """An authority whose people work in the system: a branch of the land office, a commune, a department."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    whole_province = models.BooleanField(
        default=False, help_text="its people work on every unit of the deployment; OfficeUnit rows are then not needed"
    )

    def __str__(self) -> str:
        return self.code


class OfficeUnit(models.Model):
    """One administrative unit an office is responsible for; predecessors and successors follow by rule."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("reference.Unit", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "unit"], name="accounts_office_unit_once")]

    def __str__(self) -> str:
        return f"{self.office_id}:{self.unit_id}"


class Membership(models.Model):
    """One person in one role of one office; `valid_to` is the last day (null: until further notice).

    A person may hold several. Ended memberships stay: they explain old acts.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="accounts_membership_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]), name="accounts_membership_known_role"
            ),
            models.UniqueConstraint(fields=["user", "office", "role", "valid_from"], name="accounts_membership_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}:{self.office_id}:{self.role}"

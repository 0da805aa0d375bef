"""The archive keeper becomes a known role."""

from django.db import migrations, models
from django.db.models import Q

ROLES = ["clerk", "officer", "approver", "archivist", "auditor", "viewer", "admin"]


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_users_offices_memberships")]

    operations = [
        migrations.AlterField("membership", "role", models.CharField(choices=[(r, r) for r in ROLES], max_length=20)),
        migrations.RemoveConstraint("membership", "accounts_membership_known_role"),
        migrations.AddConstraint(
            "membership",
            models.CheckConstraint(condition=Q(role__in=ROLES), name="accounts_membership_known_role"),
        ),
    ]

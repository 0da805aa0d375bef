"""Who entered a version of a rule, and who gave it its last day."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

PERSON = {"null": True, "on_delete": django.db.models.deletion.PROTECT, "related_name": "+"}


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("land_records", "0030_rules_of_acts"),
    ]

    operations = [
        migrations.AddField("rule", "entered_by", models.ForeignKey(to=settings.AUTH_USER_MODEL, **PERSON)),
        migrations.AddField(
            "rule", "entered_at", models.DateTimeField(null=True, help_text="null: came with the system")
        ),
        migrations.AddField("rule", "ended_by", models.ForeignKey(to=settings.AUTH_USER_MODEL, **PERSON)),
    ]

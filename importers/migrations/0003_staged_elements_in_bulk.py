"""Staged elements: no row-by-row check of the batch, one index less."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("importers", "0002_desk_views"),
    ]

    operations = [
        migrations.AlterField(
            model_name="stagedelement",
            name="batch",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="importers.batch",
            ),
        ),
    ]

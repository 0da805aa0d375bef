"""Indexes for the search of certificates by the beginning of a serial and by book number in several units."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("land_records", "0036_search_indexes")]

    operations = [
        migrations.AddIndex(
            model_name="certificate",
            index=models.Index(fields=["serial"], name="land_records_serial_begins", opclasses=["varchar_pattern_ops"]),
        ),
        migrations.AddIndex(
            model_name="certificate",
            index=models.Index(fields=["register_no"], name="land_records_register_no"),
        ),
    ]

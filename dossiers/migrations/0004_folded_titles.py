"""Titles of the dossiers there are, folded for search. Alone: a table with unsealed history cannot be altered."""

from typing import Any

from django.db import migrations

from gis_core.text.names import fold


def fold_titles(apps: Any, _schema_editor: Any) -> None:
    dossier_class = apps.get_model("dossiers", "Dossier")
    for dossier in dossier_class.objects.filter(folded_title="").iterator():
        dossier_class.objects.filter(pk=dossier.pk).update(folded_title=fold(dossier.title))


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0003_documents")]

    operations = [migrations.RunPython(fold_titles, migrations.RunPython.noop)]

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from records import sealing


def seal_scopes(apps: StateApps, _: BaseDatabaseSchemaEditor) -> None:
    """What an authority covers has lain in the open; from now on it is sealed with the submission's key.

    Of a contact that was forgotten, it is forgotten too.
    """
    held = apps.get_model("requests_app", "Representative").objects.exclude(scope="")
    for row in held.select_related("submission__data_key").iterator(chunk_size=500):
        key = row.submission.data_key
        if key.wrapped is not None:
            row.sealed_scope = sealing.seal(row.scope.encode(), key, sealing.place(row, "sealed_scope"))
            row.save(update_fields=["sealed_scope"])


class Migration(migrations.Migration):
    dependencies = [("requests_app", "0005_daily_digest")]

    operations = [
        migrations.AddField(
            model_name="representative",
            name="sealed_scope",
            field=models.BinaryField(null=True),
        ),
        migrations.RunPython(seal_scopes, elidable=True),
        migrations.RemoveField(
            model_name="representative",
            name="scope",
        ),
    ]

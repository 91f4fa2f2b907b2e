from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import Model

from records import sealing


def seal_words(apps: StateApps, _: BaseDatabaseSchemaEditor) -> None:
    """The proof that a representative spoke of, and the notice that governs, have lain in the open.

    Of what was forgotten, they are forgotten too.
    """
    held = apps.get_model("requests_app", "Representative").objects.exclude(proof_claimed="")
    for row in held.select_related("submission__data_key").iterator(chunk_size=500):
        _seal(row, "sealed_claim", row.proof_claimed, row.submission.data_key)
    named = apps.get_model("requests_app", "PrivacyRequest").objects.exclude(governing_notice="")
    for row in named.select_related("data_key").iterator(chunk_size=500):
        _seal(row, "sealed_notice", row.governing_notice, row.data_key)


def _seal(row: Model, field: str, words: str, key: sealing.DataKey) -> None:
    if key.wrapped is not None:
        setattr(row, field, sealing.seal(words.encode(), key, sealing.place(row, field)))
        row.save(update_fields=[field])


class Migration(migrations.Migration):
    dependencies = [("requests_app", "0012_paced_mail")]

    operations = [
        migrations.AddField(
            model_name="representative",
            name="sealed_claim",
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name="privacyrequest",
            name="sealed_notice",
            field=models.BinaryField(null=True),
        ),
        migrations.RunPython(seal_words, elidable=True),
        migrations.RemoveField(
            model_name="representative",
            name="proof_claimed",
        ),
        migrations.RemoveField(
            model_name="privacyrequest",
            name="governing_notice",
        ),
    ]

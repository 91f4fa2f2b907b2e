from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("requests_app", "0009_auditor"),
    ]

    operations = [
        migrations.AddField(
            model_name="accesscode",
            name="channel",
            field=models.CharField(
                choices=[("email", "email"), ("phone", "phone")], db_default="email", default="email", max_length=10
            ),
        ),
    ]

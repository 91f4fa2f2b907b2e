# noqa: N999 - named as Django wants it
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("sessions", "0001_initial")]

# noqa: N999 - named as Django wants it
from django.db import migrations


class Migration(migrations.Migration):
    initial = True

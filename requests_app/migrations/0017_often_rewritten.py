from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

OFTEN_REWRITTEN = ("requests_app_deadline", "requests_app_message")
SETTINGS = (
    "fillfactor = 85, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000,"
    " autovacuum_analyze_scale_factor = 0.02"
)
"""Room on each page for one row's next version, and a vacuum after a fiftieth of the rows, not after a fifth."""


def leave_room(_: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Each row is rewritten several times in its life: armed anew, leased, sent. The next versions find this."""
    if editor.connection.vendor == "postgresql":
        for table in OFTEN_REWRITTEN:
            editor.execute(f"ALTER TABLE {table} SET ({SETTINGS})")


def as_it_was(_: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        names = ", ".join(part.split(" = ")[0].strip() for part in SETTINGS.split(","))
        for table in OFTEN_REWRITTEN:
            editor.execute(f"ALTER TABLE {table} RESET ({names})")


class Migration(migrations.Migration):
    dependencies = [("requests_app", "0016_follow_up_mail")]

    operations = [migrations.RunPython(leave_room, as_it_was, elidable=False)]

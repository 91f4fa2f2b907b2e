"""On PostgreSQL: what the application's role may do. It owns nothing; migrations run as the owner.

`DULY_APP_ROLE` names the role when migrations run as another (`MIGRATE_DATABASE_URL`); empty, there is one role, which
owns the tables, and only the triggers guard them.
"""

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

from .guards import append_only_models


def install(connection: BaseDatabaseWrapper) -> None:
    """Grant the application's role what it needs on every table, and take away the rest."""
    role = str(settings.DULY_APP_ROLE)
    if connection.vendor != "postgresql" or not role:
        return
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_schema()")
        user, schema = cursor.fetchone()
        if user == role:
            return
        cursor.execute(f"REVOKE CREATE ON SCHEMA {quote(schema)} FROM PUBLIC")
        cursor.execute(f"GRANT USAGE ON SCHEMA {quote(schema)} TO {quote(role)}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {quote(schema)} TO {quote(role)}")
        for rights, tables in _rights(connection).items():
            names = ", ".join(quote(table) for table in sorted(tables))
            cursor.execute(f"REVOKE ALL ON {names} FROM {quote(role)}")
            cursor.execute(f"GRANT {rights} ON {names} TO {quote(role)}")


def _rights(connection: BaseDatabaseWrapper) -> dict[str, set[str]]:
    """Tables by what the application may do with them."""
    tables = set(connection.introspection.table_names())
    read_only = {"django_migrations"} & tables
    written_once = {model._meta.db_table for model in append_only_models()} & tables
    rights = {
        "SELECT": read_only,
        "SELECT, INSERT": written_once,
        "SELECT, INSERT, UPDATE, DELETE": tables - read_only - written_once,
    }
    return {right: names for right, names in rights.items() if names}

"""Migrations of the sessions app as a later release would bring them: one more than the database has."""

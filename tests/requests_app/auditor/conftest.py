"""Northwind's office, for the tests here."""

from tests.requests_app.office import office

__all__ = ["office"]

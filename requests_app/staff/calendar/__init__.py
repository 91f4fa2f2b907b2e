"""Changing the calendar of an organization: looked at first, then done."""

"""Telling an organization's own programs of alerts: endpoints, their secrets, what is said, and how it leaves."""

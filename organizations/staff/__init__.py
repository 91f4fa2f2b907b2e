"""The screens of the staff site on organizations, people and calendars."""

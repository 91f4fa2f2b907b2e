"""Believable requests of invented people, in every state, for looking at Duly. Nothing else uses this."""

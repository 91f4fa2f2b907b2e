"""Whole stories, clicked and typed by both sides in a real browser; the mail in between is real mail."""

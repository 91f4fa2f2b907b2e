"""An office, and people who look at their own requests at Prospect Medical on 1 May 2026."""

from tests.requests_app.office import office
from tests.requests_app.public.conftest import clock, kim, pat

__all__ = ["clock", "kim", "office", "pat"]

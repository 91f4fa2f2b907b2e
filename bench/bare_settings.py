"""Duly's settings for the floor of `intake`: the same database and server, one bare view, no middleware."""

from config import settings

globals().update({name: value for name, value in vars(settings).items() if name.isupper()})

ROOT_URLCONF = "bench.bare"
MIDDLEWARE: list[str] = []

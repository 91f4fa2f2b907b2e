"""Processes killed outright, at random points, while alerts come due and forms come in."""

import datetime as dt
import random
from typing import Final

import pytest

from .kills import Killer
from .stand import Stand
from .work import Work

pytestmark = [pytest.mark.postgres, pytest.mark.redis, pytest.mark.programs, pytest.mark.xdist_group("stand")]

KILLS: Final = 25


def test_twenty_five_kills_lose_nothing_and_double_nothing(stand: Stand, work: Work) -> None:
    seed = random.SystemRandom().randrange(1_000_000)
    print(f"seed {seed}")
    work.requests(40)
    killer = Killer(stand, random.Random(seed))  # noqa: S311 - repeatable, not secret
    with work.coming_in(40):
        for _ in range(KILLS):
            stand.travel(dt.timedelta(hours=7))
            killer.kill_one()
    stand.settle()
    assert killer.parents >= 1, killer.killed
    assert killer.children >= 1, killer.killed
    assert stand.objections() == [], f"seed {seed}"
    work.withdraw_all()

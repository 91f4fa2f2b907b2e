"""What `bin/chaos` runs: the stand of the fault tests under many more faults, for as long as one likes.

Rounds of kills, each with one more thing gone wrong, while forms come in and the clock runs on. After some rounds all
settles and the checker looks. One line of JSON says what came of it.
"""

import argparse
import datetime as dt
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import django

from config.environment import PROJECT

if TYPE_CHECKING:
    from tests.faults.stand.stand import Stand
    from tests.faults.stand.work import Work

RESULTS: Final = PROJECT / "bench/chaos.jsonl"
KILLS_IN_A_ROUND: Final = 20
LOOK_AFTER: Final = 2
"""Rounds between two looks of the checker."""
RESTARTS: Final = 20


def main(arguments: list[str]) -> int:
    options = parser().parse_args(arguments)
    # The stand brings its own servers; what is named here only says of which kind they are.
    os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": "postgres://127.0.0.1:1/none"}
    os.environ.pop("MIGRATE_DATABASE_URL", None)
    django.setup()
    from django.test.utils import setup_test_environment

    from tests.faults.stand.stand import Stand
    from tests.faults.stand.work import Work

    setup_test_environment()
    print(f"seed {options.seed}", flush=True)
    with Stand() as stand, stand.speaking():
        work = Work(stand)
        stand.start()
        chaos = Chaos(stand, work, random.Random(options.seed))  # noqa: S311 - repeatable, not secret
        result = {"at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"), "commit": commit(), "seed": options.seed}
        result |= chaos.run(minutes=options.minutes, kills=options.kills)
    RESULTS.parent.mkdir(exist_ok=True)
    with RESULTS.open("a") as lines:
        lines.write(json.dumps(result) + "\n")
    print(json.dumps(result, indent=1))
    return 0 if result["verdict"] == "sound" else 1


def parser() -> argparse.ArgumentParser:
    found = argparse.ArgumentParser(prog="bin/chaos", description="Break Duly in every way, and check what is left.")
    found.add_argument("--minutes", type=float, default=5, help="at least so long (5)")
    found.add_argument("--kills", type=int, default=200, help="at least so many processes killed outright (200)")
    found.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000), help="to do it again")
    return found


def commit() -> str:
    """The commit that was tried, with a mark when files had been changed since."""
    said = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    return said.stdout.strip()


@dataclass
class Chaos:
    stand: "Stand"
    work: "Work"
    chance: random.Random
    done: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    stopped: bool = False

    def run(self, *, minutes: float, kills: int) -> dict[str, object]:
        """Go on until enough has been broken; what it came to."""
        from tests.faults.stand.kills import Killer

        killer, began, rounds = Killer(self.stand, self.chance), time.monotonic(), 0
        waiting = self._disturbances()
        signal.signal(signal.SIGTERM, self._stop)
        while not (self.faults or self.stopped) and (
            time.monotonic() - began < minutes * 60 or sum(killer.killed.values()) < kills or self.restarts < RESTARTS
        ):
            rounds += 1
            with self.work.coming_in(6) as forms:
                self.work.requests(3, days_ago=self.chance.choice((20, 40, 60)), each=10)
                for _ in range(KILLS_IN_A_ROUND):
                    self.stand.travel(dt.timedelta(hours=self.chance.randrange(1, 9)))
                    killer.kill_one(within=0.5)
                self._disturb(waiting)
            self.done["forms"] += len(forms)
            print(f"round {rounds}: {sum(killer.killed.values())} kills, {self.restarts} restarts", flush=True)
            if rounds % LOOK_AFTER == 0:
                self._look(killer)
        self._look(killer)
        return self._result(killer.killed, rounds, time.monotonic() - began)

    def _stop(self, *_: object) -> None:
        """Asked to end: what was done so far is looked at and told."""
        self.stopped = True

    @property
    def restarts(self) -> int:
        return sum(many for name, many in self.done.items() if name.startswith("restart"))

    def _disturbances(self) -> dict[str, Callable[[], None]]:
        stand = self.stand
        return {
            "restart of PostgreSQL": lambda: stand.postgres.restart("fast"),
            "restart of PostgreSQL, as by a crash": lambda: stand.postgres.restart("immediate"),
            "restart of Redis": lambda: self._for_a_while(stand.redis.down),
            "Redis emptied": lambda: stand.redis.client().flushall(),
            "Redis hung": lambda: self._for_a_while(stand.redis.hung),
            "PostgreSQL hung": lambda: self._for_a_while(stand.postgres.hung),
            "mail server rude": self._be_rude,
        }

    def _disturb(self, disturbances: dict[str, Callable[[], None]]) -> None:
        """One that was not seen more often than the others; restarts twice as often."""
        from django.db import connection

        names = [*disturbances, *(name for name in disturbances if name.startswith("restart"))]
        for _ in range(4):
            name = self.chance.choice(names)
            disturbances[name]()
            connection.close()
            self.done[name] += 1

    def _for_a_while(self, fault: Callable[[], object]) -> None:
        with fault():  # type: ignore[attr-defined]
            time.sleep(self.chance.uniform(1, 6))  # so long it lasts

    def _be_rude(self) -> None:
        self.stand.sink.refusals += ["451 try again later"] * 3
        self.stand.sink.hang_up += 2

    def _look(self, killer: object) -> None:
        from tests.faults.stand.kills import Killer

        assert isinstance(killer, Killer)
        self.stand.settle(within=300)
        self.faults += self.stand.objections()
        self.done["looks of the checker"] += 1
        self.work.withdraw_all()
        print(f"after {sum(killer.killed.values())} kills: {self.faults or 'sound'}", flush=True)

    def _result(self, killed: Counter[str], rounds: int, seconds: float) -> dict[str, object]:
        from requests_app.models import Alert, DeliveryAttempt, Message, PrivacyRequest, Submission

        arrived = self.stand.sink.copies()
        return {
            "seconds": round(seconds),
            "rounds": rounds,
            "kills": sum(killed.values()),
            "killed": dict(sorted(killed.items())),
            "restarts": self.restarts,
            "done": dict(sorted(self.done.items())),
            "submissions": Submission.objects.count(),
            "requests": PrivacyRequest.objects.count(),
            "alerts": Alert.objects.count(),
            "messages": Message.objects.count(),
            "attempts": DeliveryAttempt.objects.count(),
            "mails": len(arrived),
            "copies": len(arrived) - len(set(arrived)),
            "objections": self.faults[:20],
            "verdict": "unsound" if self.faults else "sound",
        }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

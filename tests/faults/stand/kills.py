"""Killing at random: any process of Duly on the stand, parents and children, at any point of its work."""

import random
import time
from collections import Counter

from .members import kill
from .stand import Stand


class Killer:
    """`killed`: how often each kind of process was."""

    def __init__(self, stand: Stand, chance: random.Random) -> None:
        self.stand = stand
        self.chance = chance
        self.killed: Counter[str] = Counter()

    @property
    def parents(self) -> int:
        return sum(many for name, many in self.killed.items() if not name.endswith("child"))

    @property
    def children(self) -> int:
        return sum(many for name, many in self.killed.items() if name.endswith("child"))

    def kill_one(self, *, within: float = 1.0) -> str:
        """Kill a process after a random time; a third of them parents. Whoever died is started again."""
        time.sleep(self.chance.uniform(0.02, within))  # the random point, not a synchronisation
        for member in self.stand.members:
            member.revive()
        member = self.chance.choice(self.stand.members)
        family = member.children()
        victim, name = member.pid, member.name
        if family and self.chance.random() < 2 / 3:
            victim, name = self.chance.choice(family), f"{member.name}'s child"
        if kill(victim):
            self.killed[name] += 1
        return name

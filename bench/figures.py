"""What a benchmark found: absolute figures, which are reported, and ratios, which gate."""

import datetime as dt
import json
import os
import platform
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from config.environment import PROJECT

RESULTS: Final = Path(__file__).with_name("results.jsonl")


@dataclass(frozen=True, slots=True)
class Ratio:
    """A figure held against another of the same run; it must not be below `least` nor above `most`."""

    name: str
    value: float
    least: float | None = None
    most: float | None = None

    @property
    def holds(self) -> bool:
        return (self.least is None or self.value >= self.least) and (self.most is None or self.value <= self.most)

    @property
    def bound(self) -> str:
        words = (f">= {self.least:g}" if self.least is not None else "", f"<= {self.most:g}" if self.most else "")
        return " and ".join(word for word in words if word)


@dataclass(slots=True)
class Report:
    """All that one benchmark found. `sizes`: how many rows it was measured on; `notes`: what a reader must know."""

    name: str
    sizes: dict[str, int] = field(default_factory=dict)
    figures: dict[str, float] = field(default_factory=dict)
    ratios: list[Ratio] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return all(ratio.holds for ratio in self.ratios)

    def table(self) -> str:
        """For the terminal: a line a figure, then a line a ratio with its bound."""
        rows = [(name, _shown(value), "") for name, value in self.figures.items()]
        rows += [(r.name, f"{r.value:.2f}", f"{r.bound}  {'ok' if r.holds else 'MISSED'}") for r in self.ratios]
        wide = max((len(name) for name, *_ in rows), default=0)
        sizes = ", ".join(f"{name} {count:,}" for name, count in self.sizes.items())
        lines = [f"{self.name}: {sizes}", *(f"  {name:<{wide}}  {value:>12}  {rest}" for name, value, rest in rows)]
        return "\n".join(line.rstrip() for line in (*lines, *(f"  {note}" for note in self.notes)))

    def keep(self, database: str, path: Path = RESULTS) -> None:
        """Append one line of JSON."""
        line: Mapping[str, Any] = {
            "benchmark": self.name,
            "at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            "commit": commit(),
            "machine": machine(),
            "database": database,
            "sizes": self.sizes,
            "figures": {name: float(f"{value:.4g}") for name, value in self.figures.items()},
            "ratios": [
                {"name": r.name, "value": round(r.value, 3), "bound": r.bound, "holds": r.holds} for r in self.ratios
            ],
            "notes": self.notes,
        }
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def commit() -> str:
    """The commit that is measured; a plus sign for changes that are not committed."""
    described = subprocess.run(
        ["git", "describe", "--always", "--dirty=+", "--exclude=*"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    return described.stdout.strip() or "unknown"


def machine() -> dict[str, Any]:
    """What it ran on. `load`: how many processes wanted a processor, at the end of the run."""
    return {
        "cpus": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 1),
    }


def _shown(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"

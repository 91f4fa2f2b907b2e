"""What `bin/bench` runs. Ends with 0 when every ratio holds, 1 when one does not, 3 when it could not run."""

import argparse
import importlib
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Final

from . import ground


@dataclass(frozen=True, slots=True)
class Benchmark:
    """`size`: how many rows by default; `embedded`: by default on the embedded database, None where none is needed."""

    size: int
    what: str
    embedded: int | None = 100_000


BENCHMARKS: Final[Mapping[str, Benchmark]] = {
    "assess": Benchmark(100_000, "the pure core: due dates", embedded=None),
    "sweep": Benchmark(1_000_000, "nothing due: live deadlines"),
    "claim": Benchmark(1_000_000, "10,000 due: requests"),
    "intake": Benchmark(1_000_000, "the whole public POST, two web processes: requests"),
    "recalculate": Benchmark(100_000, "a new holiday: open requests", embedded=2_000),
    "memory": Benchmark(10_000, "web process and worker: requests to the web, twice", embedded=2_000),
    "deliver": Benchmark(5_000, "two workers into a mail sink: mails", embedded=1_000),
}


def main(arguments: list[str]) -> int:
    options = parser().parse_args(arguments)
    chosen = BENCHMARKS[options.name]
    size = options.size or (chosen.embedded if options.embedded else chosen.size)
    with ExitStack() as stack:
        try:
            place = ground.prepare(stack, embedded=options.embedded) if chosen.embedded else ground.NOWHERE
        except ground.NotHere as error:
            print(error)
            return 3
        measure = importlib.import_module(f"bench.{options.name}").measure
        report = measure(place, size)
        print(report.table(), flush=True)
        if not options.dry:
            report.keep(place.database)
    return 0 if report.holds else 1


def parser() -> argparse.ArgumentParser:
    names = "\n".join(f"  {name:<12} {one.what} ({one.size:,})" for name, one in BENCHMARKS.items())
    found = argparse.ArgumentParser(
        prog="bin/bench",
        description="Measure on a throwaway installation, beside a floor; a ratio beyond its bound ends with 1.",
        epilog=f"benchmarks and their normal size:\n{names}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    found.add_argument("name", choices=BENCHMARKS, metavar="NAME", help="which one, see below")
    found.add_argument("--size", type=rows, metavar="N", help="how many rows to seed")
    found.add_argument("--embedded", action="store_true", help="SQLite instead of PostgreSQL")
    found.add_argument("--dry", action="store_true", help="do not append to bench/results.jsonl")
    return found


def rows(word: str) -> int:
    count = int(word.replace("_", "").replace(",", ""))
    if count < 1:
        raise argparse.ArgumentTypeError("expected at least 1")
    return count


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

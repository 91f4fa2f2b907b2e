"""`sweep`: what a sweep costs when nothing is due, however many deadlines live.

Floor: the same sweep over the smallest size.
"""

import threading

from django.db import connection, transaction

from config.databases import as_owner
from records import set_statements
from requests_app.models import Deadline
from requests_app.services.ringing import REARMED_FIELDS
from requests_app.services.sweep import sweep

from . import seed
from .figures import Ratio, Report
from .ground import Ground
from .timing import Times, times

SIZES = (10_000, 1_000_000, 5_000_000)
RUNS = 200
FLAT = 1.5
REARMED_AT_ONCE = 5_000


def measure(ground: Ground, size: int) -> Report:
    """`size`: live deadlines in the end. A hundredth is measured before; of five million 10,000 and a million."""
    made = ground.templates
    live = [size // 500, size // 5, size] if size >= SIZES[-1] else [max(size // 100, 100), size]
    runs = RUNS if size >= SIZES[0] else 10
    report = Report("sweep", sizes={"live deadlines": size})
    found: list[Times] = []
    done = 0
    for wanted in live:
        number = int(wanted / (made.live_each * len(made.quiet))) + 1
        seed.grow(made.quiet, done, number, only=(Deadline,))
        seed.settle()
        done = number
        found.append(times(_nothing_due, runs))
        report.figures[f"ms a sweep, {wanted:,} live"] = found[-1].quiet * 1000
        report.figures[f"median ms, {wanted:,} live"] = found[-1].median * 1000
    for wanted, each in zip(live[1:], found[1:], strict=True):
        report.ratios.append(Ratio(f"{wanted:,} to {live[0]:,} live", each.quiet / found[0].quiet, most=FLAT))
    if not ground.embedded:
        rearmed = min(size, 1_000_000)
        report.sizes["re-armed"] = rearmed
        after = _after_rearming(rearmed, runs)
        report.figures["ms a sweep, re-armed beside an open transaction"] = after.quiet * 1000
        report.ratios.append(Ratio("re-armed beside an open transaction", after.quiet / found[0].quiet, most=FLAT))
    report.notes.append("Deadline rows alone are seeded: with nothing due no other table is read.")
    return report


def _nothing_due() -> None:
    swept = sweep()
    if swept.rang or swept.faults:
        raise AssertionError(f"something was due: {swept}")


def _after_rearming(count: int, runs: int) -> Times:
    """After so many deadlines were due and armed anew while a transaction was open elsewhere that sees the old rows."""
    opened, over = threading.Event(), threading.Event()
    holder = threading.Thread(target=_hold_open, args=(opened, over))
    holder.start()
    opened.wait()
    try:
        _rearm(count)
        return times(_nothing_due, runs)
    finally:
        over.set()
        holder.join()


def _hold_open(opened: threading.Event, over: threading.Event) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT count(*) FROM requests_app_sweepmark")
        opened.set()
        over.wait()
    connection.close()


def _rearm(count: int) -> None:
    """Each due for a moment, then armed for later, by the statement the sweep arms with."""
    later = Deadline.objects.filter(next_alert_at__isnull=False).values_list("next_alert_at", flat=True)[:1].get()
    ids = Deadline.objects.filter(next_alert_at__isnull=False).values_list("pk", flat=True).order_by("pk")
    with as_owner(), connection.cursor() as cursor:
        keys = list(ids[:count])
        for begin in range(0, len(keys), REARMED_AT_ONCE):
            some = keys[begin : begin + REARMED_AT_ONCE]
            cursor.execute(
                "UPDATE requests_app_deadline SET next_alert_at = now() - interval '1 minute' WHERE id = ANY(%s)",
                [some],
            )
            rows = [(key, later, "due", {"50% elapsed": "2026-11-01"}, None, 0, None) for key in some]
            set_statements.update(Deadline, REARMED_FIELDS, rows)

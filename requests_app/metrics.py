"""The engine's standing as Prometheus metrics, from the same counts as `/statusz`. No label holds personal data."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

PREFIX: Final = "duly"
NEVER: Final = float("nan")
"""An age of nothing."""


class Standing(Collector):
    """One gauge for each number; a part of its own becomes a label."""

    def __init__(self, standing: Mapping[str, Any]) -> None:
        self._standing = standing

    def collect(self) -> Iterator[GaugeMetricFamily]:
        for name, value in self._standing.items():
            if not isinstance(value, Mapping):
                yield _gauge(name, value)
            elif "oldest_age" in value:
                yield _gauge(name, value["count"])
                yield _gauge(f"{name}_oldest_age", value["oldest_age"])
            else:
                parts = GaugeMetricFamily(f"{PREFIX}_{name}", _words(name), labels=["of"])
                for part, number in value.items():
                    parts.add_metric([part], _number(number))
                yield parts


def exposition(standing: Mapping[str, Any]) -> bytes:
    """The text that Prometheus reads."""
    registry = CollectorRegistry()
    registry.register(Standing(standing))
    return generate_latest(registry)


def _gauge(name: str, value: object) -> GaugeMetricFamily:
    unit = "_seconds" if name.endswith("_age") else ""
    return GaugeMetricFamily(f"{PREFIX}_{name}{unit}", _words(name), value=_number(value))


def _number(value: object) -> float:
    return NEVER if value is None else float(value)  # type: ignore[arg-type] # numbers and flags only


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()

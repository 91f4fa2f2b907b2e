"""A property that is computed once: `functools.cached_property` without its lock, where an answer needs dozens.

Up to Python 3.11 the lock takes a fifth of an assessment. Two threads may compute the same value, and get the same.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class once(Generic[T]):  # noqa: N801 - read as a decorator
    """Kept in the instance's `__dict__`, where it is found before this descriptor is asked again."""

    def __init__(self, compute: Callable[[Any], T]) -> None:
        self._compute = compute
        self._name = ""
        self.__doc__ = compute.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, instance: Any, owner: type) -> T:
        value = instance.__dict__[self._name] = self._compute(instance)
        return value

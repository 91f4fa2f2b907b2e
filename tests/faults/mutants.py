"""Twins of the product's modules with one thing changed, to see that the tests would notice."""

import inspect
from types import ModuleType


def mutant(module: ModuleType, was: str, becomes: str, **instead: object) -> ModuleType:
    """A twin of `module` in which `was`, which stands there once, reads `becomes`; `instead`: names it finds replaced.

    The module itself stays as it is.
    """
    source = inspect.getsource(module)
    if source.count(was) != 1:
        raise LookupError(f"{was!r} stands {source.count(was)} times in {module.__name__}: the mutation must be found")
    twin = ModuleType(module.__name__)
    twin.__package__, twin.__file__ = module.__package__, f"{module.__file__} (mutant)"
    exec(compile(source.replace(was, becomes), twin.__file__, "exec"), twin.__dict__)  # noqa: S102 - our own source
    twin.__dict__.update(instead)
    return twin

"""Who may import whom: each app those below it, the pure core nothing but the standard library."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from config.environment import PROJECT

APPS: Final = ("records", "organizations", "policies", "requests_app")
"""From the lowest to the highest."""

PURE: Final = {
    "policies.domain": ("policies.domain",),
    "requests_app.domain": ("requests_app.domain", "policies.domain"),
}
"""Rooms of the standard library alone, and which rooms of ours they may use."""


def modules() -> dict[str, Path]:
    """Every module of the apps, by its dotted name."""
    found = {}
    for app in APPS:
        for path in sorted((PROJECT / app).rglob("*.py")):
            parts = path.relative_to(PROJECT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES: Final = modules()


def imports(module: str, path: Path) -> Iterator[str]:
    """The full names a module imports: for `from a import b`, the module a.b if there is one, else a."""
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(), str(path))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            up = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            source = ".".join([*up, *([node.module] if node.module else [])])
            for alias in node.names:
                full = f"{source}.{alias.name}"
                yield full if full in MODULES else source


IMPORTS: Final = {module: sorted(set(imports(module, path))) for module, path in MODULES.items()}


def within(module: str, room: str) -> bool:
    return module == room or module.startswith(f"{room}.")


def breaches(importers: list[str], forbidden: list[str]) -> list[str]:
    """`importer imports imported` for each import that leads from one room into another."""
    return [
        f"{module} imports {imported}"
        for module, names in IMPORTS.items()
        if any(within(module, room) for room in importers)
        for imported in names
        if any(within(imported, room) for room in forbidden)
    ]


def test_the_walk_sees_the_apps_and_their_imports() -> None:
    assert {module.partition(".")[0] for module in MODULES} == set(APPS)
    assert any(within(name, "policies.domain") for name in IMPORTS["policies.domain.assessment"])


def test_no_app_imports_one_above_it() -> None:
    assert [fault for number, app in enumerate(APPS) for fault in breaches([app], list(APPS[number + 1 :]))] == []


def test_no_app_imports_the_tests() -> None:
    assert breaches(list(APPS), ["tests"]) == []


def test_the_pure_core_imports_the_standard_library_alone() -> None:
    faults = [
        f"{module} imports {imported}"
        for room, allowed in PURE.items()
        for module, names in IMPORTS.items()
        if within(module, room)
        for imported in names
        if imported.partition(".")[0] not in sys.stdlib_module_names
        and not any(within(imported, own) for own in allowed)
    ]
    assert faults == []


def test_services_import_neither_tasks_nor_views() -> None:
    services = [f"{app}.{room}" for app in APPS for room in ("services", "selectors")]
    above = [f"{app}.{room}" for app in APPS for room in ("tasks", "views", "admin", "public", "staff")]
    assert breaches(services, above) == []


def test_models_import_no_services() -> None:
    above = [f"{app}.{room}" for app in APPS for room in ("services", "selectors", "tasks", "admin", "public", "staff")]
    assert breaches([f"{app}.models" for app in APPS], above) == []


def test_tasks_and_commands_reach_no_view() -> None:
    rooms = [f"{app}.{room}" for app in APPS for room in ("tasks", "management")]
    assert breaches(rooms, [f"{app}.{room}" for app in APPS for room in ("public", "staff", "admin")]) == []


OUTWARD: Final = {
    *("aiohttp", "asyncio", "ftplib", "httplib2", "http.client", "http.server", "httpx", "imaplib", "nntplib"),
    *("poplib", "pycurl", "requests", "smtplib", "socket", "socketserver", "ssl", "telnetlib", "twisted"),
    *("urllib.request", "urllib3", "websocket", "websockets", "xmlrpc"),
}
"""What can speak to another machine."""

MAY_SPEAK: Final = {
    "config.alive": {"urllib.request"},  # asks the web process of its own container
    "config.egress.calling": {"http.client", "socket", "ssl"},
    "config.serving": {"socket", "urllib.request"},  # listens, and asks its own children whether they are up
    "config.settings": {"ssl"},  # a constant for Redis
    "requests_app.services.postman": {"smtplib"},  # the errors of Django's mail backend
    "requests_app.services.sweep": {"socket"},  # the name of this host
    "requests_app.services.virus_scan": {"socket"},  # clamd, at the operator's address
}


def product() -> dict[str, Path]:
    """Every module that runs in an installation, by its dotted name."""
    config = {
        ".".join(path.relative_to(PROJECT).with_suffix("").parts): path for path in (PROJECT / "config").rglob("*.py")
    }
    return {**MODULES, **config}


def named(path: Path) -> Iterator[str]:
    """Whatever a module may load: `from a import b` could be a or a.b, and text could be given to an importer."""
    for node in ast.walk(ast.parse(path.read_text(), str(path))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("import_module", "__import__")):
            yield from (str(each.value) for each in node.args if isinstance(each, ast.Constant))


def test_one_module_alone_calls_other_machines() -> None:
    loaded = {name: set(named(path)) for name, path in product().items()}
    spoken = {
        name: {way for way in OUTWARD if any(within(module, way) for module in modules)}
        for name, modules in loaded.items()
    }
    assert {name: ways for name, ways in spoken.items() if ways} == MAY_SPEAK


def test_the_way_out_is_changed_by_tests_alone() -> None:
    """Nothing in an installation makes a `Way` of its own: resolver, addresses and certificates are the default's."""
    made = {name: len(re.findall(r"\bWay\(", path.read_text())) for name, path in product().items()}
    assert {name: count for name, count in made.items() if count} == {"config.egress.calling": 1}


def test_no_business_effect_hides_in_a_signal() -> None:
    """Only the framework's own signals are listened to, by the files named here."""
    listeners = {module for module, names in IMPORTS.items() if "django.db.models.signals" in names}
    assert listeners == {"records.apps"}
    assert not any("django.dispatch" in names for names in IMPORTS.values())

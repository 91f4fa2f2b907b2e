"""Throwaway servers: on free ports of this machine, with generated passwords, gone when the tests are.

Never those on the standard ports. Each run has one folder, named after its process.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import psycopg
import redis
from psycopg import sql

from config.serving import die_with_parent
from tests.suite import machine

PREFIX: Final = "duly-servers-"
START_WITHIN: Final = 30
OWNER, APPLICATION = "duly_owner", "duly_app"


class ServerFailure(Exception):
    """A throwaway server that does not start, with what it said."""


def bring(stack: ExitStack, parts: set[str]) -> dict[str, str]:
    """The variables that name the servers for the tests: those given by the caller, else servers started here."""
    named: dict[str, str] = {}
    if "browser" in parts:
        named["CHROMIUM"] = os.environ.get("CHROMIUM") or str(machine.browser_program())
    if not parts & {"postgres", "redis"}:
        return named
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    folder.chmod(0o711)  # the servers' user must reach its own folder inside
    stack.callback(shutil.rmtree, folder, ignore_errors=True)
    if "postgres" in parts:
        named |= given_databases(stack) if os.environ.get("DATABASE_URL") else start_postgres(stack, folder)
    if "redis" in parts:
        url = os.environ.get("REDIS_URL")
        named |= {"REDIS_URL": url} if url else start_redis(stack, folder)
    return named


def start_postgres(
    stack: ExitStack, folder: Path, *, settings: Mapping[str, str] | None = None, owner_may: str = "CREATEDB"
) -> dict[str, str]:
    """A PostgreSQL with two roles: the owner, who may make databases, and the application's, who may not.

    `settings`: more of the server's own. `owner_may`: what the owner's role is made with.
    """
    admin = start_cluster(stack, folder, settings=settings)
    here = urlsplit(admin).netloc.rpartition("@")[2]
    passwords = {role: secrets.token_urlsafe(18) for role in (OWNER, APPLICATION)}
    with psycopg.connect(admin, autocommit=True) as connection:
        make_role(connection, OWNER, passwords[OWNER], owner_may)
        make_role(connection, APPLICATION, passwords[APPLICATION], "NOCREATEDB")
        connection.execute(sql.SQL("CREATE DATABASE duly OWNER {}").format(sql.Identifier(OWNER)))
    return {
        "DATABASE_URL": f"postgres://{APPLICATION}:{passwords[APPLICATION]}@{here}/duly",
        "MIGRATE_DATABASE_URL": f"postgres://{OWNER}:{passwords[OWNER]}@{here}/duly",
    }


def start_cluster(stack: ExitStack, folder: Path, *, settings: Mapping[str, str] | None = None) -> str:
    """A PostgreSQL with nothing in it; its superuser's address. `settings`: more of the server's own."""
    programs = machine.postgres_programs()
    assert programs is not None
    home, user, password = own_folder(folder / "postgres"), server_user(), secrets.token_urlsafe(18)
    password_file = home / "password"
    password_file.write_text(password)
    password_file.chmod(0o600)
    give_to_server_user(password_file)
    data, log = home / "data", folder / "postgres.log"
    initdb = (
        f"{programs}/initdb -D {data} -U admin -A scram-sha-256 --pwfile {password_file} --no-sync -E UTF8 --locale C"
    )
    made = subprocess.run(initdb.split(), capture_output=True, text=True, check=False, cwd="/", **user)
    if made.returncode:
        raise ServerFailure(f"initdb: {made.stderr.strip()}")
    port = free_port()
    options = {
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "max_connections": "200",
        **(settings or {}),
    }
    command = [f"{programs}/postgres", "-D", str(data), "-p", str(port)]
    for name, value in options.items():
        command += ["-c", f"{name}={value}"]
    run(stack, command, log, signal.SIGINT, user)
    admin = f"postgres://admin:{password}@127.0.0.1:{port}/postgres"
    wait_until(lambda: psycopg.connect(admin, connect_timeout=2).close(), psycopg.OperationalError, log)
    return admin


def given_databases(stack: ExitStack) -> dict[str, str]:
    """The database named by the caller. With one role only, that is the owner, and another is made for the tests."""
    application, owner = os.environ["DATABASE_URL"], os.environ.get("MIGRATE_DATABASE_URL")
    if owner:
        return {"DATABASE_URL": application, "MIGRATE_DATABASE_URL": owner}
    owner, role, password = application, f"duly_test_{os.getpid()}", secrets.token_urlsafe(18)
    with psycopg.connect(owner, autocommit=True) as connection:
        make_role(connection, role, password, "NOCREATEDB")
    stack.callback(drop_role, owner, role)
    parts = urlsplit(owner)
    here = parts.netloc.rpartition("@")[2]
    return {
        "DATABASE_URL": parts._replace(netloc=f"{role}:{password}@{here}").geturl(),
        "MIGRATE_DATABASE_URL": owner,
    }


def make_role(connection: psycopg.Connection[Any], role: str, password: str, may: str) -> None:
    statement = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {} " + may)
    connection.execute(statement.format(sql.Identifier(role), sql.Literal(password)))


def drop_role(owner: str, role: str) -> None:
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(role)))


def start_redis(stack: ExitStack, folder: Path) -> dict[str, str]:
    """A Redis that keeps nothing on disk. Its configuration, with the password, goes in by standard input."""
    home, port, password = own_folder(folder / "redis"), free_port(), secrets.token_urlsafe(18)
    lines = (f"port {port}", "bind 127.0.0.1", f"requirepass {password}", 'save ""', "appendonly no", f"dir {home}")
    log = folder / "redis.log"
    process = run(stack, [str(machine.redis_program()), "-"], log, signal.SIGTERM, server_user(), stdin=subprocess.PIPE)
    assert process.stdin is not None
    process.stdin.write("\n".join(lines).encode() + b"\n")
    process.stdin.close()
    url = f"redis://:{password}@127.0.0.1:{port}/0"
    wait_until(lambda: redis.Redis.from_url(url).ping(), redis.RedisError, log)
    return {"REDIS_URL": url}


def run(
    stack: ExitStack, command: list[str], log: Path, stop: signal.Signals, user: dict[str, Any], **options: Any
) -> subprocess.Popen[bytes]:
    """Start a server and see to its end, also when this process is killed."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            stdout=output,
            stderr=output,
            cwd="/",
            preexec_fn=die_with_parent,
            process_group=0,
            **options,
            **user,
        )

    def end() -> None:
        process.send_signal(stop)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    stack.callback(end)
    return process


def wait_until(attempt: Any, failure: type[Exception], log: Path) -> None:
    deadline = time.monotonic() + START_WITHIN
    while True:
        try:
            attempt()
        except failure:
            if time.monotonic() > deadline:
                raise ServerFailure(log.read_text(errors="replace")[-2000:]) from None
            time.sleep(0.1)
        else:
            return


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def server_user() -> dict[str, Any]:
    """For Popen: PostgreSQL refuses root, so under root both servers run as `postgres` or `nobody`."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = names.get("postgres") or names["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def own_folder(path: Path) -> Path:
    """A new folder that the servers' user alone may enter."""
    path.mkdir(mode=0o700)
    give_to_server_user(path)
    return path


def give_to_server_user(path: Path) -> None:
    if user := server_user():
        os.chown(path, user["user"], user["group"])

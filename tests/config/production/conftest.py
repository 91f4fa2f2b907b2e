"""What docker/compose.yaml brings up, as folders, servers and processes of this machine; once for the tests here."""

from collections.abc import Iterator

import pytest

from .installation import Installation, install


@pytest.fixture(scope="package")
def installation() -> Iterator[Installation]:
    """Prepared, with nothing running but PostgreSQL and Redis."""
    with install() as one:
        yield one

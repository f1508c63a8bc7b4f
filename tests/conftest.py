"""The databases that tests ask for: an empty one of each engine, or the PostgreSQL server itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.postgres import NO_SERVER, Cluster, programs, running_cluster


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """One PostgreSQL server for all tests that leave it running."""
    if programs() is None:
        pytest.skip(NO_SERVER)
    with running_cluster() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database that exists for one test, one of each engine."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'contract.db'}"
    running: Cluster = request.getfixturevalue("cluster")
    return running.url()

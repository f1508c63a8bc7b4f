"""A PostgreSQL server of the tests' own, in a temporary folder: the Debian packages, a free port, nobody else's data.

The server refuses to run as root: then its programs run as the account that the Debian package made.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg

NO_SERVER = "no PostgreSQL server here"
ACCOUNT = "postgres"
PASSWORD = "secret-of-the-test"


def programs() -> Path | None:
    """The folder with ``initdb`` and ``pg_ctl``; None where there is no server."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    on_path = shutil.which("initdb")
    if not found and on_path is None:
        return None
    return found[-1].parent if found else Path(on_path or "").resolve().parent


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


class Cluster:
    """A running server. ``url`` makes an empty database."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port
        self._made = 0

    def url(self) -> str:
        """Where a new, empty database is: a schema of its own, which takes a hundredth of the time."""
        self._made += 1
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(f"create schema dx{self._made}")
        return f"{self.address}?options=-csearch_path%3Ddx{self._made}"

    @property
    def address(self) -> str:
        """The URL of the server's first database."""
        return f"postgresql://tester:{PASSWORD}@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Start it and wait until it answers."""
        log = self.folder / "log"
        self.control("start", "-w", "-l", str(log))

    def kill(self) -> None:
        """Stop it at once, as a crash does: the next start recovers."""
        self.control("stop", "-w", "-m", "immediate")

    def processes(self) -> list[int]:
        """The server's processes, the first one first."""
        first = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        return [first, *map(int, children)]

    def control(self, *words: str) -> None:
        """``pg_ctl`` on this server."""
        self.run("pg_ctl", "-s", "-D", str(self.folder / "data"), *words)

    def run(self, program: str, *words: str, check: bool = True) -> None:
        """One of the server's programs, never as root."""
        folder = programs()
        assert folder is not None, NO_SERVER
        subprocess.run(
            [*unprivileged(), str(folder / program), *words],
            check=check,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )


def unprivileged() -> Sequence[str]:
    """What stands before a command so that it does not run as root."""
    if os.getuid() != 0:
        return ()
    return ("setpriv", f"--reuid={ACCOUNT}", f"--regid={ACCOUNT}", "--clear-groups")


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    """A server that ends with the block. Its data are flushed to the disk as in real life."""
    folder = Path(tempfile.mkdtemp(prefix="dx-pg-"))
    if os.getuid() == 0:
        account = pwd.getpwnam(ACCOUNT)
        os.chown(folder, account.pw_uid, account.pw_gid)
    cluster = Cluster(folder, free_port())
    try:
        password = folder / "password"
        password.write_text(PASSWORD)
        password.chmod(0o644)
        cluster.run(
            *("initdb", "-D", str(folder / "data"), "-U", "tester", "--pwfile", str(password)),
            *("-A", "scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"),
        )
        settings = ("listen_addresses = '127.0.0.1'", f"port = {cluster.port}", f"unix_socket_directories = '{folder}'")
        with (folder / "data" / "postgresql.auto.conf").open("a") as written:
            written.write("\n".join([*settings, "max_connections = 60", "recovery_init_sync_method = syncfs", ""]))
        cluster.start()
        yield cluster
    finally:
        cluster.run("pg_ctl", "-s", "-D", str(folder / "data"), "stop", "-m", "immediate", check=False)
        shutil.rmtree(folder, ignore_errors=True)

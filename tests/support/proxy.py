"""Proxies on the loopback: one that stops passing bytes when told to, and one that tunnels as a city's proxy does."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import TypeVar


class TcpProxy:
    """Passes bytes both ways to ``port``; while ``hole`` is set they vanish, and nobody is told."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._writers: list[asyncio.StreamWriter] = []
        self._holes: set[asyncio.StreamWriter] = set()
        self.port = 0
        self.connections = 0

    def swallow(self) -> None:
        """Let every byte of the connections that stand now vanish; new ones pass."""
        self._holes.update(self._writers)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        self.connections += 1
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._port)
        self._writers += [writer, far_writer]
        try:
            await asyncio.gather(self._pipe(reader, far_writer), self._pipe(far_reader, writer))
        finally:
            _cut(writer, far_writer)

    async def _pipe(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await reader.read(65536):
                if writer not in self._holes:
                    writer.write(data)
                    await writer.drain()
        if writer not in self._holes:
            writer.close()


class ConnectProxy:
    """An HTTP proxy that knows CONNECT and absolute addresses; it takes every host for the one at ``port`` here.

    ``asked`` are the targets it was given.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self.asked: list[str] = []
        self.port = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection: a tunnel, or one request passed on with its address made relative."""
        head = await reader.readuntil(b"\r\n\r\n")
        method, target, _ = head.split(b" ", 2)
        self.asked.append(target.decode())
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._port)
        if method == b"CONNECT":
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            far_writer.write(head.replace(b"http://" + target.split(b"/")[2], b"", 1))
        try:
            await asyncio.gather(_copied(reader, far_writer), _copied(far_reader, writer))
        finally:
            _cut(writer, far_writer)


def _cut(*writers: asyncio.StreamWriter) -> None:
    for writer in writers:
        writer.transport.abort()


P = TypeVar("P", TcpProxy, ConnectProxy)


async def _copied(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()


@asynccontextmanager
async def listening(proxy: P) -> AsyncIterator[P]:
    """``proxy`` on a free port."""
    tasks: set[asyncio.Task[None]] = set()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(proxy.serve(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

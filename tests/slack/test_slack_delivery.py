"""Outgoing calls: in order within a conversation, side by side between them, awaited at the end."""

import asyncio
import time

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.clock import Clock
from bot.slack.delivery import Delivery


async def test_calls_of_one_conversation_keep_their_order_and_others_do_not_wait() -> None:
    done: list[str] = []
    gate = asyncio.Event()

    async def first() -> None:
        await gate.wait()
        done.append("first")

    async def note(name: str) -> None:
        done.append(name)
        if name == "other":
            gate.set()

    async with aiohttp.ClientSession() as session:
        delivery = Delivery(AsyncWebClient(), session, Clock(time.time))
        delivery.start("one", first)
        delivery.start("one", lambda: note("second"))
        delivery.start("two", lambda: note("other"))
        await delivery.drain(5.0)
    assert done == ["other", "first", "second"]


async def test_failed_call_does_not_stop_the_next() -> None:
    done: list[str] = []

    async def fail() -> None:
        raise aiohttp.ClientConnectionError

    async def succeed() -> None:
        done.append("next")

    async with aiohttp.ClientSession() as session:
        delivery = Delivery(AsyncWebClient(), session, Clock(time.time))
        delivery.start("one", fail)
        delivery.start("one", succeed)
        await delivery.drain(5.0)
    assert done == ["next"]


async def test_calls_that_hang_at_the_end_are_given_up_with_all_that_wait_behind_them() -> None:
    done: list[str] = []

    async def hang() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            done.append("given up")

    async def note() -> None:
        done.append("after")

    async with aiohttp.ClientSession() as session:
        delivery = Delivery(AsyncWebClient(), session, Clock(time.time))
        for call in (hang, note, note):
            delivery.start("one", call)
        await delivery.drain(0.01)
        await delivery.drain(5.0)
    assert done == ["given up"]

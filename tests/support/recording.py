"""What Slack sends to a version of the bot while one person uses everything; kept for each released version.

``python -m tests.support.recording`` writes the present version's into ``tests/slack/golden/released``: run it when a
version is released, and never change what it wrote.
"""

import asyncio
import json
import tempfile
from collections.abc import Awaitable, Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bot.simulator import Simulator
from tests.support.bot import MANIFEST, Bot, Walker, running_bot
from tests.support.home import HomeWalker

Json = dict[str, Any]
FOLDER = Path(__file__).parents[1] / "slack" / "golden" / "released"
STAFF, CHANNEL = "U0STAFF01", "C0DXSOUDAN"
ADDRESS = "http://slack.invalid"
"""Stands in a recording for where the simulated Slack was."""


async def everything(sim: Simulator, bot: Bot) -> None:
    """One consultation by buttons, one as a form, Home, words, look-ups and shortcuts."""
    for use in (_by_buttons, _as_form, _at_home, _in_words):
        await use(sim)
        await bot.delivery.drain(5.0)


async def _by_buttons(sim: Simulator) -> None:
    staff = Walker(sim, STAFF)
    await staff.command("/dx-consult")
    await staff.walk(("run",), ("manage",), "戻る", ("manage",), "ここで結果を見る")
    await staff.walk("根拠", "結果へ戻る", "次の一歩", "結果へ戻る", "役に立った", "別の役割を見る")


async def _as_form(sim: Simulator) -> None:
    home = HomeWalker(sim, STAFF)
    await sim.command(STAFF, sim.dm(STAFF), "/dx-consult フォーム")
    await home.opened()
    if "質問" not in home.text:
        await home.press("最初から")
    await home.next("procure")
    await home.next("select")
    await sim.close(STAFF, home.view["id"])
    await sim.shortcut(STAFF, "dx_consult")


async def _at_home(sim: Simulator) -> None:
    home = HomeWalker(sim, STAFF)
    sim.reload(STAFF)
    await home.look()
    sim.fill(STAFF, sim.see(STAFF)["home"]["id"], "CIO補佐官")
    await home.tap("調べる")
    await sim.close(STAFF, home.view["id"])
    await home.tap("使い方")
    await sim.close(STAFF, home.view["id"])


async def _in_words(sim: Simulator) -> None:
    staff = Walker(sim, STAFF)
    for words in ("最初から", "1", "2", "戻る", "PMP", "業者を選びたい", "ヘルプ"):
        await staff.say(words)
    await sim.say(STAFF, CHANNEL, "<@BOT> PMP")
    await sim.command(STAFF, CHANNEL, "/dx-role 比較 PM エンジニア")
    await sim.message_shortcut(STAFF, staff.ts, "dx_look_up")


async def recorded(use: Callable[[Simulator, Bot], Awaitable[None]] = everything) -> Json:
    """The deliveries in their order, and the answers that were stored in the end, by consultation."""
    with tempfile.TemporaryDirectory() as folder:
        async with (
            Simulator(MANIFEST, retry_delays=()) as sim,
            running_bot(sim, Path(folder) / "bot.db", "http", met=False) as bot,
        ):
            await use(sim, bot)
            sent = [entry for entry in sim.ledger.of("delivered") if entry.detail["retry_num"] == 0]
            text = json.dumps([[entry.detail["type"], entry.detail["payload"]] for entry in sent], ensure_ascii=False)
            return {"deliveries": json.loads(text.replace(sim.base_url, ADDRESS)), "answers": await answers(bot)}


async def answers(bot: Bot) -> Json:
    """What is stored of each consultation."""
    kept = {name: await bot.store.get(name) for name in (f"session-{number}" for number in range(1, 5))}
    return {name: {q: list(a) for q, a in found.answers.items()} for name, found in kept.items() if found}


def main() -> None:
    """Write the recording of this version."""
    file = FOLDER / f"{version('dx-jinzai')}.json"
    lines = json.dumps(asyncio.run(recorded()), ensure_ascii=False, indent=1)
    file.write_text(f"{lines}\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""The same words by mention, DM and ``/dx-role``: several facts a line each, what is not fixed, other subjects."""

from collections.abc import Awaitable, Callable

import pytest

from bot.simulator import Simulator
from tests.support.bot import Bot, Walker

CHANNEL = "C0DXSOUDAN"
Ask = Callable[[Simulator, str], Awaitable[str]]


async def by_mention(sim: Simulator, words: str) -> str:
    await sim.say("U0STAFF01", CHANNEL, f"<@BOT> {words}")
    await sim.until("U0STAFF01", lambda _: sim.ledger.calls("chat.postMessage"))
    return sim.visible_text("U0STAFF01", sim.latest("U0STAFF01", CHANNEL)["ts"])


async def by_dm(sim: Simulator, words: str) -> str:
    return await Walker(sim, "U0STAFF01").say(words)


async def by_command(sim: Simulator, words: str) -> str:
    return await Walker(sim, "U0STAFF01").command(f"/dx-role {words}")


@pytest.mark.parametrize("ask", [by_mention, by_dm, by_command])
@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("ITストラテジストとPMPとITILは？", ("「ITストラテジスト」", "「PMP」", "「ITIL」は、標準に記載がありません")),
        ("ＣＩＯほさかんは、どれにあたりますか", ("プロデューサー", "想定される役職・呼称")),
        ("報酬はいくら", ("標準に定めはありません", "各団体が決めます")),
        ("駐車場の定期券はどこで買えますか", ("このボットではお答えできません",)),
        ("応用情報はどの役割の資格？", ("標準に記載がありません", "同じものではありません")),
        ("要求分析をエンジニアのほかに載せている役割は", ("サービスデザイナー", "エンジニアは除いています。")),
        ("要求分析はあるけどUX技術はない役割", ("エンジニア", "お尋ねに合わせて、サービスデザイナーは除いて")),
        (
            "プロジェクトマネージャー以外でPMPが載っている役割は",
            ("ほかの役割には記載がありません", "マネージャーだけに"),
        ),
        ("レベル3があってレベル4がない役割は", ("エンジニア", "プロジェクトマネージャーは除いています。")),
    ],
)
async def test_words_are_answered_alike_on_every_surface(
    sim: Simulator, served: Bot, ask: Ask, words: str, lines: tuple[str, ...]
) -> None:
    answer = await ask(sim, words)
    assert [line for line in lines if line not in answer] == []
    await served.delivery.drain(5.0)

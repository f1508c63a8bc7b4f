"""What a newcomer tries in the first ten minutes, as people do it: each walk in the browser, with the real bot."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.support.chromium import PHONE, chromium, needs_chromium
from tests.support.demo import running_demo
from tests.support.desk import SUZUKI, Desk, desk

pytestmark = [needs_chromium, pytest.mark.asyncio(loop_scope="module")]

AT_MOST = 800
GREETING = "はじめまして。DX人材ナビです。"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def address() -> AsyncIterator[str]:
    async with running_demo() as demo:
        yield demo.address


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def at(browser: Browser, address: str) -> AsyncIterator[Desk]:
    async with desk(browser, address) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def phone(browser: Browser, address: str) -> AsyncIterator[Desk]:
    async with desk(browser, address, PHONE) as opened:
        yield opened


async def two_works(at: Desk) -> None:
    """A result with a lead and one work of another role."""
    await at.say("最初から")
    await at.choose(1, "窓口や申請を、住民にも職員にも楽にしたい")
    await at.choose(2, "使いやすい画面や手続きを設計する")
    await at.choose(3, "プログラムを作り、サービスを開発する")
    await at.press(await at.asked(4), "ここで結果を見る")
    await at.concluded("役割が分かれます")


async def test_a_person_is_greeted_once(at: Desk) -> None:
    await at.become(SUZUKI)
    await at.go("DX人材ナビのホーム")
    await expect(at.page.locator(".home")).to_contain_text("これまでの相談")
    await at.go("DX人材ナビ")
    await at.sees(GREETING)
    await at.say("こんにちは")
    await at.sees("「相談」と書くと始められます。")
    await at.go("DX人材ナビのホーム")
    await at.go("DX人材ナビ")
    await at.say("ヘルプ")
    await at.sees("DX人材ナビの使い方")
    await expect(at.page.locator(".message", has_text=GREETING)).to_have_count(1)


async def test_another_consultation_in_the_same_message_begins_with_nothing_ticked(at: Desk) -> None:
    await two_works(at)
    await at.press(await at.concluded("役割が分かれます"), "最初から")
    question = await at.asked(1)
    await expect(question.get_by_role("radio", checked=True)).to_have_count(0)


async def test_a_result_is_carried_out_as_plain_text(at: Desk) -> None:
    await two_works(at)
    await at.press(await at.concluded("役割が分かれます"), "持ち出し用の文")
    message = await at.sees("そのまま写して")
    carried = await message.locator("pre").inner_text()
    assert len(carried) <= AT_MOST
    for part in ("結論：", "任せる仕事", "標準の該当箇所", "出典：総務省"):
        assert part in carried
    assert re.search(
        r"この整理は令和\d+年（\d{4}年）\d+月\d+日の相談によるものです。採用を決めるものではありません。", carried
    )
    assert not re.search(r"[*`<>]", carried), "no mark-up"
    await at.press(message, "結果へ戻る")
    await at.concluded("役割が分かれます")


async def test_the_next_step_names_three_routes_with_source_and_date(at: Desk) -> None:
    await two_works(at)
    await at.press(await at.concluded("役割が分かれます"), "次の一歩")
    message = await at.sees("進め方の候補")
    routes = (await message.inner_text()).partition("〔進め方の候補〕")[2].partition("〔任用形態の候補")[0]
    assert routes.count("出典：") == 3
    assert len(re.findall(r"確認日：\d{4}年|\d{4}年\d+月\d+日時点", routes)) == 3


async def test_another_work_is_put_first_and_one_is_taken_out_at_the_result(at: Desk) -> None:
    await two_works(at)
    await at.press(await at.concluded("役割が分かれます"), "仕事を選び直す")
    works = await at.sees("いちばん上が、先に任せる仕事です")
    await at.press(works, "先にする")
    result = await at.concluded("役割が分かれます")
    await expect(result).to_contain_text("先に迎える役割は、エンジニアです。")
    await at.press(result, "仕事を選び直す")
    works = await at.sees("いちばん上が、先に任せる仕事です")
    await expect(works).to_contain_text(re.compile(r"1\s+プログラムを作り.*2\s+使いやすい画面", re.DOTALL))
    await works.get_by_role("button", name="この仕事を外す").last.click()
    result = await at.concluded("エンジニア")
    await expect(result).not_to_contain_text("サービスデザイナーの仕事")


async def test_an_example_stands_before_the_first_question(at: Desk) -> None:
    await at.say("最初から")
    await at.press(await at.asked(1), "結果の例を見る")
    example = await at.sees("結果の例（架空市）")
    await expect(example).to_contain_text("役割が分かれます")
    await at.press(example, "相談を始める")
    await at.asked(1)


async def test_a_consultation_is_typed_all_the_way_a_message_for_each_step(at: Desk) -> None:
    await at.say("最初から")
    await at.asked(1)
    await at.say("文字で進める")
    await at.sees("一問ごとに新しいメッセージで送ります。")
    said = at.page.locator(".main .message")
    for number, text in ((1, "5"), (2, "やっぱり１"), (3, "ほかにはない")):
        await at.asked(number)
        before = await said.count()
        await at.say(text)
        await expect(said).to_have_count(before + 2)
    await at.say("結果")
    await at.concluded("サービスデザイナー")
    await at.say("ありがとう")
    await at.sees("お役に立てば何よりです。")
    await at.say("ボタンで進める")
    await at.sees("同じメッセージの中で進みます。")


async def test_on_a_phone_a_result_is_two_presses_after_the_first_question(phone: Desk) -> None:
    await phone.say("最初から")
    first = await phone.asked(1)
    await first.get_by_label("手作業や二重入力を減らしたい").tap()
    await first.get_by_role("button", name="次へ", exact=True).tap()
    second = await phone.asked(2)
    await second.get_by_label("RPAやノーコードなどのツールを入れて動かす").tap()
    await second.get_by_role("button", name="次へ", exact=True).tap()
    await (await phone.asked(3)).get_by_role("button", name="ここで結果を見る").tap()
    result = await phone.concluded("エンジニア")
    width = await phone.page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE.width, "nothing is cut off at the side"
    assert await result.evaluate("node => node.scrollWidth <= node.clientWidth")

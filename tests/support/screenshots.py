"""``make screenshots``: walks the demo in Chromium and writes the pictures of the guides to docs/ja/images.

What changes from day to day is replaced by one fixed day and hour, so that an unchanged program makes the same
pictures again.
"""

import asyncio
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, FloatRect, Locator, expect

from bot.dates import japan_day
from tests.support.chromium import CHROMIUM, PHONE, Look, chromium
from tests.support.demo import running_demo
from tests.support.desk import SUZUKI, Desk, desk

FOLDER = Path(__file__).parents[2] / "docs/ja/images"
MOST_BYTES = 150_000
TALL = Look(1060, 1700)
PAGE, DARK = Look(1280, 860), Look(960, 700, "dark")

SHOTS = (
    *("demo", "dark", "first", "question", "decided", "split", "skills", "basis", "next_steps", "handout", "arrange"),
    *("example", "by_text", "home", "form", "phone_question", "phone_result", "role_card", "credentials", "compare"),
    *("appointments", "draft", "draft_files", "mention", "need", "check", "checked", "share"),
)
"""The names of all pictures, each made once."""

AT_REST = """([pairs, day, clock]) => {
  document.activeElement.blur();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement.closest('.byline time')) node.textContent = clock;
    else if (node.parentElement.closest('.bot-state .detail')) node.textContent = '';
    else if (node.parentElement.closest('.day')) node.textContent = day;
    else for (const [today, fixed] of pairs) node.textContent = node.textContent.replaceAll(today, fixed);
  }
}"""


def _days() -> list[list[str]]:
    """Today as the bot and the page write it, and what stands there instead."""
    today = japan_day(time.time())
    return [
        [f"令和{today.year - 2018}年（{today.year}年）{today.month}月{today.day}日", "令和9年（2027年）4月1日"],
        [f"{today.year}年{today.month}月{today.day}日", "2027年4月1日"],
        [f"{today.month}月{today.day}日", "4月1日"],
    ]


@dataclass(frozen=True)
class Camera:
    """Takes each named picture once; ``taken`` are the names so far."""

    taken: list[str]

    async def take(self, name: str, at: Desk, what: Locator | None = None, most: float = 640) -> None:
        """Write a picture of the window, or of the upper ``most`` pixels of an element, with today replaced."""
        if name not in SHOTS or name in self.taken:
            raise ValueError(f"{name} is not in SHOTS, or taken twice")
        await at.page.mouse.move(0, 0)
        await at.page.evaluate(AT_REST, [_days(), "4月1日（木）", "10:00"])
        path = FOLDER / f"{name}.png"
        await at.page.screenshot(path=path, clip=await _upper(what, most), animations="disabled", caret="hide")
        if path.stat().st_size > MOST_BYTES:
            raise ValueError(f"{name}: {path.stat().st_size} bytes, {MOST_BYTES} at most: take less of the page")
        self.taken.append(name)


async def _upper(what: Locator | None, most: float) -> FloatRect | None:
    if what is None:
        return None
    await what.scroll_into_view_if_needed()
    box = await what.bounding_box()
    assert box is not None
    return {"x": box["x"], "y": box["y"], "width": box["width"], "height": min(box["height"], most)}


async def consultation(at: Desk, camera: Camera) -> None:
    """From the first question to a result, and everything beside it."""
    await at.say("相談")
    await camera.take("first", at, await at.asked(1))
    await at.choose(1, "決まった事業を、期日や予算のとおりに進めたい")
    question = await at.asked(2)
    await question.get_by_label("委託する事業者を選ぶ").check()
    await camera.take("question", at, question)
    await at.press(question, "次へ")
    await at.press(await at.asked(3), "ここで結果を見る")
    result = await at.concluded("プロジェクトマネージャー")
    await camera.take("decided", at, result)
    for label, title, name in (
        ("スキル", "プロジェクトマネージャーのスキル", "skills"),
        ("根拠", "総務省「自治体DX推進のための", "basis"),
        ("次の一歩", "進め方の候補", "next_steps"),
        ("持ち出し用の文", "そのまま写して", "handout"),
    ):
        await at.press(result, label)
        await camera.take(name, at, await at.sees(title))
        await at.press(await at.sees(title), "結果へ戻る")
        result = await at.concluded("プロジェクトマネージャー")


async def divided(at: Desk, camera: Camera) -> None:
    """A result with two roles, and the works behind it."""
    await at.say("最初から")
    await at.choose(1, "窓口や申請を、住民にも職員にも楽にしたい")
    await at.choose(2, "使いやすい画面や手続きを設計する")
    await at.choose(3, "プログラムを作り、サービスを開発する")
    await at.press(await at.asked(4), "ここで結果を見る")
    result = await at.concluded("役割が分かれます")
    await camera.take("split", at, result)
    await at.press(result, "仕事を選び直す")
    works = await at.sees("いちばん上が、先に任せる仕事です")
    await camera.take("arrange", at, works)
    await at.press(works, "結果へ戻る")


async def shared(at: Desk, camera: Camera) -> None:
    """What will be posted, before it is."""
    await at.press(await at.concluded("役割が分かれます"), "共有する")
    form = await at.form("結果を共有する")
    await form.get_by_role("combobox").select_option(label="dx相談")
    await form.get_by_role("button", name="次へ", exact=True).click()
    await camera.take("share", at, await at.form("この文を投稿します"))
    await at.close_form()


async def beginnings(at: Desk, camera: Camera) -> None:
    """The example before the first question, and the consultation by text."""
    await at.say("最初から")
    await at.press(await at.asked(1), "結果の例を見る")
    await camera.take("example", at, await at.sees("結果の例（架空市）"))
    await at.say("文字で進める")
    await camera.take("by_text", at, await at.sees("一問ごとに新しいメッセージ"))


async def kept(at: Desk, camera: Camera) -> None:
    """Home, and the form that opens from the shortcut."""
    await at.go("DX人材ナビのホーム")
    home = at.page.locator(".home")
    await expect(home).to_contain_text("役割が分かれます")
    await camera.take("home", at, home, most=880)
    await at.go("DX人材ナビ")
    await at.page.get_by_label("ショートカット").click()
    await at.page.get_by_role("button", name="DX人材を相談する").click()
    await camera.take("form", at, await at.form("質問1（"))
    await at.close_form()


async def look_ups(at: Desk, camera: Camera) -> None:
    """What 人事 asks: a title, a qualification, two roles side by side, forms of employment."""
    for text, said, name in (
        ("CIO補佐官はどの役割？", "想定される役職・呼称です", "role_card"),
        ("PMPはどの役割の資格？", "望ましい資格", "credentials"),
        ("プロジェクトマネージャーとエンジニアの違い", "のちがい", "compare"),
        ("業務委託", "偽装請負", "appointments"),
        ("業者を選びたい", "任せたい仕事から見ると", "need"),
    ):
        await at.say(text)
        await camera.take(name, at, await at.sees(said))


async def papers(at: Desk, camera: Camera) -> None:
    """A draft, from a role's card to the file."""
    await at.say("CIO補佐官")
    await at.press(await at.sees("想定される役職・呼称です"), "書類を作る")
    form = await at.form("書類のたたき台")
    await form.get_by_label("募集要項案").check()
    await form.get_by_label("任期付職員").check()
    await form.get_by_label("団体名").fill("架空市")
    await camera.take("draft", at, form, most=760)
    await form.get_by_role("button", name="作る", exact=True).click()
    await at.form("書類のたたき台を作りました")
    await at.close_form()
    await expect(at.page.locator(".file")).to_be_visible()
    await camera.take("draft_files", at, at.page.locator(".message", has=at.page.locator(".file")).last)


async def applicants(at: Desk, camera: Camera) -> None:
    """The applicant check: what the papers say, and which lines that confirms."""
    await at.say("応募")
    await at.press(await at.sees("応募書類の確認"), "応募書類の確認")
    form = await at.form("募集要項で公表した役割")
    await form.get_by_label("プロジェクトマネージャー").check()
    await form.get_by_role("button", name="次へ", exact=True).click()
    await at.form("応募書類に書かれていることだけ")
    await camera.take("check", at, form)
    await form.get_by_role("checkbox", name="Project Management Professional").check()
    await form.get_by_role("button", name="確認する", exact=True).click()
    await camera.take("checked", at, await at.form("書類で確認できた"))
    await at.close_form()


async def channel(at: Desk, camera: Camera) -> None:
    """A mention, and its answer in the thread."""
    await at.go("dx相談")
    await at.send("@DX人材ナビ PMPはどの役割の資格？")
    await at.page.get_by_role("link", name="返信 1件").click()
    thread = at.page.locator(".thread")
    await expect(thread).to_contain_text("プロジェクトマネージャー")
    await camera.take("mention", at, thread, most=820)


async def on_the_phone(at: Desk, camera: Camera) -> None:
    """A question and a result at the width of a phone."""
    await at.say("最初から")
    await at.choose(1, "手作業や二重入力を減らしたい")
    await at.asked(2)
    await camera.take("phone_question", at)
    await at.choose(2, "RPAやノーコードなどのツールを入れて動かす")
    await at.press(await at.asked(3), "ここで結果を見る")
    await at.concluded("エンジニア")
    await camera.take("phone_result", at)


async def every_picture(browser: Browser, address: str, camera: Camera) -> None:
    """All walks: 佐藤 consults, 鈴木 looks things up, both on one demo."""
    async with desk(browser, address, PAGE) as at:
        await camera.take("demo", at)
        await channel(at, camera)
    async with desk(browser, address, TALL) as at:
        await consultation(at, camera)
        await divided(at, camera)
        await shared(at, camera)
        await kept(at, camera)
    async with desk(browser, address, PHONE) as at:
        await on_the_phone(at, camera)
    async with desk(browser, address, DARK) as at:
        await camera.take("dark", at)
    async with desk(browser, address, TALL) as at:
        await beginnings(at, camera)
        await at.become(SUZUKI)
        await look_ups(at, camera)
        await papers(at, camera)
        await applicants(at, camera)


async def main() -> int:
    """Make every picture, and take away those that are no longer made."""
    if CHROMIUM is None:
        print("Chromium is needed: it makes the pictures.", file=sys.stderr)
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    camera = Camera([])
    async with running_demo() as demo, chromium() as browser:
        await every_picture(browser, demo.address, camera)
    for path in FOLDER.glob("*.png"):
        if path.stem not in camera.taken:
            path.unlink()
    missing = set(SHOTS) - set(camera.taken)
    print(f"{len(camera.taken)} pictures in {FOLDER}", *(f"not made: {name}" for name in sorted(missing)), sep="\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))

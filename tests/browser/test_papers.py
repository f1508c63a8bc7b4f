"""Papers in the demo, by clicks: from a title to drafts that open in Word, and the check of an applicant's papers."""

import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from docx import Document
from playwright.async_api import Locator, Page, expect

from tests.support.chromium import chromium, needs_chromium, open_page, picture
from tests.support.demo import connected, running_demo

pytestmark = needs_chromium


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    """The demo's page with the bot connected; the test fails when the browser reports an error."""
    async with running_demo() as demo, chromium() as browser:
        opened = await browser.new_page(viewport={"width": 1280, "height": 1100}, locale="ja-JP")
        troubles = await open_page(opened, demo.address)
        await connected(opened)
        yield opened
        assert troubles == []


async def modal(page: Page, told: str) -> Locator:
    dialog = page.get_by_role("dialog").last
    await expect(dialog).to_contain_text(told)
    return dialog


async def press(page: Page, button: str) -> None:
    await page.locator(".message").last.get_by_role("button", name=button, exact=True).click()


async def test_from_a_title_to_every_draft_that_opens_in_word(page: Page, tmp_path: Path) -> None:
    await page.locator("#write").fill("/dx-role CIO補佐官")
    await page.locator("#write").press("Enter")
    await expect(page.locator(".message").last).to_contain_text("プロデューサー")
    await press(page, "書類を作る")
    form = await modal(page, "書類のたたき台")
    for paper in ("募集要項案", "業務委託仕様書案", "要綱の項目一覧", "議会の想定質問一覧", "相談記録"):
        await form.get_by_role("checkbox", name=paper).check()
    await form.get_by_role("radio", name="任期付職員").check()
    await form.get_by_role("textbox", name="団体名").fill("架空市 ‹R&D <部>›")
    await picture(page, tmp_path / "form.png")
    await form.get_by_role("button", name="作る", exact=True).click()
    cautions = await modal(page, "仕様書は、業務委託のときに使う書類です。")
    await picture(page, tmp_path / "cautions.png")
    await cautions.get_by_role("button", name="戻る").click()
    await expect((await modal(page, "任用形態の根拠")).get_by_role("checkbox", name="募集要項案")).to_be_checked()
    await form.get_by_role("button", name="作る", exact=True).click()
    await (await modal(page, "作る前に確かめること")).get_by_role("button", name="作る", exact=True).click()
    await (await modal(page, "ファイルはDMに届きます")).get_by_role("button", name="閉じる").first.click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    links = page.get_by_role("link", name=".docx")
    await expect(links).to_have_count(5)
    for link in await links.all():
        async with page.expect_download() as started:
            await link.click()
        download = await started.value
        file = tmp_path / download.suggested_filename
        await download.save_as(file)
        document = Document(io.BytesIO(file.read_bytes()))
        text = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
        assert "架空市 ‹R&D <部>›" in text or "任期付職員" in text, file.name


async def test_an_applicants_papers_are_looked_at_line_by_line_and_the_next_ones_from_nothing(
    page: Page, tmp_path: Path
) -> None:
    await page.locator("#write").fill("応募")
    await page.locator("#write").press("Enter")
    await expect(page.locator(".message").last).to_contain_text("応募書類を確認できます")
    await press(page, "応募書類の確認")
    first = await modal(page, "募集する役割")
    await first.get_by_role("radio", name="プロジェクトマネージャー").check()
    await first.get_by_role("button", name="次へ").click()
    lines = await modal(page, "応募書類の確認（プロジェクトマネージャー）")
    await lines.get_by_role("radiogroup", name="プロジェクトマネジメントの分野（ITSS）").get_by_label("レベル3").check()
    await lines.get_by_role("checkbox", name="Project Management Professional").check()
    await picture(page, tmp_path / "lines.png")
    await lines.get_by_role("button", name="確認する").click()
    answer = await modal(page, "足りるかは団体の判断です")
    await expect(answer).to_contain_text("点数や順位は出しません")
    await picture(page, tmp_path / "checked.png")
    await answer.get_by_role("button", name="戻る").click()
    again = await modal(page, "書類に書かれている資格")
    await expect(again.get_by_role("checkbox", name="Project Management Professional")).to_be_checked()
    await again.get_by_role("button", name="確認する").click()
    await (await modal(page, "面接で確認")).get_by_role("button", name="別の応募書類へ").click()
    anew = await modal(page, "書類に書かれている資格")
    await expect(anew.get_by_role("checkbox", name="Project Management Professional")).not_to_be_checked()

"""What goes out as tables: counts of five and more, words that no spreadsheet calculates, nobody's name."""

import asyncio
import csv
import io
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.cli import run
from bot.store import open_store
from bot.store.base import Change, Owner, Rated, Rating, SentIn, Session, Status

NOVEMBER = 1_793_460_600.0
"""2026-11-01 in Japan, and still October in London."""
MANAGE = {"wish": ("run",), "first_organisation": ("manage",)}
DANGEROUS = '=HYPERLINK("http://example.jp")'


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database with six like results, one of them rated, one open and one replaced consultation, and two texts."""
    address = f"sqlite:///{tmp_path / 'bot.db'}"
    monkeypatch.setenv("DATABASE_URL", address)
    asyncio.run(_fill(address))
    return address


async def _fill(address: str) -> None:
    store = open_store(address)
    await store.open()
    for number in range(8):
        status = {6: Status.OPEN, 7: Status.CLOSED}.get(number, Status.CONCLUDED)
        owner, name = Owner("T1", f"U-SECRET-{number}"), f"s{number}"
        await store.commit(Change(0, Session(name, owner, "consult", NOVEMBER, NOVEMBER, MANAGE, "result", status)))
    await store.commit(Change(0, rated=Rated(Owner("T1", "U-SECRET-0"), "s0", 0, Rating.USEFUL)))
    for at, text in ((2.0, DANGEROUS), (1.0, "＝古い文")):
        await store.commit(Change(at, sent_in=SentIn(f"t{at}", Owner("T1", "U-SECRET"), text, "outside", at)))
    await store.close()


def exported(tmp_path: Path, kind: str, form: str) -> bytes:
    out = tmp_path / f"out.{form}"
    assert run(["export", kind, "--format", form, "--out", str(out)]) == 0
    return out.read_bytes()


def table(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


@pytest.mark.usefixtures("url")
def test_consultations_are_counted_from_five_up(tmp_path: Path) -> None:
    data = exported(tmp_path, "consultations", "csv")
    assert table(data) == [
        ["月", "役割", "結果", "評価", "件数"],
        ["2026-11", "プロジェクトマネージャー", "一つに決まった", "評価なし", "5"],
        ["2026-11", "プロジェクトマネージャー", "一つに決まった", "役に立った", "5件未満"],
        ["2026-11", "（なし）", "途中", "評価なし", "5件未満"],
    ]


@pytest.mark.usefixtures("url")
@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_nobody_is_named(tmp_path: Path, form: str) -> None:
    for kind in ("consultations", "unmatched"):
        assert b"SECRET" not in exported(tmp_path, kind, form)


@pytest.mark.usefixtures("url")
def test_texts_come_oldest_first_and_are_no_formulas(tmp_path: Path) -> None:
    rows = table(exported(tmp_path, "unmatched", "csv"))
    assert rows[1:] == [["1970-01-01", "対象外", "'＝古い文"], ["1970-01-01", "対象外", f"'{DANGEROUS}"]]
    exported(tmp_path, "unmatched", "xlsx")
    cells = [cell for row in load_workbook(tmp_path / "out.xlsx").active for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert json.loads(exported(tmp_path, "unmatched", "json"))[1]["文"] == DANGEROUS


@pytest.mark.usefixtures("url")
def test_a_file_that_cannot_be_written_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export", "consultations", "--out", str(tmp_path / "none" / "out.csv")]) == 1
    assert "保存できません" in capsys.readouterr().err

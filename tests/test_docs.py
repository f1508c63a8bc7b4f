"""What the documentation names exists, and what exists is named: in English and Japanese alike."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cli import COMMANDS
from bot.config import Settings
from bot.simulator.unverified import FACTS

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.ja.md")
VARIABLES = {name.upper() for name in Settings.model_fields}
PARTS = re.compile(r"^```.*?^```|^ +```.*?^ +```", re.MULTILINE | re.DOTALL)


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def pages() -> list[Path]:
    return [path for path in tracked() if path.suffix == ".md"]


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def rows(page: str) -> list[list[str]]:
    """The cells of every table row, without the lines that rule them off."""
    lines = (line for line in page.splitlines() if line.startswith("|") and not line.startswith("|---"))
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def codes(page: str) -> set[str]:
    return set(re.findall(r"`([^`\n]+)`", PARTS.sub("", page)))


def commands_in(page: str) -> Iterator[str]:
    yield from re.findall(r"python -m bot(?: +)([a-z]+)", page)


@pytest.mark.parametrize("name", READMES)
def test_every_command_and_no_other_stands_in_the_table(name: str) -> None:
    listed = [row[0] for row in rows(text(name)) if row[0].startswith("`python -m bot ")]
    assert listed == [f"`python -m bot {command}`" for command in COMMANDS]


@pytest.mark.parametrize("name", READMES)
def test_every_setting_and_no_other_stands_in_the_table_with_its_default(name: str) -> None:
    listed = {row[0].strip("`"): row[1].strip("`") for row in rows(text(name)) if re.match(r"`[A-Z_]+`$", row[0])}
    defaults = {field.upper(): info.default for field, info in Settings.model_fields.items()}
    assert listed == {name: str(default) if default not in (None, "") else "–" for name, default in defaults.items()}


@pytest.mark.parametrize("name", READMES)
def test_every_option_of_a_command_that_is_named_exists(name: str) -> None:
    for row in rows(text(name)):
        for option in re.findall(r"`(--[a-z]+)`", row[1]) if row[0].startswith("`python -m bot ") else ():
            command = row[0].strip("`").rpartition(" ")[2]
            assert f'"{option}"' in (ROOT / f"bot/cli/{command}.py").read_text(encoding="utf-8"), (command, option)


def test_both_readmes_say_the_same() -> None:
    english, japanese = map(text, READMES)
    assert PARTS.findall(english) == PARTS.findall(japanese)
    levels = [re.findall(r"^(#+) ", PARTS.sub("", page), re.MULTILINE) for page in (english, japanese)]
    assert levels[0] == levels[1]
    assert [row[0] for row in rows(english) if row[0].startswith("`")] == [
        row[0] for row in rows(japanese) if row[0].startswith("`")
    ]
    assert codes(english) == codes(japanese)
    items = [len(re.findall(r"^(?:\d+\.|-) ", page, re.MULTILINE)) for page in (english, japanese)]
    assert items[0] == items[1]


def test_commands_and_make_targets_named_anywhere_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", text("Makefile"), re.MULTILINE))
    for page in [*pages(), ROOT / "Procfile", ROOT / ".slack/hooks.json", ROOT / ".ci/run"]:
        said = page.read_text(encoding="utf-8")
        assert set(commands_in(said)) <= set(COMMANDS), page
        assert set(re.findall(r"(?:^|`)make ([a-z]+)", said, re.MULTILINE)) <= targets, page


def test_the_procfile_and_the_hooks_run_the_bot() -> None:
    lines = dict(line.split(": ") for line in text("Procfile").splitlines())
    assert lines == {
        "web": "python -m bot serve",
        "worker": "python -m bot socket",
        "release": "python -m bot migrate",
    }
    hooks = json.loads(text(".slack/hooks.json"))["hooks"]
    assert hooks["get-manifest"] == "python -m bot manifest"
    assert hooks["start"].endswith(" python -m bot socket")
    assert set(re.findall(r"[A-Z_]+(?==)", hooks["start"])) <= VARIABLES


def test_links_and_named_files_of_every_page_exist() -> None:
    known = {str(path.relative_to(ROOT)) for path in tracked()}
    folders = {f"{parent}/" for name in known for parent in Path(name).parents if str(parent) != "."}
    for page in pages():
        said = page.read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#]+)\)", said):
            assert target.startswith("https://") or (page.parent / target).exists(), (page.name, target)
        named = {
            code for code in codes(said) if re.match(r"(?:bot|data|dialogs|docs|tests|requirements)/[\w./]+$", code)
        }
        assert named <= known | folders, page.name


def test_the_first_hour_has_a_step_for_every_guess_of_the_simulation() -> None:
    steps = re.findall(r"^\d+\. \*\*(.+)\*\*$", text("docs/first-hour-on-slack.md"), re.MULTILINE)
    assert steps == [fact.rpartition(": ")[0] for fact in FACTS]


def test_no_tracked_file_names_a_machine_path_or_a_registry() -> None:
    forbidden = re.compile(
        "|".join(["/" + "work/", "/tm" + r"p/\w", "pypi" + r"\.org", "python" + "hosted", "index" + "-url="])
    )
    for path in tracked():
        if path.suffix in {".png", ".ico", ".woff2", ".docx"}:
            continue
        found = forbidden.search(path.read_text(encoding="utf-8"))
        assert found is None, (path.name, found)

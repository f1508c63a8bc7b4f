"""What the documentation names exists, and what exists is named: in English and Japanese alike."""

import argparse
import json
import re
import shlex
import subprocess
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from bot.cli import COMMANDS
from bot.config import Settings
from bot.simulator.unverified import FACTS
from tests.support.screenshots import MOST_BYTES, SHOTS

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.ja.md")
GUIDES = tuple(f"docs/ja/{name}.md" for name in ("staff", "hr", "admin", "edit"))
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
    yield from re.findall(r"python -m bot(?: +)([a-z]+(?:-[a-z]+)*)", page)


@pytest.mark.parametrize("name", READMES)
def test_every_command_and_no_other_stands_in_the_table(name: str) -> None:
    listed = [row[0] for row in rows(text(name)) if row[0].startswith("`python -m bot ")]
    assert listed == [f"`python -m bot {command}`" for command in COMMANDS]


@pytest.mark.parametrize("name", [*READMES, "docs/ja/admin.md"])
def test_every_setting_and_no_other_stands_in_the_table_with_its_default(name: str) -> None:
    listed = {row[0].strip("`"): row[1].strip("`") for row in rows(text(name)) if re.match(r"`[A-Z_]+`$", row[0])}
    defaults = {field.upper(): info.default for field, info in Settings.model_fields.items()}
    assert listed == {name: str(default) if default not in (None, "") else "–" for name, default in defaults.items()}


@pytest.mark.parametrize("name", READMES)
def test_every_option_of_a_command_that_is_named_exists(name: str) -> None:
    for row in rows(text(name)):
        for option in re.findall(r"`(--[a-z]+)`", row[1]) if row[0].startswith("`python -m bot ") else ():
            command = row[0].strip("`").rpartition(" ")[2].replace("-", "_")
            assert f'"{option}"' in (ROOT / f"bot/cli/{command}.py").read_text(encoding="utf-8"), (command, option)


@pytest.mark.parametrize("name", GUIDES)
def test_every_command_line_of_a_guide_is_understood(name: str) -> None:
    for command, rest in re.findall(r"^python -m bot ([a-z-]+)(.*)$", text(name), re.MULTILINE):
        parser = argparse.ArgumentParser(exit_on_error=False)
        import_module(f"bot.cli.{command.replace('-', '_')}").arguments(parser)
        parser.parse_args(shlex.split(rest))


@pytest.mark.parametrize("name", GUIDES)
def test_a_guide_is_linked_from_both_readmes_and_from_the_other_guides(name: str) -> None:
    file = Path(name).name
    assert all(f"]({name})" in text(readme) for readme in READMES)
    assert all(f"]({file})" in text(other) for other in GUIDES if other != name)


@pytest.mark.parametrize("name", GUIDES)
def test_slash_commands_and_hosts_of_a_guide_are_real_or_made_up(name: str) -> None:
    declared = {command["command"] for command in json.loads(text("manifest.json"))["features"]["slash_commands"]}
    assert set(re.findall(r"`(/dx-[a-z]+)", text(name))) <= declared
    hosts = re.findall(r"\b(?:[a-z0-9-]+\.)+(?:jp|com|org|net|io|dev)\b", text(name))
    assert {host for host in hosts if host != "slack.com" and not host.endswith(".example.jp")} - {
        "example.jp"
    } == set()


def test_the_pictures_are_those_that_make_screenshots_makes_and_each_is_shown() -> None:
    made = {f"docs/ja/images/{name}.png" for name in SHOTS}
    assert {str(path.relative_to(ROOT)) for path in (ROOT / "docs").rglob("*.png")} == made
    shown = [
        str((page.parent / target).resolve().relative_to(ROOT))
        for page in pages()
        for words, target in re.findall(r"!\[(.*?)\]\(([^)]+)\)", page.read_text(encoding="utf-8"))
        if words
    ]
    assert set(shown) == made
    assert all((ROOT / name).stat().st_size <= MOST_BYTES for name in made)


def test_mistakes_and_sentences_that_the_guides_explain_can_be_met() -> None:
    said = [
        problem["says"]
        for group in tomllib.loads(text("dialogs/_shared/problems.toml")).values()
        for problem in group.values()
    ]
    for cell, *_ in rows(text("docs/ja/edit.md").partition("| 誤り |")[2]):
        wanted = re.compile(".*".join(map(re.escape, cell.split("…"))))
        assert any(wanted.search(words) for words in said), cell
    templates = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "dialogs").rglob("*.j2"))
    for cell, *_ in rows(text("docs/ja/staff.md").partition("| こう出たら |")[2]):
        assert cell.strip("「」") in templates, cell


def test_buttons_that_the_guide_for_staff_explains_exist() -> None:
    labels = set(tomllib.loads(text("dialogs/_shared/labels.toml")).values())
    table = text("docs/ja/staff.md").partition("| ボタン |")[2].partition("\n\n")[0]
    named = {label for row in rows(table) for label in re.findall(r"「([^」]+)」", row[0])}
    assert len(named) > 5
    assert named <= labels


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
            code
            for code in codes(said)
            if re.match(r"(?:bot|data|deploy|dialogs|docs|tests|requirements)/[\w./]+$", code)
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

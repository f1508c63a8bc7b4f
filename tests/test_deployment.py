"""The files for containers, compose and systemd: they parse, name what exists, and hold no secret."""

import configparser
import re
from pathlib import Path

import pytest

from bot.cli import COMMANDS
from bot.config import Settings

ROOT = Path(__file__).parents[1]
UNITS = sorted((ROOT / "deploy" / "systemd").glob("*.service"))
FILES = [ROOT / "Containerfile", ROOT / "compose.yaml", *UNITS]
VARIABLES = {name.upper() for name in Settings.model_fields}
SECRET = re.compile(r"xox[a-z]-\w|xapp-\w|://\w+:(?!\$\{)[^@\s]+@|(?:TOKEN|SECRET|PASSWORD)(?:=|: )(?!\$\{)\S")


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_unit_parses_and_starts_the_bot(unit: Path) -> None:
    parsed = configparser.ConfigParser(interpolation=None, strict=False)
    parsed.optionxform = str  # type: ignore[assignment, method-assign]
    parsed.read_string(text(unit))
    command = parsed["Service"]["ExecStart"].partition(" -m bot ")[2]
    assert command in COMMANDS
    assert unit.stem == f"dx-jinzai-{command}"
    assert parsed["Install"]["WantedBy"] == "multi-user.target"
    assert int(parsed["Service"]["TimeoutStopSec"]) > 10, "longer than the bot takes to send what is under way"


def test_both_transports_have_a_unit() -> None:
    assert [unit.stem for unit in UNITS] == ["dx-jinzai-serve", "dx-jinzai-socket"]


def test_the_image_copies_what_the_bot_reads_and_installs_by_hash() -> None:
    lines = text(ROOT / "Containerfile").splitlines()
    copied = [name for line in lines if line.startswith("COPY ") for name in line.split()[1:-1]]
    assert all((ROOT / name).exists() for name in copied)
    assert {"bot", "data", "dialogs", "manifest.json"} <= set(copied)
    assert any("--require-hashes -r requirements/base.txt" in line for line in lines)
    assert 'ENTRYPOINT ["python", "-m", "bot"]' in lines
    assert next(line for line in lines if line.startswith("CMD")) == 'CMD ["serve"]'
    assert any(line.startswith("USER ") for line in lines), "not as root"


def test_compose_starts_a_command_with_settings_that_exist() -> None:
    said = text(ROOT / "compose.yaml")
    assert (found := re.search(r"^    command: (\w+)$", said, re.MULTILINE))
    assert found[1] in COMMANDS
    bot = said.partition("  bot:\n")[2].partition("    depends_on")[0]
    assert set(re.findall(r"^      ([A-Z_]+): ", bot, re.MULTILINE)) <= VARIABLES
    assert "\t" not in said
    assert "dockerfile: Containerfile" in said


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_file_holds_a_secret(file: Path) -> None:
    assert SECRET.search(text(file)) is None


@pytest.mark.parametrize("line", ["SLACK_BOT_TOKEN=xoxb-1", "DATABASE_URL=postgresql://a:b@c/d", "PASSWORD: hunter"])
def test_a_secret_would_be_found(line: str) -> None:
    assert SECRET.search(line)


@pytest.mark.parametrize("name", ["base", "dev"])
def test_every_dependency_is_pinned_to_one_version_by_hashes(name: str) -> None:
    """Also those of dependencies: nothing that is installed can change without a change here."""
    pins = re.split(r"\n(?=\S)", text(ROOT / "requirements" / f"{name}.txt").strip())
    assert len(pins) > 20
    for pin in pins:
        assert re.match(r"[\w.\[\]-]+==[\w.]+ ", pin), pin[:80]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", pin), pin[:80]

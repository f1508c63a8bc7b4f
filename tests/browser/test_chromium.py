"""With Chromium the browser tests run, without it they are left out: by name, with a reason, and nothing else is."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.support.chromium import NAMES, found

ROOT = Path(__file__).parents[2]
BROWSER_TESTS = sorted(
    str(path.relative_to(ROOT))
    for path in (ROOT / "tests").rglob("test_*.py")
    if re.search(r"^pytestmark = \[?needs_chromium\b", path.read_text(encoding="utf-8"), re.MULTILINE)
)


def test_the_first_known_name_on_the_path_is_taken(tmp_path: Path) -> None:
    assert found(str(tmp_path)) is None
    for name in reversed(NAMES):
        (tmp_path / name).touch(mode=0o755)
        assert found(str(tmp_path)) == str(tmp_path / name)


def test_without_chromium_every_browser_test_is_skipped_by_name(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *BROWSER_TESTS],
        cwd=ROOT,
        env={**os.environ, "PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    skipped = re.findall(
        r"^SKIPPED \[\d+\] ([\w/.]+):.* no Chromium here \(looked for (.+)\)$", ran.stdout, re.MULTILINE
    )
    assert sorted({name for name, _ in skipped}) == BROWSER_TESTS
    assert {looked for _, looked in skipped} == {", ".join(NAMES)}
    assert re.fullmatch(r"\d+ skipped in .+", ran.stdout.splitlines()[-1])

"""docs/reliability.md: no row of the list of faults is left out, and every test that it names exists."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
ELSEWHERE = {78, 79, 80, 81}
"""More than one workspace."""


def test_every_fault_has_its_row_once() -> None:
    cells = re.findall(r"^\| ([\d, ]+) \|", PAGE, re.MULTILINE)
    listed = sorted(int(number) for cell in cells for number in cell.split(","))
    assert listed == [number for number in range(1, 84) if number not in ELSEWHERE]


def test_every_test_that_is_named_exists() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", PAGE)
    assert len(named) > 60
    for path, test in named:
        source = (ROOT / path).read_text(encoding="utf-8")
        wanted = rf"def {test}\b" if test else r"def test_|\.TestCase\b"
        assert re.search(wanted, source), (path, test)

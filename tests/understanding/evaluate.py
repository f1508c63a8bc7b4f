"""The project's own evaluation of ``Search.understand``: accuracy per kind for both parts, and the confusion.

Run by ``make eval``. The kept part is never listed text by text: its texts must not shape the vocabulary.
"""

import argparse
import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.search import Finding, Kind, Search
from bot.search.finding import LISTED
from bot.standard import Standard
from bot.vocabulary import Vocabulary

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "data"
PARTS = {"development": "dev*.jsonl", "kept": "kept.jsonl"}
"""The files of each part."""
GOALS = {"titles": 0.97, "facts": 1.0, "roles": 0.97, "needs": 0.90, "asked back": 0.95, "declined": 0.97}
FLOORS = {
    "kept": {"titles": 0.96, "facts": 0.98, "roles": 0.97, "needs": 0.94, "asked back": 0.95, "declined": 0.96},
    "development": dict.fromkeys(GOALS, 0.99),
}
"""What is wanted of texts that nobody has seen, and what no change may fall below."""


@dataclass(frozen=True)
class Case:
    """A text and what a critic can defend from the standard. ``roles`` are names, best first for a need."""

    id: str
    text: str
    kind: Kind
    roles: tuple[str, ...]
    clarify: bool

    @property
    def group(self) -> str:
        """Which figure of the issue it counts for."""
        if self.kind is Kind.NEED:
            return "asked back" if self.clarify else "needs"
        if self.kind in LISTED:
            return "facts"
        return {Kind.TITLE: "titles", Kind.ROLE: "roles", Kind.NONE: "declined"}[self.kind]


@dataclass(frozen=True)
class Result:
    """A case and what was found; ``right`` when kind, roles and clarify agree."""

    case: Case
    finding: Finding
    roles: tuple[str, ...]

    @property
    def right(self) -> bool:
        """Candidates of a question back may stand in any order."""
        case, finding = self.case, self.finding
        if (finding.kind, finding.clarify) != (case.kind, case.clarify):
            return False
        return set(self.roles) == set(case.roles) if case.clarify else self.roles == case.roles


def search() -> Search:
    """The shipped standard and vocabulary."""
    standard = Standard.model_validate_json((DATA / "standard.json").read_bytes())
    return Search(standard, Vocabulary.model_validate(tomllib.loads((DATA / "vocabulary.toml").read_text("utf-8"))))


def cases(part: str) -> tuple[Case, ...]:
    """The texts of a part, of all its files."""
    files = sorted(HERE.glob(PARTS[part]))
    lines = [line for file in files for line in file.read_text("utf-8").splitlines() if line.strip()]
    return tuple(_case(json.loads(line)) for line in lines)


def _case(raw: dict[str, object]) -> Case:
    roles = raw["roles"]
    assert isinstance(roles, list)
    return Case(str(raw["id"]), str(raw["text"]), Kind(str(raw["kind"])), tuple(map(str, roles)), bool(raw["clarify"]))


def run(searched: Search, part: str) -> tuple[Result, ...]:
    """Every text of a part, understood."""
    names = {role.id: role.name for role in Standard.model_validate_json((DATA / "standard.json").read_bytes()).roles}
    results = []
    for case in cases(part):
        finding = searched.understand(case.text)
        results.append(Result(case, finding, tuple(names[role] for role in finding.roles)))
    return tuple(results)


def accuracy(results: Iterable[Result]) -> dict[str, tuple[int, int]]:
    """Right answers and texts by group."""
    counts: dict[str, tuple[int, int]] = {}
    for result in results:
        right, total = counts.get(result.case.group, (0, 0))
        counts[result.case.group] = (right + result.right, total + 1)
    return counts


def report(part: str, results: Sequence[Result]) -> str:
    """The figures of a part as text, with the confusion of kinds."""
    lines = [f"{part}: {sum(r.right for r in results)} of {len(results)}"]
    for group, (right, total) in sorted(accuracy(results).items()):
        lines.append(f"  {group:11} {right:4} of {total:4}  {right / total:6.1%}  (goal {GOALS[group]:.0%})")
    confused = Counter((_wanted(r), _found(r)) for r in results if not r.right)
    lines += [f"  {wanted} taken for {found}: {count}" for (wanted, found), count in confused.most_common()]
    return "\n".join(lines)


def _wanted(result: Result) -> str:
    case = result.case
    return f"{case.kind} [{' '.join(case.roles)}{' ?' if case.clarify else ''}]"


def _found(result: Result) -> str:
    finding = result.finding
    return f"{finding.kind} [{' '.join(result.roles)}{' ?' if finding.clarify else ''}{finding.outside}]"


def missed(results: Iterable[Result]) -> str:
    """The wrong answers, one a line."""
    return "\n".join(
        f"{r.case.id} {_wanted(r)} -> {_found(r)} {'/'.join(m.words for m in r.finding.matches)} {r.case.text!r}"
        for r in results
        if not r.right
    )


def main() -> None:
    """Print the figures; ``--misses`` also lists the misses of the development part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true", help="list the misses of the development part")
    parser.add_argument("--part", choices=[*PARTS, "both"], default="both")
    chosen = parser.parse_args()
    searched = search()
    for part in PARTS if chosen.part == "both" else (chosen.part,):
        results = run(searched, part)
        print(report(part, results))
        if chosen.misses and part == "development":
            print(missed(results))


if __name__ == "__main__":
    main()

"""The Home tab as a view. Pure; classic blocks only.

Published only when its content has changed: the view's ``private_metadata`` carries a digest of its blocks, and Slack
sends it back with every event of the tab. Nothing has to be remembered for it.
"""

import hashlib
import json
from typing import Any

from bot.replies import Home, Kept, Overview
from bot.slack.blocks import Screens
from bot.slack.figures import figures
from bot.slack.limits import guard
from bot.slack.payloads import DIGEST, FIELD, WORDS, Button
from bot.slack.pieces import Block, head, note, paragraphs, plain, section
from bot.wording import Wording

View = dict[str, Any]


class HomeTab:
    """Turns a ``Home`` into the view to publish."""

    def __init__(self, wording: Wording, screens: Screens, *, strict: bool = False) -> None:
        self._wording = wording
        self._screens = screens
        self._acts = screens.acts
        self._strict = strict

    def view(self, home: Home) -> View:
        """The view, with the digest of its blocks."""
        blocks = self._blocks(home)
        digest = hashlib.sha256(json.dumps(blocks).encode()).hexdigest()[:DIGEST]
        return guard({"type": "home", "private_metadata": digest, "blocks": blocks}, strict=self._strict)

    def _blocks(self, home: Home) -> list[Block]:
        prose = self._wording.render(home)
        kept = paragraphs(prose.body)
        rows = [block for row, text in zip(home.kept, kept, strict=True) for block in self._row(row, text)]
        return [
            *head(prose),
            *self._beginnings(home),
            *self._look_up(),
            self._heading("home_kept"),
            *(rows or [section(self._wording.labels["home_empty"])]),
            *self._paging(home),
            self._heading("four_roles"),
            *self._screens.listed(Overview(home.roles)),
            *self._acts.row(self._acts.button("compare_all", Button("compare"))),
            *note(prose),
            *self._last(home),
            *figures(home, self._wording),
        ]

    def _heading(self, label: str) -> Block:
        return {"type": "header", "text": plain(self._wording.labels[label])}

    def _beginnings(self, home: Home) -> list[Block]:
        begun = next((row for row in home.kept if row.result is None), None)
        make = self._acts.button
        return self._acts.row(
            make("resume", Button("screen", begun.ref), primary=True) if begun else None,
            make("anew" if begun else "start", Button("fresh" if begun else "start"), primary=begun is None),
            make("check", Button("check")),
            make("help", Button("help")),
        )

    def _look_up(self) -> list[Block]:
        labels = self._wording.labels
        field: Block = {
            "type": "plain_text_input",
            "action_id": WORDS,
            "max_length": 1000,
            "placeholder": plain(labels["home_field"]),
        }
        block = {"type": "input", "block_id": FIELD, "optional": True, "label": plain(labels["home_words"])}
        return [{**block, "element": field}, *self._acts.row(self._acts.button("look_up", Button("look_up")))]

    def _row(self, row: Kept, text: str) -> list[Block]:
        show = self._acts.button("open", Button("screen", row.ref))
        delete = self._acts.button("delete", Button("delete", row.ref))
        return [section(text), *self._acts.row(show, self._confirmed(delete, "delete"))]

    def _paging(self, home: Home) -> list[Block]:
        make = self._acts.button
        return self._acts.row(
            make("newer", Button("page", option=str(home.page - 1))) if home.page else None,
            make("older", Button("page", option=str(home.page + 1))) if home.older else None,
        )

    def _last(self, home: Home) -> list[Block]:
        if not home.kept and not home.page:
            return []
        return self._acts.row(self._confirmed(self._acts.button("forget", Button("forget")), "forget"))

    def _confirmed(self, button: Block, label: str) -> Block:
        """``button`` in red, which asks once more before it acts."""
        labels = self._wording.labels
        ask = {
            "title": plain(labels[f"{label}_title"]),
            "text": plain(labels[f"{label}_text"]),
            "confirm": plain(labels[label]),
            "deny": plain(labels["keep"]),
            "style": "danger",
        }
        return {**button, "style": "danger", "confirm": ask}

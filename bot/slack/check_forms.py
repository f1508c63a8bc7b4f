"""The pages of the applicant check as modals. Pure. What was ticked travels in the modal itself and nowhere else.

``private_metadata`` says which page was sent; the 「戻る」 of the answer carries the values that were ticked.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bot.candidate import level_choices, year_choices
from bot.replies import Checked, CheckLines, CheckRole
from bot.slack.acts import Acts
from bot.slack.payloads import Button, block_id
from bot.slack.pieces import Block, head, note, plain, sections
from bot.standard import Clause
from bot.wording import Wording

CHECK = "check"
"""The ``callback_id`` of these modals, and the verb of the button that opens the first."""

ROLE, LINES, DONE, EDIT = "check_role", "check_lines", "check_done", "check_edit"
"""The pages by what their ``private_metadata`` says, and the verb of the 「戻る」 of the last."""

UNSAID = "unsaid"
"""The option of a radio that says nothing: Slack lets nobody untick one."""

Page = CheckRole | CheckLines | Checked
Options = Iterable[tuple[str, str]]


class CheckForms:
    """Turns the pages into what is special about their views."""

    def __init__(self, wording: Wording, acts: Acts) -> None:
        self._wording = wording
        self._acts = acts

    def parts(self, page: Page) -> dict[str, Any]:
        """What is special about the view of ``page``."""
        labels = self._wording.labels
        state, send, blocks = self._page(page)
        return {
            "callback_id": CHECK,
            "title": plain(labels["check_title"]),
            "submit": plain(labels[send]),
            "notify_on_close": False,
            "private_metadata": state.encode(),
            "blocks": blocks,
        }

    def _page(self, page: Page) -> tuple[Button, str, list[Block]]:
        prose = self._wording.render(page)
        body, last = sections(prose.body), note(prose)
        if isinstance(page, CheckRole):
            return Button(ROLE), "next", [*head(prose), self._role(page), *last]
        sheet, role = str(page.sheet), page.role.id
        if isinstance(page, CheckLines):
            blocks = [*head(prose), *body, *self._lines(page), *last, *self._back(Button(CHECK, option=role))]
            return Button(LINES, question=sheet, option=role), "check_send", blocks
        back = self._back(Button(EDIT, question=sheet, option=",".join((role, *page.given))))
        return Button(DONE, question=sheet, option=role), "check_again", [*head(prose), *body, *last, *back]

    def _back(self, button: Button) -> list[Block]:
        return self._acts.row(self._acts.button("back", button))

    def _role(self, page: CheckRole) -> Block:
        options = [(role.id, role.name) for role in page.roles]
        return _input(ROLE, self._wording.labels["check_role"], _radios(options, page.chosen), optional=False)

    def _lines(self, page: CheckLines) -> Iterator[Block]:
        role = page.role
        if role.any_of.credential:
            yield _heading(role.any_of.credential)
        for clause in role.levels:
            yield _heading(self._quoted(clause))
            yield from (self._level(page, clause, field) for field in clause.fields)
        if role.qualifications:
            yield self._qualifications(page)
        yield _heading(role.any_of.experience)
        yield from (self._experience(page, clause) for clause in role.experiences)

    def _level(self, page: CheckLines, clause: Clause, field: str) -> Block:
        phrase = self._wording.phrase
        options = [
            (value, phrase("at_level", clause, said.level)) for value, said in level_choices(clause, field).items()
        ]
        name = f"{clause.id}/{clause.fields.index(field)}"
        return self._one(page, name, phrase("level_asked", clause, field), options)

    def _qualifications(self, page: CheckLines) -> Block:
        notes = {clause.id: self._wording.phrase("original", clause) for clause in page.role.qualifications}
        options = [(clause.id, clause.text) for clause in page.role.qualifications]
        label = self._wording.labels["check_qualifications_text"]
        return _sheet(page, "qualifications", label, _boxes(options, page.given, notes))

    def _experience(self, page: CheckLines, clause: Clause) -> Block:
        if clause.years is not None:
            phrase = self._wording.phrase
            years = [(value, phrase("for_years", clause, count)) for value, count in year_choices(clause).items()]
            return self._one(page, clause.id, self._quoted(clause), years)
        written = [(clause.id, self._wording.labels["check_written_text"])]
        return _sheet(page, clause.id, self._quoted(clause), _boxes(written, page.given))

    def _one(self, page: CheckLines, name: str, label: str, options: Options) -> Block:
        """Radios of which the first says that nothing is written."""
        all_options = [(UNSAID, self._wording.labels["check_unsaid_text"]), *options]
        chosen = next((value for value, _ in all_options if value in page.given), UNSAID)
        return _sheet(page, name, label, _radios(all_options, chosen))

    def _quoted(self, clause: Clause) -> str:
        return f"「{clause.text}」{self._wording.phrase('original', clause)}"


def given(values: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """What was ticked in the lines of a form."""
    return tuple(value for chosen in values.values() for value in chosen if value != UNSAID)


def _heading(text: str) -> Block:
    return {"type": "section", "text": plain(text)}


def _sheet(page: CheckLines, name: str, label: str, element: Block) -> Block:
    """An input of this sheet: Slack carries what was ticked over to blocks of the same id."""
    return _input(block_id(name, page.sheet), label, element, optional=True)


def _input(name: str, label: str, element: Block, *, optional: bool) -> Block:
    block: Block = {"type": "input", "block_id": name, "optional": optional, "label": plain(label)}
    return {**block, "element": {**element, "action_id": "ticked"}}


def _radios(options: Options, chosen: str) -> Block:
    listed = [_option(value, text) for value, text in options]
    ticked = [option for option in listed if option["value"] == chosen]
    return {"type": "radio_buttons", "options": listed, **({"initial_option": ticked[0]} if ticked else {})}


def _boxes(options: Options, chosen: Iterable[str], notes: Mapping[str, str] | None = None) -> Block:
    listed = [_option(value, text, (notes or {}).get(value, "")) for value, text in options]
    ticked = [option for option in listed if option["value"] in tuple(chosen)]
    return {"type": "checkboxes", "options": listed, **({"initial_options": ticked} if ticked else {})}


def _option(value: str, text: str, told: str = "") -> Block:
    return {"text": plain(text), "value": value, **({"description": plain(told)} if told else {})}

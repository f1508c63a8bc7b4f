"""A result's buttons and the screens beside it: works to arrange, text to take along. Pure."""

from collections.abc import Callable

from bot.replies import Arranged, Concluded, Ref, Section
from bot.slack.payloads import Button
from bot.slack.pieces import Block, paragraphs, section
from bot.store.base import Rating
from bot.wording import Prose

Make = Callable[[str, Button], Block]
"""Makes a button out of the name of its label and of what it says when it is pressed."""


def actions(*buttons: Block | None) -> list[Block]:
    """Buttons side by side; nothing where there is none."""
    shown = [button for button in buttons if button is not None]
    return [{"type": "actions", "elements": shown}] if shown else []


def concluded(make: Make, reply: Concluded, *, to_dm: bool) -> list[Block]:
    """What to look at, what to do with the result, where to go from it; no row has more than five buttons."""
    ref, works = reply.ref, reply.assessment.shares
    sections = [s for s in Section if reply.lead is not None or (s is Section.BASIS and works)]
    return [
        *actions(*(_beside(make, ref, what) for what in (*sections, "next_steps"))),
        *actions(
            _beside(make, ref, "handout"),
            _beside(make, ref, "draft"),
            _beside(make, ref, "share") if reply.lead else None,
            _beside(make, ref, "arrange") if works else None,
            _beside(make, ref, "review"),
        ),
        *actions(
            make("continue", Button("continue", ref)) if reply.more else None,
            make("overview", Button("overview")),
            make("to_dm", Button("to_dm", ref)) if to_dm else None,
            make("fresh", Button("fresh", ref)),
        ),
        *actions(*(_beside(make, ref, rating) for rating in Rating)),
    ]


def _beside(make: Make, ref: Ref, what: str) -> Block:
    return make(what, Button(what, ref))


def arranged(make: Make, reply: Arranged, prose: Prose) -> list[Block]:
    """Each work with what can be done to it; the first one stands first already."""
    ref = reply.ref
    blocks: list[Block] = []
    for number, (text, (work, _)) in enumerate(zip(paragraphs(prose.body), reply.works, strict=True)):
        first = make("put_first", Button("put_first", ref, option=work.id)) if number else None
        blocks += [section(text), *actions(first, make("remove", Button("remove", ref, option=work.id)))]
    return blocks

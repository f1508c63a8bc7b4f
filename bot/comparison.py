"""Two to four roles side by side: what differs line by line, and the skills that several list under one name. Pure."""

from collections.abc import Callable, Mapping, Sequence

from bot.replies import Aligned, Cell, Comparison, Shared
from bot.standard import Role

_LINES: Mapping[str, Callable[[Role], Cell]] = {
    "gloss": lambda role: Cell((role.gloss,)),
    "duties": lambda role: Cell(role.duties),
    "titles": lambda role: Cell(role.titles),
    "skills": lambda role: Cell(role.skills),
    "credentials": lambda role: Cell(
        (*role.levels, *role.qualifications), role.any_of.credential or role.credential_none or ""
    ),
    "experience": lambda role: Cell(role.experiences, role.any_of.experience),
}


def compare(roles: Sequence[Role]) -> Comparison:
    """``roles`` (two or more) in the order given; a skill that several have is told once, not in their cells."""
    shared = _shared(roles)
    once = {skill.name for skill in shared}
    lines = (Aligned(topic, tuple(make(role).without(once) for role in roles)) for topic, make in _LINES.items())
    return Comparison(tuple(roles), tuple(lines), shared)


def _shared(roles: Sequence[Role]) -> tuple[Shared, ...]:
    names = dict.fromkeys(skill.name or "" for role in roles for skill in role.skills)
    having = {name: tuple(role for role in roles if any(s.name == name for s in role.skills)) for name in names}
    return tuple(Shared(name, owners) for name, owners in having.items() if len(owners) > 1)

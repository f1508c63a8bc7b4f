"""The applicant check: which role was published, what the papers say, what they show. Nothing is kept between steps."""

from bot.candidate import credentials, experiences, papers
from bot.replies import Checked, CheckLines, CheckRole, Said, Topic
from bot.standard import Standard


class Applicants:
    """Each step from what the form holds: the same ticks, the same answer."""

    def __init__(self, standard: Standard) -> None:
        self._standard = standard

    def role(self, chosen: str = "") -> CheckRole:
        """The roles to choose the published one from; an unknown one is not chosen."""
        return CheckRole(self._standard.roles, chosen if chosen in self._standard.by_id else "")

    def lines(self, role: str, given: tuple[str, ...] = (), sheet: int = 0) -> CheckLines | Said:
        """The lines of ``role`` to tick."""
        found = self._standard.by_id.get(role)
        return CheckLines(found, given, sheet) if found else Said(Topic.OLD_SCREEN)

    def checked(self, role: str, given: tuple[str, ...], sheet: int) -> Checked | Said:
        """What the ticked ``given`` show of ``role``."""
        found = self._standard.by_id.get(role)
        if found is None:
            return Said(Topic.OLD_SCREEN)
        said = papers(found, given)
        return Checked(found, credentials(found, said), experiences(found, said), given, sheet)

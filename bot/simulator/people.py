"""Who lives in the simulated workspace: the people of the made-up 架空市, its team and its two channels."""

from dataclasses import dataclass


class UnseenError(AssertionError, LookupError):
    """A person pointed at something not on the screen, or did what Slack's client does not offer."""


@dataclass(frozen=True)
class Person:
    """A member of the workspace; `name` is what others see, `title` what the demo page calls the part played."""

    id: str
    name: str
    title: str
    username: str


@dataclass(frozen=True)
class Team:
    """The workspace, and the organisation over it when `enterprise_id` is given (Enterprise Grid).

    `null_team` stands for an app installed for the whole organisation: interaction payloads then carry
    `"team": null` and the user's `team_id` is the organisation's id.
    """

    team_id: str = "T0KAKUUSHI"
    enterprise_id: str | None = None
    domain: str = "kakuu-city"
    null_team: bool = False
    name: str = "架空市"
    enterprise_name: str = "架空県"

    def __post_init__(self) -> None:
        if self.null_team and self.enterprise_id is None:
            raise ValueError("null_team needs an enterprise_id: only Enterprise Grid sends it")


@dataclass(frozen=True)
class AppIdentity:
    """The installed app as Slack knows it; every id is made up."""

    name: str
    app_id: str = "A0SIMULATE"
    bot_id: str = "B0DXNAVI01"
    bot_user_id: str = "U0DXNAVI01"


DEFAULT_PEOPLE = (
    Person("U0STAFF01", "佐藤（情報政策課）", "職員", "sato"),
    Person("U0HR00001", "鈴木（人事課）", "人事", "suzuki"),
)
DEFAULT_TEAM = Team()
MEMBER_CHANNEL = ("C0DXSOUDAN", "dx相談")
OTHER_CHANNEL = ("C0GENERAL0", "全庁連絡")

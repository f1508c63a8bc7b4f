"""auth.test, api.test, apps.connections.open, conversations.* and users.info: who and where."""

from collections.abc import Mapping

from bot.simulator.core import Core
from bot.simulator.methods.base import Args, Json, Method
from bot.simulator.posting import SlackError
from bot.simulator.world import Channel


def _api_test(_core: Core, args: Args) -> Json:
    error = args.optional("error")
    if error:
        raise SlackError(error, args=args.given)
    return {"args": args.given}


def _auth_test(core: Core, _args: Args) -> Json:
    team = core.team
    return {
        "url": f"{core.base_url}/",
        "team": team.name,
        "user": "dx-navi",
        "team_id": team.team_id,
        "user_id": core.app.bot_user_id,
        "bot_id": core.app.bot_id,
        **({"enterprise_id": team.enterprise_id} if team.enterprise_id else {}),
        "is_enterprise_install": team.null_team,
    }


def _connections_open(core: Core, _args: Args) -> Json:
    address = core.base_url.replace("http", "ws", 1)
    return {"url": f"{address}/link?ticket={core.tickets.issue()}&app_id={core.app.app_id}"}


def _conversations_open(core: Core, args: Args) -> Json:
    known = {"no_op": True, "already_open": True}
    channel_id = args.optional("channel")
    if channel_id:
        channel = core.world.channels.get(channel_id)
        if channel is None or channel.kind != "dm":
            raise SlackError("channel_not_found")
        return {**known, "channel": {"id": channel.id}}
    person = args.text("users")
    if "," in person:
        raise SlackError("missing_scope", needed="mpim:write", provided=",".join(core.manifest.scopes))
    if person not in core.world.people:
        raise SlackError("user_not_found")
    return {**known, "channel": {"id": core.world.dm(person)}}


def _conversations_info(core: Core, args: Args) -> Json:
    channel = core.world.channels.get(args.text("channel"))
    if channel is None:
        raise SlackError("channel_not_found")
    is_im = channel.kind == "dm"
    about: Json = {"id": channel.id, "is_channel": not is_im, "is_im": is_im, "is_ext_shared": False}
    about |= (
        {"user": _other(core, channel)}
        if is_im
        else {"name": channel.name, "is_member": core.app.bot_user_id in channel.members}
    )
    return {"channel": about}


def _other(core: Core, dm: Channel) -> str:
    return next(member for member in dm.members if member != core.app.bot_user_id)


def _users_info(core: Core, args: Args) -> Json:
    person = core.world.people.get(args.text("user"))
    if person is None:
        raise SlackError("user_not_found")
    about: Json = {"id": person.id, "team_id": core.team.team_id, "name": person.username}
    about |= {"real_name": person.name, "profile": {"display_name": person.name}, "is_bot": False}
    return {"user": {**about, "is_restricted": False, "is_ultra_restricted": False, "deleted": False}}


METHODS: Mapping[str, Method] = {
    "api.test": Method(_api_test, caller=""),
    "apps.connections.open": Method(_connections_open, caller="app"),
    "auth.test": Method(_auth_test),
    "conversations.info": Method(_conversations_info, ("channels:read", "im:read")),
    "conversations.open": Method(_conversations_open, ("im:write",)),
    "users.info": Method(_users_info, ("users:read",)),
}

"""files.*: the three-step upload (address, bytes, completion), which ends as a message with files."""

from collections.abc import Mapping
from pathlib import PurePath

from bot.simulator import posting
from bot.simulator.core import Core
from bot.simulator.methods.base import Args, Json, Method, channel_of
from bot.simulator.posting import SlackError

_MIMETYPES = {
    "csv": "text/csv",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "txt": "text/plain",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def mimetype(name: str) -> str:
    """Return the media type a file is kept under, by the end of its name."""
    return _MIMETYPES.get(PurePath(name).suffix.removeprefix(".").lower(), "application/octet-stream")


def _length(args: Args) -> int:
    given = str(args.given.get("length", ""))
    if not given.isdecimal() or int(given) == 0:
        raise posting.bad_fields("invalid_arguments", ["[ERROR] missing required field: length"])
    return int(given)


def _get_upload_url(core: Core, args: Args) -> Json:
    name, size = args.text("filename"), _length(args)
    file_id = core.world.new_id("F")
    core.files[file_id] = {"id": file_id, "name": name, "title": name, "size": size, "content": None}
    return {"upload_url": f"{core.base_url}/upload/{file_id}", "file_id": file_id}


def _completed(core: Core, given: object) -> Json:
    file = core.files.get(given.get("id", "")) if isinstance(given, dict) else None
    if not isinstance(given, dict) or file is None or file["content"] is None:
        raise SlackError("file_not_found")
    file["title"] = given.get("title") or file["name"]
    about = {key: file[key] for key in ("id", "name", "title", "size")}
    suffix = PurePath(file["name"]).suffix.removeprefix(".").lower()
    kind = {"filetype": suffix or "binary", "mimetype": mimetype(file["name"]), "pretty_type": suffix.upper()}
    address, at = f"{core.base_url}/files/{file['id']}", int(core.clock())
    place = {"mode": "hosted", "is_external": False, "url_private": address, "url_private_download": address}
    return {**about, **kind, **place, "user": core.app.bot_user_id, "created": at, "timestamp": at}


def _complete_upload(core: Core, args: Args) -> Json:
    given = args.value("files", "invalid_arguments")
    if not isinstance(given, list) or not given:
        raise posting.bad_fields("invalid_arguments", ["[ERROR] missing required field: files"])
    channel_id = args.optional("channel_id")
    channel = channel_of(core, channel_id).id if channel_id else None
    files = [_completed(core, each) for each in given]
    if channel:
        text, thread_ts = args.optional("initial_comment") or "", args.optional("thread_ts")
        message = posting.new_message(core, channel, text, [], thread_ts=thread_ts)
        message.files = files
        posting.post(core, message)
    return {"files": [{key: file[key] for key in ("id", "title")} for file in files]}


METHODS: Mapping[str, Method] = {
    "files.completeUploadExternal": Method(_complete_upload, ("files:write",)),
    "files.getUploadURLExternal": Method(_get_upload_url, ("files:write",)),
}

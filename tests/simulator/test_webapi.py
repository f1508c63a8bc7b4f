"""The Web API: credentials, scopes, arguments, channels, own messages only, files, rate tiers, faults."""

import json

import aiohttp
import pytest

from bot.simulator import Simulator

from .support import (
    ELSEWHERE,
    MANIFEST,
    SATO,
    SOUDAN,
    SUZUKI,
    Clock,
    Json,
    api,
    manifest,
    modal,
    post,
    question,
    section,
)


@pytest.mark.parametrize(
    ("method", "token", "error"),
    [
        ("chat.postMessage", "", "not_authed"),
        ("chat.postMessage", "xoxb-other", "invalid_auth"),
        ("chat.postMessage", Simulator.app_token, "not_allowed_token_type"),
        ("apps.connections.open", "xapp-other", "invalid_auth"),
        ("apps.connections.open", Simulator.bot_token, "not_allowed_token_type"),
        ("chat.unknown", Simulator.bot_token, "unknown_method"),
    ],
)
async def test_credentials(sim: Simulator, method: str, token: str, error: str) -> None:
    answer = await api(sim, method, token, channel=SOUDAN, text="x")
    assert (answer["ok"], answer["error"]) == (False, error)
    assert sim.visible_text(SATO) == ""


@pytest.mark.parametrize(
    ("method", "needed"),
    [
        ("chat.postMessage", "chat:write"),
        ("chat.postEphemeral", "chat:write"),
        ("chat.update", "chat:write"),
        ("chat.delete", "chat:write"),
        ("conversations.open", "im:write"),
        ("files.getUploadURLExternal", "files:write"),
        ("files.completeUploadExternal", "files:write"),
        ("users.info", "users:read"),
        ("conversations.info", "channels:read,im:read"),
    ],
)
async def test_missing_scope_names_what_is_needed(method: str, needed: str) -> None:
    async with Simulator(manifest("oauth_config.scopes.bot", ["commands"])) as sim:
        answer = await api(sim, method)
    assert answer == {"ok": False, "error": "missing_scope", "needed": needed, "provided": "commands"}


async def test_auth_test_tells_who_and_with_which_scopes(sim: Simulator) -> None:
    headers = {"Authorization": f"Bearer {sim.bot_token}"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{sim.api_url}auth.test", headers=headers) as response,
    ):
        answer = await response.json()
        scopes = response.headers["x-oauth-scopes"].split(",")
    assert (answer["user_id"], answer["bot_id"], answer["team"]) == ("U0DXNAVI01", "B0DXNAVI01", "架空市")
    assert scopes == MANIFEST["oauth_config"]["scopes"]["bot"]


async def test_a_token_may_come_as_a_form_field(sim: Simulator) -> None:
    fields = {"token": sim.bot_token, "channel": SOUDAN, "text": "x", "blocks": json.dumps([section("はい")])}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{sim.api_url}chat.postMessage", data=fields) as response,
    ):
        assert (await response.json())["ok"]
    assert "はい" in sim.visible_text(SATO)
    assert sim.bot_token not in str(sim.ledger.calls("chat.postMessage"))


@pytest.mark.parametrize(("body", "error"), [(b"{", "invalid_json"), (b"[]", "json_not_object")])
async def test_unreadable_json(sim: Simulator, body: bytes, error: str) -> None:
    headers = {"Authorization": f"Bearer {sim.bot_token}", "Content-Type": "application/json"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{sim.api_url}chat.postMessage", data=body, headers=headers) as response,
    ):
        assert (await response.json())["error"] == error


@pytest.mark.parametrize(
    ("method", "args", "error"),
    [
        ("chat.postMessage", {"text": "x"}, "invalid_arguments"),
        ("chat.postMessage", {"channel": SOUDAN}, "no_text"),
        ("chat.postMessage", {"channel": "C0NOWHERE0", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": ELSEWHERE, "text": "x"}, "not_in_channel"),
        ("chat.postMessage", {"channel": SOUDAN, "text": "x" * 40_001}, "msg_too_long"),
        ("chat.postMessage", {"channel": SOUDAN, "text": "x", "thread_ts": "1.0"}, "thread_not_found"),
        ("chat.postMessage", {"channel": SOUDAN, "text": "x", "blocks": "{"}, "invalid_blocks_format"),
        ("chat.postMessage", {"channel": SOUDAN, "text": "x", "blocks": [{"type": "no"}]}, "invalid_blocks"),
        (
            "chat.postMessage",
            {"channel": SOUDAN, "text": "x", "blocks": [section("あ" * 3000)] * 5},
            "msg_blocks_too_long",
        ),
        ("chat.postMessage", {"channel": SOUDAN, "text": "x", "attachments": [{}]}, "invalid_arguments"),
        ("chat.postEphemeral", {"channel": SOUDAN, "text": "x"}, "invalid_arguments"),
        ("chat.postEphemeral", {"channel": SOUDAN, "text": "x", "user": "U0NOBODY00"}, "user_not_in_channel"),
        ("chat.update", {"channel": SOUDAN, "ts": "1.0", "text": "x"}, "message_not_found"),
        ("chat.delete", {"channel": "C0NOWHERE0", "ts": "1.0"}, "channel_not_found"),
        ("conversations.open", {"users": "U0NOBODY00"}, "user_not_found"),
        ("api.test", {"error": "my_error"}, "my_error"),
    ],
)
async def test_arguments(sim: Simulator, method: str, args: Json, error: str) -> None:
    answer = await api(sim, method, **args)
    assert (answer["ok"], answer["error"]) == (False, error)
    call = sim.ledger.calls(method)[0].detail
    assert (call["ok"], call["error"], call["args"]) == (False, error, args)
    assert sim.visible_text(SATO) == ""


async def test_a_rejected_block_is_named_by_its_path(sim: Simulator) -> None:
    answer = await api(sim, "chat.postMessage", channel=SOUDAN, text="x", blocks=[section("よい"), section("")])
    messages = answer["response_metadata"]["messages"]
    assert messages == ["[ERROR] must be more than 0 characters [json-pointer:/blocks/1/text/text]"]


async def test_a_user_id_means_that_persons_dm(sim: Simulator) -> None:
    answer = await api(sim, "chat.postMessage", channel=SATO, text="結果")
    opened = await api(sim, "conversations.open", users=SATO)
    assert answer["channel"] == sim.dm(SATO) == opened["channel"]["id"]
    assert sim.latest(SATO)["text"] == "結果"
    assert "結果" not in sim.visible_text(SUZUKI)


async def test_without_a_messages_tab_no_dm() -> None:
    async with Simulator(manifest("features.app_home.messages_tab_enabled", value=False)) as sim:
        assert (await api(sim, "chat.postMessage", channel=SATO, text="x"))["error"] == "messages_tab_disabled"


async def test_an_ephemeral_message_is_seen_by_one(sim: Simulator) -> None:
    answer = await api(sim, "chat.postEphemeral", channel=SOUDAN, user=SATO, text="あなただけ")
    assert sim.latest(SATO, SOUDAN)["ts"] == answer["message_ts"]
    assert "あなただけ" not in sim.visible_text(SUZUKI)


async def test_updating_and_deleting_ones_own(sim: Simulator) -> None:
    ts = (await api(sim, "chat.postMessage", channel=SOUDAN, text="一", blocks=question()))["ts"]
    await api(sim, "chat.update", channel=SOUDAN, ts=ts, text="二")
    kept = sim.latest(SATO, SOUDAN)
    assert (kept["text"], kept["edited"], len(kept["blocks"])) == ("二", True, 2)
    await api(sim, "chat.update", channel=SOUDAN, ts=ts, text="二", blocks=[])
    assert sim.latest(SATO, SOUDAN)["blocks"] == []
    too_long = await api(sim, "chat.update", channel=SOUDAN, ts=ts, text="x" * 4001)
    assert too_long["error"] == "msg_too_long"
    assert (await api(sim, "chat.delete", channel=SOUDAN, ts=ts))["ok"]
    assert sim.visible_text(SATO) == ""


@pytest.mark.parametrize(
    ("method", "error"), [("chat.update", "cant_update_message"), ("chat.delete", "cant_delete_message")]
)
async def test_other_peoples_messages_are_theirs(sim: Simulator, method: str, error: str) -> None:
    await sim.say(SUZUKI, SOUDAN, "人事です")
    ts = sim.see(SATO)["channels"][0]["messages"][0]["ts"]
    assert (await api(sim, method, channel=SOUDAN, ts=ts, text="x"))["error"] == error
    assert "人事です" in sim.visible_text(SATO)


async def test_a_reply_in_a_thread(sim: Simulator) -> None:
    root = await api(sim, "chat.postMessage", channel=SOUDAN, text="親")
    reply = await api(sim, "chat.postMessage", channel=SOUDAN, text="子", thread_ts=root["ts"])
    await api(sim, "chat.postMessage", channel=SOUDAN, text="孫", thread_ts=reply["ts"])
    assert sim.latest(SATO, SOUDAN)["thread_ts"] == root["ts"]


async def test_a_file_arrives_in_the_dm(sim: Simulator) -> None:
    content = "求人票".encode()
    asked = await api(sim, "files.getUploadURLExternal", filename="a.txt", length=len(content))
    async with aiohttp.ClientSession() as session, session.post(asked["upload_url"], data=content) as response:
        assert response.status == 200
    files = [{"id": asked["file_id"], "title": "求人票の案"}]
    done = await api(sim, "files.completeUploadExternal", files=files, channel_id=sim.dm(SATO))
    assert done["ok"]
    assert "[ファイル: 求人票の案]" in sim.visible_text(SATO)
    assert sim.file(asked["file_id"]) == content
    async with aiohttp.ClientSession() as session:
        link = sim.latest(SATO)["files"][0]["url_private_download"]
        async with session.get(link) as response:
            assert await response.read() == content


@pytest.mark.parametrize(
    ("name", "kind", "media"),
    [
        ("採用情報.docx", "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("比較.CSV", "csv", "text/csv"),
        ("メモ", "binary", "application/octet-stream"),
    ],
)
async def test_a_file_says_what_it_is_and_is_saved_under_its_name(
    sim: Simulator, name: str, kind: str, media: str
) -> None:
    asked = await api(sim, "files.getUploadURLExternal", filename=name, length=1)
    async with aiohttp.ClientSession() as session:
        async with session.post(asked["upload_url"], data=b"x") as response:
            assert response.status == 200
        await api(sim, "files.completeUploadExternal", files=[{"id": asked["file_id"]}], channel_id=sim.dm(SATO))
        file = sim.latest(SATO)["files"][0]
        async with session.get(file["url_private_download"]) as response:
            assert response.content_type == media
            assert response.content_disposition is not None
            assert response.content_disposition.filename == name
    assert (file["name"], file["filetype"], file["mimetype"]) == (name, kind, media)


async def test_a_file_of_another_size_or_never_sent_is_refused(sim: Simulator) -> None:
    asked = await api(sim, "files.getUploadURLExternal", filename="a.txt", length=3)
    assert (await post(asked["upload_url"], "longer"))[0] == 400
    files = [{"id": asked["file_id"]}]
    done = await api(sim, "files.completeUploadExternal", files=files, channel_id=sim.dm(SATO))
    assert done["error"] == "file_not_found"
    no_length = await api(sim, "files.getUploadURLExternal", filename="a.txt")
    assert no_length["error"] == "invalid_arguments"


async def test_people_and_channels_can_be_looked_up() -> None:
    async with Simulator(manifest("oauth_config.scopes.bot", ["users:read", "channels:read"])) as sim:
        person = await api(sim, "users.info", user=SATO)
        channel = await api(sim, "conversations.info", channel=SOUDAN)
        assert (await api(sim, "users.info", user="U0NOBODY00"))["error"] == "user_not_found"
    assert person["user"]["profile"]["display_name"] == "佐藤（情報政策課）"
    assert (channel["channel"]["name"], channel["channel"]["is_member"]) == ("dx相談", True)


async def test_a_conversation_with_a_person_is_opened_by_either_id(sim: Simulator) -> None:
    dm = sim.dm(SATO)
    for how in ({"users": SATO}, {"channel": dm}):
        assert (await api(sim, "conversations.open", **how))["channel"] == {"id": dm}
    refused = [{"users": "U0NOBODY00"}, {"channel": SOUDAN}, {"users": f"{SATO},{SUZUKI}"}, {}]
    errors = [(await api(sim, "conversations.open", **how))["error"] for how in refused]
    assert errors == ["user_not_found", "channel_not_found", "missing_scope", "invalid_arguments"]


async def test_a_permalink_leads_to_a_message_of_the_channel(sim: Simulator) -> None:
    first = await api(sim, "chat.postMessage", channel=SOUDAN, text="共有します。")
    reply = await api(sim, "chat.postMessage", channel=SOUDAN, text="続き", thread_ts=first["ts"])
    link = await api(sim, "chat.getPermalink", channel=SOUDAN, message_ts=first["ts"])
    inside = await api(sim, "chat.getPermalink", channel=SOUDAN, message_ts=reply["ts"])
    digits = first["ts"].replace(".", "")
    assert link["permalink"] == f"{sim.base_url}/archives/{SOUDAN}/p{digits}"
    assert inside["permalink"].endswith(f"?thread_ts={first['ts']}&cid={SOUDAN}")
    missing = await api(sim, "chat.getPermalink", channel=SOUDAN, message_ts="1.000001")
    assert missing["error"] == "message_not_found"


async def test_a_table_can_be_refused(sim: Simulator) -> None:
    table = {"type": "table", "rows": [[{"type": "raw_text", "text": "役割"}]]}
    assert (await api(sim, "chat.postMessage", channel=SATO, text="表", blocks=[table]))["ok"]
    sim.refuse_blocks("table")
    refused = await api(sim, "chat.postMessage", channel=SATO, text="表", blocks=[table])
    assert refused["error"] == "invalid_blocks"
    assert "unsupported type: table" in refused["response_metadata"]["messages"][0]
    sim.refuse_blocks()
    assert (await api(sim, "chat.postMessage", channel=SATO, text="表", blocks=[table]))["ok"]


async def _status(sim: Simulator, method: str, **args: object) -> tuple[int, str | None]:
    headers = {"Authorization": f"Bearer {sim.bot_token}"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(sim.api_url + method, json=args, headers=headers) as response,
    ):
        return response.status, response.headers.get("Retry-After")


async def test_rate_tiers_hold_when_switched_on(clock: Clock) -> None:
    async with Simulator(MANIFEST, clock=clock, rate_limits=True) as sim:
        ts = (await api(sim, "chat.postMessage", channel=SOUDAN, text="x"))["ts"]
        update = {"channel": SOUDAN, "ts": ts, "text": "y"}
        answers = [await _status(sim, "chat.update", **update) for _ in range(51)]
        assert [status for status, _ in answers] == [200] * 50 + [429]
        assert 1 <= int(answers[-1][1] or 0) <= 60
        assert sim.ledger.calls("chat.update")[-1].detail["error"] == "ratelimited"
        clock.ahead += 61
        assert (await _status(sim, "chat.update", **update))[0] == 200


async def test_a_channel_takes_about_one_message_a_second(clock: Clock) -> None:
    async with Simulator(MANIFEST, clock=clock, rate_limits=True) as sim:
        burst = [await _status(sim, "chat.postMessage", channel=SOUDAN, text="x") for _ in range(6)]
        assert [status for status, _ in burst] == [200] * 5 + [429]
        assert (await _status(sim, "chat.postMessage", channel=SATO, text="x"))[0] == 200
        clock.ahead += 5
        assert (await _status(sim, "chat.postMessage", channel=SOUDAN, text="x"))[0] == 200


async def test_no_rate_tiers_unless_switched_on(sim: Simulator) -> None:
    statuses = {(await _status(sim, "chat.postMessage", channel=SATO, text="x"))[0] for _ in range(20)}
    assert statuses == {200}


@pytest.mark.parametrize(("how", "status"), [("429", 429), ("500", 500), ("html", 200)])
async def test_http_faults_on_demand(sim: Simulator, how: str, status: int) -> None:
    sim.fail("chat.postMessage", times=2, how=how)
    for _ in range(2):
        assert (await _status(sim, "chat.postMessage", channel=SATO, text="x"))[0] == status
    assert sim.see(SATO)["channels"][1]["messages"] == []
    assert (await api(sim, "chat.postMessage", channel=SATO, text="x"))["ok"]
    assert [call.detail["ok"] for call in sim.ledger.calls("chat.postMessage")] == [False, False, True]


async def test_slack_errors_on_demand(sim: Simulator) -> None:
    sim.fail("chat.postMessage", how="account_inactive")
    assert (await api(sim, "chat.postMessage", channel=SATO, text="x"))["error"] == "account_inactive"
    assert (await api(sim, "chat.postMessage", channel=SATO, text="x"))["ok"]


@pytest.mark.parametrize(("how", "posts"), [("reset_before", 0), ("reset_after", 1)])
async def test_connections_lost_before_or_after_the_effect(sim: Simulator, how: str, posts: int) -> None:
    sim.fail("chat.postMessage", how=how)
    with pytest.raises(aiohttp.ClientError):
        await api(sim, "chat.postMessage", channel=SOUDAN, text="x")
    assert len(sim.see(SATO)["channels"][0]["messages"]) == posts


async def test_a_view_is_no_message(sim: Simulator) -> None:
    answer = await api(sim, "views.publish", user_id=SATO, view=modal())
    assert answer["error"] == "invalid_arguments"

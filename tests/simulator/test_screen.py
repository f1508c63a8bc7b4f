"""What a person sees: the snapshot, unread counts, linear text, waiting, reloading."""

import json

import pytest

from bot.simulator import DEFAULT_PEOPLE, Simulator
from bot.simulator.people import UnseenError

from .support import ELSEWHERE, MANIFEST, SATO, SOUDAN, SUZUKI, RawApp, api, modal, options, plain, question, section


async def test_the_snapshot_has_the_agreed_keys_and_is_json(sim: Simulator, app: RawApp) -> None:
    await sim.say(SATO, SOUDAN, "おはよう")
    seen = json.loads(json.dumps(sim.see(SATO)))
    assert set(seen) == {
        "version", "person", "people", "app", "channels", "views", "home", "commands", "shortcuts", "notices",
    }  # fmt: skip
    assert seen["person"] == {"id": SATO, "name": "佐藤（情報政策課）", "title": "職員"}
    assert [person["id"] for person in seen["people"]] == [person.id for person in DEFAULT_PEOPLE]
    assert seen["app"] == {
        "name": "DX人材ナビ", "user_id": "U0DXNAVI01", "connected": True, "mode": "http", "connections": 0,
        "home": True, "messages": True, "writable": True,
    }  # fmt: skip
    assert [(c["id"], c["name"], c["kind"]) for c in seen["channels"]] == [
        (SOUDAN, "dx相談", "channel"),
        (ELSEWHERE, "全庁連絡", "channel"),
        (sim.dm(SATO), "DX人材ナビ", "dm"),
    ]
    assert set(seen["channels"][0]["messages"][0]) == {
        "ts", "channel", "thread_ts", "author", "text", "blocks", "files", "ephemeral", "edited", "state",
    }  # fmt: skip
    assert seen["commands"] == [{"command": "/dx-consult", "description": "相談する", "usage_hint": "再開"}]
    assert {shortcut["type"] for shortcut in seen["shortcuts"]} == {"global", "message"}
    assert app


async def test_a_view_in_the_snapshot(sim: Simulator) -> None:
    await api(sim, "views.publish", user_id=SATO, view={"type": "home", "blocks": [section("前回")]})
    home = sim.see(SATO)["home"]
    assert set(home) == {
        "id", "type", "callback_id", "title", "submit", "close", "blocks", "state", "errors",
    }  # fmt: skip
    assert (home["type"], home["title"], home["errors"]) == ("home", None, {})


async def test_changing_a_snapshot_changes_nothing(sim: Simulator) -> None:
    await api(sim, "chat.postMessage", channel=SOUDAN, text="質問", blocks=question())
    sim.latest(SATO, SOUDAN)["blocks"].clear()
    assert len(sim.latest(SATO, SOUDAN)["blocks"]) == 2


async def test_unread_counts(sim: Simulator) -> None:
    for text in ("一", "二"):
        await api(sim, "chat.postMessage", channel=SATO, text=text)
    await api(sim, "chat.postEphemeral", channel=SOUDAN, user=SUZUKI, text="三")
    unread = [channel["unread"] for channel in sim.see(SATO)["channels"]]
    sim.mark_read(SATO, sim.dm(SATO))
    await sim.say(SATO, sim.dm(SATO), "自分の発言")
    assert (unread, sim.see(SATO)["channels"][2]["unread"]) == ([0, 0, 2], 0)
    assert [person["unread"] for person in sim.see(SATO)["people"]] == [0, 1]


async def test_text_of_a_screen(sim: Simulator) -> None:
    blocks = [
        {"type": "header", "text": plain("結果 & 根拠")},
        section("*プロデューサー* これは*太字*です &lt;望ましい&gt; <https://example.jp|標準> <@U0HR00001>"),
        {"type": "section", "fields": [plain("左"), plain("右")], "accessory": {
            "type": "button", "action_id": "b", "text": plain("開く")}},
        {"type": "context", "elements": [plain("出典")]},
        {"type": "divider"},
        {"type": "input", "block_id": "q", "label": plain("質問"), "hint": plain("一つ"), "element": {
            "type": "radio_buttons", "action_id": "a", "options": options("一", "二"),
            "initial_option": options("一")[0]}},
        {"type": "actions", "elements": [
            {"type": "button", "action_id": "n", "text": plain("次へ")},
            {"type": "button", "action_id": "p", "text": plain("戻る")},
            {"type": "static_select", "action_id": "s", "placeholder": plain("部署を選択"), "options": options("人事")},
        ]},
        {"type": "table", "rows": [[{"type": "raw_text", "text": "役割"}, {"type": "raw_text", "text": "仕事"}]]},
    ]  # fmt: skip
    await api(sim, "chat.postMessage", channel=SOUDAN, text="結果", blocks=blocks)
    assert sim.visible_text(SATO).split("\n") == [
        "── #dx相談 ──",
        "DX人材ナビ: 結果 & 根拠",
        "プロデューサー これは*太字*です <望ましい> 標準 @鈴木（人事課）",
        *("左", "右", "[開く]", "出典", "────"),
        *("質問", "(•) 一", "( ) 二", "一つ"),
        "[次へ] [戻る] [部署を選択]",
        "役割 | 仕事",
    ]


async def test_messages_without_blocks_show_their_text_and_with_blocks_only_those(sim: Simulator) -> None:
    await api(sim, "chat.postMessage", channel=SOUDAN, text="通知の文", blocks=[section("本文")])
    assert "通知の文" not in sim.visible_text(SATO)
    await api(sim, "chat.postMessage", channel=SOUDAN, text="_通知_ の文")
    assert sim.visible_text(SATO).endswith("DX人材ナビ: 通知 の文")


async def test_a_modal_as_text(sim: Simulator, app: RawApp) -> None:
    await sim.shortcut(SATO, "consult")
    await api(sim, "views.open", trigger_id=app.last["trigger_id"], view=modal(section("説明")))
    assert sim.visible_text(SATO) == "── モーダル: 相談 ──\n説明\n[次へ]\n[閉じる]"
    assert sim.visible_text(SATO, sim.see(SATO)["views"][0]["id"]) == "説明\n[次へ]\n[閉じる]"


async def test_waiting_for_text_or_a_condition(sim: Simulator) -> None:
    await api(sim, "chat.postMessage", channel=SOUDAN, text="届きました")
    seen = await sim.until(SATO, "届きました")
    assert seen == await sim.until(SATO, lambda seen: seen["channels"][0]["messages"])


async def test_waiting_in_vain_says_what_there_is(sim: Simulator) -> None:
    await api(sim, "chat.postMessage", channel=SOUDAN, text="別の文")
    with pytest.raises(AssertionError) as failure:
        await sim.until(SATO, "来ない文", timeout=0.01)
    for part in ("来ない文", "DX人材ナビ: 別の文", "api chat.postMessage"):
        assert part in str(failure.value)


async def test_versions_grow_with_changes_only(sim: Simulator) -> None:
    before = sim.version
    assert await sim.changed(before, 0.01) == before
    await api(sim, "chat.postMessage", channel=SOUDAN, text="x")
    assert await sim.changed(before, 1) > before


async def test_a_reload_loses_what_slack_does_not_keep(sim: Simulator, app: RawApp) -> None:
    await sim.shortcut(SATO, "consult")
    await api(sim, "views.open", trigger_id=app.last["trigger_id"], view=modal(section("説明")))
    await api(sim, "chat.postMessage", channel=SOUDAN, text="質問", blocks=question())
    kept = sim.latest(SATO, SOUDAN)["ts"]
    sim.choose(SATO, kept, "作る")
    await api(sim, "chat.postEphemeral", channel=SOUDAN, user=SATO, text="消える")
    await api(sim, "chat.postEphemeral", channel=SOUDAN, user=SUZUKI, text="残る")
    sim.reload(SATO)
    assert (sim.see(SATO)["views"], sim.latest(SATO, SOUDAN)["ts"]) == ([], kept)
    assert "( ) 作る" in sim.visible_text(SATO, kept)
    assert "残る" in sim.visible_text(SUZUKI)


async def test_pointing_at_nothing_says_what_there_is(sim: Simulator) -> None:
    await api(sim, "chat.postEphemeral", channel=SOUDAN, user=SATO, text="質問", blocks=question())
    ts = sim.latest(SATO, SOUDAN)["ts"]
    with pytest.raises(UnseenError, match="次へ"):
        await sim.press(SATO, ts, label="戻る")
    with pytest.raises(UnseenError):
        await sim.press(SUZUKI, ts, label="次へ")
    with pytest.raises(UnseenError):
        sim.latest(SUZUKI, SOUDAN)


async def test_channels_and_people(sim: Simulator) -> None:
    assert sim.channels == {SOUDAN: "dx相談", ELSEWHERE: "全庁連絡"}
    assert sim.first_person == SATO


async def test_the_ledger_can_be_read_from_a_mark(sim: Simulator) -> None:
    await api(sim, "chat.postMessage", channel=SOUDAN, text="一")
    mark = sim.ledger.mark()
    await api(sim, "chat.postMessage", channel=SOUDAN, text="二")
    (call,) = sim.ledger.calls(since=mark)
    assert call.detail["args"]["text"] == "二"
    assert [entry.seq for entry in sim.ledger] == list(range(1, len(sim.ledger) + 1))


def test_guesses_are_listed() -> None:
    lines = Simulator(MANIFEST).unverified()
    assert any("再送" in line for line in lines)
    assert any("サロゲートペア" in line for line in lines)


async def test_no_two_messages_share_a_timestamp() -> None:
    async with Simulator(MANIFEST, clock=lambda: 1_800_000_000.0) as sim:
        stamps = [(await api(sim, "chat.postMessage", channel=SOUDAN, text="x"))["ts"] for _ in range(3)]
    assert sorted(set(stamps)) == stamps

"""The guards that ``make soak`` takes out one by one, with the test that notices each."""

from pathlib import Path

from tests.soak.mutants import Mutant, noticed

FRONT, GATE = "tests/slack/test_slack_front.py::test_", "tests/slack/test_slack_gate.py::test_"
FAULTS, OUTBOX = "tests/slack/test_slack_faults.py::test_", "tests/slack/test_slack_outbox.py::test_"
FUZZ = "tests/slack/test_slack_fuzz.py"
KEEPING, STORE = "tests/store/test_keeping.py::test_", "tests/store/test_contract.py::test_"
FORGED, REDELIVERED = (
    f"{FRONT}forged_missing_and_old_signatures_are_401_and_reach_nothing",
    f"{FRONT}event_is_redelivered_until_the_store_works",
)
HTTP, LOGS, PAYLOADS = "bot/slack/http.py", "bot/logs.py", "bot/slack/payloads.py"
APP, GATE_FILE, OUTBOX_FILE = "bot/slack/app.py", "bot/slack/gate.py", "bot/slack/outbox.py"
CHANGE, SQLITE, KEEP = "bot/store/sqlite_change.py", "bot/store/sqlite.py", "bot/store/sqlite_keep.py"

MUTANTS = (
    Mutant("signature", HTTP, "if not _signed(verifiers, request, body):", "if False:", FORGED),
    Mutant(
        "time of the signature",
        HTTP,
        "verifier.is_valid(body, timestamp, signature)",
        "verifier.generate_signature(timestamp=timestamp, body=body) == signature",
        FORGED,
    ),
    Mutant("odd signature headers", HTTP, "if not (timestamp.isascii() and", "if False and (", FORGED),
    Mutant(
        "former secret after a rotation",
        HTTP,
        "for secret in signing_secrets]",
        "for secret in signing_secrets[:1]]",
        f"{GATE}secret_of_before_the_rotation_is_taken_as_well",
    ),
    Mutant(
        "size before reading",
        HTTP,
        "if (request.content_length or 0) > MAX_BODY:",
        "if False:",
        f"{GATE}body_said_to_be_huge_is_refused_before_it_is_read",
    ),
    Mutant(
        "time for a body",
        HTTP,
        "READ_SECONDS = 5.0",
        "READ_SECONDS = 500.0",
        f"{GATE}slow_bodies_are_given_up_and_others_are_served_meanwhile",
    ),
    Mutant("shape of a body", HTTP, "return body if sound(body) else None", "return body", FUZZ),
    Mutant("odd Expect headers", HTTP, "receiver, expect_handler=_expects_nothing", "receiver", FUZZ),
    Mutant("silence about what is no HTTP", HTTP, "server_log.addFilter(_by_kind)", "pass", FUZZ),
    Mutant(
        "other workspace",
        GATE_FILE,
        "if not workspace.holds(context):",
        "if False:",
        f"{GATE}another_workspace_with_equal_ids_gets_nothing",
    ),
    Mutant(
        "other organisation",
        GATE_FILE,
        "if workspace.excludes(body):",
        "if False:",
        f"{GATE}person_of_another_organisation_is_told_no",
    ),
    Mutant(
        "channel shared with others",
        GATE_FILE,
        "if _overheard(body):",
        "if False:",
        f"{GATE}channel_that_others_read_gets_no_answer_and_its_asker_is_told",
    ),
    Mutant(
        "pace",
        GATE_FILE,
        "if not pace.allows(owner(context)):",
        "if False:",
        f"{GATE}who_clicks_too_fast_is_told_once_and_others_are_served",
    ),
    Mutant(
        "other bots",
        PAYLOADS,
        'event.get("bot_id") or event.get("subtype") or ',
        "",
        "tests/slack/test_slack_payloads.py::test_what_no_person_wrote_is_acknowledged_and_passed_over",
    ),
    Mutant(
        "owner of a consultation",
        "bot/ownership.py",
        "if session.owner != owner:",
        "if False:",
        f"{FAULTS}another_person_gets_nothing_by_any_verb",
    ),
    Mutant(
        "old screen",
        "bot/advisor.py",
        "        if session.revision != ref.revision:\n            return self._late(session, move)\n",
        "",
        f"{FAULTS}every_button_of_every_earlier_screen_changes_nothing",
    ),
    Mutant(
        "expected revision",
        CHANGE,
        " and revision = :expected",
        "",
        f"{STORE}only_the_expected_revision_is_written_over",
    ),
    Mutant(
        "owner in the store",
        CHANGE,
        "where id = :id and owner_org = :owner_org and owner_user = :owner_user and revision",
        "where id = :id and revision",
        f"{STORE}nobodys_change_touches_what_is_anothers",
    ),
    Mutant(
        "delivery key",
        CHANGE,
        "    _claim(db, change)\n    _meet",
        "    _meet",
        f"{FRONT}same_event_three_times_is_one_message",
    ),
    Mutant(
        "savepoint in a shared transaction",
        CHANGE,
        'db.execute("ROLLBACK TO one")',
        "pass",
        "tests/store/test_group.py::test_a_duplicate_and_a_conflict_undo_nothing_but_themselves",
    ),
    Mutant(
        "each alone where the group fails",
        SQLITE,
        "except (sqlite3.Error, StoreError):\n                pass",
        "except (sqlite3.Error, StoreError) as error:\n                return [error] * len(group)",
        "tests/store/test_group.py::test_the_one_that_does_not_fit_on_the_disk_does_not_take_the_others_along",
    ),
    Mutant(
        "flush before it is told",
        SQLITE,
        '"synchronous=FULL"',
        '"synchronous=NORMAL"',
        "tests/store/test_sqlite.py::test_acknowledged_writes_survive_a_crash_of_the_machine",
    ),
    Mutant(
        "check of the file at the start",
        SQLITE,
        '"PRAGMA integrity_check(1)"',
        "\"select 'ok'\"",
        "tests/store/test_faults.py::test_damage_inside_one_table_stops_the_start",
    ),
    Mutant(
        "indexes are checked as well",
        SQLITE,
        "integrity_check(1)",
        "quick_check(1)",
        "tests/store/test_faults.py::test_value_that_no_longer_fits_its_index_stops_the_start",
    ),
    Mutant(
        "what has not begun in time never begins",
        SQLITE,
        '        if left <= 0:\n            raise StoreError("slow")\n',
        "        left = max(left, 0.1)\n",
        "tests/store/test_faults.py::test_disk_that_hangs_is_told_in_time_and_what_had_not_begun_never_begins",
    ),
    Mutant("file written anew", KEEP, 'db.execute("VACUUM")', "pass", f"{KEEPING}words_are_gone_from_every_file"),
    Mutant(
        "log truncated",
        KEEP,
        'if db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:',
        "if False:",
        f"{KEEPING}words_are_gone_from_every_file",
    ),
    Mutant(
        "acknowledged after the commit",
        APP,
        "process_before_response=True",
        "process_before_response=False",
        REDELIVERED,
    ),
    Mutant(
        "failed event is not acknowledged",
        APP,
        'if "event" in body:\n            return BoltResponse(status=503, body="")',
        'if "event" in body:\n            return BoltResponse(status=200, body="")',
        REDELIVERED,
    ),
    Mutant(
        "whatever is unknown is acknowledged",
        APP,
        "raise_error_for_unhandled_request=True",
        "raise_error_for_unhandled_request=False",
        f"{FAULTS}whatever_the_bot_does_not_know_is_acknowledged_and_changes_nothing",
    ),
    Mutant(
        "time for a request",
        APP,
        "REQUEST_SECONDS = 2.0",
        "REQUEST_SECONDS = 60.0",
        f"{FAULTS}store_that_takes_too_long_is_told_in_time_and_truly",
    ),
    Mutant(
        "escaping",
        "bot/wording.py",
        "autoescape=True,",
        "autoescape=False,",
        f"{FAULTS}hostile_words_are_shown_as_they_are_or_not_at_all",
    ),
    Mutant(
        "formulas",
        "bot/inert.py",
        "if _FORMULA.match(cell) else cell",
        "if False else cell",
        "tests/documents/test_plain.py::test_no_cell_is_taken_for_a_formula",
    ),
    Mutant(
        "secrets in the log",
        LOGS,
        "text = secret.sub(MASK, text)",
        "pass",
        "tests/test_logs.py::test_secrets_are_masked",
    ),
    Mutant(
        "forged lines in the log",
        LOGS,
        'return "".join(_visible(character) for character in text)',
        "return text",
        "tests/test_logs.py::test_no_message_makes_a_second_line_or_moves_the_cursor",
    ),
    Mutant(
        "words of exceptions in the log",
        LOGS,
        '{"error": type(error).__name__',
        '{"error": str(error)',
        "tests/test_logs.py::test_of_an_exception_its_kind_and_place_are_written_and_never_its_words",
    ),
    Mutant(
        "post of unknown fate is looked for",
        OUTBOX_FILE,
        "await self._there(held) if held.unknown else False",
        "False",
        f"{OUTBOX}post_of_unknown_fate_is_looked_for_in_the_dm_and_seen_once",
    ),
    Mutant(
        "mark on what may be there twice",
        OUTBOX_FILE,
        "marked=there is None",
        "marked=False",
        f"{OUTBOX}post_of_unknown_fate_where_the_bot_may_not_read_is_marked",
    ),
    Mutant(
        "order of posts",
        OUTBOX_FILE,
        "if self.stopped_by or first != held.outgoing.id:",
        "if self.stopped_by:",
        f"{OUTBOX}posts_keep_their_order_whatever_fails",
    ),
    Mutant(
        "stop on a refused token",
        OUTBOX_FILE,
        "self._stop(why.code, now)",
        "pass",
        f"{OUTBOX}refused_token_stops_posting_and_everything_goes_once_it_is_taken",
    ),
    Mutant(
        "Retry-After",
        OUTBOX_FILE,
        "elif why.wait:",
        "elif False:",
        f"{OUTBOX}retry_after_is_honoured_for_its_channel_alone",
    ),
    Mutant(
        "lease of a post",
        OUTBOX_FILE,
        "if not there and self.now() > held.until - CALL_SECONDS:",
        "if False:",
        f"{OUTBOX}call_whose_lease_ran_out_before_its_turn_is_left_to_who_has_it_now",
    ),
    Mutant(
        "patience where Slack turns a connection away",
        "bot/slack/socket.py",
        "        if client.turned_away:\n            return",
        "        if False:\n            return",
        "tests/slack/test_slack_socket.py::test_connection_that_slack_turns_away_is_not_asked_for_at_once",
    ),
    Mutant(
        "end of what hangs",
        "bot/slack/delivery.py",
        "            task.cancel()\n",
        "            pass\n",
        "tests/slack/test_slack_delivery.py::test_calls_that_hang_at_the_end_are_given_up_with_all_that_wait_behind_them",
    ),
    Mutant(
        "Home is published when it has changed",
        "bot/slack/publisher.py",
        "if digest != shown:",
        "if True:",
        "tests/slack/test_slack_troubles.py::test_home_that_is_opened_by_everybody_again_and_again_costs_a_call_each",
    ),
    Mutant(
        "a view goes once more after a passing trouble",
        "bot/slack/turnstile.py",
        "if not self._worth_while(failure(error)):",
        "if True:",
        "tests/slack/test_slack_troubles.py::test_view_that_conflicts_is_set_once_more_and_nobody_is_told",
    ),
)


async def mutants(scale: float, folder: Path) -> tuple[str, int]:
    """Take out the guards; the first ones of the list where ``scale`` is below one."""
    return await noticed(MUTANTS[: max(1, round(len(MUTANTS) * scale))], folder)

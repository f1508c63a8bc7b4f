"""Values as rows and rows as values, the same in every engine, so that a row can be copied from one to another."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from bot.store.base import Act, Alike, Noted, Outgoing, Owner, Pending, Rating, SentIn, Session, Status, StoreError

Row = Mapping[str, Any]


def from_session(session: Session) -> dict[str, Any]:
    """The row of a session; the answers as JSON."""
    return {
        "id": session.id,
        **from_owner(session.owner),
        "dialog": session.dialog,
        "answers": json.dumps({q: list(a) for q, a in session.answers.items()}, separators=(",", ":")),
        "at": session.at,
        "status": str(session.status),
        "revision": session.revision,
        "by_text": int(session.by_text),
        "created": session.created,
        "updated": session.updated,
    }


def from_owner(owner: Owner) -> dict[str, Any]:
    """The two columns that say whose a row is."""
    return {"owner_org": owner.org, "owner_user": owner.user}


def from_sent_in(sent: SentIn) -> dict[str, Any]:
    """The row of a text. NUL characters are dropped: PostgreSQL has no room for them."""
    return {
        "id": sent.id,
        **from_owner(sent.owner),
        "text": sent.text.replace("\0", ""),
        "kind": sent.kind,
        "at": sent.at,
    }


def from_outgoing(call: Outgoing) -> dict[str, Any]:
    """The row of a call as who commits it holds it."""
    values = {name: value for name, value in asdict(call).items() if name != "owner"}
    return {**values, **from_owner(call.owner), "due": Pending.committed(call).until}


def from_noted(noted: Noted) -> dict[str, Any]:
    """The row of a line of the audit table."""
    return {"at": noted.at, **from_owner(noted.owner), "act": str(noted.act), "subject": noted.subject}


def session(row: Row) -> Session:
    """The session in a row. Raises ``StoreError`` where a value is none that was ever written."""
    try:
        return _session(row)
    except (ValueError, TypeError, AttributeError) as error:
        raise StoreError("corrupt", str(row["id"])) from error


def _session(row: Row) -> Session:
    return Session(
        id=row["id"],
        owner=owner(row),
        dialog=row["dialog"],
        answers={q: tuple(a) for q, a in json.loads(row["answers"]).items()},
        at=row["at"],
        status=Status(row["status"]),
        revision=row["revision"],
        by_text=bool(row["by_text"]),
        created=row["created"],
        updated=row["updated"],
        rating=Rating(row["rating"]) if row["rating"] else None,
    )


def owner(row: Row) -> Owner:
    """Whose a row is."""
    return Owner(row["owner_org"], row["owner_user"])


def noted(row: Row) -> Noted:
    """The audit line in a row."""
    return Noted(row["at"], owner(row), Act(row["act"]), row["subject"])


def sent_in(row: Row) -> SentIn:
    """The text in a row."""
    return SentIn(row["id"], owner(row), row["text"], row["kind"], row["at"])


def claimed(row: Row, until: float) -> Pending:
    """The call in a row as it was before it was claimed, held from now on."""
    call = Outgoing(
        id=row["id"],
        at=row["at"],
        owner=owner(row),
        conversation=row["conversation"],
        method=row["method"],
        channel=row["channel"],
        body=row["body"],
    )
    return Pending(call, until, row["attempts"] + 1, unknown=row["state"] != "waiting")


def alike(row: Row) -> Alike:
    """The consultations that a row counts."""
    answers = {question: tuple(answer) for question, answer in json.loads(row["answers"]).items()}
    rating = Rating(row["rating"]) if row["rating"] else None
    return Alike(row["month"], Status(row["status"]), answers, row["at"], rating, row["count"])

"""Named, forward-only changes of the SQLite schema. A released one is never edited; a new one is added below it."""

from sqlite_utils import Database, Migrations

from bot.store.base import StoreError

MIGRATIONS = Migrations("dx-jinzai")


@MIGRATIONS()
def sessions_and_deliveries(db: Database) -> None:
    """Consultations, at most one open per owner and dialog, and the delivery keys that were dealt with."""
    db.table("sessions").create(
        {
            "id": str,
            "owner_org": str,
            "owner_user": str,
            "dialog": str,
            "answers": str,
            "at": str,
            "status": str,
            "revision": int,
            "created": float,
            "updated": float,
        },
        pk="id",
        not_null={"owner_org", "owner_user", "dialog", "answers", "status", "revision", "created", "updated"},
    )
    db.execute(
        "create unique index sessions_one_open on sessions (owner_org, owner_user, dialog) where status = 'open'"
    )
    db.table("sessions").create_index(["owner_org", "owner_user", "dialog", "updated"])
    db.table("deliveries").create({"key": str, "at": float}, pk="key", not_null={"at"})


@MIGRATIONS()
def people_and_texts(db: Database) -> None:
    """Who was greeted, and the texts that people sent in because they were not understood."""
    columns = {"owner_org": str, "owner_user": str, "met": float}
    db.table("people").create(columns, pk=("owner_org", "owner_user"), not_null={"met"})
    texts = {"id": str, "owner_org": str, "owner_user": str, "text": str, "kind": str, "at": float}
    db.table("sent_in").create(texts, pk="id", not_null=set(texts) - {"id"})


@MIGRATIONS()
def outbox(db: Database) -> None:
    """Calls that are owed. ``state``: sending (leased until ``due``), waiting or unknown (due then), dead."""
    columns = {
        "seq": int,
        "id": str,
        "owner_org": str,
        "owner_user": str,
        "conversation": str,
        "method": str,
        "channel": str,
        "body": str,
        "at": float,
        "due": float,
        "attempts": int,
        "state": str,
        "why": str,
    }
    db.table("outbox").create(columns, pk="seq", not_null=set(columns) - {"seq", "why"})
    db.table("outbox").create_index(["id"], unique=True)
    db.table("outbox").create_index(["conversation", "seq"])


@MIGRATIONS()
def audit(db: Database) -> None:
    """Who did what when, without the answers."""
    columns = {"id": int, "at": float, "owner_org": str, "owner_user": str, "act": str, "subject": str}
    db.table("audit").create(columns, pk="id", not_null=set(columns) - {"id"})
    db.table("audit").create_index(["at"])
    for table, column in (("sessions", "updated"), ("deliveries", "at")):
        db.table(table).create_index([column])


@MIGRATIONS()
def by_text(db: Database) -> None:
    """Whether a consultation is held in messages of text."""
    db.table("sessions").add_column("by_text", int, not_null_default=0)


@MIGRATIONS()
def ratings(db: Database) -> None:
    """What people think of their results, beside the answers that these come from."""
    db.table("sessions").add_column("rating", str)


def check_known(db: Database) -> None:
    """Raises ``StoreError``: ``newer`` for an unknown migration, ``foreign`` for tables without any of ours."""
    known = {migration.name for migration in MIGRATIONS.pending(Database(memory=True, execute_plugins=False))}
    applied = [done.name for done in MIGRATIONS.applied(db)]
    if unknown := [name for name in applied if name not in known]:
        raise StoreError("newer", ", ".join(unknown))
    if not applied and db.table_names():
        raise StoreError("foreign", ", ".join(db.table_names())[:80])


def migrate_one(db: Database) -> bool:
    """Apply the next missing migration; False when there was none. Raises as ``check_known``.

    The caller holds the write lock, so that of two that start at once each applies what the other has not.
    """
    check_known(db)
    pending = [migration.name for migration in MIGRATIONS.pending(db)]
    if pending:
        MIGRATIONS.apply(db, stop_before=pending[1:])
    return bool(pending)

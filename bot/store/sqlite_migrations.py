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


def migrate(db: Database) -> None:
    """Apply what is missing. The caller holds the write lock, so that two starts at once cannot both apply it.

    Raises ``StoreError`` with code ``newer`` when the file carries a migration that this program does not know.
    """
    known = {migration.name for migration in MIGRATIONS.pending(Database(memory=True))}
    if unknown := [done.name for done in MIGRATIONS.applied(db) if done.name not in known]:
        raise StoreError("newer", ", ".join(unknown))
    MIGRATIONS.apply(db)

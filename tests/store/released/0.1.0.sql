-- The database of version 0.1.0 with what it may hold. Never edited.
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'dx-jinzai','sessions_and_deliveries','2026-01-01');
CREATE TABLE "deliveries" (
   "key" TEXT PRIMARY KEY,
   "at" REAL NOT NULL
);
INSERT INTO "deliveries" VALUES('Ev1',1.0);
CREATE TABLE "sessions" (
   "id" TEXT PRIMARY KEY,
   "owner_org" TEXT NOT NULL,
   "owner_user" TEXT NOT NULL,
   "dialog" TEXT NOT NULL,
   "answers" TEXT NOT NULL,
   "at" TEXT,
   "status" TEXT NOT NULL,
   "revision" INTEGER NOT NULL,
   "created" REAL NOT NULL,
   "updated" REAL NOT NULL
);
INSERT INTO "sessions" VALUES('s1','T01','U01','consult','{"wish":["run"],"first_organisation":["manage"]}','first_organisation','open',2,1.0,2.0);
INSERT INTO "sessions" VALUES('s2','T01','U02','consult','{"wish":["begin"]}',NULL,'concluded',3,1.0,3.0);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE UNIQUE INDEX sessions_one_open on sessions (owner_org, owner_user, dialog) where status = 'open';
CREATE INDEX "idx_sessions_owner_org_owner_user_dialog_updated"
    ON "sessions" ("owner_org", "owner_user", "dialog", "updated");
COMMIT;

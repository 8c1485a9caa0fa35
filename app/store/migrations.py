"""The history of the schema. A change is a new migration at the end, never an edit of an older one.

What the words mean: a *moment* is one thing remembered (a picture of the screen, a message, a note). A *passage* is a piece of text,
stored once however often it is seen. A *sighting* says that a passage stood in the moments of a stream (one monitor) from `from_us`
to `until_us`. Times are UTC microseconds; `zone` is the moment's own; `moment.id` grows with each moment and is never used twice.
"""

from sqlite_utils import Database, Migrations

from app.errors import KnownError

migrations = Migrations("recollect")

TOKENIZE = "porter unicode61 remove_diacritics 2"

TABLES = f"""
CREATE TABLE moment (
    id INTEGER PRIMARY KEY AUTOINCREMENT, public_id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
    at_us INTEGER NOT NULL, zone TEXT NOT NULL, day TEXT NOT NULL, stream TEXT NOT NULL DEFAULT '',
    app TEXT NOT NULL DEFAULT '', title TEXT NOT NULL DEFAULT '', process TEXT NOT NULL DEFAULT '',
    url TEXT NOT NULL DEFAULT '', site TEXT NOT NULL DEFAULT '', thread TEXT NOT NULL DEFAULT '',
    author TEXT NOT NULL DEFAULT '', source TEXT NOT NULL DEFAULT '', source_id TEXT,
    width_px INTEGER NOT NULL DEFAULT 0, height_px INTEGER NOT NULL DEFAULT 0, trigger TEXT NOT NULL DEFAULT '',
    reading TEXT NOT NULL DEFAULT 'done', failure TEXT NOT NULL DEFAULT '', read_us INTEGER,
    pinned INTEGER NOT NULL DEFAULT 0, forgetting_id INTEGER REFERENCES forgetting(id)
);
CREATE UNIQUE INDEX moment_source ON moment(source, source_id) WHERE source_id IS NOT NULL;
CREATE INDEX moment_at ON moment(at_us);
CREATE INDEX moment_day ON moment(day);
CREATE INDEX moment_stream ON moment(stream, at_us);
CREATE INDEX moment_app ON moment(app, at_us);
CREATE INDEX moment_thread ON moment(thread, at_us) WHERE thread <> '';
CREATE INDEX moment_pending ON moment(id) WHERE reading = 'pending';
CREATE INDEX moment_forgetting ON moment(forgetting_id) WHERE forgetting_id IS NOT NULL;

CREATE TABLE picture (
    id INTEGER PRIMARY KEY AUTOINCREMENT, moment_id INTEGER NOT NULL REFERENCES moment(id) ON DELETE CASCADE,
    role TEXT NOT NULL, file TEXT NOT NULL UNIQUE, key BLOB NOT NULL, format TEXT NOT NULL,
    x INTEGER NOT NULL DEFAULT 0, y INTEGER NOT NULL DEFAULT 0, width_px INTEGER NOT NULL, height_px INTEGER NOT NULL,
    size_bytes INTEGER NOT NULL, base_id INTEGER REFERENCES picture(id)
);
CREATE INDEX picture_moment ON picture(moment_id);
CREATE INDEX picture_base ON picture(base_id) WHERE base_id IS NOT NULL;
CREATE TABLE removal (file TEXT PRIMARY KEY);
CREATE TRIGGER picture_removed AFTER DELETE ON picture BEGIN
    INSERT OR IGNORE INTO removal(file) VALUES (old.file);
END;

CREATE TABLE passage (
    id INTEGER PRIMARY KEY AUTOINCREMENT, hash BLOB NOT NULL UNIQUE, kind TEXT NOT NULL, text TEXT NOT NULL,
    title TEXT NOT NULL DEFAULT '', who TEXT NOT NULL DEFAULT '', place TEXT NOT NULL DEFAULT '',
    app TEXT NOT NULL DEFAULT '', site TEXT NOT NULL DEFAULT '', thread TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL DEFAULT '', words INTEGER NOT NULL, first_us INTEGER NOT NULL
);
CREATE TABLE sighting (
    id INTEGER PRIMARY KEY AUTOINCREMENT, passage_id INTEGER NOT NULL REFERENCES passage(id) ON DELETE CASCADE,
    moment_id INTEGER NOT NULL REFERENCES moment(id), last_moment_id INTEGER NOT NULL REFERENCES moment(id),
    stream TEXT NOT NULL DEFAULT '', from_us INTEGER NOT NULL, until_us INTEGER NOT NULL,
    place INTEGER NOT NULL DEFAULT 0, boxes BLOB
);
CREATE INDEX sighting_passage ON sighting(passage_id);
CREATE INDEX sighting_moment ON sighting(moment_id);
CREATE INDEX sighting_last ON sighting(last_moment_id);
CREATE INDEX sighting_stream ON sighting(stream, until_us) WHERE stream <> '';

CREATE TABLE vector (
    passage_id INTEGER NOT NULL REFERENCES passage(id) ON DELETE CASCADE, model TEXT NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (passage_id, model)
);

CREATE VIRTUAL TABLE passage_fts USING fts5(text, title, who, place,
    content='passage', content_rowid='id', tokenize='{TOKENIZE}');
INSERT INTO passage_fts(passage_fts, rank) VALUES ('secure-delete', 1);
CREATE VIRTUAL TABLE passage_words USING fts5vocab(passage_fts, 'instance');
CREATE VIRTUAL TABLE passage_terms USING fts5vocab(passage_fts, 'row');
CREATE TRIGGER passage_added AFTER INSERT ON passage BEGIN
    INSERT INTO passage_fts(rowid, text, title, who, place) VALUES (new.id, new.text, new.title, new.who, new.place);
    INSERT INTO change(kind, row_id, action) VALUES ('passage', new.id, 'added');
END;
CREATE TRIGGER passage_removed AFTER DELETE ON passage BEGIN
    INSERT INTO passage_fts(passage_fts, rowid, text, title, who, place)
        VALUES ('delete', old.id, old.text, old.title, old.who, old.place);
    INSERT INTO change(kind, row_id, action) VALUES ('passage', old.id, 'removed');
    DELETE FROM derivation WHERE child_kind = 'passage' AND child_id = old.id;
END;
CREATE TRIGGER vector_added AFTER INSERT ON vector BEGIN
    INSERT INTO change(kind, row_id, action) VALUES ('vector', new.passage_id, 'added');
END;

CREATE TABLE derivation (
    child_kind TEXT NOT NULL, child_id INTEGER NOT NULL, parent_kind TEXT NOT NULL, parent_id INTEGER NOT NULL,
    PRIMARY KEY (child_kind, child_id, parent_kind, parent_id)
) WITHOUT ROWID;
CREATE INDEX derivation_parent ON derivation(parent_kind, parent_id);

CREATE TABLE job (
    id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, target_id INTEGER NOT NULL, state TEXT NOT NULL DEFAULT 'waiting',
    owner TEXT NOT NULL DEFAULT '', lease_us INTEGER NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0,
    not_before_us INTEGER NOT NULL DEFAULT 0, failure TEXT NOT NULL DEFAULT '', created_us INTEGER NOT NULL,
    UNIQUE (kind, target_id)
);
CREATE INDEX job_waiting ON job(kind, state, not_before_us);

CREATE TABLE change (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, row_id INTEGER NOT NULL, action TEXT NOT NULL
);

CREATE TABLE ledger (
    id INTEGER PRIMARY KEY AUTOINCREMENT, from_us INTEGER NOT NULL, until_us INTEGER NOT NULL, zone TEXT NOT NULL,
    ticks INTEGER NOT NULL, monitor TEXT NOT NULL, outcome TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '',
    grab_ms REAL NOT NULL DEFAULT 0, moment_id INTEGER REFERENCES moment(id) ON DELETE SET NULL
);
CREATE INDEX ledger_until ON ledger(until_us);
CREATE INDEX ledger_moment ON ledger(moment_id) WHERE moment_id IS NOT NULL;

CREATE TABLE rule (
    id INTEGER PRIMARY KEY AUTOINCREMENT, public_id TEXT NOT NULL UNIQUE, field TEXT NOT NULL, pattern TEXT NOT NULL,
    allow INTEGER NOT NULL DEFAULT 0, created_us INTEGER NOT NULL, UNIQUE (field, pattern, allow)
);
CREATE TABLE control (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE forgetting (
    id INTEGER PRIMARY KEY AUTOINCREMENT, public_id TEXT NOT NULL UNIQUE, state TEXT NOT NULL, undo_until_us INTEGER NOT NULL,
    counts TEXT NOT NULL, created_us INTEGER NOT NULL, finished_us INTEGER
);
CREATE TABLE tombstone (hash BLOB PRIMARY KEY, created_us INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE conversation (
    id INTEGER PRIMARY KEY AUTOINCREMENT, public_id TEXT NOT NULL UNIQUE, created_us INTEGER NOT NULL
);
CREATE TABLE turn (
    id INTEGER PRIMARY KEY AUTOINCREMENT, public_id TEXT NOT NULL UNIQUE,
    conversation_id INTEGER NOT NULL REFERENCES conversation(id) ON DELETE CASCADE,
    at_us INTEGER NOT NULL, zone TEXT NOT NULL, question TEXT NOT NULL, answer TEXT NOT NULL
);
CREATE INDEX turn_conversation ON turn(conversation_id, id);
CREATE TRIGGER turn_removed AFTER DELETE ON turn BEGIN
    DELETE FROM derivation WHERE child_kind = 'turn' AND child_id = old.id;
END;
"""


@migrations()
def m001_first(db: Database) -> None:
    for statement in _statements(TABLES):
        db.execute(statement)


LAYERS = """
CREATE TABLE layer (
    moment_id INTEGER NOT NULL REFERENCES moment(id) ON DELETE CASCADE, place INTEGER NOT NULL,
    picture_id INTEGER NOT NULL REFERENCES picture(id), PRIMARY KEY (moment_id, place)
) WITHOUT ROWID;
CREATE INDEX layer_picture ON layer(picture_id);
INSERT INTO layer(moment_id, place, picture_id) SELECT moment_id, 0, id FROM picture WHERE role = 'full';
ALTER TABLE moment ADD COLUMN base_id INTEGER;
CREATE INDEX moment_base ON moment(base_id) WHERE base_id IS NOT NULL;
ALTER TABLE moment ADD COLUMN panes TEXT NOT NULL DEFAULT '';
ALTER TABLE passage ADD COLUMN bare INTEGER NOT NULL DEFAULT 0;
"""


@migrations()
def m002_layers(db: Database) -> None:
    """A picture is a pile of layers, which several moments may share; the panes are the windows that stand in it; a bare passage
    says too little to have a meaning."""
    for statement in _statements(LAYERS):
        db.execute(statement)


TRUST = """
ALTER TABLE forgetting ADD COLUMN step TEXT NOT NULL DEFAULT '';
ALTER TABLE forgetting ADD COLUMN backups_left TEXT NOT NULL DEFAULT '[]';
ALTER TABLE turn ADD COLUMN forgetting_id INTEGER REFERENCES forgetting(id);
CREATE INDEX turn_forgetting ON turn(forgetting_id) WHERE forgetting_id IS NOT NULL;
CREATE INDEX turn_at ON turn(at_us);
CREATE INDEX moment_pinned ON moment(at_us) WHERE pinned = 1;
CREATE TABLE memory (
    id INTEGER PRIMARY KEY AUTOINCREMENT, public_id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, name TEXT NOT NULL DEFAULT '',
    title TEXT NOT NULL DEFAULT '', text TEXT NOT NULL DEFAULT '', status TEXT NOT NULL DEFAULT 'active',
    made_by TEXT NOT NULL DEFAULT 'extractive', valid_from_us INTEGER, valid_to_us INTEGER, made_us INTEGER NOT NULL,
    forgetting_id INTEGER REFERENCES forgetting(id)
);
CREATE UNIQUE INDEX memory_name ON memory(kind, name) WHERE name <> '';
CREATE INDEX memory_forgetting ON memory(forgetting_id) WHERE forgetting_id IS NOT NULL;
CREATE TRIGGER memory_removed AFTER DELETE ON memory BEGIN
    DELETE FROM derivation WHERE child_kind = 'memory' AND child_id = old.id;
    DELETE FROM derivation WHERE parent_kind = 'memory' AND parent_id = old.id;
END;
CREATE TRIGGER moment_removed AFTER DELETE ON moment BEGIN
    DELETE FROM derivation WHERE parent_kind = 'moment' AND parent_id = old.id;
END;
CREATE TABLE backup (
    id INTEGER PRIMARY KEY AUTOINCREMENT, public_id TEXT NOT NULL UNIQUE, folder TEXT NOT NULL UNIQUE,
    created_us INTEGER NOT NULL, finished_us INTEGER
);
"""


@migrations()
def m003_trust(db: Database) -> None:
    """Memories that are made of moments, questions that can be forgotten themselves, the steps of a forgetting, where backups lie."""
    for statement in _statements(TRUST):
        db.execute(statement)


# Any three letters in a row, without saying where: a fifth of what their places would take. The text itself is looked through afterwards.
FINDING = """
CREATE VIRTUAL TABLE passage_grams USING fts5(text, content='passage', content_rowid='id',
    tokenize='trigram remove_diacritics 1', detail=none, columnsize=0);
INSERT INTO passage_grams(passage_grams, rank) VALUES ('secure-delete', 1);
INSERT INTO passage_grams(passage_grams) VALUES ('rebuild');
DROP TRIGGER passage_added;
CREATE TRIGGER passage_added AFTER INSERT ON passage BEGIN
    INSERT INTO passage_fts(rowid, text, title, who, place) VALUES (new.id, new.text, new.title, new.who, new.place);
    INSERT INTO passage_grams(rowid, text) VALUES (new.id, new.text);
    INSERT INTO change(kind, row_id, action) VALUES ('passage', new.id, 'added');
END;
DROP TRIGGER passage_removed;
CREATE TRIGGER passage_removed AFTER DELETE ON passage BEGIN
    INSERT INTO passage_fts(passage_fts, rowid, text, title, who, place)
        VALUES ('delete', old.id, old.text, old.title, old.who, old.place);
    INSERT INTO passage_grams(passage_grams, rowid, text) VALUES ('delete', old.id, old.text);
    INSERT INTO change(kind, row_id, action) VALUES ('passage', old.id, 'removed');
    DELETE FROM derivation WHERE child_kind = 'passage' AND child_id = old.id;
END;
CREATE INDEX sighting_from ON sighting(from_us, until_us, passage_id);
"""


@migrations()
def m004_finding(db: Database) -> None:
    """An index of parts of words, for code, names in one piece and scripts without spaces; sightings in order of time."""
    for statement in _statements(FINDING):
        db.execute(statement)


def _statements(script: str) -> list[str]:
    """Cut a script at the semicolons that end a statement; those inside a trigger's body do not.

    `executescript` would commit the transaction that the migration runs in.
    """
    out, held = [], ""
    for line in script.strip().splitlines():
        held += line + "\n"
        in_trigger = held.lstrip().startswith("CREATE TRIGGER")
        if line.rstrip().endswith("END;" if in_trigger else ";"):
            out.append(held.strip())
            held = ""
    return out


KNOWN = ("m001_first", "m002_layers", "m003_trust", "m004_finding")


def trigger_sql(db: Database, name: str) -> str:
    """The statement that made a trigger."""
    row = db.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = ?", [name]).fetchone()
    return str(row[0])


def schema_version(db: Database) -> int:
    """How many migrations this store has. Raises KnownError schema_newer when it has one that this program does not know."""
    applied = [migration.name for migration in migrations.applied(db)]
    if not set(applied) <= set(KNOWN):
        raise KnownError("schema_newer", found=len(applied), known=len(KNOWN))
    return len(applied)

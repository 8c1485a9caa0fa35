"""Where secrets were painted out: by the marks that stand in their place in the text. What they were is not kept anywhere. Reads only."""

from app.records import SecretsFound
from app.store.db import Store
from app.store.frames import moment_by_id

# As `app.ingest.secret.mark` writes them; "text" stands for a pattern of the user's own.
KINDS = ("card", "iban", "key", "token", "private key", "password", "text")
SHOWN = 5


def found(store: Store) -> list[SecretsFound]:
    """The kinds of which anything was found, most often first."""
    out = []
    for kind in KINDS:
        # The index narrows it to who says both words; the mark itself is looked for in what is left.
        where = (
            "FROM passage_fts f JOIN passage p ON p.id = f.rowid JOIN sighting s ON s.passage_id = p.id"
            " JOIN moment m ON m.id = s.moment_id WHERE passage_fts MATCH ?1 AND instr(p.text, ?2) > 0 AND m.forgetting_id IS NULL"
        )
        values = (f'text : "{kind} removed"', f"[{kind} removed]")
        count = int(store.value(f"SELECT count(DISTINCT p.id) {where}", values))
        if count:
            rows = store.rows(
                f"SELECT m.public_id {where} GROUP BY m.id ORDER BY max(m.at_us) DESC LIMIT {SHOWN}", values
            )
            out.append(SecretsFound(kind, count, tuple(moment_by_id(store, row[0])[1] for row in rows)))
    return sorted(out, key=lambda one: -one.count)

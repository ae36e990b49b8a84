-- Who may call the service: API keys, what they have used, and a log of what administrators did.
--
-- Keys are never deleted: a revoked one says who could call until when. Every change of a key takes the next number of
-- access_change within its transaction, so that numbers become visible in their order: a replica that asks for the keys above
-- the last number it has seen misses none.

CREATE TABLE access_change (
    id INTEGER PRIMARY KEY CHECK (id = 1),                -- there is one row
    version INTEGER NOT NULL                              -- number of the last change; rises by one
) STRICT;

INSERT INTO access_change (id, version) VALUES (1, 0);

CREATE TABLE api_key (
    id TEXT PRIMARY KEY,                                  -- public part of the key
    secret_hash BLOB NOT NULL,                            -- SHA-256 of the whole key; the key itself is nowhere
    name TEXT NOT NULL,                                   -- whose it is, in the administrator's words
    scopes TEXT NOT NULL,                                 -- what it may do, a JSON list of strings
    plan TEXT NOT NULL,                                   -- name of the plan; its limits are settings
    created_at INTEGER NOT NULL,                          -- by our clock
    expires_at INTEGER,                                   -- from then on it is refused; NULL: never
    revoked_at INTEGER,                                   -- when it was revoked, by our clock; NULL: it was not
    replaced_by TEXT REFERENCES api_key (id),             -- the key that it was rotated into; NULL: it was not
    version INTEGER NOT NULL                              -- number of its last change
) STRICT;

CREATE INDEX api_key_version ON api_key (version);

CREATE TABLE api_key_usage (
    key_id TEXT NOT NULL REFERENCES api_key (id),
    month TEXT NOT NULL,                                  -- calendar month (UTC), such as 2026-01
    requests INTEGER NOT NULL,                            -- requests that counted, of all replicas
    PRIMARY KEY (key_id, month)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit_entry (
    id INTEGER PRIMARY KEY,                               -- rises; the order in which acts were recorded
    at INTEGER NOT NULL,                                  -- by our clock
    actor TEXT NOT NULL,                                  -- who did it: key:<id>, token:<subject> or command line
    address TEXT,                                         -- address of the caller; NULL: on the machine itself
    act TEXT NOT NULL,                                    -- stable name of what was done, such as key.create
    target TEXT NOT NULL,                                 -- what it was done to
    detail TEXT NOT NULL                                  -- in words; never a secret
) STRICT;

-- Who may call the service: API keys, what they have used, and a log of what administrators did.
--
-- Keys are never deleted: a revoked one says who could call until when. Every change of a key takes the next number of
-- access_change within its transaction, so that numbers become visible in their order: a replica that asks for the keys above
-- the last number it has seen misses none.

CREATE TABLE access_change (
    id integer PRIMARY KEY CHECK (id = 1),                -- there is one row
    version bigint NOT NULL                               -- number of the last change; rises by one
);

INSERT INTO access_change (id, version) VALUES (1, 0);

CREATE TABLE api_key (
    id text COLLATE "C" PRIMARY KEY,                      -- public part of the key
    secret_hash bytea NOT NULL,                           -- SHA-256 of the whole key; the key itself is nowhere
    name text NOT NULL,                                   -- whose it is, in the administrator's words
    scopes text NOT NULL,                                 -- what it may do, a JSON list of strings
    plan text NOT NULL,                                   -- name of the plan; its limits are settings
    created_at timestamptz NOT NULL,                      -- by our clock
    expires_at timestamptz,                               -- from then on it is refused; NULL: never
    revoked_at timestamptz,                               -- when it was revoked, by our clock; NULL: it was not
    replaced_by text COLLATE "C" REFERENCES api_key (id), -- the key that it was rotated into; NULL: it was not
    version bigint NOT NULL                               -- number of its last change
);

CREATE INDEX api_key_version ON api_key (version);

CREATE TABLE api_key_usage (
    key_id text COLLATE "C" NOT NULL REFERENCES api_key (id),
    month text COLLATE "C" NOT NULL,                      -- calendar month (UTC), such as 2026-01
    requests bigint NOT NULL,                             -- requests that counted, of all replicas
    PRIMARY KEY (key_id, month)
);

CREATE TABLE audit_entry (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,   -- rises; the order in which acts were recorded
    at timestamptz NOT NULL,                              -- by our clock
    actor text NOT NULL,                                  -- who did it: key:<id>, token:<subject> or command line
    address text,                                         -- address of the caller; NULL: on the machine itself
    act text NOT NULL,                                    -- stable name of what was done, such as key.create
    target text NOT NULL,                                 -- what it was done to
    detail text NOT NULL                                  -- in words; never a secret
);

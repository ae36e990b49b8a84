-- The tables of several replicas over one database. A SQLite file has one service, which always leads: its epoch stays 0.

CREATE TABLE ingestion_leader (
    id INTEGER PRIMARY KEY CHECK (id = 1),                -- there is one row
    epoch INTEGER NOT NULL,                               -- always 0
    leader TEXT,                                          -- always NULL
    taken_at INTEGER,                                     -- always NULL
    renewed_at INTEGER                                    -- always NULL
) STRICT;

INSERT INTO ingestion_leader (id, epoch) VALUES (1, 0);

CREATE TABLE published_snapshot (
    id INTEGER PRIMARY KEY CHECK (id = 1),                -- there is at most one row: the snapshot that was published last
    version INTEGER NOT NULL,                             -- its version, which is part of every answer
    built_at INTEGER NOT NULL                             -- when it was built, by our clock, in the form of all times
) STRICT;

-- Several replicas over one database: one of them, the leader, writes what comes in; the others follow.
--
-- Each time a replica becomes the leader the epoch rises, and every write of a leader says under which epoch it was prepared. One that
-- was frozen, or cut off, and wakes up after another has taken over, is refused by the database, whatever it believes itself.

CREATE TABLE ingestion_leader (
    id integer PRIMARY KEY CHECK (id = 1),                -- there is one row
    epoch bigint NOT NULL,                                -- rises by one whenever a replica becomes the leader; 0 before the first
    leader text,                                          -- name of the replica that leads or led last; NULL before the first
    taken_at timestamptz,                                 -- when it became the leader, by the server's clock; NULL before the first
    renewed_at timestamptz                                -- when it last said that it is there, by the server's clock; NULL before the first
);

INSERT INTO ingestion_leader (id, epoch) VALUES (1, 0);

CREATE TABLE published_snapshot (
    id integer PRIMARY KEY CHECK (id = 1),                -- there is at most one row: the snapshot that the leader published last
    version bigint NOT NULL,                              -- its version, which is part of every answer
    built_at timestamptz NOT NULL                         -- when the leader built it, by the leader's clock
);

-- First statement of every write of a leader. Holds the epoch to the end of the transaction: a replica that takes over waits for the
-- lock ("MDepoch_" in ASCII), so that a write is stored whole under its epoch or not at all.
CREATE FUNCTION hold_epoch(expected bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(5567686572916303967);
    -- A statement of its own, which sees what was stored while the lock was waited for.
    IF NOT EXISTS (SELECT 1 FROM ingestion_leader WHERE epoch = expected) THEN
        RAISE EXCEPTION 'epoch % is over', expected USING ERRCODE = 'MD001';
    END IF;
END
$$;

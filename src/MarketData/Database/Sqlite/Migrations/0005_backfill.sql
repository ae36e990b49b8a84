-- Jobs that fetch the past, and where each stands.
--
-- The watermark of an item is written in the transaction of the rows that it stands for: neither can be there without the
-- other, whatever is killed in between. It is moved only from the place where the page began, which a statement checks: a page
-- that was stored already is not stored again. Times are microseconds since 1970-01-01 UTC.

CREATE TABLE backfill_job (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    fingerprint TEXT NOT NULL,                            -- what was asked for, in one line
    source TEXT NOT NULL,                                 -- name of the source
    interval TEXT NOT NULL                                -- width of the candles, or distance of the points
        CHECK (interval IN ('5m', '1h', '1d')),
    since INTEGER NOT NULL,                               -- start of the range, included
    until INTEGER NOT NULL,                               -- end of the range, excluded
    state TEXT NOT NULL
        CHECK (state IN ('running', 'succeeded', 'partial', 'failed', 'cancelled')),
    created_at INTEGER NOT NULL,                          -- by our clock
    finished_at INTEGER                                   -- by our clock; NULL: it runs
) STRICT;

-- A request for what runs already is answered with the job that runs.
CREATE UNIQUE INDEX backfill_job_running ON backfill_job (fingerprint) WHERE state = 'running';

CREATE TABLE backfill_item (
    job_id INTEGER NOT NULL REFERENCES backfill_job (id) ON DELETE CASCADE,
    asset_id INTEGER NOT NULL REFERENCES asset (id),
    source_id TEXT NOT NULL,                              -- the asset's id at the source
    watermark INTEGER NOT NULL,                           -- everything before is stored, by the source's clock
    state TEXT NOT NULL
        CHECK (state IN ('pending', 'done', 'failed')),
    rows INTEGER NOT NULL DEFAULT 0,                      -- rows stored
    refused INTEGER NOT NULL DEFAULT 0,                   -- rows given and not believed
    attempts INTEGER NOT NULL DEFAULT 0,                  -- failed attempts since the last that did not
    retry_at INTEGER NOT NULL,                            -- tried again at the earliest then, by our clock
    error_code TEXT,                                      -- stable reason of the last failure; NULL: the last attempt did not fail
    error TEXT,                                           -- the same in words
    failed_at INTEGER,                                    -- by our clock
    PRIMARY KEY (job_id, asset_id)
) STRICT, WITHOUT ROWID;

-- Which item is due first. Items that are over are many and of no interest to it.
CREATE INDEX backfill_item_pending ON backfill_item (retry_at, job_id, asset_id) WHERE state = 'pending';

-- Requests that pages cost: with those of the polls, what a month's budget has left after a restart.
CREATE TABLE backfill_usage (
    source TEXT NOT NULL,                                 -- name of the source
    day INTEGER NOT NULL,                                 -- start of the day, UTC, by our clock
    requests INTEGER NOT NULL,
    PRIMARY KEY (source, day)
) STRICT, WITHOUT ROWID;

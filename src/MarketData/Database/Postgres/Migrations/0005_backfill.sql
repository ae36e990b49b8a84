-- Jobs that fetch the past, and where each stands.
--
-- The watermark of an item is written in the transaction of the rows that it stands for: neither can be there without the
-- other, whatever is killed in between. It is moved only from the place where the page began, which a statement checks: a page
-- whose COMMIT went through and whose answer was lost is not stored again.

CREATE TABLE backfill_job (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    fingerprint text COLLATE "C" NOT NULL,                -- what was asked for, in one line
    source text COLLATE "C" NOT NULL,                     -- name of the source
    interval text COLLATE "C" NOT NULL                    -- width of the candles, or distance of the points
        CHECK (interval IN ('5m', '1h', '1d')),
    since timestamptz NOT NULL,                           -- start of the range, included
    until timestamptz NOT NULL,                           -- end of the range, excluded
    state text COLLATE "C" NOT NULL
        CHECK (state IN ('running', 'succeeded', 'partial', 'failed', 'cancelled')),
    created_at timestamptz NOT NULL,                      -- by our clock
    finished_at timestamptz                               -- by our clock; NULL: it runs
);

-- A request for what runs already is answered with the job that runs.
CREATE UNIQUE INDEX backfill_job_running ON backfill_job (fingerprint) WHERE state = 'running';

CREATE TABLE backfill_item (
    job_id bigint NOT NULL REFERENCES backfill_job (id) ON DELETE CASCADE,
    asset_id integer NOT NULL REFERENCES asset (id),
    source_id text COLLATE "C" NOT NULL,                  -- the asset's id at the source
    watermark timestamptz NOT NULL,                       -- everything before is stored, by the source's clock
    state text COLLATE "C" NOT NULL
        CHECK (state IN ('pending', 'done', 'failed')),
    rows bigint NOT NULL DEFAULT 0,                       -- rows stored
    refused bigint NOT NULL DEFAULT 0,                    -- rows given and not believed
    attempts integer NOT NULL DEFAULT 0,                  -- failed attempts since the last that did not
    retry_at timestamptz NOT NULL,                        -- tried again at the earliest then, by our clock
    error_code text COLLATE "C",                          -- stable reason of the last failure; NULL: the last attempt did not fail
    error text,                                           -- the same in words
    failed_at timestamptz,                                -- by our clock
    PRIMARY KEY (job_id, asset_id)
);

-- Which item is due first. Items that are over are many and of no interest to it.
CREATE INDEX backfill_item_pending ON backfill_item (retry_at, job_id, asset_id) WHERE state = 'pending';

-- Requests that pages cost: with those of the polls, what a month's budget has left after a restart.
CREATE TABLE backfill_usage (
    source text COLLATE "C" NOT NULL,                     -- name of the source
    day timestamptz NOT NULL,                             -- start of the day, UTC, by our clock
    requests bigint NOT NULL,
    PRIMARY KEY (source, day)
);

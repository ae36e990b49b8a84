-- What happened while figures came in: every poll, every refused figure, every asset whose identity is in doubt.

CREATE TABLE ingestion_run (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,                                 -- name of the source
    started_at INTEGER NOT NULL,                          -- by our clock
    finished_at INTEGER NOT NULL,                         -- by our clock
    outcome TEXT NOT NULL                                 -- partial: some parts failed while others came through
        CHECK (outcome IN ('succeeded', 'partial', 'failed')),
    requests INTEGER NOT NULL,                            -- requests made, retries included
    rows_received INTEGER NOT NULL,                       -- rows that the source gave
    quotes_accepted INTEGER NOT NULL,                     -- quotes that passed the gate
    quotes_unchanged INTEGER NOT NULL,                    -- quotes that were as we had them
    refusals INTEGER NOT NULL,                            -- quotes and single figures that the gate refused
    error_code TEXT,                                      -- stable reason of a failure; NULL: none
    error TEXT                                            -- the reason in words; NULL: none
) STRICT;

-- The last run of each source, and the requests of a source since a time, without reading the table.
CREATE INDEX ingestion_run_source_started_at ON ingestion_run (source, started_at, requests);

CREATE TABLE quarantined_quote (
    source TEXT NOT NULL,                                 -- name of the source
    source_id TEXT NOT NULL,                              -- the asset's id there
    rule TEXT NOT NULL,                                   -- name of the rule that refused
    field TEXT NOT NULL,                                  -- the refused field; quote: the whole quote
    asset_id INTEGER REFERENCES asset (id),               -- NULL: not known to us
    value TEXT,                                           -- what the source said at last; NULL: nothing
    reason TEXT NOT NULL,                                 -- why, in a sentence, at last
    as_of INTEGER,                                        -- time of the last figure by the source's clock; NULL: none given
    first_seen_at INTEGER NOT NULL,                       -- first refused, by our clock
    last_seen_at INTEGER NOT NULL,                        -- last refused, by our clock
    occurrences INTEGER NOT NULL,                         -- how often
    PRIMARY KEY (source, source_id, rule, field)
) STRICT, WITHOUT ROWID;

-- The order in which refusals are paged through.
CREATE INDEX quarantined_quote_last_seen ON quarantined_quote (last_seen_at DESC, source, source_id, rule, field);

CREATE TABLE identity_collision (
    source TEXT NOT NULL,                                 -- name of the source
    source_id TEXT NOT NULL,                              -- the asset's id there
    symbol TEXT NOT NULL,                                 -- its symbol there, in lower case
    name TEXT NOT NULL,                                   -- its name there
    candidates TEXT NOT NULL,                             -- slugs of the assets it could have been, a JSON list of strings
    seen_at INTEGER NOT NULL,                             -- when we met it, by our clock
    PRIMARY KEY (source, source_id)
) STRICT, WITHOUT ROWID;

-- What happened while figures came in: every poll, every refused figure, every asset whose identity is in doubt.

CREATE TABLE ingestion_run (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source text COLLATE "C" NOT NULL,                     -- name of the source
    started_at timestamptz NOT NULL,                      -- by our clock
    finished_at timestamptz NOT NULL,                     -- by our clock
    outcome text NOT NULL                                 -- partial: some parts failed while others came through
        CHECK (outcome IN ('succeeded', 'partial', 'failed')),
    requests integer NOT NULL,                            -- requests made, retries included
    rows_received integer NOT NULL,                       -- rows that the source gave
    quotes_accepted integer NOT NULL,                     -- quotes that passed the gate
    quotes_unchanged integer NOT NULL,                    -- quotes that were as we had them
    refusals integer NOT NULL,                            -- quotes and single figures that the gate refused
    error_code text,                                      -- stable reason of a failure; NULL: none
    error text                                            -- the reason in words; NULL: none
);

-- The last run of each source, and the requests of a source since a time, without reading the table.
CREATE INDEX ingestion_run_source_started_at ON ingestion_run (source, started_at) INCLUDE (requests);

CREATE TABLE quarantined_quote (
    source text COLLATE "C" NOT NULL,                     -- name of the source
    source_id text COLLATE "C" NOT NULL,                  -- the asset's id there
    rule text COLLATE "C" NOT NULL,                       -- name of the rule that refused
    field text COLLATE "C" NOT NULL,                      -- the refused field; quote: the whole quote
    asset_id integer REFERENCES asset (id),               -- NULL: not known to us
    value text,                                           -- what the source said at last; NULL: nothing
    reason text NOT NULL,                                 -- why, in a sentence, at last
    as_of timestamptz,                                    -- time of the last figure by the source's clock; NULL: none given
    first_seen_at timestamptz NOT NULL,                   -- first refused, by our clock
    last_seen_at timestamptz NOT NULL,                    -- last refused, by our clock
    occurrences bigint NOT NULL,                          -- how often
    PRIMARY KEY (source, source_id, rule, field)
);

-- The order in which refusals are paged through.
CREATE INDEX quarantined_quote_last_seen ON quarantined_quote (last_seen_at DESC, source, source_id, rule, field);

CREATE TABLE identity_collision (
    source text COLLATE "C" NOT NULL,                     -- name of the source
    source_id text COLLATE "C" NOT NULL,                  -- the asset's id there
    symbol text NOT NULL,                                 -- its symbol there, in lower case
    name text NOT NULL,                                   -- its name there
    candidates jsonb NOT NULL,                            -- slugs of the assets it could have been, a list of strings
    seen_at timestamptz NOT NULL,                         -- when we met it, by our clock
    PRIMARY KEY (source, source_id)
);

-- Generated from a migrated database; see the migrations for why. Do not edit: change a migration, then run the
-- integration tests with UPDATE_SNAPSHOTS=1.

CREATE TABLE access_change (
    id INTEGER PRIMARY KEY CHECK (id = 1),                -- there is one row
    version INTEGER NOT NULL                              -- number of the last change; rises by one
) STRICT;

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

CREATE TABLE asset (
    id INTEGER PRIMARY KEY,                               -- our key, never shown
    slug TEXT NOT NULL UNIQUE,                            -- stable public id, such as bitcoin
    symbol TEXT NOT NULL,                                 -- ticker letters in lower case; not unique
    name TEXT NOT NULL,                                   -- display name
    image_url TEXT,                                       -- address of a logo at the provider; NULL: unknown
    status TEXT NOT NULL DEFAULT 'active'                 -- inactive: no source lists it any more
        CHECK (status IN ('active', 'inactive')),
    first_seen INTEGER NOT NULL                           -- when we first heard of it, by our clock
) STRICT;

CREATE TABLE asset_category (
    asset_id INTEGER NOT NULL REFERENCES asset (id),
    category_id TEXT NOT NULL REFERENCES category (id),
    PRIMARY KEY (asset_id, category_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE asset_contract (
    platform TEXT NOT NULL,                               -- platform by CoinGecko's id, such as ethereum
    address TEXT NOT NULL,                                -- lower case where hexadecimal, else as written
    asset_id INTEGER NOT NULL REFERENCES asset (id),
    PRIMARY KEY (platform, address)
) STRICT, WITHOUT ROWID;

CREATE TABLE asset_source_id (
    source TEXT NOT NULL,                                 -- name of the source, such as coinpaprika
    source_id TEXT NOT NULL,                              -- the asset's id there, such as btc-bitcoin
    asset_id INTEGER NOT NULL REFERENCES asset (id),
    matched_by TEXT NOT NULL                              -- how the two were brought together
        CHECK (matched_by IN ('own', 'table', 'symbol_and_name')),
    PRIMARY KEY (source, source_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE asset_tvl (
    asset_id INTEGER NOT NULL REFERENCES asset (id),
    source TEXT NOT NULL,                                 -- name of the source
    tvl TEXT NOT NULL,                                    -- US dollars locked in the asset's protocols or chain
    received_at INTEGER NOT NULL,                         -- when it came, by our clock; sources give no time of their own
    PRIMARY KEY (asset_id, source)
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

CREATE INDEX backfill_item_pending ON backfill_item (retry_at, job_id, asset_id) WHERE state = 'pending';

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

CREATE UNIQUE INDEX backfill_job_running ON backfill_job (fingerprint) WHERE state = 'running';

CREATE TABLE backfill_usage (
    source TEXT NOT NULL,                                 -- name of the source
    day INTEGER NOT NULL,                                 -- start of the day, UTC, by our clock
    requests INTEGER NOT NULL,
    PRIMARY KEY (source, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE candle (
    asset_id INTEGER NOT NULL,
    interval TEXT NOT NULL                                -- width
        CHECK (interval IN ('5m', '1h', '1d')),
    open_time INTEGER NOT NULL,                           -- start of the interval, included; its end is excluded
    origin TEXT NOT NULL                                  -- own: folded from our points; provider: given by one
        CHECK (origin IN ('own', 'provider')),
    open TEXT NOT NULL,                                   -- US dollars for one unit, first price
    high TEXT NOT NULL,                                   -- US dollars, highest price
    low TEXT NOT NULL,                                    -- US dollars, lowest price
    close TEXT NOT NULL,                                  -- US dollars, last price
    volume TEXT,                                          -- US dollars traded within the interval; NULL: unknown, as in all of our own
    market_cap TEXT,                                      -- US dollars at the close; NULL: unknown
    volume_24h TEXT,                                      -- US dollars over the 24 hours before the close; NULL: unknown
    first_at INTEGER NOT NULL,                            -- time of the first price by the source's clock
    last_at INTEGER NOT NULL,                             -- time of the last price by the source's clock
    source TEXT NOT NULL,                                 -- the sources it rests on, joined by commas
    PRIMARY KEY (asset_id, interval, open_time, origin)
) STRICT, WITHOUT ROWID;

CREATE INDEX candle_1d_open_time ON candle (open_time, asset_id) WHERE interval = '1d';

CREATE TABLE candle_correction (
    asset_id INTEGER NOT NULL,
    corrected_at INTEGER NOT NULL,                        -- by our clock
    interval TEXT NOT NULL                                -- width
        CHECK (interval IN ('5m', '1h', '1d')),
    open_time INTEGER NOT NULL,                           -- start of the interval
    origin TEXT NOT NULL                                  -- as in candle
        CHECK (origin IN ('own', 'provider')),
    reason TEXT NOT NULL,                                 -- why, in a sentence
    before_open TEXT NOT NULL,                            -- this and the following: the columns of candle before the change
    before_high TEXT NOT NULL,
    before_low TEXT NOT NULL,
    before_close TEXT NOT NULL,
    before_volume TEXT,
    before_market_cap TEXT,
    before_volume_24h TEXT,
    before_first_at INTEGER NOT NULL,
    before_last_at INTEGER NOT NULL,
    before_source TEXT NOT NULL,
    after_open TEXT NOT NULL,                             -- this and the following: the columns of candle after the change
    after_high TEXT NOT NULL,
    after_low TEXT NOT NULL,
    after_close TEXT NOT NULL,
    after_volume TEXT,
    after_market_cap TEXT,
    after_volume_24h TEXT,
    after_first_at INTEGER NOT NULL,
    after_last_at INTEGER NOT NULL,
    after_source TEXT NOT NULL,
    PRIMARY KEY (asset_id, corrected_at, open_time, interval, origin)
) STRICT, WITHOUT ROWID;

CREATE TABLE category (
    id TEXT PRIMARY KEY,                                  -- slug in CoinGecko's style, such as layer-2
    name TEXT NOT NULL,                                   -- display name
    description TEXT,                                     -- what belongs to it; NULL: only a provider knows it
    provider_source TEXT,                                 -- source of the figures below; NULL: none gave any
    provider_market_cap TEXT,                             -- US dollars, as the provider counts; NULL: unknown
    provider_market_cap_change_percentage_24h REAL,       -- percent over 24 hours; NULL: unknown
    provider_volume_24h TEXT,                             -- US dollars over 24 hours; NULL: unknown
    provider_as_of INTEGER,                               -- time of the figures by the provider's clock; NULL: none given
    provider_received_at INTEGER                          -- when they came, by our clock; NULL: never
) STRICT, WITHOUT ROWID;

CREATE TABLE category_point (
    category_id TEXT NOT NULL,                            -- slug of the category
    at INTEGER NOT NULL,                                  -- start of the five minutes it is for
    computed_at INTEGER NOT NULL,                         -- end of the poll after which it was summed, by our clock
    market_cap TEXT,                                      -- US dollars, sum over the members; NULL: none was known
    volume_24h TEXT,                                      -- US dollars over 24 hours, sum over the members; NULL: none was known
    members INTEGER NOT NULL,                             -- members with a market cap
    PRIMARY KEY (category_id, at)
) STRICT, WITHOUT ROWID;

CREATE TABLE fx_rate (
    currency TEXT NOT NULL,                               -- code in lower case, such as eur
    at INTEGER NOT NULL,                                  -- start of the five minutes that hold received_at
    name TEXT NOT NULL,                                   -- display name, such as Euro
    kind TEXT NOT NULL                                    -- what sort of currency it is
        CHECK (kind IN ('fiat', 'crypto', 'commodity')),
    units_per_usd TEXT NOT NULL,                          -- units of the currency for one US dollar, greater than zero
    source TEXT NOT NULL,                                 -- name of the source
    as_of INTEGER,                                        -- time of the rate by the source's clock; NULL: none given
    received_at INTEGER NOT NULL,                         -- when it came, by our clock
    PRIMARY KEY (currency, at)
) STRICT, WITHOUT ROWID;

CREATE TABLE global_point (
    at INTEGER PRIMARY KEY,                               -- start of the five minutes it is for
    computed_at INTEGER NOT NULL,                         -- end of the poll after which it was summed, by our clock
    market_cap TEXT,                                      -- US dollars, sum over the assets; NULL: none was known
    volume_24h TEXT,                                      -- US dollars over 24 hours, sum over the assets; NULL: none was known
    assets INTEGER NOT NULL,                              -- assets with a market cap
    dominance TEXT NOT NULL                               -- percent of the total by slug, and by tier as tier:large: a JSON object
) STRICT;

CREATE TABLE grade (
    asset_id INTEGER NOT NULL,
    model TEXT NOT NULL,                                  -- name of the model
    version TEXT NOT NULL,                                -- version of the model, or what a model server calls it
    day INTEGER NOT NULL,                                 -- start of the UTC day
    grade REAL NOT NULL,                                  -- 0 to 100; an asset without a grade has no row
    coverage REAL NOT NULL,                               -- share of the weights whose inputs were known, above 0 to 1
    momentum REAL,                                        -- this and the following: 0 to 100; NULL: unknown, or not part of the model
    trend REAL,
    volatility REAL,
    liquidity REAL,
    valuation REAL,
    fundamentals REAL,
    on_chain REAL,
    supply REAL,
    data_quality REAL,
    computed_at INTEGER NOT NULL,                         -- when the snapshot that it rests on was built, by our clock; the last of the day stands
    source TEXT NOT NULL,                                 -- the sources of the price, joined by commas
    PRIMARY KEY (asset_id, model, version, day)
) STRICT, WITHOUT ROWID;

CREATE INDEX grade_day ON grade (day, model, version);

CREATE TABLE identity_collision (
    source TEXT NOT NULL,                                 -- name of the source
    source_id TEXT NOT NULL,                              -- the asset's id there
    symbol TEXT NOT NULL,                                 -- its symbol there, in lower case
    name TEXT NOT NULL,                                   -- its name there
    candidates TEXT NOT NULL,                             -- slugs of the assets it could have been, a JSON list of strings
    seen_at INTEGER NOT NULL,                             -- when we met it, by our clock
    PRIMARY KEY (source, source_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE ingestion_leader (
    id INTEGER PRIMARY KEY CHECK (id = 1),                -- there is one row
    epoch INTEGER NOT NULL,                               -- always 0
    leader TEXT,                                          -- always NULL
    taken_at INTEGER,                                     -- always NULL
    renewed_at INTEGER                                    -- always NULL
) STRICT;

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

CREATE INDEX ingestion_run_source_started_at ON ingestion_run (source, started_at, requests);

CREATE TABLE metric_point (
    asset_id INTEGER NOT NULL,
    metric TEXT NOT NULL,                                 -- name, such as active_addresses; lower-case letters, digits and underscores
    at INTEGER NOT NULL,                                  -- the time the value is for, by the source's clock; of a day its start
    value TEXT NOT NULL,                                  -- in the metric's unit, which its name says
    source TEXT NOT NULL,                                 -- name of the source
    received_at INTEGER NOT NULL,                         -- when this value first came, by our clock
    PRIMARY KEY (asset_id, metric, at)
) STRICT, WITHOUT ROWID;

CREATE TABLE price_extreme (
    asset_id INTEGER NOT NULL,
    kind TEXT NOT NULL                                    -- ath: highest price; atl: lowest price
        CHECK (kind IN ('ath', 'atl')),
    price TEXT NOT NULL,                                  -- US dollars for one unit
    at INTEGER NOT NULL,                                  -- when, by the source's clock; start of the candle where only that is known
    source TEXT NOT NULL,                                 -- the sources it rests on, joined by commas
    PRIMARY KEY (asset_id, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE price_point (
    asset_id INTEGER NOT NULL,
    at INTEGER NOT NULL,                                  -- start of the five minutes that hold as_of
    as_of INTEGER NOT NULL,                               -- time of the figures by the source's clock
    price TEXT NOT NULL,                                  -- US dollars for one unit
    market_cap TEXT,                                      -- US dollars; NULL: unknown
    volume_24h TEXT,                                      -- US dollars over the 24 hours before; NULL: unknown
    source TEXT NOT NULL,                                 -- the sources it rests on, joined by commas
    PRIMARY KEY (asset_id, at)
) STRICT, WITHOUT ROWID;

CREATE TABLE published_snapshot (
    id INTEGER PRIMARY KEY CHECK (id = 1),                -- there is at most one row: the snapshot that was published last
    version INTEGER NOT NULL,                             -- its version, which is part of every answer
    built_at INTEGER NOT NULL                             -- when it was built, by our clock, in the form of all times
) STRICT;

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

CREATE INDEX quarantined_quote_last_seen ON quarantined_quote (last_seen_at DESC, source, source_id, rule, field);

CREATE TABLE quote (
    asset_id INTEGER NOT NULL REFERENCES asset (id),
    source TEXT NOT NULL,                                 -- name of the source
    price TEXT NOT NULL,                                  -- US dollars for one unit, greater than zero
    market_cap TEXT,                                      -- US dollars, as the source states it; NULL: unknown
    fully_diluted_valuation TEXT,                         -- US dollars, as the source states it; NULL: unknown
    volume_24h TEXT,                                      -- US dollars traded in 24 hours; 0: nothing was traded; NULL: unknown
    circulating_supply TEXT,                              -- units in circulation; NULL: unknown
    circulating_supply_basis TEXT NOT NULL                -- where the supply comes from; without meaning while it is NULL
        CHECK (circulating_supply_basis IN ('provider', 'market_cap_over_price')),
    total_supply TEXT,                                    -- units that exist, burned ones deducted; NULL: unknown
    max_supply TEXT,                                      -- units that can ever exist; NULL: unknown or unlimited
    high_24h TEXT,                                        -- US dollars, highest price of 24 hours; NULL: unknown
    low_24h TEXT,                                         -- US dollars, lowest price of 24 hours; NULL: unknown
    price_change_24h TEXT,                                -- US dollars, over 24 hours; 0: unchanged; NULL: unknown
    market_cap_change_24h TEXT,                           -- US dollars, over 24 hours; 0: unchanged; NULL: unknown
    market_cap_change_percentage_24h REAL,                -- percent: 1.5 means 1.5 %; NULL: unknown
    price_change_percentage_1h REAL,                      -- percent over the window; NULL: unknown
    price_change_percentage_24h REAL,
    price_change_percentage_7d REAL,
    price_change_percentage_14d REAL,
    price_change_percentage_30d REAL,
    price_change_percentage_200d REAL,
    price_change_percentage_1y REAL,
    ath TEXT,                                             -- US dollars, highest price ever; NULL: unknown
    ath_date INTEGER,                                     -- when that was, by the source's clock; NULL: unknown
    atl TEXT,                                             -- US dollars, lowest price ever; NULL: unknown
    atl_date INTEGER,                                     -- when that was, by the source's clock; NULL: unknown
    source_rank INTEGER,                                  -- rank by market cap as the source counts, from 1; NULL: unknown
    as_of INTEGER NOT NULL,                               -- time of the figures by the source's clock
    received_at INTEGER NOT NULL, ath_change_percentage REAL, atl_change_percentage REAL, roi_times REAL, roi_currency TEXT, roi_percentage REAL,                         -- when they came, by our clock
    PRIMARY KEY (asset_id, source)
) STRICT, WITHOUT ROWID;

CREATE TABLE schema_migration (
    name TEXT PRIMARY KEY,                                -- file name without its ending
    checksum TEXT NOT NULL,                               -- SHA-256 of the text, hexadecimal
    applied_at INTEGER NOT NULL                           -- microseconds since 1970-01-01 UTC, by our clock
) STRICT, WITHOUT ROWID;

CREATE TABLE sentiment_point (
    source TEXT NOT NULL,                                 -- name of the source
    at INTEGER NOT NULL,                                  -- the time the value is for, by the source's clock
    value INTEGER NOT NULL,                               -- 0 (extreme fear) to 100 (extreme greed)
    classification TEXT NOT NULL,                         -- the source's word for the value
    received_at INTEGER NOT NULL,                         -- when it came, by our clock
    PRIMARY KEY (source, at)
) STRICT, WITHOUT ROWID;

CREATE TABLE sqlite_sequence(name,seq);

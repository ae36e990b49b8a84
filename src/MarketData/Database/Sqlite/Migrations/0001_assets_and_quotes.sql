-- What an asset is, by which ids the sources know it, and the latest figures of each source.
--
-- A quote is kept for each source, not for each asset: what several sources say is brought together when the snapshot is
-- built, so that a source that fails or errs can be left out later without asking the others again.
--
-- Money is TEXT, because SQLite's numbers are doubles: the invariant form of a decimal keeps every digit and the scale.
-- Times are INTEGER microseconds since 1970-01-01 UTC: the resolution of PostgreSQL's timestamptz, compared as numbers
-- and a third of the size of text. STRICT makes the engine refuse anything else.

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

CREATE TABLE asset_source_id (
    source TEXT NOT NULL,                                 -- name of the source, such as coinpaprika
    source_id TEXT NOT NULL,                              -- the asset's id there, such as btc-bitcoin
    asset_id INTEGER NOT NULL REFERENCES asset (id),
    matched_by TEXT NOT NULL                              -- how the two were brought together
        CHECK (matched_by IN ('own', 'table', 'symbol_and_name')),
    PRIMARY KEY (source, source_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE asset_contract (
    platform TEXT NOT NULL,                               -- platform by CoinGecko's id, such as ethereum
    address TEXT NOT NULL,                                -- lower case where hexadecimal, else as written
    asset_id INTEGER NOT NULL REFERENCES asset (id),
    PRIMARY KEY (platform, address)
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

CREATE TABLE asset_category (
    asset_id INTEGER NOT NULL REFERENCES asset (id),
    category_id TEXT NOT NULL REFERENCES category (id),
    PRIMARY KEY (asset_id, category_id)
) STRICT, WITHOUT ROWID;

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
    received_at INTEGER NOT NULL,                         -- when they came, by our clock
    PRIMARY KEY (asset_id, source)
) STRICT, WITHOUT ROWID;

CREATE TABLE asset_tvl (
    asset_id INTEGER NOT NULL REFERENCES asset (id),
    source TEXT NOT NULL,                                 -- name of the source
    tvl TEXT NOT NULL,                                    -- US dollars locked in the asset's protocols or chain
    received_at INTEGER NOT NULL,                         -- when it came, by our clock; sources give no time of their own
    PRIMARY KEY (asset_id, source)
) STRICT, WITHOUT ROWID;

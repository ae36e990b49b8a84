-- What an asset is, by which ids the sources know it, and the latest figures of each source.
--
-- A quote is kept for each source, not for each asset: what several sources say is brought together when the snapshot is
-- built, so that a source that fails or errs can be left out later without asking the others again.
--
-- Money is numeric without precision, because the scale of the source's text (18943225.0) is kept and figures reach
-- from 3.84e-18 to 7.9e28. Percentages are double precision: 8.7e36 was seen. Times are UTC.
-- Keys compare by bytes (COLLATE "C"): they are codes, and must sort alike whatever the database's locale is.

CREATE TABLE asset (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,  -- our key, never shown
    slug text COLLATE "C" NOT NULL UNIQUE,                -- stable public id, such as bitcoin
    symbol text NOT NULL,                                 -- ticker letters in lower case; not unique
    name text NOT NULL,                                   -- display name
    image_url text,                                       -- address of a logo at the provider; NULL: unknown
    status text NOT NULL DEFAULT 'active'                 -- inactive: no source lists it any more
        CHECK (status IN ('active', 'inactive')),
    first_seen timestamptz NOT NULL                       -- when we first heard of it, by our clock
);

CREATE TABLE asset_source_id (
    source text COLLATE "C" NOT NULL,                     -- name of the source, such as coinpaprika
    source_id text COLLATE "C" NOT NULL,                  -- the asset's id there, such as btc-bitcoin
    asset_id integer NOT NULL REFERENCES asset (id),
    matched_by text NOT NULL                              -- how the two were brought together
        CHECK (matched_by IN ('own', 'table', 'symbol_and_name')),
    PRIMARY KEY (source, source_id)
);

CREATE TABLE asset_contract (
    platform text COLLATE "C" NOT NULL,                   -- platform by CoinGecko's id, such as ethereum
    address text COLLATE "C" NOT NULL,                    -- lower case where hexadecimal, else as written
    asset_id integer NOT NULL REFERENCES asset (id),
    PRIMARY KEY (platform, address)
);

CREATE TABLE category (
    id text COLLATE "C" PRIMARY KEY,                      -- slug in CoinGecko's style, such as layer-2
    name text NOT NULL,                                   -- display name
    description text,                                     -- what belongs to it; NULL: only a provider knows it
    provider_source text COLLATE "C",                     -- source of the figures below; NULL: none gave any
    provider_market_cap numeric,                          -- US dollars, as the provider counts; NULL: unknown
    provider_market_cap_change_percentage_24h double precision, -- percent over 24 hours; NULL: unknown
    provider_volume_24h numeric,                          -- US dollars over 24 hours; NULL: unknown
    provider_as_of timestamptz,                           -- time of the figures by the provider's clock; NULL: none given
    provider_received_at timestamptz                      -- when they came, by our clock; NULL: never
);

CREATE TABLE asset_category (
    asset_id integer NOT NULL REFERENCES asset (id),
    category_id text COLLATE "C" NOT NULL REFERENCES category (id),
    PRIMARY KEY (asset_id, category_id)
);

-- Every row changes with every poll. A third of each page stays free and no changing column is indexed, so that the new
-- version of a row fits beside the old one and no index is touched (HOT updates).
CREATE TABLE quote (
    asset_id integer NOT NULL REFERENCES asset (id),
    source text COLLATE "C" NOT NULL,                     -- name of the source
    price numeric NOT NULL,                               -- US dollars for one unit, greater than zero
    market_cap numeric,                                   -- US dollars, as the source states it; NULL: unknown
    fully_diluted_valuation numeric,                      -- US dollars, as the source states it; NULL: unknown
    volume_24h numeric,                                   -- US dollars traded in 24 hours; 0: nothing was traded; NULL: unknown
    circulating_supply numeric,                           -- units in circulation; NULL: unknown
    circulating_supply_basis text NOT NULL                -- where the supply comes from; without meaning while it is NULL
        CHECK (circulating_supply_basis IN ('provider', 'market_cap_over_price')),
    total_supply numeric,                                 -- units that exist, burned ones deducted; NULL: unknown
    max_supply numeric,                                   -- units that can ever exist; NULL: unknown or unlimited
    high_24h numeric,                                     -- US dollars, highest price of 24 hours; NULL: unknown
    low_24h numeric,                                      -- US dollars, lowest price of 24 hours; NULL: unknown
    price_change_24h numeric,                             -- US dollars, over 24 hours; 0: unchanged; NULL: unknown
    market_cap_change_24h numeric,                        -- US dollars, over 24 hours; 0: unchanged; NULL: unknown
    market_cap_change_percentage_24h double precision,    -- percent: 1.5 means 1.5 %; NULL: unknown
    price_change_percentage_1h double precision,          -- percent over the window; NULL: unknown
    price_change_percentage_24h double precision,
    price_change_percentage_7d double precision,
    price_change_percentage_14d double precision,
    price_change_percentage_30d double precision,
    price_change_percentage_200d double precision,
    price_change_percentage_1y double precision,
    ath numeric,                                          -- US dollars, highest price ever; NULL: unknown
    ath_date timestamptz,                                 -- when that was, by the source's clock; NULL: unknown
    atl numeric,                                          -- US dollars, lowest price ever; NULL: unknown
    atl_date timestamptz,                                 -- when that was, by the source's clock; NULL: unknown
    source_rank integer,                                  -- rank by market cap as the source counts, from 1; NULL: unknown
    as_of timestamptz NOT NULL,                           -- time of the figures by the source's clock
    received_at timestamptz NOT NULL,                     -- when they came, by our clock
    PRIMARY KEY (asset_id, source)
) WITH (fillfactor = 70);

CREATE TABLE asset_tvl (
    asset_id integer NOT NULL REFERENCES asset (id),
    source text COLLATE "C" NOT NULL,                     -- name of the source
    tvl numeric NOT NULL,                                 -- US dollars locked in the asset's protocols or chain
    received_at timestamptz NOT NULL,                     -- when it came, by our clock; sources give no time of their own
    PRIMARY KEY (asset_id, source)
);

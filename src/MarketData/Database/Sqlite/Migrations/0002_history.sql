-- The past: prices, currency rates and sentiment, all on the time they are for.

-- Clustered by its key: the points of one asset lie beside each other. No foreign key: it would cost a look-up for
-- every point of every poll, and assets are never deleted.
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

CREATE TABLE sentiment_point (
    source TEXT NOT NULL,                                 -- name of the source
    at INTEGER NOT NULL,                                  -- the time the value is for, by the source's clock
    value INTEGER NOT NULL,                               -- 0 (extreme fear) to 100 (extreme greed)
    classification TEXT NOT NULL,                         -- the source's word for the value
    received_at INTEGER NOT NULL,                         -- when it came, by our clock
    PRIMARY KEY (source, at)
) STRICT, WITHOUT ROWID;

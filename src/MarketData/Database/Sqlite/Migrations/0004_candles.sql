-- Candles, what was corrected in them, and the totals of the market and of its categories.
--
-- One table clustered by its key: the candles of one asset and interval lie beside each other, both origins of a time next
-- to each other, in the order in which they are read. SQLite has no partitions: retention deletes in batches and then gives
-- the freed pages back with PRAGMA incremental_vacuum. That needs auto_vacuum = INCREMENTAL, which holds only if it is set
-- before the first table: files that are made from now on have it. In an older file freed pages are used again but the file
-- does not shrink, until it is set and VACUUM is run once. No foreign key: it would cost a look-up for every candle.

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

-- All assets on one day. The key would have to be walked from its first asset to its last.
CREATE INDEX candle_1d_open_time ON candle (open_time, asset_id) WHERE interval = '1d';

-- A closed candle that a late point changed, as it was and as it became. The key is the order in which they are read.
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

CREATE TABLE global_point (
    at INTEGER PRIMARY KEY,                               -- start of the five minutes it is for
    computed_at INTEGER NOT NULL,                         -- end of the poll after which it was summed, by our clock
    market_cap TEXT,                                      -- US dollars, sum over the assets; NULL: none was known
    volume_24h TEXT,                                      -- US dollars over 24 hours, sum over the assets; NULL: none was known
    assets INTEGER NOT NULL,                              -- assets with a market cap
    dominance TEXT NOT NULL                               -- percent of the total by slug, and by tier as tier:large: a JSON object
) STRICT;

CREATE TABLE category_point (
    category_id TEXT NOT NULL,                            -- slug of the category
    at INTEGER NOT NULL,                                  -- start of the five minutes it is for
    computed_at INTEGER NOT NULL,                         -- end of the poll after which it was summed, by our clock
    market_cap TEXT,                                      -- US dollars, sum over the members; NULL: none was known
    volume_24h TEXT,                                      -- US dollars over 24 hours, sum over the members; NULL: none was known
    members INTEGER NOT NULL,                             -- members with a market cap
    PRIMARY KEY (category_id, at)
) STRICT, WITHOUT ROWID;

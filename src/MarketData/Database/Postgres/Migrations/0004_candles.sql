-- Candles, what was corrected in them, and the totals of the market and of its categories.
--
-- Candles are partitioned twice. First by interval, since each is kept for a time of its own: letting go of old 5m candles
-- must not read, lock or rewrite the daily ones. Below that by open_time: by month for 5m and 1h, by year for 1d, so that
-- retention drops whole tables instead of deleting rows, and so that the index which every poll writes is as small as one
-- partition. A year of daily candles is as many rows as half a month of hourly ones; by month, ten years of them would be a
-- hundred and twenty tables to plan for, and the daily series of one asset would be cut into all of them.
--
-- The key begins with the asset, and the interval is the same within a partition: a series is one range of one index, both
-- origins of a time beside each other, in the order in which it is read. No foreign key: it would cost a look-up for every
-- candle of every poll, and assets are never deleted.

CREATE TABLE candle (
    asset_id integer NOT NULL,
    interval text COLLATE "C" NOT NULL,                   -- width: 5m, 1h or 1d
    open_time timestamptz NOT NULL,                       -- start of the interval, included; its end is excluded
    origin text COLLATE "C" NOT NULL                      -- own: folded from our points; provider: given by one
        CHECK (origin IN ('own', 'provider')),
    open numeric NOT NULL,                                -- US dollars for one unit, first price
    high numeric NOT NULL,                                -- US dollars, highest price
    low numeric NOT NULL,                                 -- US dollars, lowest price
    close numeric NOT NULL,                               -- US dollars, last price
    volume numeric,                                       -- US dollars traded within the interval; NULL: unknown, as in all of our own
    market_cap numeric,                                   -- US dollars at the close; NULL: unknown
    volume_24h numeric,                                   -- US dollars over the 24 hours before the close; NULL: unknown
    first_at timestamptz NOT NULL,                        -- time of the first price by the source's clock
    last_at timestamptz NOT NULL,                         -- time of the last price by the source's clock
    source text COLLATE "C" NOT NULL,                     -- the sources it rests on, joined by commas
    PRIMARY KEY (asset_id, interval, open_time, origin)
) PARTITION BY LIST (interval);

CREATE TABLE candle_5m PARTITION OF candle FOR VALUES IN ('5m') PARTITION BY RANGE (open_time);
CREATE TABLE candle_1h PARTITION OF candle FOR VALUES IN ('1h') PARTITION BY RANGE (open_time);
CREATE TABLE candle_1d PARTITION OF candle FOR VALUES IN ('1d') PARTITION BY RANGE (open_time);

-- All assets on one day. The key would have to be walked from its first asset to its last.
CREATE INDEX candle_1d_open_time ON candle_1d (open_time);

-- Makes the partitions that are missing: of each interval the one that holds the day (UTC) at the same place. A table is
-- made beside and then attached, because ATTACH lets reads and writes of the others go on, where CREATE TABLE … PARTITION OF
-- would stop them. The lock comes before the look: of two callers the second must see what the first has made.
CREATE FUNCTION ensure_candle_partitions(intervals text[], days date[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    parent_name text;
    partition_name text;
    first_day timestamp;
    next_day timestamp;
BEGIN
    PERFORM pg_advisory_xact_lock(5567684309451828325);
    FOR place IN 1 .. cardinality(intervals) LOOP
        parent_name := 'candle_' || intervals[place];
        IF intervals[place] = '1d' THEN
            first_day := date_trunc('year', days[place]::timestamp);
            next_day := first_day + interval '1 year';
            partition_name := parent_name || to_char(first_day, '_YYYY');
        ELSE
            first_day := date_trunc('month', days[place]::timestamp);
            next_day := first_day + interval '1 month';
            partition_name := parent_name || to_char(first_day, '_YYYY_MM');
        END IF;
        IF NOT EXISTS (
            SELECT FROM pg_catalog.pg_class AS c
            JOIN pg_catalog.pg_class AS parent ON parent.relnamespace = c.relnamespace
            WHERE c.relname = partition_name AND parent.oid = parent_name::regclass
        ) THEN
            EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', partition_name, parent_name);
            EXECUTE format(
                'ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                parent_name,
                partition_name,
                first_day AT TIME ZONE 'UTC',
                next_day AT TIME ZONE 'UTC');
        END IF;
    END LOOP;
END
$$;

-- A closed candle that a late point changed, as it was and as it became. The key is the order in which they are read.
CREATE TABLE candle_correction (
    asset_id integer NOT NULL,
    corrected_at timestamptz NOT NULL,                    -- by our clock
    interval text COLLATE "C" NOT NULL,                   -- width: 5m, 1h or 1d
    open_time timestamptz NOT NULL,                       -- start of the interval
    origin text COLLATE "C" NOT NULL                      -- as in candle
        CHECK (origin IN ('own', 'provider')),
    reason text NOT NULL,                                 -- why, in a sentence
    before_open numeric NOT NULL,                         -- this and the following: the columns of candle before the change
    before_high numeric NOT NULL,
    before_low numeric NOT NULL,
    before_close numeric NOT NULL,
    before_volume numeric,
    before_market_cap numeric,
    before_volume_24h numeric,
    before_first_at timestamptz NOT NULL,
    before_last_at timestamptz NOT NULL,
    before_source text COLLATE "C" NOT NULL,
    after_open numeric NOT NULL,                          -- this and the following: the columns of candle after the change
    after_high numeric NOT NULL,
    after_low numeric NOT NULL,
    after_close numeric NOT NULL,
    after_volume numeric,
    after_market_cap numeric,
    after_volume_24h numeric,
    after_first_at timestamptz NOT NULL,
    after_last_at timestamptz NOT NULL,
    after_source text COLLATE "C" NOT NULL,
    PRIMARY KEY (asset_id, corrected_at, open_time, interval, origin)
);

CREATE TABLE global_point (
    at timestamptz PRIMARY KEY,                           -- start of the five minutes it is for
    computed_at timestamptz NOT NULL,                     -- end of the poll after which it was summed, by our clock
    market_cap numeric,                                   -- US dollars, sum over the assets; NULL: none was known
    volume_24h numeric,                                   -- US dollars over 24 hours, sum over the assets; NULL: none was known
    assets integer NOT NULL,                              -- assets with a market cap
    dominance jsonb NOT NULL                              -- percent of the total by slug, and by tier as tier:large
);

CREATE TABLE category_point (
    category_id text COLLATE "C" NOT NULL,                -- slug of the category
    at timestamptz NOT NULL,                              -- start of the five minutes it is for
    computed_at timestamptz NOT NULL,                     -- end of the poll after which it was summed, by our clock
    market_cap numeric,                                   -- US dollars, sum over the members; NULL: none was known
    volume_24h numeric,                                   -- US dollars over 24 hours, sum over the members; NULL: none was known
    members integer NOT NULL,                             -- members with a market cap
    PRIMARY KEY (category_id, at)
);

-- The past: prices, currency rates and sentiment, all on the time they are for.

-- Partitioned by month, so that old months can be detached or dropped without deleting rows, and so that the index that
-- writes touch stays as small as one month. No foreign key: it would cost a look-up for every point of every poll, and
-- assets are never deleted.
CREATE TABLE price_point (
    asset_id integer NOT NULL,
    at timestamptz NOT NULL,                              -- start of the five minutes that hold as_of
    as_of timestamptz NOT NULL,                           -- time of the figures by the source's clock
    price numeric NOT NULL,                               -- US dollars for one unit
    market_cap numeric,                                   -- US dollars; NULL: unknown
    volume_24h numeric,                                   -- US dollars over the 24 hours before; NULL: unknown
    source text COLLATE "C" NOT NULL,                     -- the sources it rests on, joined by commas
    PRIMARY KEY (asset_id, at)
) PARTITION BY RANGE (at);

-- Makes the partitions of the months (first days, UTC) that are missing. A table is made beside and then attached,
-- because ATTACH lets reads and writes of the other months go on, where CREATE TABLE … PARTITION OF would stop them.
-- The lock comes before the look: of two callers the second must see what the first has made.
CREATE FUNCTION ensure_price_point_partitions(months date[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    first_day date;
    partition_name text;
BEGIN
    PERFORM pg_advisory_xact_lock(5567698603171147265);
    FOREACH first_day IN ARRAY months LOOP
        partition_name := 'price_point_' || to_char(first_day, 'YYYY_MM');
        IF NOT EXISTS (
            SELECT FROM pg_catalog.pg_class AS c
            JOIN pg_catalog.pg_class AS parent ON parent.relnamespace = c.relnamespace
            WHERE c.relname = partition_name AND parent.oid = 'price_point'::regclass
        ) THEN
            EXECUTE format('CREATE TABLE %I (LIKE price_point INCLUDING ALL)', partition_name);
            EXECUTE format(
                'ALTER TABLE price_point ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                partition_name,
                first_day::timestamp AT TIME ZONE 'UTC',
                (first_day + interval '1 month') AT TIME ZONE 'UTC');
        END IF;
    END LOOP;
END
$$;

CREATE TABLE fx_rate (
    currency text COLLATE "C" NOT NULL,                   -- code in lower case, such as eur
    at timestamptz NOT NULL,                              -- start of the five minutes that hold received_at
    name text NOT NULL,                                   -- display name, such as Euro
    kind text NOT NULL                                    -- what sort of currency it is
        CHECK (kind IN ('fiat', 'crypto', 'commodity')),
    units_per_usd numeric NOT NULL,                       -- units of the currency for one US dollar, greater than zero
    source text COLLATE "C" NOT NULL,                     -- name of the source
    as_of timestamptz,                                    -- time of the rate by the source's clock; NULL: none given
    received_at timestamptz NOT NULL,                     -- when it came, by our clock
    PRIMARY KEY (currency, at)
);

CREATE TABLE sentiment_point (
    source text COLLATE "C" NOT NULL,                     -- name of the source
    at timestamptz NOT NULL,                              -- the time the value is for, by the source's clock
    value integer NOT NULL,                               -- 0 (extreme fear) to 100 (extreme greed)
    classification text NOT NULL,                         -- the source's word for the value
    received_at timestamptz NOT NULL,                     -- when it came, by our clock
    PRIMARY KEY (source, at)
);

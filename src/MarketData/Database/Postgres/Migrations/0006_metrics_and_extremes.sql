-- Series of an asset beside its price, such as active addresses, and the highest and lowest price that is known of it.

-- Not partitioned: a metric has one value a day, so that twenty of one asset over ten years are 73,000 rows, and they are kept for
-- ever. The key is the order in which a series is read. No foreign key: it would cost a look-up for every row of an import.
CREATE TABLE metric_point (
    asset_id integer NOT NULL,
    metric text COLLATE "C" NOT NULL,                     -- name, such as active_addresses; lower-case letters, digits and underscores
    at timestamptz NOT NULL,                              -- the time the value is for, by the source's clock; of a day its start
    value numeric NOT NULL,                               -- in the metric's unit, which its name says
    source text COLLATE "C" NOT NULL,                     -- name of the source
    received_at timestamptz NOT NULL,                     -- when this value first came, by our clock
    PRIMARY KEY (asset_id, metric, at)
);

-- Kept aside, because the history that holds an extreme may be let go of, and because the highest of all candles of all assets would
-- have to be searched for at every start.
CREATE TABLE price_extreme (
    asset_id integer NOT NULL,
    kind text COLLATE "C" NOT NULL                        -- ath: highest price; atl: lowest price
        CHECK (kind IN ('ath', 'atl')),
    price numeric NOT NULL,                               -- US dollars for one unit
    at timestamptz NOT NULL,                              -- when, by the source's clock; start of the candle where only that is known
    source text COLLATE "C" NOT NULL,                     -- the sources it rests on, joined by commas
    PRIMARY KEY (asset_id, kind)
);

INSERT INTO price_extreme (asset_id, kind, price, at, source)
SELECT DISTINCT ON (asset_id) asset_id, 'ath', high, CASE WHEN first_at = last_at THEN first_at ELSE open_time END, source
FROM candle WHERE interval = '1d'
ORDER BY asset_id, high DESC, open_time;

INSERT INTO price_extreme (asset_id, kind, price, at, source)
SELECT DISTINCT ON (asset_id) asset_id, 'atl', low, CASE WHEN first_at = last_at THEN first_at ELSE open_time END, source
FROM candle WHERE interval = '1d'
ORDER BY asset_id, low, open_time;

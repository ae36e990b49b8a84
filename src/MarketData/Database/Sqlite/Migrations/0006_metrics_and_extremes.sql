-- Series of an asset beside its price, such as active addresses, and the highest and lowest price that is known of it.

-- Clustered by its key, which is the order in which a series is read. No foreign key: it would cost a look-up for every row of an import.
CREATE TABLE metric_point (
    asset_id INTEGER NOT NULL,
    metric TEXT NOT NULL,                                 -- name, such as active_addresses; lower-case letters, digits and underscores
    at INTEGER NOT NULL,                                  -- the time the value is for, by the source's clock; of a day its start
    value TEXT NOT NULL,                                  -- in the metric's unit, which its name says
    source TEXT NOT NULL,                                 -- name of the source
    received_at INTEGER NOT NULL,                         -- when this value first came, by our clock
    PRIMARY KEY (asset_id, metric, at)
) STRICT, WITHOUT ROWID;

-- Kept aside, because the history that holds an extreme may be let go of, and because the highest of all candles of all assets would
-- have to be searched for at every start.
CREATE TABLE price_extreme (
    asset_id INTEGER NOT NULL,
    kind TEXT NOT NULL                                    -- ath: highest price; atl: lowest price
        CHECK (kind IN ('ath', 'atl')),
    price TEXT NOT NULL,                                  -- US dollars for one unit
    at INTEGER NOT NULL,                                  -- when, by the source's clock; start of the candle where only that is known
    source TEXT NOT NULL,                                 -- the sources it rests on, joined by commas
    PRIMARY KEY (asset_id, kind)
) STRICT, WITHOUT ROWID;

INSERT INTO price_extreme (asset_id, kind, price, at, source)
SELECT asset_id, 'ath', high, CASE WHEN first_at = last_at THEN first_at ELSE open_time END, source
FROM (
    SELECT *, ROW_NUMBER() OVER (PARTITION BY asset_id ORDER BY CAST(high AS REAL) DESC, open_time) AS place
    FROM candle WHERE interval = '1d')
WHERE place = 1;

INSERT INTO price_extreme (asset_id, kind, price, at, source)
SELECT asset_id, 'atl', low, CASE WHEN first_at = last_at THEN first_at ELSE open_time END, source
FROM (
    SELECT *, ROW_NUMBER() OVER (PARTITION BY asset_id ORDER BY CAST(low AS REAL), open_time) AS place
    FROM candle WHERE interval = '1d')
WHERE place = 1;

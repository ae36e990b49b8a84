-- Grades of assets as they were on each day, so that what a model said can be held against what happened afterwards.

-- Clustered by its key, which is the order in which an asset's history is read. No foreign key: it would cost a look-up for every row.
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

-- All assets of a day, and what is older than it is kept.
CREATE INDEX grade_day ON grade (day, model, version);

-- Grades of assets as they were on each day, so that what a model said can be held against what happened afterwards.

-- Not partitioned: one row for each asset, model and day, of which days beyond the retention are deleted. No foreign key: it would
-- cost a look-up for every row. Doubles: a grade is an estimate, not money.
CREATE TABLE grade (
    asset_id integer NOT NULL,
    model text COLLATE "C" NOT NULL,                      -- name of the model
    version text COLLATE "C" NOT NULL,                    -- version of the model, or what a model server calls it
    day timestamptz NOT NULL,                             -- start of the UTC day
    grade double precision NOT NULL,                      -- 0 to 100; an asset without a grade has no row
    coverage double precision NOT NULL,                   -- share of the weights whose inputs were known, above 0 to 1
    momentum double precision,                            -- this and the following: 0 to 100; NULL: unknown, or not part of the model
    trend double precision,
    volatility double precision,
    liquidity double precision,
    valuation double precision,
    fundamentals double precision,
    on_chain double precision,
    supply double precision,
    data_quality double precision,
    computed_at timestamptz NOT NULL,                     -- when the snapshot that it rests on was built, by our clock; the last of the day stands
    source text COLLATE "C" NOT NULL,                     -- the sources of the price, joined by commas
    PRIMARY KEY (asset_id, model, version, day)
);

-- All assets of a day, and what is older than it is kept.
CREATE INDEX grade_day ON grade (day, model, version);

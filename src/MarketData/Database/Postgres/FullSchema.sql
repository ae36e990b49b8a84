-- Generated from the catalogue of a migrated database; see the migrations for what each column means and why. Do not
-- edit: change a migration, then run the integration tests with UPDATE_SNAPSHOTS=1.

CREATE TABLE access_change (
    id integer NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT access_change_pkey PRIMARY KEY (id),
    CONSTRAINT access_change_id_check CHECK ((id = 1))
);

CREATE TABLE api_key (
    id text COLLATE "C" NOT NULL,
    secret_hash bytea NOT NULL,
    name text NOT NULL,
    scopes text NOT NULL,
    plan text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone,
    revoked_at timestamp with time zone,
    replaced_by text COLLATE "C",
    version bigint NOT NULL,
    CONSTRAINT api_key_pkey PRIMARY KEY (id),
    CONSTRAINT api_key_replaced_by_fkey FOREIGN KEY (replaced_by) REFERENCES api_key(id)
);

CREATE TABLE api_key_usage (
    key_id text COLLATE "C" NOT NULL,
    month text COLLATE "C" NOT NULL,
    requests bigint NOT NULL,
    CONSTRAINT api_key_usage_pkey PRIMARY KEY (key_id, month),
    CONSTRAINT api_key_usage_key_id_fkey FOREIGN KEY (key_id) REFERENCES api_key(id)
);

CREATE TABLE asset (
    id integer NOT NULL GENERATED ALWAYS AS IDENTITY,
    slug text COLLATE "C" NOT NULL,
    symbol text NOT NULL,
    name text NOT NULL,
    image_url text,
    status text NOT NULL DEFAULT 'active'::text,
    first_seen timestamp with time zone NOT NULL,
    CONSTRAINT asset_slug_key UNIQUE (slug),
    CONSTRAINT asset_pkey PRIMARY KEY (id),
    CONSTRAINT asset_status_check CHECK ((status = ANY (ARRAY['active'::text, 'inactive'::text])))
);

CREATE TABLE asset_category (
    asset_id integer NOT NULL,
    category_id text COLLATE "C" NOT NULL,
    CONSTRAINT asset_category_pkey PRIMARY KEY (asset_id, category_id),
    CONSTRAINT asset_category_asset_id_fkey FOREIGN KEY (asset_id) REFERENCES asset(id),
    CONSTRAINT asset_category_category_id_fkey FOREIGN KEY (category_id) REFERENCES category(id)
);

CREATE TABLE asset_contract (
    platform text COLLATE "C" NOT NULL,
    address text COLLATE "C" NOT NULL,
    asset_id integer NOT NULL,
    CONSTRAINT asset_contract_pkey PRIMARY KEY (platform, address),
    CONSTRAINT asset_contract_asset_id_fkey FOREIGN KEY (asset_id) REFERENCES asset(id)
);

CREATE TABLE asset_source_id (
    source text COLLATE "C" NOT NULL,
    source_id text COLLATE "C" NOT NULL,
    asset_id integer NOT NULL,
    matched_by text NOT NULL,
    CONSTRAINT asset_source_id_pkey PRIMARY KEY (source, source_id),
    CONSTRAINT asset_source_id_asset_id_fkey FOREIGN KEY (asset_id) REFERENCES asset(id),
    CONSTRAINT asset_source_id_matched_by_check CHECK ((matched_by = ANY (ARRAY['own'::text, 'table'::text, 'symbol_and_name'::text])))
);

CREATE TABLE asset_tvl (
    asset_id integer NOT NULL,
    source text COLLATE "C" NOT NULL,
    tvl numeric NOT NULL,
    received_at timestamp with time zone NOT NULL,
    CONSTRAINT asset_tvl_pkey PRIMARY KEY (asset_id, source),
    CONSTRAINT asset_tvl_asset_id_fkey FOREIGN KEY (asset_id) REFERENCES asset(id)
);

CREATE TABLE audit_entry (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    address text,
    act text NOT NULL,
    target text NOT NULL,
    detail text NOT NULL,
    CONSTRAINT audit_entry_pkey PRIMARY KEY (id)
);

CREATE TABLE backfill_item (
    job_id bigint NOT NULL,
    asset_id integer NOT NULL,
    source_id text COLLATE "C" NOT NULL,
    watermark timestamp with time zone NOT NULL,
    state text COLLATE "C" NOT NULL,
    rows bigint NOT NULL DEFAULT 0,
    refused bigint NOT NULL DEFAULT 0,
    attempts integer NOT NULL DEFAULT 0,
    retry_at timestamp with time zone NOT NULL,
    error_code text COLLATE "C",
    error text,
    failed_at timestamp with time zone,
    CONSTRAINT backfill_item_pkey PRIMARY KEY (job_id, asset_id),
    CONSTRAINT backfill_item_asset_id_fkey FOREIGN KEY (asset_id) REFERENCES asset(id),
    CONSTRAINT backfill_item_job_id_fkey FOREIGN KEY (job_id) REFERENCES backfill_job(id) ON DELETE CASCADE,
    CONSTRAINT backfill_item_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'done'::text, 'failed'::text])))
);

CREATE TABLE backfill_job (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    fingerprint text COLLATE "C" NOT NULL,
    source text COLLATE "C" NOT NULL,
    interval text COLLATE "C" NOT NULL,
    since timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    state text COLLATE "C" NOT NULL,
    created_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    CONSTRAINT backfill_job_pkey PRIMARY KEY (id),
    CONSTRAINT backfill_job_interval_check CHECK (("interval" = ANY (ARRAY['5m'::text, '1h'::text, '1d'::text]))),
    CONSTRAINT backfill_job_state_check CHECK ((state = ANY (ARRAY['running'::text, 'succeeded'::text, 'partial'::text, 'failed'::text, 'cancelled'::text])))
);

CREATE TABLE backfill_usage (
    source text COLLATE "C" NOT NULL,
    day timestamp with time zone NOT NULL,
    requests bigint NOT NULL,
    CONSTRAINT backfill_usage_pkey PRIMARY KEY (source, day)
);

CREATE TABLE candle (
    asset_id integer NOT NULL,
    interval text COLLATE "C" NOT NULL,
    open_time timestamp with time zone NOT NULL,
    origin text COLLATE "C" NOT NULL,
    open numeric NOT NULL,
    high numeric NOT NULL,
    low numeric NOT NULL,
    close numeric NOT NULL,
    volume numeric,
    market_cap numeric,
    volume_24h numeric,
    first_at timestamp with time zone NOT NULL,
    last_at timestamp with time zone NOT NULL,
    source text COLLATE "C" NOT NULL,
    CONSTRAINT candle_pkey PRIMARY KEY (asset_id, "interval", open_time, origin),
    CONSTRAINT candle_origin_check CHECK ((origin = ANY (ARRAY['own'::text, 'provider'::text])))
) PARTITION BY LIST ("interval");

CREATE TABLE candle_correction (
    asset_id integer NOT NULL,
    corrected_at timestamp with time zone NOT NULL,
    interval text COLLATE "C" NOT NULL,
    open_time timestamp with time zone NOT NULL,
    origin text COLLATE "C" NOT NULL,
    reason text NOT NULL,
    before_open numeric NOT NULL,
    before_high numeric NOT NULL,
    before_low numeric NOT NULL,
    before_close numeric NOT NULL,
    before_volume numeric,
    before_market_cap numeric,
    before_volume_24h numeric,
    before_first_at timestamp with time zone NOT NULL,
    before_last_at timestamp with time zone NOT NULL,
    before_source text COLLATE "C" NOT NULL,
    after_open numeric NOT NULL,
    after_high numeric NOT NULL,
    after_low numeric NOT NULL,
    after_close numeric NOT NULL,
    after_volume numeric,
    after_market_cap numeric,
    after_volume_24h numeric,
    after_first_at timestamp with time zone NOT NULL,
    after_last_at timestamp with time zone NOT NULL,
    after_source text COLLATE "C" NOT NULL,
    CONSTRAINT candle_correction_pkey PRIMARY KEY (asset_id, corrected_at, open_time, "interval", origin),
    CONSTRAINT candle_correction_origin_check CHECK ((origin = ANY (ARRAY['own'::text, 'provider'::text])))
);

CREATE TABLE category (
    id text COLLATE "C" NOT NULL,
    name text NOT NULL,
    description text,
    provider_source text COLLATE "C",
    provider_market_cap numeric,
    provider_market_cap_change_percentage_24h double precision,
    provider_volume_24h numeric,
    provider_as_of timestamp with time zone,
    provider_received_at timestamp with time zone,
    CONSTRAINT category_pkey PRIMARY KEY (id)
);

CREATE TABLE category_point (
    category_id text COLLATE "C" NOT NULL,
    at timestamp with time zone NOT NULL,
    computed_at timestamp with time zone NOT NULL,
    market_cap numeric,
    volume_24h numeric,
    members integer NOT NULL,
    CONSTRAINT category_point_pkey PRIMARY KEY (category_id, at)
);

CREATE TABLE fx_rate (
    currency text COLLATE "C" NOT NULL,
    at timestamp with time zone NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    units_per_usd numeric NOT NULL,
    source text COLLATE "C" NOT NULL,
    as_of timestamp with time zone,
    received_at timestamp with time zone NOT NULL,
    CONSTRAINT fx_rate_pkey PRIMARY KEY (currency, at),
    CONSTRAINT fx_rate_kind_check CHECK ((kind = ANY (ARRAY['fiat'::text, 'crypto'::text, 'commodity'::text])))
);

CREATE TABLE global_point (
    at timestamp with time zone NOT NULL,
    computed_at timestamp with time zone NOT NULL,
    market_cap numeric,
    volume_24h numeric,
    assets integer NOT NULL,
    dominance jsonb NOT NULL,
    CONSTRAINT global_point_pkey PRIMARY KEY (at)
);

CREATE TABLE grade (
    asset_id integer NOT NULL,
    model text COLLATE "C" NOT NULL,
    version text COLLATE "C" NOT NULL,
    day timestamp with time zone NOT NULL,
    grade double precision NOT NULL,
    coverage double precision NOT NULL,
    momentum double precision,
    trend double precision,
    volatility double precision,
    liquidity double precision,
    valuation double precision,
    fundamentals double precision,
    on_chain double precision,
    supply double precision,
    data_quality double precision,
    computed_at timestamp with time zone NOT NULL,
    source text COLLATE "C" NOT NULL,
    CONSTRAINT grade_pkey PRIMARY KEY (asset_id, model, version, day)
);

CREATE TABLE identity_collision (
    source text COLLATE "C" NOT NULL,
    source_id text COLLATE "C" NOT NULL,
    symbol text NOT NULL,
    name text NOT NULL,
    candidates jsonb NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    CONSTRAINT identity_collision_pkey PRIMARY KEY (source, source_id)
);

CREATE TABLE ingestion_leader (
    id integer NOT NULL,
    epoch bigint NOT NULL,
    leader text,
    taken_at timestamp with time zone,
    renewed_at timestamp with time zone,
    CONSTRAINT ingestion_leader_pkey PRIMARY KEY (id),
    CONSTRAINT ingestion_leader_id_check CHECK ((id = 1))
);

CREATE TABLE ingestion_run (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    source text COLLATE "C" NOT NULL,
    started_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone NOT NULL,
    outcome text NOT NULL,
    requests integer NOT NULL,
    rows_received integer NOT NULL,
    quotes_accepted integer NOT NULL,
    quotes_unchanged integer NOT NULL,
    refusals integer NOT NULL,
    error_code text,
    error text,
    CONSTRAINT ingestion_run_pkey PRIMARY KEY (id),
    CONSTRAINT ingestion_run_outcome_check CHECK ((outcome = ANY (ARRAY['succeeded'::text, 'partial'::text, 'failed'::text])))
);

CREATE TABLE metric_point (
    asset_id integer NOT NULL,
    metric text COLLATE "C" NOT NULL,
    at timestamp with time zone NOT NULL,
    value numeric NOT NULL,
    source text COLLATE "C" NOT NULL,
    received_at timestamp with time zone NOT NULL,
    CONSTRAINT metric_point_pkey PRIMARY KEY (asset_id, metric, at)
);

CREATE TABLE price_extreme (
    asset_id integer NOT NULL,
    kind text COLLATE "C" NOT NULL,
    price numeric NOT NULL,
    at timestamp with time zone NOT NULL,
    source text COLLATE "C" NOT NULL,
    CONSTRAINT price_extreme_pkey PRIMARY KEY (asset_id, kind),
    CONSTRAINT price_extreme_kind_check CHECK ((kind = ANY (ARRAY['ath'::text, 'atl'::text])))
);

CREATE TABLE price_point (
    asset_id integer NOT NULL,
    at timestamp with time zone NOT NULL,
    as_of timestamp with time zone NOT NULL,
    price numeric NOT NULL,
    market_cap numeric,
    volume_24h numeric,
    source text COLLATE "C" NOT NULL,
    CONSTRAINT price_point_pkey PRIMARY KEY (asset_id, at)
) PARTITION BY RANGE (at);

CREATE TABLE published_snapshot (
    id integer NOT NULL,
    version bigint NOT NULL,
    built_at timestamp with time zone NOT NULL,
    CONSTRAINT published_snapshot_pkey PRIMARY KEY (id),
    CONSTRAINT published_snapshot_id_check CHECK ((id = 1))
);

CREATE TABLE quarantined_quote (
    source text COLLATE "C" NOT NULL,
    source_id text COLLATE "C" NOT NULL,
    rule text COLLATE "C" NOT NULL,
    field text COLLATE "C" NOT NULL,
    asset_id integer,
    value text,
    reason text NOT NULL,
    as_of timestamp with time zone,
    first_seen_at timestamp with time zone NOT NULL,
    last_seen_at timestamp with time zone NOT NULL,
    occurrences bigint NOT NULL,
    CONSTRAINT quarantined_quote_pkey PRIMARY KEY (source, source_id, rule, field),
    CONSTRAINT quarantined_quote_asset_id_fkey FOREIGN KEY (asset_id) REFERENCES asset(id)
);

CREATE TABLE quote (
    asset_id integer NOT NULL,
    source text COLLATE "C" NOT NULL,
    price numeric NOT NULL,
    market_cap numeric,
    fully_diluted_valuation numeric,
    volume_24h numeric,
    circulating_supply numeric,
    circulating_supply_basis text NOT NULL,
    total_supply numeric,
    max_supply numeric,
    high_24h numeric,
    low_24h numeric,
    price_change_24h numeric,
    market_cap_change_24h numeric,
    market_cap_change_percentage_24h double precision,
    price_change_percentage_1h double precision,
    price_change_percentage_24h double precision,
    price_change_percentage_7d double precision,
    price_change_percentage_14d double precision,
    price_change_percentage_30d double precision,
    price_change_percentage_200d double precision,
    price_change_percentage_1y double precision,
    ath numeric,
    ath_date timestamp with time zone,
    atl numeric,
    atl_date timestamp with time zone,
    source_rank integer,
    as_of timestamp with time zone NOT NULL,
    received_at timestamp with time zone NOT NULL,
    ath_change_percentage double precision,
    atl_change_percentage double precision,
    roi_times double precision,
    roi_currency text COLLATE "C",
    roi_percentage double precision,
    CONSTRAINT quote_pkey PRIMARY KEY (asset_id, source),
    CONSTRAINT quote_asset_id_fkey FOREIGN KEY (asset_id) REFERENCES asset(id),
    CONSTRAINT quote_circulating_supply_basis_check CHECK ((circulating_supply_basis = ANY (ARRAY['provider'::text, 'market_cap_over_price'::text])))
) WITH (fillfactor=70);

CREATE TABLE schema_migration (
    name text COLLATE "C" NOT NULL,
    checksum text NOT NULL,
    applied_at timestamp with time zone NOT NULL DEFAULT now(),
    CONSTRAINT schema_migration_pkey PRIMARY KEY (name)
);

CREATE TABLE sentiment_point (
    source text COLLATE "C" NOT NULL,
    at timestamp with time zone NOT NULL,
    value integer NOT NULL,
    classification text NOT NULL,
    received_at timestamp with time zone NOT NULL,
    CONSTRAINT sentiment_point_pkey PRIMARY KEY (source, at)
);

CREATE TABLE candle_1d PARTITION OF candle FOR VALUES IN ('1d') PARTITION BY RANGE (open_time);

CREATE TABLE candle_1h PARTITION OF candle FOR VALUES IN ('1h') PARTITION BY RANGE (open_time);

CREATE TABLE candle_5m PARTITION OF candle FOR VALUES IN ('5m') PARTITION BY RANGE (open_time);

CREATE INDEX api_key_version ON public.api_key USING btree (version);

CREATE INDEX backfill_item_pending ON public.backfill_item USING btree (retry_at, job_id, asset_id) WHERE (state = 'pending'::text);

CREATE UNIQUE INDEX backfill_job_running ON public.backfill_job USING btree (fingerprint) WHERE (state = 'running'::text);

CREATE INDEX candle_1d_open_time ON ONLY public.candle_1d USING btree (open_time);

CREATE INDEX grade_day ON public.grade USING btree (day, model, version);

CREATE INDEX ingestion_run_source_started_at ON public.ingestion_run USING btree (source, started_at) INCLUDE (requests);

CREATE INDEX quarantined_quote_last_seen ON public.quarantined_quote USING btree (last_seen_at DESC, source, source_id, rule, field);

CREATE OR REPLACE FUNCTION public.ensure_candle_partitions(intervals text[], days date[])
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.ensure_price_point_partitions(months date[])
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.hold_epoch(expected bigint)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(5567686572916303967);
    -- A statement of its own, which sees what was stored while the lock was waited for.
    IF NOT EXISTS (SELECT 1 FROM ingestion_leader WHERE epoch = expected) THEN
        RAISE EXCEPTION 'epoch % is over', expected USING ERRCODE = 'MD001';
    END IF;
END
$function$;

-- What a source states beside its price, and what cannot be computed from the rest: the distance of the price from its records, measured
-- from a price of the source's own, and the return on the price of the first sale.

ALTER TABLE quote
    ADD COLUMN ath_change_percentage double precision,        -- distance of the price from the all-time high in percent, as the source states it; NULL: not stated
    ADD COLUMN atl_change_percentage double precision,        -- the same from the all-time low
    ADD COLUMN roi_times double precision,                    -- return on the price of the first sale, as a multiple of it; NULL: not stated, and so the next two
    ADD COLUMN roi_currency text COLLATE "C",                 -- currency of that price and of the return, in lower case
    ADD COLUMN roi_percentage double precision;               -- the return in percent

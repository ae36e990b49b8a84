-- What a source states beside its price, and what cannot be computed from the rest: the distance of the price from its records, measured
-- from a price of the source's own, and the return on the price of the first sale.

ALTER TABLE quote ADD COLUMN ath_change_percentage REAL;      -- distance of the price from the all-time high in percent, as the source states it; NULL: not stated
ALTER TABLE quote ADD COLUMN atl_change_percentage REAL;      -- the same from the all-time low
ALTER TABLE quote ADD COLUMN roi_times REAL;                  -- return on the price of the first sale, as a multiple of it; NULL: not stated, and so the next two
ALTER TABLE quote ADD COLUMN roi_currency TEXT;               -- currency of that price and of the return, in lower case
ALTER TABLE quote ADD COLUMN roi_percentage REAL;             -- the return in percent

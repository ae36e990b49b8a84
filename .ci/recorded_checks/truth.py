"""What the service must answer, computed from the recorded files alone and exactly: decimals in as many digits as it takes."""
import json, os, unicodedata
from collections import defaultdict
from datetime import datetime, timedelta, timezone
from decimal import Decimal, localcontext

from .processes import repository, shared_folder

CHANGES = ("1h", "24h", "7d", "14d", "30d", "200d", "1y")
AMOUNTS = (
    "price", "market_cap", "fully_diluted_valuation", "volume_24h", "circulating_supply", "total_supply", "max_supply",
    "high_24h", "low_24h", "ath", "atl")
PREFERRED = ("coingecko", "coinpaprika")
SUPPLY_TOLERANCE = Decimal("1.01")
MAX_SPREAD = 0.1
COINGECKO_COINS = "cg_markets_2022-01-29_250.json"
COINPAPRIKA_TICKERS = "cp_tickers_2021-08-12.json"


def read(*parts):
    """A JSON file with every number as the decimal that its text is."""
    with open(os.path.join(*parts), encoding="utf-8-sig") as file:
        return json.loads(file.read(), parse_float=Decimal, parse_int=Decimal)


def recorded(*parts):
    return read(shared_folder(), "data", *parts)


def seed(name):
    return read(repository(), "src", "MarketData", "Assets", "Seed", name)


def instant(text):
    """A time of an answer, of up to seven digits of the second, as a datetime of six."""
    if text is None:
        return None
    if "." in text:
        whole, rest = text.split(".", 1)
        digits = "".join(character for character in rest if character.isdigit())
        text = f"{whole}.{digits[:6].ljust(6, '0')}+00:00"
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def snapshot_time(meta):
    """When the snapshot was built: its version is that time in milliseconds, by the service's clock."""
    return datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(milliseconds=int(meta["snapshot"]))


def known(value):
    """A figure for which providers write 0 when they do not know it."""
    return None if not value else value


def number(value):
    return None if value is None else float(value)


def product(left, right):
    if left is None or right is None:
        return None
    with localcontext() as context:
        context.prec = 80
        return left * right


def quotient(left, right):
    with localcontext() as context:
        context.prec = 80
        return left / right


def total(values):
    values = [value for value in values if value is not None]
    with localcontext() as context:
        context.prec = 80
        return sum(values, Decimal(0)) if values else None


def is_figure(expected, got):
    """Whether a computed figure is what it must be: all digits where 28 hold them, else rounded to the digits that a decimal has."""
    if expected is None or got is None:
        return expected is got
    if expected == got:
        return True
    with localcontext() as context:
        context.prec = 80
        digits = expected.normalize().as_tuple()
        if len(digits.digits) <= 28 and digits.exponent >= -28:
            return False
        return abs(expected - got) <= max(abs(expected) * Decimal("1e-27"), Decimal("1e-28"))


def is_near(expected, got, tolerance=1e-12):
    """Whether two doubles that were computed in another order are the same."""
    if expected is None or got is None:
        return expected is got
    return abs(expected - float(got)) <= tolerance * max(1.0, abs(expected))


def plain(value):
    """A decimal or double as a parameter of a request."""
    return format(value if isinstance(value, Decimal) else Decimal(repr(value)), "f")


class Quote:
    """What one source says of one asset after the quality gate, as the recorded row has it."""

    def __init__(self, source, row):
        self.source, self.source_id, self.name, self.symbol = source, row["id"], row["name"], row["symbol"].lower()
        self.as_of = None
        self.refused = {}
        self.derived_supply = False
        (self._read_coingecko if source == "coingecko" else self._read_coinpaprika)(row)
        self._check_supplies()

    def _read_coingecko(self, row):
        self.figures = {
            "price": row["current_price"], "market_cap": known(row["market_cap"]),
            "fully_diluted_valuation": known(row["fully_diluted_valuation"]), "volume_24h": row["total_volume"],
            "circulating_supply": known(row["circulating_supply"]), "total_supply": known(row["total_supply"]),
            "max_supply": known(row["max_supply"]), "high_24h": known(row["high_24h"]), "low_24h": known(row["low_24h"]),
            "ath": known(row["ath"]), "atl": known(row["atl"])}
        self.changes = {window: number(row.get(f"price_change_percentage_{window}_in_currency")) for window in CHANGES}
        if self.changes["24h"] is None:
            self.changes["24h"] = number(row["price_change_percentage_24h"])
        self.market_cap_change = number(row["market_cap_change_percentage_24h"])
        self.dates = {"ath_date": instant(row["ath_date"]), "atl_date": instant(row["atl_date"])}
        self.image_url, self.last_updated = row["image"], instant(row["last_updated"])

    def _read_coinpaprika(self, row):
        quote = row["quotes"]["USD"]
        self.figures = dict.fromkeys(AMOUNTS)
        self.figures.update(
            price=quote["price"], market_cap=known(quote["market_cap"]), volume_24h=quote["volume_24h"],
            circulating_supply=known(row["circulating_supply"]), total_supply=known(row["total_supply"]),
            max_supply=known(row["max_supply"]), ath=known(quote["ath_price"]))
        self.changes = {window: number(quote.get(f"percent_change_{window}")) for window in CHANGES}
        self.market_cap_change = None if self.figures["market_cap"] is None else number(quote["market_cap_change_24h"])
        self.dates = {"ath_date": instant(quote["ath_date"]), "atl_date": None}
        self.image_url, self.last_updated, self.first_data_at = None, instant(row["last_updated"]), instant(row["first_data_at"])
        if self.figures["circulating_supply"] is None and self.figures["market_cap"] is not None:
            self.derived_supply = True

    def _check_supplies(self):
        """The one rule of the gate that recorded figures break: a bound more than 1 % below what it bounds."""
        circulating, total_supply, maximum = (self.figures[name] for name in ("circulating_supply", "total_supply", "max_supply"))
        if circulating and total_supply and circulating > total_supply * SUPPLY_TOLERANCE:
            self.refused["total_supply"] = total_supply
            total_supply = self.figures["total_supply"] = None
        inner = total_supply or circulating
        if inner and maximum and inner > maximum * SUPPLY_TOLERANCE:
            self.refused["max_supply"] = maximum
            self.figures["max_supply"] = None
        if self.derived_supply:
            self.figures["circulating_supply"] = quotient(self.figures["market_cap"], self.figures["price"])

    def served(self, as_of):
        """This quote with the time that the stub gave it; a change of 0 over more time than CoinPaprika has data for is unknown."""
        self.as_of = as_of
        if self.source == "coinpaprika":
            windows = {"1h": timedelta(hours=1), "24h": timedelta(days=1), "7d": timedelta(days=7), "30d": timedelta(days=30), "1y": timedelta(days=365)}
            for window, span in windows.items():
                if self.changes[window] == 0 and as_of - self.first_data_at < span:
                    self.changes[window] = None
        return self


class Row:
    """What the service must say of one asset by its sources' quotes, at a time."""

    def __init__(self, quotes, now, stale_after):
        quotes = sorted(quotes, key=lambda quote: PREFERRED.index(quote.source))
        self.spread = None
        if len(quotes) == 1:
            used = quotes
        else:
            fresh = [quote for quote in quotes if now - quote.as_of <= stale_after]
            if not fresh:
                used = [max(quotes, key=lambda quote: quote.as_of)]
            elif len(fresh) == 1:
                used = fresh
            else:
                low, high = sorted(quote.figures["price"] for quote in fresh)
                self.spread = float(high - low) / float(median([low, high]))
                used = fresh[:1] if self.spread > MAX_SPREAD else fresh
        self.used = used
        self.sources = [quote.source for quote in used]
        self.figures = {name: first(quote.figures[name] for quote in used) for name in AMOUNTS}
        for name in ("price", "market_cap", "fully_diluted_valuation", "volume_24h"):
            self.figures[name] = median([quote.figures[name] for quote in used if quote.figures[name] is not None])
        self.changes = {window: first(quote.changes[window] for quote in used) for window in CHANGES}
        self.market_cap_change = first(quote.market_cap_change for quote in used)
        self.dates = {name: first(quote.dates[name] for quote in used) for name in ("ath_date", "atl_date")}
        self.as_of = max(quote.as_of for quote in used)
        self.stale = now - self.as_of > stale_after
        self.refused = {field for quote in quotes for field in quote.refused}
        self.market_cap_basis = None if self.figures["market_cap"] is None else "provider"
        if self.market_cap_basis is None:
            self.figures["market_cap"] = product(self.figures["price"], self.figures["circulating_supply"])
            self.market_cap_basis = None if self.figures["market_cap"] is None else "circulating_supply"
        self.fdv_basis = None if self.figures["fully_diluted_valuation"] is None else "provider"
        if self.fdv_basis is None:
            basis = "total_supply" if self.figures["total_supply"] is not None else "max_supply"
            self.figures["fully_diluted_valuation"] = product(self.figures["price"], self.figures[basis])
            self.fdv_basis = None if self.figures["fully_diluted_valuation"] is None else basis
        self.tier = tier(self.figures["market_cap"])

    def key(self, field):
        """What the list is sorted and filtered by."""
        if field == "fdv":
            return self.figures["fully_diluted_valuation"]
        if field == "mcap_fdv_ratio":
            cap, fdv = self.figures["market_cap"], self.figures["fully_diluted_valuation"]
            return float(cap) / float(fdv) if cap is not None and fdv else None
        if field in self.figures:
            return self.figures[field]
        return self.changes[field.rsplit("_", 1)[1]]

    def missing(self):
        reasons = {}
        for name, otherwise in (
                ("market_cap", "no_supply"), ("fully_diluted_valuation", "no_supply"), ("volume_24h", "not_provided"),
                ("circulating_supply", "not_provided"), ("total_supply", "not_provided"), ("max_supply", "not_provided")):
            if self.figures[name] is None:
                reasons[name] = "quarantined" if name in self.refused else otherwise
        return reasons

    def is_amount(self, name, got, polled=True):
        """Whether a row's amount is right: the providers' own, or of ath and atl a price of our history that lies beyond it, and beyond the
        price itself unless that came about without a poll, by another source becoming stale."""
        if name not in ("ath", "atl") or got[f"{name}_basis"] != "own_history":
            return is_figure(self.figures[name], got[name])
        record, stated, price = Decimal(str(got[name])), self.figures[name], self.figures["price"]
        beyond = (lambda one, other: one > other) if name == "ath" else (lambda one, other: one < other)
        return (stated is None or beyond(record, stated)) and not (polled and beyond(price, record))

    def compare(self, tally, got):
        """Compares a row of the API with this one."""
        where = got["id"]
        for name in AMOUNTS:
            tally.holds(f"{name} digit for digit", self.is_amount(name, got), lambda: f"{where}: expected {self.figures[name]}, got {got[name]}")
        for window in CHANGES:
            tally.same("percentages as doubles", f"{where} {window}", self.changes[window], number(got[f"price_change_percentage_{window}"]))
        for name, value in self.dates.items():
            if got[f"{name[:3]}_basis"] == "own_history":
                tally.holds("dates of ath and atl of our own history", got[name] is not None, lambda: f"{where} {name}")
            else:
                tally.same("dates of ath and atl", f"{where} {name}", value, instant(got[name]))
        tally.same("tier", where, self.tier, got["tier"])
        tally.same("basis of market cap and FDV", where, (self.market_cap_basis, self.fdv_basis), (got["market_cap_basis"], got["fdv_basis"]))
        tally.holds("mcap_fdv_ratio", is_near(self.key("mcap_fdv_ratio"), got["mcap_fdv_ratio"], 1e-15), lambda: f"{where}: expected {self.key('mcap_fdv_ratio')}, got {got['mcap_fdv_ratio']}")
        tally.same("reasons of what is missing", where, self.missing(), got["missing"])
        tally.same("sources", where, self.sources, got["sources"])
        tally.same("as_of", where, self.as_of, instant(got["as_of"]))
        tally.same("stale", where, self.stale, got["stale"])
        tally.holds("spread", is_near(self.spread, got["spread"]), lambda: f"{where}: expected {self.spread}, got {got['spread']}")
        confidence = None if self.spread is None else 1 - min(1, self.spread / MAX_SPREAD)
        tally.holds("confidence", is_near(confidence, got["confidence"]), lambda: f"{where}: expected {confidence}, got {got['confidence']}")


def first(values):
    return next((value for value in values if value is not None), None)


def median(values):
    """Of at most two."""
    return None if not values else values[0] if len(values) == 1 else quotient(total(values), Decimal(2))


def tier(market_cap):
    if market_cap is None:
        return None
    return "large" if market_cap > 10_000_000_000 else "mid" if market_cap >= 1_000_000_000 else "small"


def normalised(name):
    return "".join(character.lower() for character in unicodedata.normalize("NFKC", name) if character.isalnum())


def in_order(rows, field, descending):
    """Ids in the order of a field: unknown last either way, equals by id."""
    known_rows = [(row.key(field), slug) for slug, row in rows.items() if row.key(field) is not None]
    known_rows.sort(key=lambda entry: entry[1])
    known_rows.sort(key=lambda entry: entry[0], reverse=descending)  # Stable, also in reverse: equals stay by id.
    return [slug for _, slug in known_rows] + sorted(slug for slug, row in rows.items() if row.key(field) is None)


def weighted_change(rows):
    """Change of a sum of market caps in percent, each weighted by its market cap at the window's start."""
    now = before = 0.0
    for row in rows:
        change = row.changes["24h"] if row.market_cap_change is None else row.market_cap_change
        if row.figures["market_cap"] is not None and change is not None and change > -100:
            now += float(row.figures["market_cap"])
            before += float(row.figures["market_cap"]) / (1 + change / 100)
    return (now / before - 1) * 100 if before > 0 else None


def refusals(quotes):
    """What must be in quarantine: (source, id there, field) with the value."""
    return {(quote.source, quote.source_id, field): value for quote in quotes for field, value in quote.refused.items()}


class Pairs:
    """Which assets of CoinGecko and CoinPaprika are one: by the table of ids, else by symbol and name if exactly one answers on either side."""

    def __init__(self, coins, tickers):
        self.table = {asset["coinpaprika"]: asset["id"] for asset in seed("assets.json") if asset["coinpaprika"]}
        coin_ids = {coin["id"] for coin in coins}
        self.by_table = {ticker["id"]: self.table[ticker["id"]] for ticker in tickers if self.table.get(ticker["id"]) in coin_ids}
        coins_named, tickers_named = defaultdict(list), defaultdict(list)
        for coin in coins:
            coins_named[key_of(coin)].append(coin["id"])
        for ticker in tickers:
            tickers_named[key_of(ticker)].append(ticker["id"])
        self.by_name, self.ambiguous = {}, set()
        taken = set(self.by_table.values())
        for ticker in tickers:
            found = [coin for coin in coins_named.get(key_of(ticker), []) if coin not in taken]
            if ticker["id"] in self.by_table or not key_of(ticker)[1] or not found:
                continue
            if len(found) == 1 and len(tickers_named[key_of(ticker)]) == 1:
                self.by_name[ticker["id"]] = found[0]
            else:
                self.ambiguous.add(ticker["id"])
        self.same_symbol_only = sum(
            1 for ticker in tickers if ticker["id"] not in self.by_table and ticker["id"] not in self.by_name
            and any(coin["symbol"].lower() == ticker["symbol"].lower() for coin in coins))

    def slug_of(self, ticker_id):
        """Our id of a ticker: CoinGecko's where it is one of its coins, or the table names it; else its own."""
        return self.by_table.get(ticker_id) or self.by_name.get(ticker_id) or self.table.get(ticker_id) or ticker_id


def key_of(row):
    return row["symbol"].lower(), normalised(row["name"])

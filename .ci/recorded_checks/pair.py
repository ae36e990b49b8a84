"""CoinPaprika's 3,795 tickers and CoinGecko's 250 coins together, in either order of arrival; then restarts on the same database."""
import re
from collections import Counter
from datetime import datetime, timedelta, timezone
from decimal import Decimal

from . import listing, market, truth
from .processes import Service, Stub, coingecko, coinpaprika, free_port

SMALLEST = ("tiktok-tiktok-coin", "0.00000000000000000384")
AFTER_RESTART = {"missing": "reasons of what is missing", "as_of": "as_of", "received_at": "received_at"}  # The rest is figures.
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
SLOWLY = 5  # Seconds that the later source's answer is kept back.


def run_paprika_first(tally, dll, connection, folder):
    """Here 5 minutes make a figure stale, so that of some assets one source is fresh and the other not, or neither is."""
    Check(tally, "coinpaprika", timedelta(minutes=5)).run(dll, connection, folder, restarts=False)


def run_coingecko_first(tally, dll, connection, folder):
    """Here all figures are fresh, and the service is restarted afterwards."""
    Check(tally, "coingecko", timedelta(hours=1)).run(dll, connection, folder, restarts=True)


class Check:
    def __init__(self, tally, first, stale_after):
        self.tally, self.first, self.stale_after = tally, first, stale_after
        self.coins = truth.recorded("coingecko", truth.COINGECKO_COINS)
        self.tickers = truth.recorded("coinpaprika", truth.COINPAPRIKA_TICKERS)
        self.pairs = truth.Pairs(self.coins, self.tickers)
        self.coin_ids = {coin["id"] for coin in self.coins}

    def run(self, dll, connection, folder, restarts):
        settings = {"Markets__StaleAfter": clock(self.stale_after)}
        with Stub("--now") as stub:
            stub.fault("/v1/tickers" if self.first == "coingecko" else "/coins/markets", "slow", 1, SLOWLY)
            with Service(dll, connection, folder, **coingecko(stub.port), **coinpaprika(stub.port), **settings) as service:
                service.wait_ready()
                service.wait_polled("coingecko")
                service.wait_polled("coinpaprika")
                api = service.api
                finished = {name: truth.instant(service.source(name)["last_run"]["finished_at"]) for name in truth.PREFERRED}
                self.tally.same("the order of arrival", "first", self.first, min(finished, key=finished.get))
                details = self.check(api)
                before = self.everything(api)
                api.check_exponents(self.tally)
        if restarts:
            self.check_restart(dll, connection, folder, settings, before, details)
            self.check_staleness(dll, connection, folder, details)

    def check(self, api):
        """Compares identities and figures; returns every asset in detail."""
        tally, pairs = self.tally, self.pairs
        listed = {row["id"]: row for row in listing.rows(api)}
        slugs = self.coin_ids | {pairs.slug_of(ticker["id"]) for ticker in self.tickers}
        tally.same("the assets are the recorded ones, merged", "missing", [], sorted(slugs - set(listed)))
        tally.same("the assets are the recorded ones, merged", "unexpected", [], sorted(set(listed) - slugs))
        details = {slug: api.data(f"/v1/assets/{slug}") for slug in sorted(listed)}
        self.check_identities(api, details)
        self.check_quarantine(api)
        self.check_figures(api, details)
        self.check_smallest(api)
        return details

    def check_identities(self, api, details):
        tally, pairs, first = self.tally, self.pairs, self.first
        raw = {("coingecko", coin["id"]): coin for coin in self.coins}
        raw.update({("coinpaprika", ticker["id"]): ticker for ticker in self.tickers})
        held, matches = {}, Counter()
        for slug, detail in details.items():
            ids = {entry["source"]: entry for entry in detail["provider_ids"]}
            tally.same("an asset has one id at a source", slug, len(ids), len(detail["provider_ids"]))
            for source, entry in ids.items():
                held[source, entry["id"]] = slug
                matches[source, entry["matched_by"]] += 1
            if len(ids) == 2:
                coin, ticker = (raw[source, ids[source]["id"]] for source in truth.PREFERRED)
                tally.holds("none is merged by symbol alone", pairs.table.get(ticker["id"]) == coin["id"] or truth.key_of(coin) == truth.key_of(ticker),
                            lambda: f"{slug}: {coin['symbol']} {coin['name']}, {ticker['symbol']} {ticker['name']}")
                later = ids["coinpaprika" if first == "coingecko" else "coingecko"]
                if later["matched_by"] == "symbol_and_name":
                    tally.same("matched by symbol and name: they are equal", slug, truth.key_of(coin), truth.key_of(ticker))
        for coin in self.coins:
            tally.same("every coin is represented under its own id", coin["id"], coin["id"], held.get(("coingecko", coin["id"])))
        refused_whole = {item["source_id"] for item in listing.quarantine(api, "&source=coinpaprika") if item["field"] == "quote"}
        for ticker in self.tickers:
            slug = held.get(("coinpaprika", ticker["id"]))
            tally.holds("every ticker is represented or in quarantine", slug is not None or ticker["id"] in refused_whole, lambda: ticker["id"])
            tally.same("every ticker is the asset that table, or symbol and name, say", ticker["id"], pairs.slug_of(ticker["id"]), slug)
            entry = next((entry for entry in details.get(slug, {"provider_ids": []})["provider_ids"] if entry["source"] == "coinpaprika"), None)
            by_table = ticker["id"] in pairs.table and pairs.slug_of(ticker["id"]) == pairs.table[ticker["id"]]
            by_name = ticker["id"] in pairs.by_name and first == "coingecko"
            tally.same("matched_by of the tickers", ticker["id"], "table" if by_table else "symbol_and_name" if by_name else "own", entry and entry["matched_by"])
        named = set(pairs.by_name.values()) if first == "coinpaprika" else set()
        for coin in self.coins:
            entry = next(entry for entry in details[coin["id"]]["provider_ids"] if entry["source"] == "coingecko")
            tally.same("matched_by of the coins", coin["id"], "symbol_and_name" if coin["id"] in named else "own", entry["matched_by"])
            got = details[coin["id"]]
            tally.same("symbol, name and logo are CoinGecko's", coin["id"], (coin["symbol"].lower(), coin["name"], coin["image"]), (got["symbol"], got["name"], got["image_url"]))
        collisions = {(entry["source"], entry["source_id"]) for entry in api.data("/v1/identity/collisions")}
        tally.same("collisions are exactly the ambiguous ones", "ids", sorted(("coinpaprika", ticker) for ticker in pairs.ambiguous), sorted(collisions))
        tally.notes.append(
            f"merged: {len(pairs.by_table)} by table, {len(pairs.by_name)} by symbol and name; {pairs.same_symbol_only} tickers share only a symbol "
            f"with a coin and stay apart; {len(pairs.ambiguous)} ambiguous; matched_by: {dict(sorted(matches.items()))}")

    def quotes(self, detail):
        """The recorded quotes of an asset, with the times that the stub gave them."""
        served = {quote["source"]: truth.instant(quote["as_of"]) for quote in detail["quotes"]}
        ids = {entry["source"]: entry["id"] for entry in detail["provider_ids"]}
        return [truth.Quote(source, self.raw[source, ids[source]]).served(served[source]) for source in truth.PREFERRED if source in ids and source in served]

    @property
    def raw(self):
        if not hasattr(self, "_raw"):
            self._raw = {("coingecko", coin["id"]): coin for coin in self.coins}
            self._raw.update({("coinpaprika", ticker["id"]): ticker for ticker in self.tickers})
        return self._raw

    def check_quarantine(self, api):
        every = [truth.Quote(source, row) for (source, _), row in self.raw.items()]
        refused = truth.refusals(every)
        market.compare_quarantine(self.tally, refused, listing.quarantine(api))
        self.tally.notes.append(f"refused by the gate: {len(refused)} bounds of supplies of {len({key[:2] for key in refused})} quotes")

    def expected(self, details, now_of):
        return {slug: truth.Row(self.quotes(detail), now_of(slug), self.stale_after) for slug, detail in details.items()}

    def check_figures(self, api, details):
        """Compares every row of the list, by the time of the snapshot that its page is of; then sums, sorts and some filters."""
        tally = self.tally
        kinds = Counter()
        for slug, detail in details.items():
            for quote, stated in zip(self.quotes(detail), detail["quotes"]):
                tally.same("what each source says stands beside", f"{slug} {quote.source}",
                           (quote.source, quote.figures["price"], quote.figures["market_cap"], quote.figures["volume_24h"]),
                           (stated["source"], stated["price"], stated["market_cap"], stated["volume_24h"]))
        for page in listing.pages(api, "", 500):
            now = truth.snapshot_time(page.json["meta"])
            for got in page.json["data"]:
                quotes = self.quotes(details[got["id"]])
                row = truth.Row(quotes, now, self.stale_after)
                row.compare(tally, got)
                if len(quotes) == 2:
                    fresh = [quote for quote in quotes if now - quote.as_of <= self.stale_after]
                    kinds["the median of both" if len(row.used) == 2 else "the preferred: they contradict each other" if len(fresh) == 2
                          else f"the only fresh one ({row.sources[0]})" if fresh else f"the newer of two stale ones ({row.sources[0]})"] += 1
                elif quotes[0].source == "coinpaprika":
                    kinds["CoinPaprika alone"] += 1
                else:
                    kinds["CoinGecko alone"] += 1
        tally.notes.append(f"figures taken from: {dict(sorted(kinds.items()))}")
        now = truth.snapshot_time(api.get("/v1/global").json["meta"])
        expected = self.expected(details, lambda _: now)
        answer = api.data("/v1/global")
        tally.holds("total market cap and volume", truth.is_figure(truth.total(row.figures["market_cap"] for row in expected.values()), answer["market_cap"])
                    or abs(truth.total(row.figures["market_cap"] for row in expected.values()) / answer["market_cap"] - 1) < Decimal("1e-24"), lambda: str(answer["market_cap"]))
        tally.holds("total market cap and volume", abs(truth.total(row.figures["volume_24h"] for row in expected.values()) / answer["volume_24h"] - 1) < Decimal("1e-24"), lambda: str(answer["volume_24h"]))
        counts = Counter(row.tier for row in expected.values())
        tally.same("count_by_tier", "counts", {tier: counts[tier] for tier in ("large", "mid", "small")}, {tier: int(count) for tier, count in answer["count_by_tier"].items()})
        listing.check_sorts(tally, api, expected, (500,))
        listing.check_sorts(tally, api, expected, (7,), fields=("market_cap",))

    def check_smallest(self, api):
        ticker, text = SMALLEST
        answer = api.get(f"/v1/assets/{ticker}?source=coinpaprika")
        self.tally.holds("the smallest price, 3.84e-18, is written without an exponent", f'"price":{text},' in answer.text, lambda: answer.text[:300])
        page = api.get("/v1/assets?sort=price&direction=asc&limit=1")
        self.tally.holds("the smallest price, 3.84e-18, is written without an exponent", f'"price":{text},' in page.text, lambda: page.text[:300])

    def everything(self, api):
        """All that is served, but for the version of the snapshot."""
        return {
            "rows": {row["id"]: row for row in listing.rows(api)}, "global": api.data("/v1/global"), "tiers": api.data("/v1/tiers"),
            "categories": api.data("/v1/categories"), "collisions": api.data("/v1/identity/collisions"), "currencies": api.data("/v1/currencies"),
            "quarantine": listing.quarantine(api)}

    def check_restart(self, dll, connection, folder, settings, before, details):
        """On the same database with the providers away: at once the same answers."""
        tally, closed = self.tally, free_port()
        with Service(dll, connection, folder, **coingecko(closed), **coinpaprika(closed), **settings) as service:
            first = service.wait_until("the first answer of /v1/assets", lambda api: api.get("/v1/assets?limit=1", expect=None))
            tally.same("the first answer after a restart", "status", 200, first.status)
            after = self.everything(service.api)
            for slug in sorted(set(before["rows"]) | set(after["rows"])):
                old, new = before["rows"].get(slug, {}), after["rows"].get(slug, {})
                for name in old.keys() | new.keys():
                    tally.same("after a restart the same " + AFTER_RESTART.get(name, "figures"), f"{slug} {name}", stored(old.get(name)), stored(new.get(name)))
            for name in before:
                if name != "rows":
                    tally.same(f"after a restart the same {name}", name, stored(before[name]), stored(after[name]))
            for slug, detail in details.items():
                if len(detail["provider_ids"]) == 2 or detail["refused"]:
                    new = service.api.data(f"/v1/assets/{slug}")
                    for name in ("first_seen", "contracts", "provider_ids", "quotes", "refused"):
                        tally.same("after a restart the same details: " + name, slug, stored(detail[name]), stored(new[name]))
            for name in truth.PREFERRED:
                run = service.wait_polled(name, "failed")["last_run"]
                tally.same("GET /v1/sources tells that the providers are away", name, "unreachable", run["error_code"])
            tally.same("with the providers away /health/ready is 200", "status", 200, service.api.get("/health/ready", expect=None).status)
            tally.same("with the providers away the figures stay", "rows", after["rows"], {row["id"]: row for row in listing.rows(service.api)})
            service.api.check_exponents(tally)

    def check_staleness(self, dll, connection, folder, details):
        """With a limit that the newest figure passes while we look: fresh at first, then stale, asset by asset as their times say."""
        tally, closed = self.tally, free_port()
        newest = max(truth.instant(quote["as_of"]) for detail in details.values() for quote in detail["quotes"])
        self.stale_after = timedelta(seconds=int((datetime.now(timezone.utc) - newest).total_seconds()) + 30)
        settings = {"Markets__StaleAfter": clock(self.stale_after)}
        with Service(dll, connection, folder, **coingecko(closed), **coinpaprika(closed), **settings) as service:
            service.wait_ready()
            self.check_stale_flags(service.api, details, "before")
            tally.same("stale before the age passes", "meta", False, service.api.get("/v1/global").json["meta"]["stale"])
            past = newest + self.stale_after

            def told(api):
                answer = api.get("/v1/global")
                return answer if answer.json["meta"]["stale"] else None
            answer = service.wait_until("meta.stale", told, 90)
            late = (datetime.now(timezone.utc) - past).total_seconds()
            tally.holds("stale is told within 5 s (and 2 s of grace) of the age", 0 <= late <= 7, f"after {late:.1f} s")
            tally.same("all are counted stale", "stale_count", len(details), int(answer.json["data"]["stale_count"]))
            tally.same("/health/ready is 200 with stale data, and says so", "answer", (200, True),
                       (service.api.get("/health/ready").status, service.api.get("/health/ready").json["stale"]))
            self.check_stale_flags(service.api, details, "after")

    def check_stale_flags(self, api, details, when):
        for page in listing.pages(api, "", 500):
            now = truth.snapshot_time(page.json["meta"])
            for got in page.json["data"]:
                row = truth.Row(self.quotes(details[got["id"]]), now, self.stale_after)
                where = f"{got['id']} {when}"
                self.tally.same("stale asset by asset, as the times say", where, row.stale, got["stale"])
                self.tally.same("sources under a small limit", where, row.sources, got["sources"])
                for name in truth.AMOUNTS:
                    self.tally.holds("figures under a small limit", row.is_amount(name, got, polled=False), lambda: f"{where} {name}: expected {row.figures[name]}, got {got[name]}")


def stored(value):
    """An answer's value with its times in microseconds, which is what the databases keep of them."""
    if isinstance(value, dict):
        return {name: stored(item) for name, item in value.items()}
    if isinstance(value, list):
        return [stored(item) for item in value]
    return truth.instant(value) if isinstance(value, str) and TIME.fullmatch(value) else value


def clock(span):
    seconds = int(span.total_seconds())
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"

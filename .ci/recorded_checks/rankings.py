"""Rankings of the recorded 250 coins: gainers, losers, undervalued and one by five factors, against rankings computed here."""
import json
from collections import defaultdict

from . import listing, truth
from .market import STALE_AFTER
from .processes import Service, Stub, coingecko

FLOOR = 50_000
MIN_PEERS = 5
CUSTOM = {
    "factors": [
        {"factor": "return_7d", "weight": 3}, {"factor": "return_24h", "weight": 1, "direction": "low"}, {"factor": "turnover", "weight": 2},
        {"factor": "fdv_to_market_cap", "weight": 1.5, "direction": "low"}, {"factor": "ath_distance", "weight": 0.5}],
    "filter": {"min_market_cap": 500_000_000}, "winsorise": 0.05, "missing": "neutral", "neutralise_within": ["tier"], "limit": 500}


def run(tally, dll, connection, folder):
    coins = truth.recorded("coingecko", truth.COINGECKO_COINS)
    with Stub("--now") as stub, Service(dll, connection, folder, **coingecko(stub.port)) as service:
        service.wait_ready()
        service.wait_polled("coingecko")
        api = service.api
        version = api.get("/v1/global").json["meta"]["snapshot"]
        service.wait_until("rankings of the snapshot", lambda api: api.get("/v1/rankings/gainers", expect=None).status == 200 and int(api.get("/v1/rankings/gainers").json["meta"]["snapshot"]) >= int(version))
        page = api.get("/v1/assets?limit=500").json
        now, served = truth.snapshot_time(page["meta"]), {row["id"]: row for row in page["data"]}
        rows = {coin["id"]: truth.Row([truth.Quote("coingecko", coin).served(truth.instant(served[coin["id"]]["as_of"]))], now, STALE_AFTER) for coin in coins}
        fresh = {slug: row for slug, row in rows.items() if not row.stale}
        liquid = {slug: row for slug, row in fresh.items() if (row.figures["volume_24h"] or 0) >= FLOOR}
        for window in ("1h", "24h", "7d", "30d"):
            for name, sign in (("gainers", 1), ("losers", -1)):
                scores = {slug: sign * row.changes[window] for slug, row in liquid.items() if row.changes[window] is not None}
                compare(tally, name, window, scores, api.get(f"/v1/rankings/{name}?window={window}&limit=500").json)
        check_undervalued(tally, api, liquid)
        check_custom(tally, api, fresh)
        api.check_exponents(tally)


def check_undervalued(tally, api, rows):
    """No value locked and no fees are recorded for these coins here: unknown of all, they count as the middle of nothing known."""
    peers = peer_categories(api)
    factors = [(0.3, -1, lambda row: None), (0.2, -1, lambda row: None), (0.15, 1, turnover), (0.15, 1, floating), (0.2, -1, overhang)]
    groups = [lambda slug: rows[slug].tier, peers.get]
    compare(tally, "undervalued", "", score(rows, factors, groups, 0.01, "worst"), api.get("/v1/rankings/undervalued?limit=500").json)


def check_custom(tally, api, rows):
    universe = {slug: row for slug, row in rows.items() if (row.figures["market_cap"] or 0) >= 500_000_000}
    factors = [
        (3, 1, lambda row: row.changes["7d"]), (1, -1, lambda row: row.changes["24h"]), (2, 1, turnover), (1.5, -1, overhang),
        (0.5, 1, lambda row: ratio(row.figures["price"], row.figures["ath"]) and (ratio(row.figures["price"], row.figures["ath"]) - 1) * 100)]
    scores = score(universe, factors, [lambda slug: rows[slug].tier], 0.05, "neutral")
    compare(tally, "five factors", "", scores, api.get("/v1/rankings", method="POST", body=json.dumps(CUSTOM), headers={"Content-Type": "application/json"}).json)


def score(rows, factors, groups, winsorise, missing):
    totals, weights = defaultdict(float), sum(weight for weight, _, _ in factors)
    for weight, sign, value_of in factors:
        values = {slug: None if value_of(row) is None else sign * value_of(row) for slug, row in rows.items()}
        for group_of in groups:
            members = defaultdict(list)
            for slug in rows:
                members[group_of(slug)].append(slug)
            for slugs in members.values():
                for slug, percentile in percentiles({slug: values[slug] for slug in slugs}, winsorise, missing).items():
                    totals[slug] += percentile / len(groups) * weight / weights
    return dict(totals)


def percentiles(values, winsorise, missing):
    known = sorted(value for value in values.values() if value is not None)
    if not known:
        return dict.fromkeys(values, 0.5)
    low, high = quantile(known, winsorise), quantile(known, 1 - winsorise)
    pulled = {slug: None if value is None else min(max(value, low), high) for slug, value in values.items()}
    known = [value for value in pulled.values() if value is not None]

    def percentile(value):
        return 0.5 if len(known) == 1 else (sum(other < value for other in known) + (sum(other == value for other in known) - 1) / 2) / (len(known) - 1)

    found = {slug: percentile(value) for slug, value in pulled.items() if value is not None}
    unknown = 0.5 if missing == "neutral" else min(found.values())
    return {slug: found.get(slug, unknown) for slug in values}


def quantile(ordered, share):
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def peer_categories(api):
    """Of an asset's categories with enough members the one with the fewest, the first by id among equals."""
    peers = {}
    categories = [(category["id"], api.data(f"/v1/categories/{category['id']}")["members"]) for category in api.data("/v1/categories")]
    for category, members in sorted(categories, key=lambda entry: (len(entry[1]), entry[0])):
        if len(members) >= MIN_PEERS:
            for slug in members:
                peers.setdefault(slug, category)
    return peers


def ratio(dividend, divisor):
    return None if dividend is None or not divisor else float(dividend) / float(divisor)


def turnover(row):
    return ratio(row.figures["volume_24h"], row.figures["market_cap"])


def overhang(row):
    return ratio(row.figures["fully_diluted_valuation"], row.figures["market_cap"])


def floating(row):
    maximum = row.figures["max_supply"]
    return ratio(row.figures["circulating_supply"], row.figures["total_supply"] if maximum is None else maximum)


def compare(tally, name, where, expected, answer):
    """Compares scores, and the order of all whose scores differ by more than rounding."""
    got = {item["id"]: float(item["score"]) for item in answer["data"]}
    tally.same(f"{name}: the assets", where, sorted(expected), sorted(got))
    for slug in expected.keys() & got.keys():
        tally.holds(f"{name}: scores", truth.is_near(expected[slug], got[slug], 1e-9), lambda: f"{where} {slug}: expected {expected[slug]}, got {got[slug]}")
    order = sorted(expected, key=lambda slug: (-round(expected[slug], 9), slug))
    listing.same_list(tally, f"{name}: the order", where, order, sorted(got, key=lambda slug: (-round(got[slug], 9), slug)))
    ranked = [float(item["score"]) for item in answer["data"]]
    tally.holds(f"{name}: best first", all(left >= right for left, right in zip(ranked, ranked[1:])), lambda: where)
    tally.notes.append(f"{name} {where}: {len(expected)} assets, {order[:3]} first")

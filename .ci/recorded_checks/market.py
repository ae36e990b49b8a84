"""CoinGecko's 250 coins: every figure, the sums over them, every sort, page and filter."""
from datetime import timedelta
from decimal import Decimal

from . import facade, listing, truth
from .processes import Service, Stub, coingecko

STALE_AFTER = timedelta(minutes=15)


def run(tally, dll, connection, folder):
    coins = truth.recorded("coingecko", truth.COINGECKO_COINS)
    with Stub("--now") as stub, Service(dll, connection, folder, **coingecko(stub.port)) as service:
        service.wait_ready()
        service.wait_polled("coingecko")
        api = service.api
        expected = check_rows(tally, api, coins)
        check_quarantine(tally, api, expected)
        check_sums(tally, api, expected)
        members = check_categories(tally, api, expected)
        listing.check_sorts(tally, api, expected, (7, 500))
        listing.check_filters(tally, api, expected, members)
        facade.check_rows(tally, api, {coin["id"]: coin for coin in coins}, expected)
        facade.check_orders(tally, api, expected)
        facade.check_shapes(tally, api)
        api.check_exponents(tally)


def check_rows(tally, api, coins):
    """Compares all rows, and returns what they must be."""
    page = api.get("/v1/assets?limit=500").json
    got = {row["id"]: row for row in page["data"]}
    now = truth.snapshot_time(page["meta"])
    tally.same("the coins are the recorded ones", "ids", sorted(coin["id"] for coin in coins), sorted(got))
    newest = max(truth.instant(coin["last_updated"]) for coin in coins)
    newest_served = max(truth.instant(row["as_of"]) for row in got.values())
    expected = {}
    for coin in coins:
        row = got[coin["id"]]
        quote = truth.Quote("coingecko", coin)
        as_of = truth.instant(row["as_of"])
        # The stub moves all times by one span, and writes milliseconds.
        moved = abs((newest_served - as_of) - (newest - quote.last_updated))
        tally.holds("as_of is the recorded time, moved", moved <= timedelta(milliseconds=1), lambda: f"{coin['id']}: off by {moved}")
        expected[coin["id"]] = truth.Row([quote.served(as_of)], now, STALE_AFTER)
        expected[coin["id"]].compare(tally, row)
        tally.same("symbol, name and logo", coin["id"], (coin["symbol"].lower(), coin["name"], coin["image"]), (row["symbol"], row["name"], row["image_url"]))
    for place, slug in enumerate(truth.in_order(expected, "market_cap", True), 1):
        tally.same("rank", slug, place if expected[slug].figures["market_cap"] is not None else None, got[slug]["rank"] and int(got[slug]["rank"]))
    for row in api.get("/v1/assets?limit=500&numbers=string").json["data"]:
        same = got[row["id"]]
        for name in truth.AMOUNTS:
            tally.same("numbers=string says the same", f"{row['id']} {name}", same[name], None if row[name] is None else Decimal(row[name]))
            tally.holds("numbers=string has no exponent", row[name] is None or "e" not in row[name].lower(), lambda: f"{row['id']} {name}: {row[name]}")
    return expected


def check_quarantine(tally, api, expected):
    refused = truth.refusals(quote for row in expected.values() for quote in row.used)
    tally.notes.append("refused by the gate, by what is recorded: " + ", ".join(f"{id} {field} {value}" for (_, id, field), value in refused.items()))
    compare_quarantine(tally, refused, listing.quarantine(api))


def compare_quarantine(tally, refused, items):
    """Only bounds of supplies are refused, and all that break the rule are."""
    got = {(item["source"], item["source_id"], item["field"]): item for item in items}
    tally.same("quarantine lists exactly what breaks the rule", "items", sorted(refused), sorted(got))
    for key, value in refused.items():
        item = got.get(key)
        if item:
            tally.same("quarantine tells rule, value and reason", key, ("supply_order", value, True), (item["rule"], Decimal(item["value"]), len(item["reason"]) > 20))


def check_sums(tally, api, expected):
    every = list(expected.values())
    market_cap = truth.total(row.figures["market_cap"] for row in every)
    answer = api.data("/v1/global")
    counts = {tier: sum(1 for row in every if row.tier == tier) for tier in ("large", "mid", "small")}
    name = "totals of the market"
    tally.same(name, "market_cap", market_cap, answer["market_cap"])
    tally.same(name, "volume_24h", truth.total(row.figures["volume_24h"] for row in every), answer["volume_24h"])
    tally.same(name, "asset_count", len(every), int(answer["asset_count"]))
    tally.same(name, "priced_count", len(every), int(answer["priced_count"]))
    tally.same(name, "stale_count", 0, int(answer["stale_count"]))
    tally.same(name, "market_cap_count", sum(1 for row in every if row.figures["market_cap"] is not None), int(answer["market_cap_count"]))
    tally.same(name, "count_by_tier", counts, {tier: int(count) for tier, count in answer["count_by_tier"].items()})
    near(tally, name, "market_cap_change_percentage_24h", truth.weighted_change(every), answer["market_cap_change_percentage_24h"])
    for slug, share in answer["dominance_by_asset"].items():
        near(tally, name, f"dominance of {slug}", float(expected[slug].figures["market_cap"]) / float(market_cap) * 100, share)
    tally.same(name, "the ten of dominance_by_asset", truth.in_order(expected, "market_cap", True)[:10], list(answer["dominance_by_asset"]))
    for tier in api.data("/v1/tiers"):
        rows = {slug: row for slug, row in expected.items() if row.tier == tier["tier"]}
        where = tier["tier"]
        cap = truth.total(row.figures["market_cap"] for row in rows.values())
        tally.same("sums of the tiers", f"{where} count", counts[where], int(tier["count"]))
        tally.same("sums of the tiers", f"{where} market_cap", cap, tier["market_cap"])
        tally.same("sums of the tiers", f"{where} volume_24h", truth.total(row.figures["volume_24h"] for row in rows.values()), tier["volume_24h"])
        tally.same("sums of the tiers", f"{where} top_members", truth.in_order(rows, "market_cap", True)[:10], tier["top_members"])
        near(tally, "sums of the tiers", f"{where} dominance", float(cap) / float(market_cap) * 100, tier["dominance_percentage"])
        near(tally, "sums of the tiers", f"{where} change", truth.weighted_change(rows.values()), tier["market_cap_change_percentage_24h"])
    tally.notes.append(f"tiers: {counts}; market cap {market_cap}")


def check_categories(tally, api, expected):
    """Compares memberships and sums, and returns the members of each category by the seed table."""
    members = {category["id"]: set() for category in truth.seed("categories.json")}
    for asset in truth.seed("assets.json"):
        if asset["id"] in expected:
            for category in asset["categories"]:
                members[category].add(asset["id"])
    providers = provider_figures()
    for category in providers:
        members.setdefault(category, set())
    listed = {category["id"]: category for category in api.data("/v1/categories")}
    tally.same("the categories are the seed's and the provider's", "ids", sorted(members), sorted(listed))
    for category, slugs in members.items():
        detail = api.data(f"/v1/categories/{category}")
        rows = {slug: expected[slug] for slug in slugs}
        order = truth.in_order(rows, "market_cap", True)
        listing.same_list(tally, "members of the categories are the seed's", category, order, detail["members"])
        for where, answer in ((category, detail), (f"{category} in the list", listed[category])):
            name = "sums of the categories"
            given = [expected[slug] for slug in detail["members"] if slug in expected]
            tally.same(name, f"{where} market_cap", truth.total(row.figures["market_cap"] for row in given), answer["market_cap"])
            tally.same(name, f"{where} volume_24h", truth.total(row.figures["volume_24h"] for row in given), answer["volume_24h"])
            tally.same(name, f"{where} member_count", len(given), int(answer["member_count"]))
            tally.same(name, f"{where} members_with_market_cap", sum(1 for row in given if row.figures["market_cap"] is not None), int(answer["members_with_market_cap"]))
            tally.same(name, f"{where} top_members", order[:3], answer["top_members"])
            near(tally, name, f"{where} change", truth.weighted_change(given), answer["market_cap_change_percentage_24h"])
        provider, stated = providers.get(category), detail["provider"]
        got = None if stated is None else (stated["source"], stated["market_cap"], truth.number(stated["market_cap_change_percentage_24h"]), stated["volume_24h"])
        tally.same("the provider's own figures of the categories", category, provider, got)
    tally.notes.append(f"{sum(1 for slugs in members.values() if slugs)} of {len(members)} categories have members, {sum(map(len, members.values()))} memberships")
    return members


def provider_figures():
    """What CoinGecko says of its categories, under our names for them; of several that we have one name for, the first."""
    ours = {alias.lower(): category["id"] for category in truth.seed("categories.json") for alias in category["aliases"].get("coingecko", [])}
    figures = {}
    for category in truth.recorded("coingecko", "cg_categories_2021-05-16.json"):
        figures.setdefault(
            ours.get(category["id"].lower(), category["id"]),
            ("coingecko", category["market_cap"], truth.number(category["market_cap_change_24h"]), category["volume_24h"]))
    return figures


def near(tally, name, where, expected, got):
    tally.holds(name, truth.is_near(expected, got, 1e-9), lambda: f"{where}: expected {expected}, got {got}")

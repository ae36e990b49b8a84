"""The same data in CoinGecko's shapes: the recorded rows come out of /api/v3 as they went in, over all pages and orders."""
from decimal import Decimal

from . import truth
from .listing import same_list

ORDERS = {"market_cap_desc": ("market_cap", True), "market_cap_asc": ("market_cap", False), "volume_desc": ("volume_24h", True), "volume_asc": ("volume_24h", False)}
FIGURES = {
    "current_price": "price", "market_cap": "market_cap", "fully_diluted_valuation": "fully_diluted_valuation", "total_volume": "volume_24h",
    "high_24h": "high_24h", "low_24h": "low_24h", "circulating_supply": "circulating_supply", "total_supply": "total_supply", "max_supply": "max_supply",
    "ath": "ath", "atl": "atl"}


def pages(api, query, size):
    """The rows of all pages; the heads must tell how many there are."""
    rows, number = [], 1
    while True:
        answer = api.get(f"/api/v3/coins/markets?vs_currency=usd&per_page={size}&page={number}{query}")
        rows += answer.json
        total, link = int(answer.headers["total"]), answer.headers["Link"] or ""
        if ('rel="next"' in link) != (number * size < total):
            raise AssertionError(f"page {number} of {total} coins, {size} a page, has the links {link}")
        if number * size >= total:
            return rows
        number += 1


def check_rows(tally, api, coins, expected):
    """Compares every field of every row; `coins` has the recorded rows by id, `expected` what the service must hold of them."""
    windows = ",".join(truth.CHANGES)
    rows = pages(api, f"&price_change_percentage={windows}&precision=full", 250)
    by_cap = truth.in_order(expected, "market_cap", True)
    same_list(tally, "/api/v3: rows are all coins", "markets", by_cap, [row["id"] for row in rows])
    plain = {row["id"]: row for row in pages(api, "", 250)}
    for rank, row in enumerate(rows, 1):
        slug = row["id"]
        coin, must = coins[slug], expected[slug]
        fields = dict.fromkeys(coin)  # In the order recorded, without the windows, which stand last.
        told = [name for name in fields if not name.endswith("_in_currency") and name != "sparkline_in_7d"]
        tally.same("/api/v3: fields in the provider's order", slug, told, [name for name in row if not name.endswith("_in_currency")])
        for name in told:
            tally.holds(f"/api/v3: {name}", is_same(name, coin, must, row[name], rank), lambda: f"{slug}: recorded {coin[name]}, got {row[name]}")
        for window in truth.CHANGES:
            got = row[f"price_change_percentage_{window}_in_currency"]
            tally.same("/api/v3: windows that are asked for", f"{slug} {window}", must.changes[window], truth.number(got))
        tally.same("/api/v3: the encoded row is the row", slug, {name: row[name] for name in told}, plain[slug])


def is_same(name, coin, must, got, rank):
    if name in FIGURES:
        return truth.is_figure(must.figures[FIGURES[name]], got)
    if name in ("ath_change_percentage", "atl_change_percentage"):
        bound = must.figures[name[:3]]
        if bound == truth.known(coin[name[:3]]):
            return truth.number(got) == truth.number(coin[name])
        return got is None if bound is None else abs(float(got) - (float(must.figures["price"]) / float(bound) - 1) * 100) <= 6e-6 * max(1, abs(float(got)) * 1e-9)
    if name == "price_change_percentage_24h":
        return got is None if must.changes["24h"] is None else abs(float(got) - must.changes["24h"]) <= 6e-6 and len(str(got).split(".")[-1]) <= 5
    if name in ("ath_date", "atl_date"):
        return truth.instant(got) == must.dates[name]
    if name == "last_updated":
        return truth.instant(got) == must.as_of.replace(microsecond=must.as_of.microsecond // 1000 * 1000)
    if name == "market_cap_rank":
        return (got is None) == (must.figures["market_cap"] is None) and got in (None, Decimal(rank))
    return got == (coin[name].lower() if name == "symbol" else coin[name])


def check_orders(tally, api, expected):
    orders = {order: truth.in_order(expected, field, descending) for order, (field, descending) in ORDERS.items()}
    orders["id_asc"], orders["id_desc"] = sorted(expected), sorted(expected, reverse=True)
    for order, ids in orders.items():
        for size in (7, 100, 250):
            same_list(tally, "/api/v3: orders, all pages", f"{order}, {size} a page", ids, [row["id"] for row in pages(api, f"&order={order}", size)])


def check_shapes(tally, api):
    """Keys and JSON types as recorded. Unknown is null; lists are compared by what their items have in common."""
    for path, file in (
            ("/coins/list", "cg_coins_list_2022-02-23.json"), ("/coins/categories", "cg_categories_2021-05-16.json"),
            ("/global", "cg_global_2022-04-06.json"), ("/exchange_rates", "cg_exchange_rates_2022-04-06.json")):
        got = api.get("/api/v3" + path).json
        tally.holds(f"/api/v3{path} has the recorded keys and types", not list(differences(truth.recorded("coingecko", file), got, path)),
                    lambda: "; ".join(differences(truth.recorded("coingecko", file), got, path)))


def differences(recorded, got, at):
    if got is None or recorded is None:
        return
    if type(recorded) is not type(got):
        yield f"{at} is {type(got).__name__}, recorded {type(recorded).__name__}"
    elif isinstance(recorded, list):
        for place, item in enumerate(got):
            yield from differences(recorded[0], item, f"{at}[{place}]")
    elif isinstance(recorded, dict) and at.endswith("market_cap_percentage"):
        for key, value in got.items():
            yield from differences(next(iter(recorded.values())), value, f"{at}.{key}")
    elif isinstance(recorded, dict):
        for key, value in recorded.items():
            if key not in got:
                yield f"{at} lacks {key}"
            else:
                yield from differences(value, got[key], f"{at}.{key}")

"""Reads whole lists of the API, and checks sorts, pages and filters of /v1/assets against an independent computation."""
from decimal import Decimal
from urllib.parse import quote

from . import truth

FIELDS = ("market_cap", "price", "fdv", "volume_24h", "mcap_fdv_ratio", *(f"price_change_percentage_{window}" for window in truth.CHANGES))
MONEY = FIELDS[:4]


def pages(api, query, limit):
    """Every page of a list of assets, by cursor."""
    path = f"/v1/assets?limit={limit}" + (f"&{query}" if query else "")
    found, cursor = [], None
    while True:
        answer = api.get(path + (f"&cursor={cursor}" if cursor else ""))
        found.append(answer)
        cursor = answer.json["next"]
        if (cursor is None) != (answer.headers["Link"] is None):
            raise AssertionError(f"{path}: next is {cursor}, Link is {answer.headers['Link']}")
        if cursor is None:
            return found
        if len(found) > 2000:
            raise AssertionError(f"{path} has no end")


def rows(api, query="", limit=500):
    return [row for page in pages(api, query, limit) for row in page.json["data"]]


def ids(api, query, limit=500):
    return [row["id"] for row in rows(api, query + "&fields=id", limit)]


def quarantine(api, query=""):
    found, cursor = [], None
    while True:
        answer = api.get(f"/v1/quarantine?limit=500{query}" + (f"&cursor={cursor}" if cursor else "")).json
        found += answer["data"]
        cursor = answer["next"]
        if cursor is None:
            return found


def same_list(tally, name, where, expected, got):
    """Compares two lists of ids, and tells the first place where they differ."""
    def what():
        at = next((place for place, (left, right) in enumerate(zip(expected, got)) if left != right), min(len(expected), len(got)))
        return f"{where}: {len(expected)} expected, {len(got)} got; from place {at}: expected {expected[at:at + 3]}, got {got[at:at + 3]}"
    tally.holds(name, expected == got, what)


def check_sorts(tally, api, expected, limits, fields=FIELDS):
    for field in fields:
        for descending in (True, False):
            order = truth.in_order(expected, field, descending)
            for limit in limits:
                where = f"sort={field}&direction={'desc' if descending else 'asc'}"
                same_list(tally, f"sorts, all pages by cursor (limit {' and '.join(map(str, limits))})", f"{where}&limit={limit}", order, ids(api, where, limit))


def check_filters(tally, api, expected, categories):
    """Bounds at, just beside and between values that occur; tiers; categories; and some of them together."""
    by_cap = truth.in_order(expected, "market_cap", True)

    def check(name, query, includes):
        same_list(tally, name, query, [slug for slug in by_cap if includes(slug, expected[slug])], ids(api, query))

    def within(row, field, low, high):
        value = row.key(field)
        return value is not None and (low is None or value >= low) and (high is None or value <= high)

    for field in FIELDS:
        values = sorted(value for value in (row.key(field) for row in expected.values()) if value is not None)
        for share in (0, 0.1, 0.5, 0.9, 1):
            value = values[int(share * (len(values) - 1))]
            if field == "mcap_fdv_ratio":
                value += 1e-9  # Beside, not at: the last digit of a quotient of doubles is nobody's promise.
            limits = [value]
            if field in MONEY:
                least = Decimal(1).scaleb(value.as_tuple().exponent - 1)
                limits += [value + least, value - least]
            for limit in limits:
                check("range filters", f"min_{field}={truth.plain(limit)}", lambda _, row: within(row, field, limit, None))
                check("range filters", f"max_{field}={truth.plain(limit)}", lambda _, row: within(row, field, None, limit))
        low, high = values[len(values) // 4], values[3 * len(values) // 4]
        check("range filters", f"min_{field}={truth.plain(low)}&max_{field}={truth.plain(high)}", lambda _, row: within(row, field, low, high))
    for tier in ("large", "mid", "small"):
        check("tier filters", f"tier={tier}", lambda _, row: row.tier == tier)
    for category, members in categories.items():
        check("category filters", f"category={quote(category)}", lambda slug, _: slug in members)
    for tier in ("large", "mid", "small"):
        for category in ("smart-contract-platform", "meme-token", "stablecoins"):
            check("filters together", f"tier={tier}&category={category}&min_price_change_percentage_24h=-1&max_price=1000",
                  lambda slug, row: row.tier == tier and slug in categories[category]
                  and within(row, "price_change_percentage_24h", -1.0, None) and within(row, "price", None, Decimal(1000)))

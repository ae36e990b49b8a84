"""Binance's recorded daily candles: fetched by a backfill, every one comes back digit for digit, no day that was not recorded, and their correlations."""
import json, math
from datetime import datetime, timedelta, timezone

from . import truth
from .processes import Service, Stub, coingecko, shared_folder, source, wait_for

FILES = {"bitcoin": "binance_klines_btcusdt_1d.json", "dogecoin": "binance_klines_dogeusdt_1d.json"}
PATH = "/v1/admin/backfills"


def run(tally, dll, connection, folder):
    recorded = {slug: rows(name) for slug, name in FILES.items()}
    with Stub("--now") as stub, Service(
            dll, connection, folder, **coingecko(stub.port),
            **source("Binance", f"http://127.0.0.1:{stub.port}/", "00:01:00")) as service:
        service.wait_ready()
        service.wait_polled("coingecko")
        api, headers = service.api, {"X-Api-Key": service.create_key("admin"), "Content-Type": "application/json"}
        body = json.dumps({"source": "binance", "interval": "1d", "assets": list(FILES)})
        tally.same("a caller without a key that may administer is refused", PATH, 403, api.get(PATH, "POST", expect=None, body=body, headers={"Content-Type": "application/json"}).status)
        made = api.get(PATH, "POST", expect=201, body=body, headers=headers)
        where = made.headers["Location"]
        job = wait_for("the end of the job", 60, lambda: ended(api.get(where, headers=headers).json))
        tally.same("the job succeeds", where, "succeeded", job["state"])
        tally.same("the job tells no error", where, [], job["errors"])
        tally.same("the job counts each recorded candle", where, sum(map(len, recorded.values())), int(job["progress"]["rows"]))
        for slug, expected in recorded.items():
            compare(tally, slug, expected, read(api, slug))
        again = api.get(PATH, "POST", expect=201, body=body, headers=headers).headers["Location"]
        tally.same("the same again succeeds", again, "succeeded", wait_for("the end of the job", 60, lambda: ended(api.get(again, headers=headers).json))["state"])
        for slug, expected in recorded.items():
            tally.same("the same again doubles nothing", slug, len(expected), len(read(api, slug)))
        check_correlations(tally, api, recorded)
        api.check_exponents(tally)
    tally.notes.append(", ".join(f"{slug}: {len(expected)} days from {expected[0][0]} to {expected[-1][0]}" for slug, expected in recorded.items()))


def rows(name):
    """The recorded rows: start of the day, then open, high, low, close and the volume in the quote currency as they are written."""
    with open(f"{shared_folder()}/data/binance/{name}") as file:
        return [(str(datetime.fromtimestamp(row[0] // 1000, timezone.utc).date()), *row[1:5], row[7]) for row in json.load(file)]


def ended(job):
    return job["state"] != "running" and job


def read(api, slug):
    """The provider's candles that the service has, page by page; that of today is our own."""
    start, found = "2010-01-01T00:00:00Z", []
    while start:
        page = api.get(f"/v1/assets/{slug}/candles?interval=1d&from={start}&limit=1000").json
        found += [candle for candle in page["data"] if candle["origin"] == "provider"]
        start = page["next"]
    return found


def compare(tally, slug, expected, found):
    tally.same("as many candles as were recorded", slug, len(expected), len(found))
    for row, candle in zip(expected, found):
        figures = tuple(format(candle[name], "f") for name in ("open", "high", "low", "close", "volume"))
        tally.same("each candle is the recorded one, digit for digit", f"{slug} {row[0]}", row, (candle["open_time"][:10], *figures))
        tally.same("each candle names its source, and is closed", f"{slug} {row[0]}", ("binance", True), (candle["source"], candle["closed"]))
    days = [datetime.fromisoformat(row[0]) for row in expected]
    missing = [str((day + timedelta(days=n)).date()) for day, after in zip(days, days[1:]) for n in range(1, (after - day).days)]
    served = {candle["open_time"][:10] for candle in found}
    tally.same("no day is invented", slug, [], [day for day in missing if day in served])


def check_correlations(tally, api, recorded):
    """Of the daily log returns within each window that ends with yesterday; what was recorded may end long before."""
    slugs = list(recorded)
    closes = {slug: {datetime.fromisoformat(row[0]).date(): float(row[4]) for row in rows} for slug, rows in recorded.items()}
    for window, length in (("90d", 90), ("180d", 180), ("1y", 365)):
        data = api.get(f"/v1/correlations?ids={','.join(slugs)}&window={window}").json["data"]
        today = datetime.fromisoformat(data["to"].replace("Z", "+00:00")).date()
        days = [today - timedelta(days=age) for age in range(1, length + 1)]
        returns = {slug: {day: math.log(known[day] / known[day - timedelta(days=1)]) for day in days if day in known and day - timedelta(days=1) in known} for slug, known in closes.items()}
        for i, left in enumerate(slugs):
            for j, right in enumerate(slugs):
                common = sorted(returns[left].keys() & returns[right].keys())
                where = f"{window} {left} {right}"
                tally.same("correlations: common days", where, len(common), int(data["days"][i][j]))
                expected, got = pearson([returns[left][day] for day in common], [returns[right][day] for day in common]), data["correlations"][i][j]
                tally.holds("correlations: figures", got is None if expected is None else got is not None and truth.is_near(expected, float(got), 1e-9), lambda: f"{where}: expected {expected}, got {got}")
                if i < j:
                    tally.notes.append(f"correlation {where}: {expected} over {len(common)} days")


def pearson(left, right):
    """Pearson's correlation; None below 20 pairs."""
    if len(left) < 20:
        return None
    means = sum(left) / len(left), sum(right) / len(right)
    covariance = sum((x - means[0]) * (y - means[1]) for x, y in zip(left, right))
    variances = sum((x - means[0]) ** 2 for x in left), sum((y - means[1]) ** 2 for y in right)
    return covariance / math.sqrt(variances[0] * variances[1])

"""Binance's recorded daily candles: fetched by a backfill, every one comes back digit for digit, and no day that was not recorded."""
import json
from datetime import datetime, timedelta, timezone

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

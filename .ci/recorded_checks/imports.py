"""Files of the past: bitcoin's daily prices since 2013, and Coin Metrics' table of dogecoin, imported and read back."""
import csv, os, subprocess
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

from .processes import Service, Stub, coingecko, shared_folder

PRICES, METRICS = "cg_export_btc_daily.csv", "coinmetrics_old_doge_2019.csv"
NAMES = {
    "txVolume(USD)": "transfer_volume_usd", "adjustedTxVolume(USD)": "transfer_volume_adjusted_usd", "txCount": "transaction_count",
    "marketcap(USD)": "market_cap_usd", "price(USD)": "price_usd", "exchangeVolume(USD)": "exchange_volume_usd",
    "realizedCap(USD)": "realized_cap_usd", "generatedCoins": "generated_coins", "fees": "fees", "activeAddresses": "active_addresses",
    "averageDifficulty": "average_difficulty", "paymentCount": "payment_count", "medianTxValue(USD)": "median_transaction_value_usd",
    "medianFee": "median_fee", "blockSize": "block_size", "blockCount": "block_count",
}


def run(tally, dll, connection, folder):
    import_file(tally, dll, connection, folder, "prices", "bitcoin", PRICES, "0 candles new or changed")
    import_file(tally, dll, connection, folder, "metrics", "dogecoin", METRICS, "0 values new or changed")
    with Stub("--now") as stub, Service(dll, connection, folder, **coingecko(stub.port)) as service:
        service.wait_ready()
        service.wait_polled("coingecko")
        check_prices(tally, service.api)
        check_metrics(tally, service.api)
        service.api.check_exponents(tally)


def recorded(name):
    with open(os.path.join(shared_folder(), "data", "other", name), newline="") as file:
        return list(csv.DictReader(file))


def import_file(tally, dll, connection, folder, kind, asset, name, unchanged):
    """A dry run, the import, and the import again."""
    environment = {key: value for key, value in os.environ.items() if "__" not in key}
    environment.update(Database__SqlitePath=os.path.join(folder, "market.db"), ConnectionStrings__Postgres=connection)
    path = os.path.join(shared_folder(), "data", "other", name)
    rows = len(recorded(name))

    def command(*more):
        return subprocess.run(
            ["dotnet", dll, "import", kind, "--asset", asset, "--file", path, "--source", "recorded", *more],
            cwd=os.path.dirname(dll), env=environment, capture_output=True, text=True, timeout=120)

    first = command()
    tally.same("a file is imported whole", name, (0, True), (first.returncode, f"{rows} rows read, {rows} good, 0 with refusals" in first.stdout))
    dry = command("--dry-run")
    tally.same("a dry run reads all and writes nothing", name, (0, True), (dry.returncode, f"{rows} good" in dry.stdout and "nothing written" in dry.stdout))
    again = command()
    tally.same("a second run changes nothing", name, (0, True), (again.returncode, unchanged in again.stdout))
    tally.notes.append(f"{name}: {first.stdout.strip() or first.stderr[-500:]}")


def check_prices(tally, api):
    points = [(instant(row["snapped_at"][:10]), Decimal(row["price"]), row) for row in recorded(PRICES)]
    days = {at: (price, row) for at, price, row in points}
    first, end = min(days), max(days) + timedelta(days=1)
    served = pages(api, f"/v1/assets/bitcoin/candles?interval=1d&limit=1000&to={text(end)}", first)
    tally.same("every day of the file has a candle, and no other", "bitcoin", sorted(days), [instant(row["open_time"]) for row in served])
    for row in served:
        price, source = days[instant(row["open_time"])]
        for field in ("open", "high", "low", "close"):
            tally.same("prices come back digit for digit", f"{row['open_time']} {field}", price, row[field])
        tally.same("market caps come back, 0 as unknown", row["open_time"], number(source["market_cap"]) or None, row["market_cap"])
        tally.same("volumes come back", row["open_time"], number(source["total_volume"]), row["volume_24h"])

    missing, gaps, day = [], [], first
    while day < end:
        missing += [day] if day not in days else []
        day += timedelta(days=1)
    for day in missing:
        if gaps and gaps[-1][1] == day:
            gaps[-1] = (gaps[-1][0], day + timedelta(days=1), gaps[-1][2] + 1)
        else:
            gaps.append((day, day + timedelta(days=1), 1))
    told = api.data(f"/v1/assets/bitcoin/gaps?interval=1d&limit=1000&from={text(first)}&to={text(end)}")
    tally.same("gaps are those of the file", "bitcoin", gaps, [(instant(gap["from"]), instant(gap["to"]), int(gap["missing"])) for gap in told])

    asset = api.data("/v1/assets/bitcoin")
    for field, best in (("ath", max(price for _, price, _ in points)), ("atl", min(price for _, price, _ in points))):
        at = min(at for at, price, _ in points if price == best)
        tally.same("the record is the file's, with its date", field, (best, at, "own_history"), (asset[field], instant(asset[f"{field}_date"]), asset[f"{field}_basis"]))
    tally.notes.append(f"bitcoin: {len(served)} candles, {len(missing)} days missing in {len(gaps)} gaps, record {asset['ath']} at {asset['ath_date']}")


def check_metrics(tally, api):
    rows = recorded(METRICS)
    listed = {metric["name"]: metric for metric in api.data("/v1/assets/dogecoin/metrics")}
    tally.same("every column is a metric", "dogecoin", sorted(NAMES.values()), sorted(name for name in listed if listed[name]["source"] == "recorded"))
    for column, name in NAMES.items():
        expected = [(instant(row["date"]), Decimal(row[column])) for row in rows if row[column]]
        served = [(instant(row["at"]), row["value"]) for row in pages(api, f"/v1/assets/dogecoin/metrics/{name}?limit=1000&to=2020-01-01", expected[0][0])]
        tally.same("every value of a column comes back exactly", column, expected, served)
        tally.same("the list counts them", column, len(expected), int(listed[name]["count"]))


def pages(api, path, start):
    found, following = [], text(start)
    while following:
        page = api.get(f"{path}&from={following}").json
        found += page["data"]
        following = page["next"]
    return found


def instant(value):
    return datetime.combine(date.fromisoformat(value[:10]), datetime.min.time(), timezone.utc) if len(value) == 10 or value[10:] == "T00:00:00Z" else datetime.fromisoformat(value.replace("Z", "+00:00"))


def text(at):
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def number(value):
    return Decimal(value) if value else None

"""Each of a day of CoinGecko's snapshots polled once: the candles are those that an independent fold of the recorded files gives."""
import os
from datetime import datetime, timedelta, timezone

from . import truth
from .processes import Service, Stub, coingecko, shared_folder
from .series import FOLDER

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
WIDTHS = {"5m": timedelta(minutes=5), "1h": timedelta(hours=1), "1d": timedelta(days=1)}
FIGURES = ("open", "high", "low", "close", "volume", "market_cap", "volume_24h", "source", "origin")
FOR_EVER = {f"History__Retention__{what}": "00:00:00" for what in ("FiveMinutes", "OneHour", "OneDay", "Points")}


def run(tally, dll, connection, folder):
    names = sorted(name for name in os.listdir(os.path.join(shared_folder(), "data", *FOLDER)) if name.endswith(".json"))
    files = [truth.recorded(*FOLDER, name) for name in names]
    states = seen_in_turn(files)
    last = {coin["id"]: truth.instant(coin["last_updated"]) for coin in files[-1]}
    # Without a step the stub goes on by one snapshot at each poll: none is missed, and none comes twice before the last.
    with Stub("--series", os.path.join(shared_folder(), "data", *FOLDER)) as stub, \
            Service(dll, connection, folder, **coingecko(stub.port, "00:00:01"), **FOR_EVER) as service:
        service.wait_ready()
        service.wait_until("the last snapshot", lambda api: reached(api, last), seconds=150)
        compared = sum(compare(tally, service.api, slug, prices) for slug, prices in states.items())
        service.api.check_exponents(tally)
    tally.notes.append(f"{len(files)} snapshots of {len(states)} coins: {compared} candles")


def seen_in_turn(files):
    """Of each coin what is believed of it, in the order of the polls: a row that is older than the one before is not."""
    states = {}
    for coins in files:
        for coin in coins:
            seen = states.setdefault(coin["id"], [])
            at = truth.instant(coin["last_updated"])
            if not seen or at >= seen[-1][0]:
                seen.append((at, coin["current_price"], truth.known(coin["market_cap"]), coin["total_volume"]))
    return states


def reached(api, last):
    page = api.get("/v1/assets?limit=500&fields=id,as_of", expect=None)
    return page.status == 200 and all(
        truth.instant(row["as_of"]) >= last[row["id"]] for row in page.json["data"] if row["id"] in last)


def fold(prices, width):
    """The candles of a series by their definition: what was seen from open_time on and before the next."""
    slots = {}
    for state in prices:
        slots.setdefault(EPOCH + (state[0] - EPOCH) // width * width, []).append(state)
    for open_time, seen in sorted(slots.items()):
        first, last = seen[0], seen[-1]
        yield open_time, {
            "open": first[1], "high": max(price for _, price, _, _ in seen), "low": min(price for _, price, _, _ in seen),
            "close": last[1], "volume": None, "market_cap": last[2], "volume_24h": last[3], "source": "coingecko", "origin": "own"}


def compare(tally, api, slug, prices):
    compared = 0
    for interval, width in WIDTHS.items():
        expected = list(fold(prices, width))
        start = min(open_time for open_time, _ in expected).strftime("%Y-%m-%dT%H:%M:%SZ")
        got = api.get(f"/v1/assets/{slug}/candles?interval={interval}&limit=1000&from={start}").json["data"]
        tally.same(
            "candles open when they must, and nowhere else", f"{slug} {interval}",
            [open_time for open_time, _ in expected], [truth.instant(candle["open_time"]) for candle in got])
        for (open_time, figures), candle in zip(expected, got):
            for name in FIGURES:
                tally.same(f"{interval}: {name} is the recorded one", f"{slug} {open_time}", figures[name], candle[name])
        compared += len(expected)
    return compared

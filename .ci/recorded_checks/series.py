"""A day of CoinGecko's snapshots, one after another: the answers follow them, and never go back."""
import os
import time
from datetime import timedelta

from . import facade, truth
from .processes import Service, Stub, coingecko, shared_folder

FOLDER = ("coingecko", "series_2025-11-08")
STEP = 0.6  # Seconds between two snapshots; the service polls every second, the least that its settings take.


def run(tally, dll, connection, folder):
    names = sorted(name for name in os.listdir(os.path.join(shared_folder(), "data", *FOLDER)) if name.endswith(".json"))
    files = [truth.recorded(*FOLDER, name) for name in names]
    recorded = {}  # Of each coin its recorded (time, price), oldest first.
    for coins in files:
        for coin in coins:
            told = (truth.instant(coin["last_updated"]), coin["current_price"])
            seen = recorded.setdefault(coin["id"], [])
            if told not in seen:
                seen.append(told)
    with Stub("--series", os.path.join(shared_folder(), "data", *FOLDER), "--step", str(STEP)) as stub, \
            Service(dll, connection, folder, **coingecko(stub.port, "00:00:01")) as service:
        started = time.monotonic()
        service.wait_ready()
        places = follow(tally, service, recorded, last_state(files), started + len(files) * STEP + 25)
        check_last(tally, service.api, files)
        service.api.check_exponents(tally)
    tally.holds("the answers follow the snapshots", len(set(places.get("bitcoin", []))) >= 5, f"bitcoin was seen in {places.get('bitcoin')} only")
    tally.notes.append(
        f"{len(files)} snapshots of {len(recorded)} coins; bitcoin was seen in {len(set(places.get('bitcoin', [])))} of its {len(recorded['bitcoin'])} recorded states, "
        f"all coins together in {sum(len(set(seen)) for seen in places.values())} of {sum(map(len, recorded.values()))}")


def last_state(files):
    """Of each coin of the last snapshot its newest row by its own time: the last snapshot's, unless an earlier one's is newer."""
    newest = {coin["id"]: coin for coin in files[-1]}
    for coins in files:
        for coin in coins:
            if coin["id"] in newest and coin["last_updated"] > newest[coin["id"]]["last_updated"]:
                newest[coin["id"]] = coin
    return newest


def follow(tally, service, recorded, newest, end):
    """Looks again and again until the last state is served; returns the places in its recorded series where each coin was seen."""
    api, places, last_snapshot, last_as_of = service.api, {}, None, {}
    last = {slug: (truth.instant(coin["last_updated"]), coin["current_price"]) for slug, coin in newest.items()}
    while True:
        page = api.get("/v1/assets?limit=500&fields=id,price,as_of").json
        snapshot = int(page["meta"]["snapshot"])
        if snapshot != last_snapshot:
            tally.holds("meta.snapshot never decreases", last_snapshot is None or snapshot > last_snapshot, lambda: f"{last_snapshot}, then {snapshot}")
            last_snapshot = snapshot
            for row in page["data"]:
                slug, told = row["id"], (truth.instant(row["as_of"]), row["price"])
                tally.holds("as_of of an asset never goes back", slug not in last_as_of or told[0] >= last_as_of[slug], lambda: f"{slug}: {last_as_of[slug]}, then {told[0]}")
                last_as_of[slug] = told[0]
                if tally.holds("each price with its as_of is a recorded one", told in recorded.get(slug, ()), lambda: f"{slug}: {told}"):
                    place = recorded[slug].index(told)
                    before = places.setdefault(slug, [])
                    tally.holds("the recorded states come in their order", not before or place >= before[-1], lambda: f"{slug}: {place} after {before[-1]}")
                    before.append(place)
        behind = [slug for slug, (at, _) in last.items() if last_as_of.get(slug) != at]
        if not behind or time.monotonic() > end:
            tally.same("the last state is reached", "coins behind it", [], behind)
            return places
        time.sleep(0.1)


def check_last(tally, api, files):
    """Compares every figure with the last snapshot; of a coin that left the list before, with the row that it was last polled in."""
    page = api.get("/v1/assets?limit=500").json
    now = truth.snapshot_time(page["meta"])
    newest, last = last_state(files), {coin["id"]: coin for coin in files[-1]}
    got = {row["id"]: row for row in page["data"]}
    left, served, coins = 0, {}, {}
    for slug, row in got.items():
        coin = newest.get(slug)
        if coin is None:
            left += 1
            told = (truth.instant(row["as_of"]), row["price"])
            coin = next(coin for coins in files for coin in coins if coin["id"] == slug and (truth.instant(coin["last_updated"]), coin["current_price"]) == told)
        quote = truth.Quote("coingecko", coin).served(truth.instant(coin["last_updated"]))
        coins[slug], served[slug] = coin, truth.Row([quote], now, timedelta(minutes=15))
        served[slug].compare(tally, row)  # All older than the limit, and said to be.
    facade.check_rows(tally, api, coins, served)
    facade.check_orders(tally, api, served)
    tally.notes.append(
        f"last state: {len(got)} assets, {left} of which had left the list; {sum(1 for slug in last if newest[slug] is not last[slug])} with a newer row in an earlier snapshot")

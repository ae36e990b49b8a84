"""Every fault that the stub plays, one after another: the served prices stay the good ones, and the fault is told."""
import socket
import threading
import time

from . import listing, truth
from .processes import Service, Stub, coingecko

# Faults that make a poll fail, with the code that it is told under. Those that are tried again (http_5xx, timeouts, lost
# connections) stand between others, so that the source's circuit has no reason to open.
FAILING = {
    "500": ("http_500",), "html": ("not_json",), "503": ("http_503",), "empty": ("empty",), "slow": ("timeout",), "garbage": ("bad_json",),
    "truncate": ("truncated",), "huge": ("too_large",), "reset": ("unreachable", "timeout"), "redirect": ("redirect",), "429": ("rate_limited",)}
# Faults that the quality gate finds, with the rule.
REFUSED = {"nulls": "price", "zero": "price", "spike": "jump", "back": "older"}
TRIED_AGAIN = ("500", "503", "slow", "truncate", "reset")
BAN_SECONDS = 5
TRIES = 3


def run(tally, dll, connection, folder):
    coins = {coin["id"]: truth.Quote("coingecko", coin) for coin in truth.recorded("coingecko", truth.COINGECKO_COINS)}
    with Stub("--now") as stub, Trap() as trap, Service(dll, connection, folder, **coingecko(stub.port, "00:00:02")) as service:
        service.wait_ready()
        service.wait_polled("coingecko")
        with Watch(service.port, coins) as watch:
            for kind in FAILING:
                check_failing(tally, stub, service, trap, kind)
                check_good(tally, service.api, coins, kind)
            for kind, rule in REFUSED.items():
                check_refused(tally, stub, service, coins, kind, rule)
                check_good(tally, service.api, coins, kind)
        tally.compared["at every moment between, /health/ready 200 and all 250 prices as recorded (looks)"] = watch.looks
        for difference in watch.differences:
            tally.differences.setdefault("at every moment between, /health/ready 200 and all 250 prices as recorded (looks)", []).append(difference)
        check_log(tally, stub.log())
        tally.same("nothing arrives at the target of the redirect", "connections", 0, trap.connections)
        service.api.check_exponents(tally)


def check_failing(tally, stub, service, trap, kind):
    codes = FAILING[kind]
    seconds = trap.port if kind == "redirect" else BAN_SECONDS if kind == "429" else 3
    seen, source = set(), None

    def told(api):
        """The source's state when its last poll failed as it must."""
        state = next(state for state in api.data("/v1/sources") if state["name"] == "coingecko")
        run = state["last_run"]
        if truth.instant(run["started_at"]) > before and run["outcome"] == "failed":
            seen.add(run["error_code"])
            return state if run["error_code"] in codes else None
        return None

    for _ in range(TRIES if kind in TRIED_AGAIN else 1):
        before = truth.instant(service.source("coingecko")["last_run"]["started_at"])
        # A fault that is tried again within the poll must meet the second attempt as well; a third one may still save the poll.
        stub.fault("/coins/markets", kind, 2 if kind in TRIED_AGAIN else 1, seconds)
        try:
            source = service.wait_until(f"the failure by {kind}", told, 8)
            break
        except TimeoutError:
            pass
    if not tally.holds("GET /v1/sources tells the failure", source is not None, lambda: f"{kind}: it must be told as {' or '.join(codes)}; seen were {sorted(seen)}"):
        return
    run = source["last_run"]
    tally.holds("GET /v1/sources gives the reason in words", bool(run["error"]), kind)
    tally.same("GET /v1/sources tells the state", kind, "banned" if kind == "429" else "failing", source["state"])
    tally.notes.append(f"{kind}: told as {run['error_code']}: {run['error']}")
    if kind == "429":
        tally.holds("a ban says until when", source["budget"]["banned_until"] is not None, lambda: str(source["budget"]))
    service.wait_until(f"recovery from {kind}", lambda _: service.source("coingecko")["state"] == "ok", BAN_SECONDS + 40)


def check_refused(tally, stub, service, coins, kind, rule):
    def refusals():
        return {item["source_id"]: item for item in listing.quarantine(service.api, f"&source=coingecko&rule={rule}") if item["field"] == "quote"}

    def count(items):
        return sum(int(item["occurrences"]) for item in items.values())
    before = count(refusals())
    stub.fault("/coins/markets", kind)
    wanted = before + len(coins)
    try:
        found = service.wait_until(f"the refusals of {kind}", lambda _: (lambda items: items if count(items) >= wanted else None)(refusals()), 8)
    except TimeoutError:
        found = refusals()
    tally.same("quarantine has every refused quote", f"{kind} ids", sorted(coins), sorted(found))
    tally.same("quarantine counts each refusal once", f"{kind} occurrences", wanted, count(found))
    for slug, item in found.items():
        tally.holds("quarantine tells rule, value and reason of each", item["rule"] == rule and len(item["reason"]) > 10 and (kind == "nulls" or item["value"] is not None),
                    lambda: f"{kind} {slug}: {item}")
        if kind == "spike":
            tally.holds("the refused price is the false one", abs(float(item["value"]) / float(coins[slug].figures["price"]) / 1000 - 1) < 1e-9, lambda: f"{slug}: {item['value']}")
    run = service.source("coingecko")["last_run"]["started_at"]
    service.wait_until("the next good poll", lambda api: service.source("coingecko")["last_run"]["started_at"] > run, 8)


def check_good(tally, api, coins, kind):
    """All figures are the recorded ones, and the service is ready."""
    tally.same("/health/ready after the fault", kind, 200, api.get("/health/ready", expect=None).status)
    page = api.get("/v1/assets?limit=500").json
    tally.same("no asset is lost or added", kind, sorted(coins), sorted(row["id"] for row in page["data"]))
    tally.same("the answers are fresh after the fault", kind, False, page["meta"]["stale"])
    for row in page["data"]:
        for name in truth.AMOUNTS:
            # A null among good figures takes nothing away, so that what is known stays; FDV may be computed.
            if coins[row["id"]].figures[name] is not None:
                tally.same("figures after the fault", f"{kind}: {row['id']} {name}", coins[row["id"]].figures[name], row[name])


def check_log(tally, log):
    """In the stub's account of requests nothing stands inside a ban; and every fault was met."""
    kinds = [entry["fault"] for entry in log if entry["fault"]]
    for kind in [*FAILING, *REFUSED]:
        tally.holds("every fault was met by a request", kind in kinds, kind)
    bans = [float(entry["at"]) for entry in log if entry["fault"] == "429"]
    for ban in bans:
        inside = [entry["path"] for entry in log if ban < float(entry["at"]) < ban + BAN_SECONDS]
        tally.holds("no request inside the ban by 429", not inside, lambda: f"{len(inside)} requests within {BAN_SECONDS} s: {inside[:5]}")


class Trap:
    """A listener that nobody must come to."""

    def __enter__(self):
        self.connections = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def _listen(self):
        while True:
            try:
                self.listener.accept()[0].close()
            except OSError:
                return
            self.connections += 1

    def __exit__(self, *_):
        self.listener.close()


class Watch:
    """Looks at the service the whole time, beside the checks."""

    def __init__(self, port, coins):
        from .processes import Api
        self.api, self.coins, self.looks, self.differences, self.ended = Api(port), coins, 0, [], threading.Event()

    def __enter__(self):
        self.thread = threading.Thread(target=self._look, daemon=True)
        self.thread.start()
        return self

    def _look(self):
        while not self.ended.wait(0.25):
            try:
                ready = self.api.get("/health/ready", expect=None).status
                rows = self.api.data("/v1/assets?limit=500&fields=id,price")
                wrong = [row["id"] for row in rows if row["price"] != self.coins[row["id"]].figures["price"]]
                if ready != 200 or len(rows) != len(self.coins) or wrong:
                    self.differences.append(f"at {time.time():.1f}: ready {ready}, {len(rows)} rows, wrong prices of {wrong[:5]}")
            except Exception as exception:
                self.differences.append(f"at {time.time():.1f}: {type(exception).__name__}: {exception}")
            self.looks += 1

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join(10)

"""418, a provider's ban: not a request for two minutes, then the source returns; the served figures stay all the while."""
import time

from . import truth
from .processes import Service, Stub, coingecko

LEAST_SECONDS = 120  # What the service stays silent after 418, at the least; the stub asks for less.


def run(tally, dll, connection, folder):
    prices = {coin["id"]: coin["current_price"] for coin in truth.recorded("coingecko", truth.COINGECKO_COINS)}
    with Stub("--now") as stub, Service(dll, connection, folder, **coingecko(stub.port, "00:00:05")) as service:
        service.wait_ready()
        service.wait_polled("coingecko")
        stub.fault("/coins/markets", "418", 1, 5)

        def banned(_):
            state = service.source("coingecko")
            return state if state["state"] == "banned" and state["last_run"]["outcome"] == "failed" else None
        source = service.wait_until("the ban", banned, 15)
        tally.same("GET /v1/sources tells the ban", "code", "banned", source["last_run"]["error_code"])
        begun = next(float(entry["at"]) for entry in stub.log() if entry["fault"] == "418")
        told = truth.instant(source["budget"]["banned_until"]).timestamp()
        tally.holds("GET /v1/sources tells until when", LEAST_SECONDS <= told - begun + 0.01 < LEAST_SECONDS + 5, f"{told - begun:.1f} s")
        while time.time() < told - 1:
            tally.same("/health/ready during the ban", "status", 200, service.api.get("/health/ready", expect=None).status)
            rows = service.api.data("/v1/assets?limit=500&fields=id,price")
            tally.same("prices during the ban", "prices", prices, {row["id"]: row["price"] for row in rows})
            tally.same("state during the ban", "state", "banned", service.source("coingecko")["state"])
            time.sleep(3)
        service.wait_until("the return after the ban", lambda _: service.source("coingecko")["state"] == "ok", 20)
        inside = [entry for entry in stub.log() if begun < float(entry["at"]) < begun + LEAST_SECONDS]
        tally.holds(f"no request within {LEAST_SECONDS} s of 418", not inside, lambda: f"{len(inside)}: {inside[:3]}")
        later = [entry for entry in stub.log() if float(entry["at"]) >= begun + LEAST_SECONDS]
        tally.holds("requests after the ban", bool(later), "none")
        service.api.check_exponents(tally)

"""A provider of any number of made-up assets in CoinPaprika's form, with as many digits as real ones have: provider.py <port> <assets>."""
import datetime
import http.server
import json
import random
import sys


def tickers(count):
    random.seed(1)
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    for rank in range(1, count + 1):
        cap = 1.2e12 / rank ** 1.1
        supply = random.randrange(10**6, 10**10)
        change = lambda: round(random.gauss(0, 5), 5)  # noqa: E731
        price = float(f"{cap / supply:.6g}")
        yield {
            "id": f"a{rank}-asset-{rank}", "name": f"Asset {rank}", "symbol": f"A{rank}", "rank": rank,
            "circulating_supply": supply, "total_supply": supply, "max_supply": 2 * supply, "first_data_at": "2020-01-01T00:00:00Z", "last_updated": now,
            "quotes": {"USD": {
                "price": price, "volume_24h": round(cap / 20), "market_cap": round(price * supply), "market_cap_change_24h": change(),
                "percent_change_1h": change(), "percent_change_24h": change(), "percent_change_7d": change(),
                "percent_change_30d": change(), "percent_change_1y": change(), "ath_price": float(f"{3 * price:.6g}"), "ath_date": "2021-11-10T00:00:00Z"}}}


def main():
    body = json.dumps(list(tickers(int(sys.argv[2])))).encode()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()


if __name__ == "__main__":
    main()

"""Indicators and one rule over Binance's recorded days of bitcoin and dogecoin, against figures computed here from the recorded rows."""
import csv, json, math, os, subprocess
from datetime import datetime, timezone

from .processes import Service, Stub, coingecko, shared_folder

FILES = {"bitcoin": "binance_klines_btcusdt_1d.json", "dogecoin": "binance_klines_dogeusdt_1d.json"}
NAMES = "rsi:14,macd:12:26:9,bollinger:20:2,atr:14,adx:14,supertrend:10:3"
RULE, COST = "donchian-breakout", 0.001


def run(tally, dll, connection, folder):
    recorded = {slug: rows(name) for slug, name in FILES.items()}
    for slug, name in FILES.items():
        import_file(tally, dll, connection, folder, slug, name)
    # The service starts on the history: its signals read it when they see the first prices.
    with Stub("--now") as stub, Service(dll, connection, folder, **coingecko(stub.port)) as service:
        service.wait_ready()
        service.wait_polled("coingecko")
        for slug, days in recorded.items():
            check_indicators(tally, service.api, slug, days)
        check_rule(tally, service, recorded)
        service.api.check_exponents(tally)


def rows(name):
    """Start of the day, open, high, low, close."""
    with open(os.path.join(shared_folder(), "data", "binance", name)) as file:
        return [(datetime.fromtimestamp(row[0] // 1000, timezone.utc), *map(float, row[1:5])) for row in json.load(file)]


def import_file(tally, dll, connection, folder, slug, name):
    path = os.path.join(folder, name.replace(".json", ".csv"))
    with open(os.path.join(shared_folder(), "data", "binance", name)) as source, open(path, "w", newline="") as target:
        csv.writer(target).writerows(json.load(source))
    environment = {key: value for key, value in os.environ.items() if "__" not in key}
    environment.update(Database__SqlitePath=os.path.join(folder, "market.db"), ConnectionStrings__Postgres=connection)
    done = subprocess.run(
        ["dotnet", dll, "import", "candles", "--asset", slug, "--interval", "1d", "--file", path, "--source", "recorded"],
        cwd=os.path.dirname(dll), env=environment, capture_output=True, text=True, timeout=120)
    tally.same("the days are imported", f"{slug} {done.stdout} {done.stderr[-500:]}", 0, done.returncode)


def check_indicators(tally, api, slug, days):
    start = days[0][0].strftime("%Y-%m-%d")
    end = int(days[-1][0].timestamp()) + 86400
    answer = api.get(f"/v1/assets/{slug}/indicators?names={NAMES}&interval=1d&from={start}&to={end}&limit=100000", headers={"Accept": "text/csv"})
    served = list(csv.DictReader(answer.text.splitlines()))
    tally.same("a row for every recorded day", slug, [day[0] for day in days], [instant(row["open_time"]) for row in served])
    expected = computed(days)
    for name, values in expected.items():
        # Twelve digits are written; what is a difference of prices has lost those that the prices share.
        for day, row, value in zip(days, served, values):
            got = float(row[name]) if row[name] else None
            scale = max(abs(value or 0), day[4] if name.startswith(("macd", "bollinger")) else 0)
            tally.holds(
                f"{name} is the computed one", (value is None) == (got is None) and (value is None or math.isclose(value, got, abs_tol=1e-9 * scale)),
                lambda: f"{slug} {day[0]}: expected {value}, got {got}")
    newest = api.data(f"/v1/assets/{slug}/indicators?names={NAMES}&interval=1d&to={end}&limit=30")
    for name, values in expected.items():
        if not name.startswith("supertrend"):
            for day, row, value in zip(days[-30:], newest, values[-30:]):
                tally.holds(
                    f"{name} of the newest days, warmed up, is that of the whole history", math.isclose(value, row["values"][name], rel_tol=1e-3, abs_tol=1e-4 * day[4]),
                    lambda: f"{slug} {day[0]}: expected {value}, got {row['values'][name]}")
    tally.same("the newest days are settled", slug, [True] * 30, [row["settled"] for row in newest])
    tally.notes.append(f"{slug}: {len(days)} days × {len(expected)} outputs")


def computed(days):
    """Each output over all days; None before it begins."""
    high, low, close = ([day[place] for day in days] for place in (2, 3, 4))
    changes = [b - a for a, b in zip(close, close[1:])]
    gains, losses = (wilder([max(sign * change, 0) for change in changes], 14) for sign in (1, -1))
    fast, slow = exponential(close, 12), exponential(close, 26)
    macd = [None if b is None else a - b for a, b in zip(fast, slow)]
    signal = [None] * 25 + exponential(macd[25:], 9)
    ranges = [high[0] - low[0]] + [max(h - l, abs(h - c), abs(l - c)) for h, l, c in zip(high[1:], low[1:], close)]
    bands = [None] * 19 + [band(close[i - 19:i + 1]) for i in range(19, len(close))]
    plus, minus, adx = directions(high, low, ranges)
    line, trend = supertrend(high, low, close, wilder(ranges, 10))
    return {
        "rsi:14": [None] + [None if g is None else 100 - 100 / (1 + g / l) for g, l in zip(gains, losses)],
        "macd:12:26:9.macd": macd, "macd:12:26:9.signal": signal,
        "macd:12:26:9.histogram": [None if s is None else m - s for m, s in zip(macd, signal)],
        "bollinger:20:2.middle": [b and b[0] for b in bands], "bollinger:20:2.upper": [b and b[0] + 2 * b[1] for b in bands],
        "bollinger:20:2.lower": [b and b[0] - 2 * b[1] for b in bands],
        "atr:14": wilder(ranges, 14), "adx:14.adx": adx, "adx:14.plus_di": plus, "adx:14.minus_di": minus,
        "supertrend:10:3.supertrend": line, "supertrend:10:3.direction": trend}


def exponential(values, n):
    mean, means = sum(values[:n]) / n, [None] * (n - 1)
    for value in [None, *values[n:]]:
        mean = mean if value is None else value * 2 / (n + 1) + mean * (1 - 2 / (n + 1))
        means.append(mean)
    return means


def wilder(values, n):
    mean, means = sum(values[:n]) / n, [None] * (n - 1)
    for value in [None, *values[n:]]:
        mean = mean if value is None else (mean * (n - 1) + value) / n
        means.append(mean)
    return means


def band(closes):
    mean = sum(closes) / len(closes)
    return mean, math.sqrt(sum((close - mean) ** 2 for close in closes) / len(closes))


def directions(high, low, ranges):
    moves = [(b - a, c - d) for a, b, c, d in zip(high, high[1:], low, low[1:])]
    plus = wilder([up if up > down and up > 0 else 0 for up, down in moves], 14)
    minus = wilder([down if down > up and down > 0 else 0 for up, down in moves], 14)
    mean = wilder(ranges[1:], 14)
    plus, minus = ([None] + [None if m is None else 100 * d / m for d, m in zip(one, mean)] for one in (plus, minus))
    strength = [100 * abs(p - m) / (p + m) for p, m in zip(plus, minus) if p is not None]
    return plus, minus, [None] * (len(high) - len(strength)) + wilder(strength, 14)


def supertrend(high, low, close, ranges):
    line, trend, upper, lower, up = [], [], None, None, None
    for i, mean in enumerate(ranges):
        if mean is None:
            line.append(None)
            trend.append(None)
            continue
        middle = (high[i] + low[i]) / 2
        if upper is None:
            upper, lower, up = middle + 3 * mean, middle - 3 * mean, close[i] >= middle
        else:
            upper = middle + 3 * mean if middle + 3 * mean < upper or close[i - 1] > upper else upper
            lower = middle - 3 * mean if middle - 3 * mean > lower or close[i - 1] < lower else lower
            up = close[i] >= lower if up else close[i] > upper
        line.append(lower if up else upper)
        trend.append(1 if up else -1)
    return line, trend


def check_rule(tally, service, recorded):
    returns, ends, held, days_held, days_in_all, still_open = [], [], [], 0, 0, 0
    for days in recorded.values():
        entry, worth = None, 1
        for i in range(21, len(days)):
            # What the closes up to yesterday say, done at today's open.
            before, yesterday = days[i - 21:i - 1], days[i - 1][4]
            if entry is None and i > 21 and yesterday > max(day[2] for day in before[-20:]):
                entry, worth = days[i][1], worth * (1 - COST)
            elif entry is not None and yesterday < min(day[3] for day in before[-10:]):
                returns.append(days[i][1] / entry * (1 - COST) ** 2 - 1)
                entry, worth = None, worth * days[i][1] / entry * (1 - COST)
            days_held += entry is not None
        days_in_all += len(days) - 21
        still_open += entry is not None
        ends.append(worth * (days[-1][4] / entry if entry else 1))
        held.append(days[-1][4] / days[21][1] * (1 - COST))
    found = service.wait_until("the performance", lambda api: (answer := api.get(f"/v1/signals/performance?rule={RULE}&cost=0.1", expect=None)).status == 200 and answer.json["data"][0])
    returns.sort()
    middle = (returns[(len(returns) - 1) // 2] + returns[len(returns) // 2]) / 2
    for name, expected in {
            "trades": len(returns), "open_trades": still_open, "assets": len(recorded), "asset_days": days_in_all,
            "hit_rate_percentage": 100 * sum(value > 0 for value in returns) / len(returns),
            "mean_return_percentage": 100 * sum(returns) / len(returns), "median_return_percentage": 100 * middle,
            "total_return_percentage": 100 * (sum(ends) / len(ends) - 1), "exposure_percentage": 100 * days_held / days_in_all}.items():
        tally.holds(f"{RULE}: {name}", math.isclose(expected, found[name], rel_tol=1e-6), lambda: f"expected {expected}, got {found[name]}")
    tally.holds("buy and hold", math.isclose(100 * (sum(held) / len(held) - 1), found["buy_and_hold"]["total_return_percentage"], rel_tol=1e-6), lambda: f"{held}: {found}")
    tally.notes.append(f"{RULE}: {len(returns)} trades, mean {100 * sum(returns) / len(returns):.2f} %, together {100 * (sum(ends) / len(ends) - 1):.0f} %, held {100 * (sum(held) / len(held) - 1):.0f} %")


def instant(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00"))

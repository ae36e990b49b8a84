"""One round of load on one row, and what it cost the server."""
import os
import pathlib
import statistics
import subprocess
import sys
import time

TICKS = os.sysconf("SC_CLK_TCK")


def tree(pid):
    """A process and all that it started."""
    found, left = [], [pid]
    while left:
        current = left.pop()
        found.append(current)
        try:
            for task in os.listdir(f"/proc/{current}/task"):
                with open(f"/proc/{current}/task/{task}/children") as children:
                    left.extend(int(child) for child in children.read().split())
        except FileNotFoundError:
            pass
    return found


def cpu_seconds(pid):
    """User and system time of a process tree, by the kernel's clock of each process: in nanoseconds, ended threads included."""
    return sum(time.clock_gettime((~process << 3) | 2) for process in tree(pid))


def machine_busy():
    """Seconds that all cores together were busy, stolen time included."""
    with open("/proc/stat") as stat:
        fields = [int(value) for value in stat.readline().split()[1:]]
    return (sum(fields) - fields[3] - fields[4]) / TICKS


class Round:
    def __init__(self, requests, seconds, errors, p50, p99, cost, foreign):
        self.requests, self.seconds, self.errors, self.p50, self.p99, self.cost, self.foreign = requests, seconds, errors, p50, p99, cost, foreign


def run_round(row, seconds, connections, generator_core, lua):
    command = ["taskset", "-c", str(generator_core), "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", os.path.join(lua, row.script or "report.lua")]
    for name, value in row.headers.items():
        command += ["-H", f"{name}: {value}"]
    command.append(row.server.url + row.path)
    cpu, busy = cpu_seconds(row.server.pid), machine_busy()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **row.environment, "LOAD_LUA": lua}) as wrk:
        output = wrk.stdout.read()
        _, _, usage = os.wait4(wrk.pid, 0)
        wrk.returncode = 0
    cpu, busy = cpu_seconds(row.server.pid) - cpu, machine_busy() - busy
    line = next((line for line in output.splitlines() if line.startswith("RESULT")), None)
    if line is None:
        raise SystemExit(f"{row.name}: wrk gave no result:\n{output}")
    requests, duration, errors, p50, p99 = (int(value) for value in line.split()[1:])
    if errors or not requests:
        raise SystemExit(f"{row.name}: {errors} of {requests} requests failed")
    foreign = max(0, busy - cpu - usage.ru_utime - usage.ru_stime) / (duration / 1e6)
    return Round(requests, duration / 1e6, errors, p50, p99, cpu / requests * 1e6, foreign)


def run_paced(row, rate, seconds, connections, generator_core):
    """A round of requests at fixed times: its latencies count from the time that each was meant to be sent."""
    sender = pathlib.Path(__file__).with_name("paced.py")
    headers = [f"{name}: {value}" for name, value in row.headers.items()]
    cpu, busy = cpu_seconds(row.server.pid), machine_busy()
    done = subprocess.run(
        ["taskset", "-c", str(generator_core), sys.executable, sender, str(row.server.port), row.path, str(rate), str(seconds), str(connections), *headers],
        capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{row.name}: {done.stderr[-500:]}")
    cpu, busy = cpu_seconds(row.server.pid) - cpu, machine_busy() - busy
    p50, p99, errors = (int(value) for value in done.stdout.split())
    requests = rate * seconds
    if errors:
        raise SystemExit(f"{row.name}: {errors} of {requests} requests failed")
    # The sender itself is busy all the time.
    return Round(requests, seconds, errors, p50, p99, cpu / requests * 1e6, max(0, busy - cpu - seconds) / seconds)


class Summary:
    """Median and quartiles of the cost over all rounds; throughput and latency from those in which the machine was quiet."""

    QUIET = 0.15

    def __init__(self, rounds):
        costs = [each.cost for each in rounds]
        self.cost = statistics.median(costs)
        self.low, _, self.high = statistics.quantiles(costs, n=4) if len(costs) > 1 else (self.cost, 0, self.cost)
        quiet = [each for each in rounds if each.foreign < self.QUIET]
        self.quiet = len(quiet)
        used = quiet or rounds
        self.rate = statistics.median(each.requests / each.seconds for each in used)
        self.p50 = statistics.median(each.p50 for each in used) / 1000
        self.p99 = statistics.median(each.p99 for each in used) / 1000

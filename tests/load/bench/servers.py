"""The contenders: each a process pinned to the server's core, started before the first round and ended after the last."""
import json
import os
import pathlib
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request

from . import history

HERE = pathlib.Path(__file__).resolve().parent
LOAD = HERE.parent
ROOT = LOAD.parent.parent

# Debian's packages, which the system's own interpreter has.
PYTHON = "/usr/bin/python3" if os.path.exists("/usr/bin/python3") else sys.executable


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def fetch(url, **headers):
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=30) as answer:
        return answer.read(), answer.headers


class Server:
    def __init__(self, name, process, port):
        self.name, self.process, self.port, self.admin_key = name, process, port, None
        self.url = f"http://127.0.0.1:{port}"

    @property
    def pid(self):
        return self.process.pid

    def wait_for(self, path, seconds=120, pause=0.1):
        end = time.monotonic() + seconds
        while True:
            try:
                return fetch(self.url + path)
            except (urllib.error.URLError, ConnectionError):
                if self.process.poll() is not None or time.monotonic() > end:
                    raise SystemExit(f"{self.name} did not answer at {path}; see its log") from None
                time.sleep(pause)


    def key(self):
        """A new key, with a minute's requests of its own: each row has one, as each client has."""
        asked = urllib.request.Request(
            self.url + "/v1/admin/keys", json.dumps({"name": "load", "scopes": ["read"], "plan": "load"}).encode(),
            {"X-Api-Key": self.admin_key, "Content-Type": "application/json"})
        with urllib.request.urlopen(asked, timeout=30) as answer:
            return {"X-Api-Key": json.load(answer)["key"]}

    def memory(self):
        """Resident memory now and at its greatest, in MB."""
        with open(f"/proc/{self.pid}/status") as status:
            fields = dict(line.split(":", 1) for line in status)
        return [int(fields[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM")]


class Servers:
    def __init__(self, work, core, other_core=1):
        self.work, self.core, self.other_core, self.running, self.stops = work, core, other_core, [], []

    def start(self, name, command, port, environment=None, pinned=True, folder=None):
        log = open(self.work / f"{name}.log", "wb")  # noqa: SIM115 - the process keeps it
        pin = ["taskset", "-c", str(self.core)] if pinned else []
        process = subprocess.Popen(pin + [str(part) for part in command], stdout=log, stderr=log, cwd=folder or self.work, env={**os.environ, **(environment or {})})
        server = Server(name, process, port)
        self.running.append(server)
        return server

    def service(self, assets, settings=None, name=None):
        """The service in Release and Production over a market of so many assets, which it polls once."""
        provider = self.start(f"provider-{assets}", [PYTHON, HERE / "provider.py", port := free_port(), assets], port, pinned=False)
        provider.wait_for("/")
        name = name or f"service-{assets}"
        listen = free_port()
        program = ROOT / "artifacts/bin/MarketData/release/MarketData.dll"
        environment = {
            "ASPNETCORE_ENVIRONMENT": "Production",
            "ASPNETCORE_URLS": f"http://127.0.0.1:{listen}",
            "Database__SqlitePath": str(self.work / f"{name}.db"),
            "Ingestion__Sources__CoinPaprika__Enabled": "true",
            "Ingestion__Sources__CoinPaprika__BaseUrl": f"http://127.0.0.1:{port}",
            "Ingestion__Sources__CoinPaprika__MaxBodyBytes": str(256 << 20),
            "Ingestion__Sources__CoinPaprika__Timeout": "00:02:00",
            # One poll, at the start: the load is on requests, and a poll would fall into some rounds and not into others.
            "Ingestion__Sources__CoinPaprika__Interval": "12:00:00",
            "Markets__StaleAfter": "1.00:00:00",
            # As many in a minute as a plan can have: a row does not reach them, and pays for their being counted. What has no key is the
            # preparation, and the rows without features.
            "Access__Plans__load__RequestsPerMinute": "1000000",
            "Telemetry__AccessLog__SampleEvery": "100",
            "Access__Anonymous": "true",
            "Access__Plans__anonymous__RequestsPerMinute": "0",
            **(settings or {}),
        }
        server = self.start(name, ["dotnet", program], listen, folder=program.parent, environment=environment)
        server.wait_for("/v1/global")
        provider.process.terminate()
        server.admin_key = subprocess.run(
            ["dotnet", program, "keys", "create", "--name", "load", "--scopes", "admin"],
            cwd=program.parent, env={**os.environ, **environment}, capture_output=True, text=True, check=True).stdout.strip()
        end = time.monotonic() + 20
        while True:
            try:
                server.key()
                return server
            except urllib.error.HTTPError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.5)

    def seconds_to_first_answer(self, database):
        """From the start of a published service, over a database with data and without a provider, to its first page."""
        program = self.work / "published"
        subprocess.run(["dotnet", "publish", "-c", "Release", "-v", "q", "--nologo", "-o", program, ROOT / "src/MarketData"], check=True, stdout=subprocess.DEVNULL)
        copy = self.work / "start.db"
        copy.unlink(missing_ok=True)
        with sqlite3.connect(database) as connection:
            connection.execute("VACUUM INTO ?", (str(copy),))
        port, began = free_port(), time.monotonic()
        server = self.start("start", ["dotnet", program / "MarketData.dll"], port, pinned=False, folder=program, environment={
            "ASPNETCORE_ENVIRONMENT": "Production",
            "ASPNETCORE_URLS": f"http://127.0.0.1:{port}",
            "Database__SqlitePath": str(copy),
            "Ingestion__Sources__CoinPaprika__Enabled": "true",
            "Ingestion__Sources__CoinPaprika__BaseUrl": "http://127.0.0.1:9",
            "Access__Anonymous": "true",
        })
        server.wait_for("/v1/assets?limit=250", pause=0.01)
        seconds = time.monotonic() - began
        server.process.terminate()
        server.process.wait(30)
        self.running.remove(server)
        return seconds

    def postgres(self):
        """On the generator's core, as Redis is: what it costs is not the service's."""
        server = history.Postgres(free_port(), self.other_core)
        self.stops.append(server.stop)
        return server

    def bare(self, bodies, *options):
        return self._ready(self.start(
            "-".join(["bare", *(option.split("=")[0] for option in options)]), ["dotnet", ROOT / "artifacts/bin/BareKestrel/release/BareKestrel.dll", bodies, port := free_port(), *options], port), "/small.json")

    def nginx(self, bodies):
        configuration = self.work / "nginx.conf"
        configuration.write_text(f"""
daemon off; worker_processes 1; pid {self.work}/nginx.pid; error_log {self.work}/nginx-error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; open_file_cache max=100 inactive=1h;
  client_body_temp_path {self.work}/b; proxy_temp_path {self.work}/p; fastcgi_temp_path {self.work}/f; uwsgi_temp_path {self.work}/u; scgi_temp_path {self.work}/s;
  types {{ application/json json; }} default_type application/json;
  server {{ listen 127.0.0.1:{(port := free_port())}; root {bodies}; }}
}}
""")
        os.chmod(self.work, 0o755)
        program = shutil.which("nginx") or "/usr/sbin/nginx"
        return self._ready(self.start("nginx", [program, "-p", self.work, "-c", configuration], port), "/small.json")

    def redis(self):
        server = self.start("redis", ["redis-server", "--port", port := free_port(), "--save", "", "--appendonly", "no"], port, pinned=False)
        end = time.monotonic() + 10
        while time.monotonic() < end:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return server
            except OSError:
                time.sleep(0.1)
        raise SystemExit("redis-server did not start; see its log")

    def fastapi(self, bodies, redis, stack=False, postgres=None):
        return self._ready(self.start(
            "fastapi-stack" if stack else "fastapi",
            [PYTHON, "-m", "uvicorn", "app:app", "--app-dir", LOAD / "fastapi", "--port", port := free_port(),
             "--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "warning"],
            port, {"LOAD_BODIES": str(bodies), "LOAD_REDIS": f"redis://127.0.0.1:{redis.port}", "STACK": "1" if stack else "0", "LOAD_POSTGRES": postgres.address if postgres else ""}), "/bytes/small")

    def stop(self):
        for server in reversed(self.running):
            server.process.terminate()
        for server in self.running:
            try:
                server.process.wait(10)
            except subprocess.TimeoutExpired:
                server.process.kill()
        for stop in self.stops:
            stop()

    def _ready(self, server, path):
        server.wait_for(path)
        return server

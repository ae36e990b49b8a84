"""The contenders: each a process pinned to the server's core, started before the first round and ended after the last."""
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

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
        self.name, self.process, self.port = name, process, port
        self.url = f"http://127.0.0.1:{port}"

    @property
    def pid(self):
        return self.process.pid

    def wait_for(self, path, seconds=120):
        end = time.monotonic() + seconds
        while True:
            try:
                return fetch(self.url + path)
            except (urllib.error.URLError, ConnectionError):
                if self.process.poll() is not None or time.monotonic() > end:
                    raise SystemExit(f"{self.name} did not answer at {path}; see its log") from None
                time.sleep(0.1)


class Servers:
    def __init__(self, work, core):
        self.work, self.core, self.running = work, core, []

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
        server = self.start(name, ["dotnet", program], listen, folder=program.parent, environment={
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
            # Open and without limits: outside Development the service would refuse the generator, which has no key and one address.
            "Access__Anonymous": "true",
            "Access__Plans__anonymous__RequestsPerMinute": "0",
            **(settings or {}),
        })
        server.wait_for("/v1/global")
        provider.process.terminate()
        return server

    def bare(self, bodies, *options):
        return self._ready(self.start(
            "-".join(["bare", *options]), ["dotnet", ROOT / "artifacts/bin/BareKestrel/release/BareKestrel.dll", bodies, port := free_port(), *options], port), "/small.json")

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

    def fastapi(self, bodies, redis, stack=False):
        return self._ready(self.start(
            "fastapi-stack" if stack else "fastapi",
            [PYTHON, "-m", "uvicorn", "app:app", "--app-dir", LOAD / "fastapi", "--port", port := free_port(),
             "--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "warning"],
            port, {"LOAD_BODIES": str(bodies), "LOAD_REDIS": f"redis://127.0.0.1:{redis.port}", "STACK": "1" if stack else "0"}), "/bytes/small")

    def stop(self):
        for server in reversed(self.running):
            server.process.terminate()
        for server in self.running:
            try:
                server.process.wait(10)
            except subprocess.TimeoutExpired:
                server.process.kill()

    def _ready(self, server, path):
        server.wait_for(path)
        return server

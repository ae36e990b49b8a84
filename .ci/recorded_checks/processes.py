"""The processes a check needs: the service, the providers' stub, a PostgreSQL server. Each ends with the process that started it."""
import ctypes, glob, http.client, json, os, pwd, shutil, signal, socket, subprocess, sys, tempfile, time
from decimal import Decimal


def fail(message):
    print(message, file=sys.stderr)
    sys.exit(2)


def repository():
    return os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def shared_folder():
    folder = os.environ.get("SHARED") or os.path.join(repository(), "..", "shared")
    if not os.path.isfile(os.path.join(folder, "tools", "upstream-stub")):
        fail(f"{folder} is not the shared folder (it lacks tools/upstream-stub); set SHARED to where it is.")
    return os.path.abspath(folder)


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def end_with_parent():
    """In a child before it becomes the program: the kernel ends it when the process that started it ends."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def wait_for(what, seconds, find, pause=0.05):
    """What `find` returns as soon as it is true-like; an error after so many seconds."""
    end = time.monotonic() + seconds
    while True:
        found = find()
        if found:
            return found
        if time.monotonic() > end:
            raise TimeoutError(f"{what} did not come within {seconds:g} s")
        time.sleep(pause)


class Answer:
    def __init__(self, status, headers, text):
        self.status, self.headers, self.text = status, headers, text
        self.exponents = []
        self.json = json.loads(text, parse_float=self._number, parse_int=self._number) if text[:1] in "{[" else None

    def _number(self, text):
        if "e" in text or "E" in text:
            self.exponents.append(text)
        return Decimal(text)


class Api:
    """Asks a server over one connection, and keeps account of answers with an exponent in a number."""

    def __init__(self, port):
        self.port, self.connection, self.answers, self.exponents = port, None, 0, []

    def get(self, path, method="GET", expect=200, body=None, headers=None):
        """The answer; with `expect` None whatever its status is."""
        for attempt in (1, 2):
            try:
                if self.connection is None:
                    self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
                self.connection.request(method, path, body, headers or {})
                response = self.connection.getresponse()
                text = response.read().decode()
                break
            except (OSError, http.client.HTTPException):
                # A kept connection may have been closed in the meantime.
                self.close()
                if attempt == 2:
                    raise
        answer = Answer(response.status, response.headers, text)
        self.answers += 1
        self.exponents += [f"{path}: {text}" for text in answer.exponents]
        if expect is not None and answer.status != expect:
            raise RuntimeError(f"{path} answered {answer.status}: {text[:300]}")
        return answer

    def data(self, path):
        return self.get(path).json["data"]

    def close(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def check_exponents(self, tally):
        tally.holds(f"no exponent in the text of any answer ({self.answers} answers)", not self.exponents, lambda: "; ".join(self.exponents[:20]))


class Process:
    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(5)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


class Stub(Process):
    """The providers, played from the recorded answers."""

    def __init__(self, *arguments):
        self.port = free_port()
        self.process = subprocess.Popen(
            [sys.executable, os.path.join(shared_folder(), "tools", "upstream-stub"), "--port", str(self.port), *arguments],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=end_with_parent)
        self.api = Api(self.port)
        wait_for("the stub", 20, self._answers)

    def _answers(self):
        try:
            return self.log() is not None
        except OSError:
            return False

    def log(self):
        return self.api.get("/_log").json

    def fault(self, path, kind, count=1, seconds=1):
        self.api.get(f"/_fault?path={path}&kind={kind}&count={count}&seconds={seconds}", "POST")


class Service(Process):
    """MarketData on a database: a SQLite file in `folder`, or PostgreSQL where a connection string is given."""

    def __init__(self, dll, connection, folder, **settings):
        self.port = free_port()
        self.log_path = os.path.join(folder, f"service-{self.port}.log")
        environment = {name: value for name, value in os.environ.items() if "__" not in name}
        environment.update(
            ASPNETCORE_ENVIRONMENT="Production", ASPNETCORE_URLS=f"http://127.0.0.1:{self.port}", DOTNET_gcServer="0",
            Access__Anonymous="true", Access__Plans__anonymous__RequestsPerMinute="0",
            Database__SqlitePath=os.path.join(folder, "market.db"), ConnectionStrings__Postgres=connection, **settings)
        self.log_file = open(self.log_path, "w")
        self.dll, self.environment = dll, environment
        self.process = subprocess.Popen(
            ["dotnet", dll], cwd=os.path.dirname(dll), env=environment, stdout=self.log_file, stderr=subprocess.STDOUT, preexec_fn=end_with_parent)
        self.api = Api(self.port)

    def wait_until(self, what, find, seconds=40):
        """What `find` returns of the API as soon as it is true-like; the log with the error if the service ends before."""
        def look():
            if self.process.poll() is not None:
                raise RuntimeError(f"the service ended with {self.process.returncode}: {self.log_tail()}")
            try:
                return find(self.api)
            except (OSError, http.client.HTTPException):
                return None
        try:
            return wait_for(what, seconds, look)
        except TimeoutError as error:
            raise TimeoutError(f"{error}; log: {self.log_tail()}") from None

    def create_key(self, scopes):
        """An API key, made as an operator makes it, as soon as the service knows it."""
        key = subprocess.run(
            ["dotnet", self.dll, "keys", "create", "--name", "check", "--scopes", scopes], cwd=os.path.dirname(self.dll), env=self.environment,
            check=True, capture_output=True, text=True, timeout=60).stdout.strip()
        self.wait_until("the key", lambda api: api.get("/v1/key", expect=None, headers={"X-Api-Key": key}).status not in (401, 429))
        return key

    def wait_ready(self):
        return self.wait_until("/health/ready", lambda api: api.get("/health/ready", expect=None).status == 200)

    def source(self, name):
        return next(source for source in self.api.data("/v1/sources") if source["name"] == name)

    def wait_polled(self, name, outcome="succeeded"):
        """The source's state when its last poll has the outcome."""
        def find(api):
            sources = [source for source in api.data("/v1/sources") if source["name"] == name]
            return sources and sources[0]["last_run"] and sources[0]["last_run"]["outcome"] == outcome and sources[0]
        return self.wait_until(f"a poll of {name} that {outcome}", find)

    def log_tail(self):
        self.log_file.flush()
        with open(self.log_path, errors="replace") as file:
            return file.read()[-2000:]


def coingecko(port, interval="01:00:00", **more):
    """Settings of the CoinGecko source against a port."""
    return source("CoinGecko", f"http://127.0.0.1:{port}/api/v3", interval, **more)


def coinpaprika(port, interval="01:00:00", **more):
    return source("CoinPaprika", f"http://127.0.0.1:{port}/", interval, **more)


def source(name, address, interval, **more):
    settings = {"Enabled": "true", "BaseUrl": address, "Interval": interval, "RequestsPerMinute": "0", "RequestsPerMonth": "0", **more}
    return {f"Ingestion__Sources__{name}__{key}": value for key, value in settings.items()}


class Postgres(Process):
    """A PostgreSQL server in a temporary folder, run as an unprivileged user where this process is root."""

    def __init__(self):
        found = sorted(glob.glob("/usr/lib/postgresql/*/bin/postgres"), key=lambda path: int(path.split("/")[4]))
        program = found[-1] if found else shutil.which("postgres")
        if not program:
            fail("PostgreSQL's server programs are missing: apt-get install postgresql-15 (or run with --engine sqlite).")
        self.folder = tempfile.mkdtemp(prefix="recorded-postgres-")
        self.rights = {}
        if os.geteuid() == 0:
            name = next(user for user in ("postgres", "nobody") if any(entry.pw_name == user for entry in pwd.getpwall()))
            user = pwd.getpwnam(name)
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            self.rights = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        self.bin = os.path.dirname(program)
        self.port = free_port()
        cluster = os.path.join(self.folder, "data")
        self._run("initdb", "-D", cluster, "-U", "recorded", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        self.process = subprocess.Popen(
            [program, "-D", cluster, "-p", str(self.port), "-k", self.folder, "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off",
             "-c", "max_connections=300"],
            cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=end_with_parent, **self.rights)
        wait_for("PostgreSQL", 30, lambda: self._run("pg_isready", "-h", "127.0.0.1", "-p", str(self.port), check=False).returncode == 0)

    def create(self, name):
        """Connection string of a new database."""
        database = name.replace("-", "_")
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "recorded", database)
        return f"Host=127.0.0.1;Port={self.port};Username=recorded;Database={database}"

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGQUIT)
                self.process.wait(5)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program, *arguments, check=True):
        done = subprocess.run([os.path.join(self.bin, program), *arguments], cwd=self.folder, capture_output=True, text=True, **self.rights)
        if check and done.returncode:
            fail(f"{program} failed: {done.stderr[-1000:]}")
        return done

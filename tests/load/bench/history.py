"""A PostgreSQL with a year and more of daily candles of some assets, for the rows that read history."""
import glob
import os
import pwd
import shutil
import subprocess
import tempfile
import time

ASSETS = 60
DAYS = 400

# Written day after day, as polls bring them: one asset's year then lies in as many pages as it has days.
SEED = f"""
SELECT ensure_candle_partitions(array_agg('1d'::text), array_agg(day::date))
FROM generate_series(date '2025-12-31' - {DAYS}, date '2025-12-31', interval '1 day') AS day;
INSERT INTO candle (asset_id, interval, open_time, origin, open, high, low, close, volume, market_cap, volume_24h, first_at, last_at, source)
SELECT asset.id, '1d', day, 'provider', asset.id + 1.2345678, asset.id + 2.3456789, asset.id + 0.1234567, asset.id + 1.7654321, 123456.789, 98765432.1, 123456.789,
    day, day + interval '23 hours', 'exchange'
FROM generate_series(timestamptz '2026-01-01 00:00Z' - interval '{DAYS} days', timestamptz '2025-12-31 00:00Z', interval '1 day') AS day
CROSS JOIN (SELECT id FROM asset WHERE slug ~ '^a[0-9]+-asset-[0-9]+$' ORDER BY id LIMIT {ASSETS}) AS asset;
ANALYZE candle;
"""


class Postgres:
    def __init__(self, port, core):
        programs = sorted(glob.glob("/usr/lib/postgresql/*/bin/postgres"), key=lambda path: int(path.split("/")[4]))
        if not programs:
            raise SystemExit("PostgreSQL's server programs are missing: apt-get install postgresql")
        self.bin, self.port, self.folder, self.rights = os.path.dirname(programs[-1]), port, tempfile.mkdtemp(prefix="marketdata-load-postgres-"), {}
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            self.rights = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        self.run("initdb", "-D", self.folder + "/data", "-U", "load", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        self.process = subprocess.Popen(
            ["taskset", "-c", str(core), programs[-1], "-D", self.folder + "/data", "-p", str(port), "-k", self.folder, "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **self.rights)
        for _ in range(100):
            if subprocess.run([self.bin + "/pg_isready", "-h", "127.0.0.1", "-p", str(port)], stdout=subprocess.DEVNULL, check=False).returncode == 0:
                break
            time.sleep(0.1)
        self.connection = f"Host=127.0.0.1;Port={port};Username=load;Database=postgres"
        self.address = f"postgresql://load@127.0.0.1:{port}/postgres"

    def seed(self):
        """Call when the service has made the schema and stored its market."""
        self.run("psql", "-q", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", str(self.port), "-U", "load", "-d", "postgres", "-c", SEED)

    def ids(self):
        """Internal keys of the assets with candles, by slug."""
        rows = self.run("psql", "-At", "-F", " ", "-h", "127.0.0.1", "-p", str(self.port), "-U", "load", "-d", "postgres", "-c",
                        "SELECT slug, id FROM asset WHERE id IN (SELECT asset_id FROM candle WHERE source = 'exchange') ORDER BY id")
        return dict(line.split() for line in rows.splitlines())

    def run(self, program, *arguments):
        done = subprocess.run([os.path.join(self.bin, program), *arguments], cwd=self.folder, capture_output=True, text=True, check=False, **self.rights)
        if done.returncode:
            raise SystemExit(f"{program} failed: {done.stderr[-1000:]}")
        return done.stdout

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

"""The same data under FastAPI, in the forms in which people write it. Bodies come from the folder in LOAD_BODIES.

/model     objects from memory through response_model, as the documentation teaches
/json      objects from memory through JSONResponse
/bytes     bytes from memory
/redis     bytes from Redis
/events    an event for every client, LOAD_TICKS times a second: a queue for each, as articles on Server-Sent Events do it
/markets   bytes from memory behind the usual stack: CORS, GZip, timing, an ETag (its own application, mounted by STACK=1)
/candles   a year of daily candles from PostgreSQL through asyncpg
"""
import asyncio
import datetime
import json
import os
import pathlib
import time
from typing import Any, List, Optional

import asyncpg
import redis.asyncio as redis
from fastapi import FastAPI, Request, Response
from fastapi.middleware.cors import CORSMiddleware
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel

bodies = pathlib.Path(os.environ["LOAD_BODIES"])
page = (bodies / "page.json").read_bytes()
small = (bodies / "small.json").read_bytes()
document = json.loads(page)
app = FastAPI()
queues = set()

# Numbers as doubles and times as text, since neither decimals nor times go into JSON by themselves.
CANDLES = """
SELECT to_char(open_time, 'YYYY-MM-DD"T"HH24:MI:SSZ') AS open_time, open::float8, high::float8, low::float8, close::float8, volume::float8,
    market_cap::float8, volume_24h::float8, source
FROM candle
WHERE asset_id = $1 AND interval = '1d' AND open_time >= $2 AND open_time < $3
ORDER BY open_time, origin
"""


class Asset(BaseModel):
    """The fields that every row has, typed; lists and objects within a row as they are."""

    id: str
    symbol: str
    name: str
    rank: Optional[int]
    price: Optional[float]
    market_cap: Optional[float]
    volume_24h: Optional[float]

    class Config:
        extra = "allow"


class Page(BaseModel):
    data: List[Asset]
    meta: Any
    next: Optional[str]


if os.environ.get("STACK") == "1":
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=6)
    app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["GET"])

    @app.middleware("http")
    async def timing(request: Request, call_next):
        began = time.perf_counter()
        response = await call_next(request)
        response.headers["X-Process-Time"] = str(time.perf_counter() - began)
        return response


@app.get("/model", response_model=Page)
async def model():
    return document


@app.get("/json")
async def as_json():
    return JSONResponse(document)


@app.get("/bytes/{name}")
async def as_bytes(name: str):
    return Response(small if name == "small" else page, media_type="application/json")


@app.get("/redis/{name}")
async def from_redis(name: str):
    return Response(await app.state.redis.get("load:" + name), media_type="application/json")


@app.get("/markets")
async def markets(request: Request, vs: str = "usd", limit: int = 250, sort: str = "market_cap"):
    if request.headers.get("if-none-match") == '"1"':
        return Response(status_code=304, headers={"ETag": '"1"'})
    return Response(page, media_type="application/json", headers={"ETag": '"1"', "Cache-Control": "public, max-age=60"})


@app.get("/events")
async def events():
    queue = asyncio.Queue(maxsize=100)
    queues.add(queue)

    async def read():
        try:
            while True:
                yield await queue.get()
        finally:
            queues.discard(queue)

    return StreamingResponse(read(), media_type="text/event-stream")


async def tick(period, event):
    due = time.monotonic()
    while True:
        due = max(due + period, time.monotonic() - period)
        await asyncio.sleep(max(0, due - time.monotonic()))
        for queue in queues:
            if not queue.full():
                queue.put_nowait(event)


@app.get("/candles/{asset}")
async def candles(asset: int, to: datetime.datetime):
    # Ranges end a while after a day has begun, so that 366 days before their end hold the starts of 365.
    rows = await app.state.postgres.fetch(CANDLES, asset, to - datetime.timedelta(days=366), to)
    return JSONResponse([dict(row) for row in rows])


@app.on_event("startup")
async def connect():
    if ticks := os.environ.get("LOAD_TICKS"):
        app.state.ticker = asyncio.create_task(tick(1 / int(ticks), (bodies / "event.txt").read_bytes()))
    if address := os.environ.get("LOAD_REDIS"):
        app.state.redis = redis.Redis.from_url(address)
        await app.state.redis.set("load:page", page)
        await app.state.redis.set("load:small", small)
    if address := os.environ.get("LOAD_POSTGRES"):
        app.state.postgres = await asyncpg.create_pool(address, min_size=4, max_size=16)

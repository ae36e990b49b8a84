"""The same data under FastAPI, in the forms in which people write it. Bodies come from the folder in LOAD_BODIES.

/model     objects from memory through response_model, as the documentation teaches
/json      objects from memory through JSONResponse
/bytes     bytes from memory
/redis     bytes from Redis
/events    an event for every client, LOAD_TICKS times a second: a queue for each, as articles on Server-Sent Events do it
/markets   bytes from memory behind the usual stack: CORS, GZip, timing, an ETag (its own application, mounted by STACK=1)
"""
import asyncio
import json
import os
import pathlib
import time
from typing import Any, List, Optional

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


@app.on_event("startup")
async def connect():
    if ticks := os.environ.get("LOAD_TICKS"):
        app.state.ticker = asyncio.create_task(tick(1 / int(ticks), (bodies / "event.txt").read_bytes()))
    if address := os.environ.get("LOAD_REDIS"):
        app.state.redis = redis.Redis.from_url(address)
        await app.state.redis.set("load:page", page)
        await app.state.redis.set("load:small", small)

"""A visitor with many requests under way waits; one with few does not, whatever the others do."""

import asyncio
import contextlib
import time

import pytest
from starlette.requests import Request

from api import crowding
from api.crowding import DELAY_S, MAX_AT_ONCE, unhurried
from base import identity


def request(address: str, cookie: str = "") -> Request:
    headers = [(b"cookie", f"{identity.COOKIE}={cookie}".encode())] if cookie else []
    return Request({"type": "http", "client": (address, 1), "headers": headers})


async def waited_s(asked: Request) -> float:
    started = time.monotonic()
    async with unhurried(asked):
        return time.monotonic() - started


@pytest.fixture
def stack() -> contextlib.AsyncExitStack:
    return contextlib.AsyncExitStack()


async def test_each_request_of_a_visitor_beyond_the_eighth_waits_longer_and_nobody_else_s(stack):
    async with stack:
        for _ in range(MAX_AT_ONCE):
            await stack.enter_async_context(unhurried(request("10.0.0.1")))
        others, *own = await asyncio.gather(
            waited_s(request("10.0.0.2")), *(waited_s(request("10.0.0.1")) for _ in range(5))
        )
        assert others < DELAY_S
        assert [waited >= number * DELAY_S for number, waited in enumerate(own, 1)] == [True] * 5
    assert await waited_s(request("10.0.0.1")) < DELAY_S
    assert not crowding._under_way


async def test_class_with_cookies_behind_one_address_waits_for_nothing(stack):
    async with stack:
        for _ in range(4 * MAX_AT_ONCE):
            await stack.enter_async_context(unhurried(request("10.0.0.1", identity.new_cookie())))
        for _ in range(MAX_AT_ONCE):
            await stack.enter_async_context(unhurried(request("10.0.0.1")))
        assert await waited_s(request("10.0.0.1", identity.new_cookie())) < DELAY_S


async def test_visitor_who_goes_away_while_waiting_is_forgotten(stack):
    async with stack:
        for _ in range(MAX_AT_ONCE):
            await stack.enter_async_context(unhurried(request("10.0.0.1")))
        waiting = asyncio.create_task(waited_s(request("10.0.0.1")))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        assert crowding._under_way["10.0.0.1"] == MAX_AT_ONCE

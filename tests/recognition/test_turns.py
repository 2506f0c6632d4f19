"""Callers take turns, and a browser's newer frame takes the place of its older one."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from recognition.worker.turns import Turns


async def test_who_sends_much_gets_one_turn_a_round_and_who_waited_longest_is_first():
    turns: Turns[str] = Turns()
    for number in range(5):
        turns.put("much", f"much {number}")
    turns.put("one", "one")
    turns.put("two", "two")
    assert await turns.take(2) == ["much 0", "one"]
    assert await turns.take(32) == ["two", "much 1"]
    assert (len(turns), turns.count("much"), turns.count("one")) == (3, 3, 0)


async def test_who_has_no_name_has_a_line_for_each_request():
    turns: Turns[int] = Turns()
    for number in range(3):
        turns.put("", number)
    assert await turns.take(32) == [0, 1, 2]


async def test_what_is_replaced_keeps_its_place():
    turns: Turns[str] = Turns()
    turns.put("mine", "a1")
    turns.put("mine", "b1")
    turns.put("other", "a1")
    assert turns.replace("mine", "b2", lambda other: other.startswith("b")) == "b1"
    assert turns.replace("mine", "c2", lambda other: other.startswith("c")) is None
    assert turns.replace("nobody", "a2", lambda _: True) is None
    assert [await turns.take(9), await turns.take(9)] == [["a1", "a1"], ["b2"]]


async def test_taking_waits_for_what_comes():
    turns: Turns[str] = Turns()
    taking = asyncio.create_task(turns.take(1))
    await asyncio.sleep(0)
    assert not taking.done()
    turns.put("", "late")
    assert await taking == ["late"]


@given(st.lists(st.sampled_from("abc"), max_size=30), st.integers(1, 5))
def test_nothing_is_lost_and_each_caller_is_answered_in_order(callers, most):
    turns: Turns[tuple[str, int]] = Turns()
    for number, caller in enumerate(callers):
        turns.put(caller, (caller, number))

    async def take_all() -> list[tuple[str, int]]:
        taken = []
        while len(turns):
            batch = await turns.take(most)
            assert len({caller for caller, _ in batch}) == len(batch) <= most
            taken += batch
        return taken

    taken = asyncio.run(take_all())
    assert len(taken) == len(callers)
    for caller in "abc":
        numbers = [number for name, number in taken if name == caller]
        assert numbers == sorted(numbers)

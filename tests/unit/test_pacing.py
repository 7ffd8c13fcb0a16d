# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Pacing: never more than 10 requests in any second or 300 in any minute, and no wait that is not needed."""

from __future__ import annotations

import bisect
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.kinescope.kinescope.plugins.module_utils.client import Client
from ansible_collections.kinescope.kinescope.plugins.module_utils.connection import Connection
from ansible_collections.kinescope.kinescope.plugins.module_utils.pacing import LIMITS, Pacer


class Clock:
    """Time that passes when someone sleeps, and that may oversleep."""

    def __init__(self, late: float = 0.0) -> None:
        self.now, self.late = 5000.0, late
        self.waits: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.waits.append(seconds)
        self.now += seconds + self.late


def sent(pauses, late=0.0):
    """When requests leave that are made after these pauses, and how long each waited."""
    clock = Clock(late)
    pacer = Pacer(clock=clock, sleep=clock.sleep)
    times, waits = [], []
    for pause in pauses:
        clock.now += pause
        before = clock.now
        pacer.wait()
        waits.append(clock.now - before)
        times.append(clock.now)
    return times, waits


def most_within(times, seconds):
    return max((bisect.bisect_left(times, start + seconds) - n for n, start in enumerate(times)), default=0)


PAUSES = st.lists(st.one_of(st.just(0.0), st.floats(0, 0.3), st.floats(0, 20)), max_size=400)


def test_the_limits_are_the_documented_ones():
    assert set(LIMITS) == {(10, 1.0), (300, 60.0)}


@settings(deadline=None, max_examples=150)
@given(pauses=PAUSES, late=st.sampled_from([0.0, 0.001, 0.7]))
def test_no_window_holds_more_than_the_limit(pauses, late):
    times, _waits = sent(pauses, late)
    assert most_within(times, 1.0) <= 10
    assert most_within(times, 60.0) <= 300


@settings(deadline=None, max_examples=150)
@given(pauses=PAUSES)
def test_nobody_waits_in_vain(pauses):
    """A request waits only when a window was full, and then no longer than until it has room (and a little)."""
    times, waits = sent(pauses)
    for number, wait in enumerate(waits):
        asked = times[number] - wait
        due = max((times[number - c] + s for c, s in LIMITS if number >= c), default=asked)
        assert wait <= max(0.0, due - asked) + 0.1


@pytest.mark.parametrize("count", [650])
def test_a_burst(count):
    times, waits = sent([0.0] * count)
    assert waits[:10] == [0.0] * 10
    assert waits[10] >= 1.0
    assert most_within(times, 1.0) == 10
    assert most_within(times, 60.0) == 300
    assert times[-1] - times[0] < 60 * 2 + 10 * 1.1


def test_slow_work_never_waits():
    _times, waits = sent([0.21] * 700)
    assert set(waits) == {0.0}


def test_nothing_is_remembered_for_longer_than_a_minute():
    _times, waits = sent([0.0] * 10 + [61.0] + [0.0] * 9)
    assert set(waits) == {0.0}


def test_every_attempt_is_counted(sim):
    clock = Clock()
    pacer = Pacer(clock=clock, sleep=clock.sleep)
    sim.fault("status", status=500, times=5)
    Client(Connection(sim.token, sim.url), pacer=pacer, sleep=lambda seconds: None).get("/v1/projects")
    assert clock.waits == []
    client = Client(Connection(sim.token, sim.url), pacer=pacer, sleep=lambda seconds: None)
    for _time in range(5):
        client.get("/v1/projects")
    assert len(clock.waits) == 1


@pytest.mark.slow
def test_the_limiter_never_has_to_refuse(sim):
    """For real: 25 requests, as fast as they are allowed."""
    sim.set(limits="on")
    client = Client(Connection(sim.token, sim.url))
    began = time.monotonic()
    for _time in range(25):
        client.get("/v1/cdn/zones")
    assert [entry.status for entry in sim.journal] == [200] * 25
    assert 2.0 <= time.monotonic() - began < 4.0

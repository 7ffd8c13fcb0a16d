# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Nodes that share a token and nothing else, in virtual time: how much they get of what the API grants together.

The clients and their pacers are the real ones; only time, the way to the API and the API itself are played. As a
script, this prints a table.
"""

from __future__ import annotations

import heapq
import itertools
import math
import os
import random
import threading
from collections import deque

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._api.client import Client
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.connection import Connection
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.pacing import LIMITS, Pacer
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.responses import ApiResponse
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import ApiError

LONG = os.environ.get("TESTS") == "long"
TOKEN = "01234567-89ab-cdef-0123-456789abcdef"


class Over(BaseException):
    """The time of a world is over."""


class World:
    """Threads in virtual time: one of them runs at a time, until it sleeps; then the one that wakes up first."""

    def __init__(self, until=math.inf):
        self.now, self.until = 5000.0, 5000.0 + until
        self._order, self._coming, self._mine = itertools.count(), [], threading.local()

    def clock(self):
        return self.now

    def sleep(self, seconds):
        baton = self._mine.baton
        heapq.heappush(self._coming, (self.now + max(seconds, 0.0), next(self._order), baton))
        self._hand_over(baton)
        if self.now > self.until:
            raise Over

    def _hand_over(self, mine=None):
        self.now, _order, baton = heapq.heappop(self._coming)
        if baton is not mine:
            baton.release()
            if mine:
                mine.acquire()

    def run(self, tasks):
        """Run each of (delay, function) in a thread; what the functions raise."""
        done, raised = threading.Lock(), []
        done.acquire()

        def work(baton, function):
            self._mine.baton = baton
            baton.acquire()
            try:
                if self.now <= self.until:
                    function()
            except Over:
                pass
            except Exception as error:
                raised.append(error)
            finally:
                self._hand_over() if self._coming else done.release()

        for delay, function in tasks:
            baton = threading.Lock()
            baton.acquire()
            heapq.heappush(self._coming, (self.now + delay, next(self._order), baton))
            threading.Thread(target=work, args=(baton, function), daemon=True).start()
        self._hand_over()
        done.acquire()
        return raised


class Sliding:
    """Grants so many requests in any so many seconds."""

    def __init__(self, limits=LIMITS, counts_refused=False):
        self.windows = [(deque(), count, seconds) for count, seconds in limits]
        self.counts_refused = counts_refused

    def wait(self, now):
        """Seconds until a request would be granted; 0 when this one is."""
        wait = 0.0
        for times, count, seconds in self.windows:
            while times and now - times[0] >= seconds:
                times.popleft()
            if len(times) >= count:
                wait = max(wait, times[len(times) - count] + seconds - now, 1e-6)
        if not wait or self.counts_refused:
            for times, _count, _seconds in self.windows:
                times.append(now)
        return wait


class Fixed:
    """Grants so many requests between two ticks of a clock."""

    def __init__(self, limits=LIMITS):
        self.windows = [[count, seconds, None, 0] for count, seconds in limits]

    def wait(self, now):
        wait = 0.0
        for window in self.windows:
            count, seconds, number, used = window
            if now // seconds != number:
                window[2:] = [now // seconds, 0]
            elif used >= count:
                wait = max(wait, (number + 1) * seconds - now, 1e-6)
        if not wait:
            for window in self.windows:
                window[3] += 1
        return wait


class Bucket:
    """Grants a request for each of its tokens, which come back steadily."""

    def __init__(self, limits=LIMITS):
        self.buckets = [[count, seconds, count, None] for count, seconds in limits]

    def wait(self, now):
        wait = 0.0
        for bucket in self.buckets:
            count, seconds, tokens, then = bucket
            tokens = min(count, tokens + (now - then) * count / seconds) if then is not None else count
            bucket[2:] = [tokens, now]
            if tokens < 1 - 1e-9:
                wait = max(wait, (1 - tokens) * seconds / count)
        if not wait:
            for bucket in self.buckets:
                bucket[2] -= 1
        return wait


class Node(Client):
    """A client of the API that is played."""

    def __init__(self, fleet, deadline):
        self.fleet = fleet
        sleep = fleet.world.sleep
        pacer = Pacer(clock=fleet.world.clock, sleep=sleep)
        super().__init__(Connection(TOKEN, "http://127.0.0.1:1", rate_deadline=deadline), pacer=pacer, sleep=sleep)
        self.passed = 0

    def attempt(self, method, address, **arguments):
        fleet = self.fleet
        fleet.world.sleep(fleet.chance.uniform(*fleet.there))
        wait = fleet.server.wait(fleet.world.now)
        fleet.refused += bool(wait)
        if not wait:
            fleet.times.append(fleet.world.now)
            self.passed += 1
        fleet.world.sleep(fleet.chance.uniform(*fleet.back))
        if wait:
            return ApiError("429", status=429), fleet.retry_after(wait)
        return ApiResponse(200, {}), 0.0


def exactly(wait):
    return float(math.ceil(wait))


RETRY_AFTER = {
    "none": lambda wait: 0.0,
    "0": lambda wait: 0.0,
    "1": lambda wait: 1.0,
    "exact": exactly,
    "60": lambda wait: 60.0,
}
SERVERS = {"sliding": Sliding, "fixed": Fixed, "bucket": Bucket}


class Fleet:
    """Nodes with so many threads each, and the API."""

    def __init__(
        self,
        nodes,
        server,
        retry_after="exact",
        threads=8,
        seed=1,
        until=math.inf,
        deadline=300.0,
        there=(0.01, 0.04),
        back=(0.02, 0.08),
    ):
        random.seed(seed)
        self.chance = random.Random(seed)
        self.world = World(until)
        self.server, self.retry_after = server, RETRY_AFTER[retry_after]
        self.there, self.back = there, back
        self.times, self.refused = [], 0
        self.nodes = [Node(self, deadline) for _node in range(nodes)]
        self.threads = threads

    def send(self, each=None):
        """Every node sends so many requests, or goes on until the time is over; how many seconds that takes."""
        left = [each if each is not None else math.inf] * len(self.nodes)

        def work(number):
            while left[number] > 0:
                left[number] -= 1
                self.nodes[number].get("/")

        starts = [self.chance.uniform(0, 1) for _node in self.nodes]
        self.raised = self.world.run(
            [
                (starts[number], lambda number=number: work(number))
                for number in range(len(self.nodes))
                for _t in range(self.threads)
            ]
        )
        return self.times[-1] - self.times[0]


def ideal(server, count=None, seconds=math.inf, start=5000.0):
    """(how many requests, in how many seconds) one gets who always asks at the right moment."""
    now, got = start, 0
    while got != count and now - start < seconds:
        wait = server.wait(now)
        if wait:
            now += wait
        else:
            got += 1
    return got, now - start


def tried(nodes, server, limits=LIMITS, each=None, seconds=math.inf, seeds=3, **more):
    """(parts got of what the API grants, refusals for each request that got through, errors), of several runs."""
    parts, refused, raised = [], 0.0, []
    for seed in range(seeds):
        fleet = Fleet(nodes, SERVERS[server](limits), seed=seed, until=seconds, **more)
        taken = fleet.send(each)
        if each is not None:
            parts.append(ideal(SERVERS[server](limits), nodes * each, start=fleet.times[0])[1] / taken)
        else:
            parts.append(len(fleet.times) / ideal(SERVERS[server](limits), seconds=seconds)[0])
        refused += fleet.refused / len(fleet.times) / seeds
        raised += fleet.raised
    return parts, refused, raised


FAST = {"there": (0.005, 0.01), "back": (0.005, 0.02)}  # a thread alone can then send more than the limits allow


@pytest.mark.parametrize("retry_after", ["none", "0", "1", "exact"])
@pytest.mark.parametrize("server", SERVERS)
class TestNodes:
    @pytest.mark.parametrize("nodes", [2, 4])
    def test_a_loop_on_each_of_them(self, nodes, server, retry_after):
        parts, refused, raised = tried(nodes, server, each=250, threads=1, retry_after=retry_after, **FAST)
        assert sum(parts) / len(parts) >= 0.9
        assert refused < 0.5
        assert raised == []

    @pytest.mark.parametrize("nodes", [2, 4, 10, 50] if LONG else [4])
    def test_a_large_document_on_each_node(self, nodes, server, retry_after):
        """A document on each of them, which sends from eight threads."""
        seconds = 3600.0 if LONG else 120.0
        parts, _refused, raised = tried(nodes, server, seconds=seconds, seeds=1, retry_after=retry_after)
        assert min(parts) >= 0.9
        assert raised == []

    @pytest.mark.parametrize("granted", [5, 2])
    def test_alone_where_the_api_grants_less(self, granted, server, retry_after):
        parts, _refused, raised = tried(1, server, ((granted, 1.0),), each=100, seeds=2, retry_after=retry_after)
        assert sum(parts) / len(parts) >= 0.85
        assert raised == []


def test_alone_at_the_documented_limits():
    parts, refused, raised = tried(1, "sliding", each=500, seeds=1, there=(0.01, 0.01), back=(0.01, 0.01))
    assert parts[0] >= 0.99
    assert (refused, raised) == (0.0, [])


@pytest.mark.parametrize("server", SERVERS)
def test_an_api_that_always_asks_for_a_minute(server):
    """Each refusal costs a minute then, so two nodes get less; they do not fail."""
    parts, _refused, raised = tried(2, server, seconds=1200.0, seeds=1, retry_after="60")
    assert parts[0] >= 0.5
    assert raised == []


def test_it_is_a_function_of_the_seed():
    one, other = (tried(2, "sliding", each=50, seeds=2) for _time in range(2))
    assert one == other


if __name__ == "__main__":
    print("part got of what the API grants, refusals for each request that got through, failed threads")
    for server, retry_after in itertools.product(SERVERS, RETRY_AFTER):
        line = f"{server:8} Retry-After {retry_after:6}"
        for nodes in (2, 4, 10, 50):
            parts, refused, raised = tried(nodes, server, seconds=600.0, seeds=1, retry_after=retry_after)
            line += f" | {nodes:2} nodes {parts[0]:.2f} {refused:5.2f} {len(raised):3}"
        print(line, flush=True)

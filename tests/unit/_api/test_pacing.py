# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Pacing: never more than 10 requests in any second or 300 in any minute, and no wait that is not needed.

Several processes that use one token are one to the API, so they share the allowance through a file.
"""

from __future__ import annotations

import bisect
import heapq
import importlib.util
import math
import os
import stat
import subprocess
import sys
import tempfile
import time
from array import array
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.kinescope.kinescope.plugins.module_utils._api import pacing
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.client import Client
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.connection import Connection
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.pacing import (
    FIRST,
    HELD,
    LIMITS,
    LONGEST,
    PART,
    Pacer,
    shared_file,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import DocumentError


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


@given(pauses=PAUSES, late=st.sampled_from([0.0, 0.001, 0.7]))
def test_no_window_holds_more_than_the_limit(pauses, late):
    times, _waits = sent(pauses, late)
    assert most_within(times, 1.0) <= 10
    assert most_within(times, 60.0) <= 300


@given(pauses=PAUSES)
def test_nobody_waits_in_vain(pauses):
    """A request waits only when a window was full, and then no longer than until it has room (and a little)."""
    times, waits = sent(pauses)
    for number, wait in enumerate(waits):
        asked = times[number] - wait
        due = max((times[number - c] + s for c, s in LIMITS if number >= c), default=asked)
        assert wait <= max(0.0, due - asked) + 0.1


@pytest.mark.parametrize("count", [650])
def test_a_burst_keeps_to_both_limits(count):
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
def test_the_limiter_hardly_has_to_refuse(sim):
    """For real: 25 requests, as fast as they are allowed."""
    sim.set(limits="on")
    client = Client(Connection(sim.token, sim.url))
    began = time.monotonic()
    for _time in range(25):
        client.get("/v1/cdn/zones")
    taken = time.monotonic() - began
    statuses = [entry.status for entry in sim.journal]
    assert statuses.count(200) == 25
    assert len(statuses) <= 27, "a machine that is busy may let a request arrive late, and the next one in time"
    assert taken >= 2.0


class Sharers:
    """Pacers of several processes over one file and one clock; what each sleeps is noted and not slept."""

    def __init__(self, file, count, clock=None):
        self.clock, self.slept = clock or Clock(), 0.0
        self.pacers = [Pacer(file, clock=self.clock, sleep=self._sleep) for _number in range(count)]

    def _sleep(self, seconds):
        assert seconds > 0
        self.slept = seconds

    def wait(self, number=0):
        """How long one of them has to wait now."""
        self.slept = 0.0
        self.pacers[number].wait()
        return self.slept

    def hold(self, number, seconds):
        """A request that one of them sent just now is refused."""
        return self.pacers[number].hold(seconds, self.clock.now)

    def burst(self, count):
        """Use up that much of the allowance."""
        return [self.wait(number % len(self.pacers)) for number in range(count)]


@pytest.fixture
def file(tmp_path):
    return tmp_path / "cache" / "collection" / "pace"


def leaving(pauses):
    """(asked, sent) of every request, in the order of asking; each sharer asks after its pauses since it last sent."""
    with tempfile.TemporaryDirectory() as folder:
        sharers = Sharers(Path(folder, "pace"), len(pauses))
        began = sharers.clock.now
        coming = [(began + own[0], number, 0) for number, own in enumerate(pauses) if own]
        heapq.heapify(coming)
        out = []
        while coming:
            now, number, done = heapq.heappop(coming)
            sharers.clock.now = now
            gone = now + sharers.wait(number)
            out.append((now, gone))
            if done + 1 < len(pauses[number]):
                heapq.heappush(coming, (gone + pauses[number][done + 1], number, done + 1))
    return out


class TestSharers:
    @given(
        pauses=st.lists(
            st.lists(st.one_of(st.just(0.0), st.floats(0, 0.3), st.floats(0, 20)), max_size=60), min_size=2, max_size=8
        )
    )
    def test_together_they_keep_to_the_limits_and_wait_for_nothing_else(self, pauses):
        requests = leaving(pauses)
        times = [gone for _asked, gone in requests]
        assert times == sorted(times)
        assert most_within(times, 1.0) <= 10
        assert most_within(times, 60.0) <= 300
        for number, (asked, gone) in enumerate(requests):
            earliest = max((times[number - count] + seconds for count, seconds in LIMITS if number >= count), default=0)
            assert gone <= max(asked, earliest) + 0.1

    @pytest.mark.parametrize("sharers", [2, 7, 20])
    @pytest.mark.parametrize("count", [100, 640])
    def test_a_burst_takes_little_longer_than_it_must(self, sharers, count):
        each = count // sharers
        times = [gone for _asked, gone in leaving([[0.0] * each] * sharers)]
        minutes, rest = divmod(each * sharers - 1, 300)
        assert most_within(times, 1.0) == 10
        assert most_within(times, 60.0) <= 300
        assert times[-1] - times[0] <= minutes * 60 + rest // 10 + 2.0

    def test_one_uses_up_what_the_other_then_lacks(self, file):
        sharers = Sharers(file, 2)
        assert [sharers.wait(0) for _time in range(10)] == [0.0] * 10
        assert 1.0 <= sharers.wait(1) < 1.1

    def test_different_names_do_not_share(self, tmp_path):
        clock = Clock()
        one, other = (Sharers(tmp_path / name, 1, clock) for name in ("a", "b"))
        one.burst(10)
        assert other.burst(10) == [0.0] * 10

    def test_a_process_that_comes_later(self, file):
        first = Sharers(file, 1)
        first.burst(10)
        later = Sharers(file, 1, first.clock)
        assert later.wait() >= 1.0

    def test_the_file_does_not_grow(self, file):
        sharers = Sharers(file, 3)
        for _time in range(700):
            sharers.clock.now += sharers.wait()
        assert file.stat().st_size == 303 * 8

    def test_clients_share_by_token_and_address(self, sim):
        other = "11111111-2222-4333-8444-555555555555"
        for token, url in ((sim.token, sim.url), (sim.token, sim.url + "/"), (other, sim.url)):
            Client(Connection(token, url, retries=0))._pacer.wait()
        sizes = sorted(path.stat().st_size for path in shared_file("").parent.iterdir())
        assert sizes == [4 * 8, 5 * 8]

    def test_three_real_processes_keep_to_the_limits(self, tmp_path):
        """Three processes with twelve requests each: what they reserved is within the limits, and none was early."""
        file = tmp_path / "pace"
        code = (
            "import pathlib, sys, time\n"
            "from ansible_collections.kinescope.kinescope.plugins.module_utils._api.pacing import Pacer\n"
            "pacer = Pacer(pathlib.Path(sys.argv[1]))\n"
            "for _time in range(12):\n"
            "    pacer.wait()\n"
            "    print(time.monotonic())\n"
        )
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        processes = [
            subprocess.Popen(
                [sys.executable, "-c", code, str(file)], stdout=subprocess.PIPE, text=True, env=environment
            )
            for _time in range(3)
        ]
        printed = [process.communicate(timeout=60)[0].split() for process in processes]
        assert [len(lines) for lines in printed] == [12, 12, 12]
        left = sorted(float(line) for lines in printed for line in lines)
        reserved = array("d", file.read_bytes())[FIRST:].tolist()
        assert len(reserved) == 36
        assert most_within(reserved, 1.0) <= 10
        assert reserved[-1] - reserved[0] >= 3.0
        assert all(moment <= gone + 0.01 for moment, gone in zip(sorted(reserved), left))


class TestHolding:
    def test_after_a_refusal_all_processes_wait(self, file):
        """All processes, and all threads of the one that was refused; once."""
        sharers = Sharers(file, 3)
        sharers.wait(0)
        assert sharers.hold(0, 7.0) == (7.0, 0.0)
        assert sharers.wait(0) == pytest.approx(7.0)
        assert sharers.wait(1) == pytest.approx(7.0)
        sharers.clock.now += 3.0
        assert sharers.wait(2) == pytest.approx(4.0)
        sharers.clock.now += 4.0
        assert sharers.wait(0) == sharers.wait(1) == 0.0

    @pytest.mark.parametrize(
        ("asked", "pause"), [(2.0, 2.0), (0.25, 0.5), (0.0, 0.5)], ids=["long", "shorter than a second", "untold"]
    )
    def test_from_when_the_wait_is_counted(self, file, asked, pause):
        """What the API asks for, from its answer on; the second of its limit, from the request on."""
        sharers = Sharers(file, 1)
        sent = sharers.clock.now
        sharers.clock.now += 0.5
        assert sharers.pacers[0].hold(asked, sent)[0] == pause
        assert sharers.wait() == pause

    @pytest.mark.parametrize("of", [0, 1], ids=["own", "of another process"])
    def test_a_refusal_while_one_sleeps(self, file, of):
        """It has reserved a moment, but must not send then, and that moment does not count."""
        sharers = Sharers(file, 2)
        sharers.burst(20)
        sharers.clock.now += 1.03
        slept = []

        def sleep(seconds):
            slept.append(seconds)
            sharers.clock.now += seconds / 2
            if len(slept) == 1:
                sharers.hold(of, 5.0)
            sharers.clock.now += seconds / 2

        sharers.pacers[0]._sleep = sleep
        sharers.pacers[0].wait()
        assert sum(slept) == pytest.approx(5.0 + slept[0] / 2, abs=0.01)
        assert len(array("d", file.read_bytes())[FIRST:]) == 20 + 1

    def test_after_it_they_do_not_all_come_at_once(self, file):
        sharers = Sharers(file, 30)
        sharers.hold(0, 5.0)
        waits = [sharers.wait(number) for number in range(1, 30)]
        assert most_within(waits, 1.0) == 5
        assert waits[0] == pytest.approx(5.0)
        assert waits[-1] < 5.0 + 29 / 5 + 0.2

    def test_a_short_response_does_not_lift_the_longer_hold_of_another(self, file):
        sharers = Sharers(file, 3)
        sharers.hold(0, 30.0)
        sharers.hold(1, 1.0)
        sharers.clock.now += 1.0
        assert sharers.wait(1) == pytest.approx(29.0)
        assert sharers.wait(2) == pytest.approx(29.0)

    def test_nobody_is_held_for_more_than_a_minute(self, file):
        sharers = Sharers(file, 2)
        sharers.hold(0, 300.0)
        assert sharers.wait(1) == pytest.approx(60.0, abs=0.1)

    def test_a_429_holds_every_client_of_the_token(self, sim):
        """A 429 holds whoever shares the token, and the client that got it waits once."""
        clock = Clock()
        file = shared_file("clients")
        connection = Connection(sim.token, sim.url)
        one = Client(connection, pacer=Pacer(file, clock=clock, sleep=clock.sleep), sleep=clock.sleep)
        sim.fault("status", status=429, retry_after="9")
        one.get("/v1/projects")
        assert clock.waits == [pytest.approx(9.0, abs=0.1)]
        sim.fault("status", status=429, retry_after="9", times=None)
        with pytest.raises(Exception, match="429"):
            Client(
                Connection(sim.token, sim.url, rate_deadline=0.0),
                pacer=Pacer(file, clock=clock, sleep=clock.sleep),
                sleep=lambda seconds: None,
            ).get("/v1/projects")
        sim.clear_faults()
        clock.waits.clear()
        one.get("/v1/projects")
        assert clock.waits == [pytest.approx(9.0, abs=0.1)]


NOW = 5000.0
RUBBISH = {
    "empty": b"",
    "three bytes": b"abc",
    "cut in a number": array("d", [0.0, NOW - 1, NOW - 1]).tobytes()[:-3],
    "text": b"some text of another program\n" * 40,
    "huge": b"\xff" * 300_000,
    "huge text": b"7" * 300_000,
    "zeros": bytes(300_000),
    "infinite": array("d", [math.inf] * 301).tobytes(),
    "minus infinite": array("d", [-math.inf] * 301).tobytes(),
    "no numbers": array("d", [math.nan] * 301).tobytes(),
    "no number first": array("d", [math.nan, *[NOW + 1e6] * 300]).tobytes(),
    "an endless hold": array("d", [1e300]).tobytes(),
    "a refusal ahead": array("d", [0.0, NOW + 59, 1e-300, *[NOW - 1] * 300]).tobytes(),
    "a part of nothing": array("d", [NOW, NOW, -math.inf, *[NOW - 1] * 300]).tobytes(),
    "far ahead": array("d", [0.0, *[NOW + 3600] * 300]).tobytes(),
    "ahead": array("d", [NOW + 59, *[NOW + 59] * 300]).tobytes(),
    "many": array("d", [0.0, *[NOW] * 5000]).tobytes(),
    "backwards": array("d", [0.0, *(NOW + 50 - n / 10 for n in range(300))]).tobytes(),
}


class TestRubbish:
    """Whatever stands in the file or happens to it: no error, and no wait of more than a minute."""

    @pytest.mark.parametrize("content", RUBBISH.values(), ids=RUBBISH)
    def test_invalid_content_of_the_file_is_ignored(self, file, content):
        file.parent.mkdir(parents=True)
        file.write_bytes(content)
        sharers = Sharers(file, 2)
        began = sharers.clock.now
        for number in range(30):
            waited = sharers.wait(number % 2)
            assert waited <= LONGEST + 1e-6  # rounding
            sharers.clock.now += waited
        assert sharers.clock.now - began < 130
        assert file.stat().st_size <= 303 * 8
        assert sharers.wait() <= 1.1

    @given(content=st.one_of(st.binary(max_size=4000), st.lists(st.floats(), max_size=310)), hold=st.booleans())
    def test_any_content_of_the_file_is_tolerated(self, content, hold):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "pace")
            file.write_bytes(content if isinstance(content, bytes) else array("d", content).tobytes())
            sharers = Sharers(file, 2)
            if hold:
                sharers.hold(0, 5.0)
            waited = sharers.wait(1)
            assert (5.0 if hold else 0.0) - 0.001 <= waited <= LONGEST + 1e-6  # rounding

    @pytest.mark.parametrize("back", [0.5, 30.0, 50.0, 59.0, 61.0, 3600.0, 4990.0])
    @pytest.mark.parametrize("hold", [0.0, 60.0])
    @pytest.mark.parametrize("shared", [True, False])
    def test_a_clock_that_was_set_back(self, file, shared, hold, back):
        sharers = Sharers(file if shared else None, 1)
        for _time in range(310):
            sharers.clock.now += sharers.wait()
        sharers.hold(0, hold)
        sharers.clock.now -= back
        began = sharers.clock.now
        for _time in range(20):
            waited = sharers.wait()
            assert waited <= LONGEST + 1e-6  # rounding
            sharers.clock.now += waited
        assert sharers.clock.now - began < 130

    def test_a_clock_that_was_set_forward(self, file):
        sharers = Sharers(file, 1)
        sharers.burst(10)
        sharers.clock.now += 1e6
        assert sharers.burst(10) == [0.0] * 10

    def test_another_process_truncates_or_removes_it(self, file):
        sharers = Sharers(file, 2)
        for spoil in (lambda: os.truncate(file, 0), lambda: os.truncate(file, 11), file.unlink):
            sharers.burst(10)
            spoil()
            assert sharers.wait() == 0.0
            sharers.clock.now += 2.0

    @pytest.mark.parametrize("place", ["a file", "a folder", "read-only", "not absolute"])
    def test_a_place_where_there_can_be_no_file(self, tmp_path, monkeypatch, place):
        file = tmp_path / "cache" / "pace"
        if place == "a file":
            (tmp_path / "cache").write_text("")
        elif place == "a folder":
            file.mkdir(parents=True)
        elif place == "read-only":

            def refuse(*arguments, **more):
                raise PermissionError(13, "Permission denied")

            monkeypatch.setattr(os, "open", refuse)
        else:
            monkeypatch.chdir(tmp_path)
            file = Path("~", "pace")
        sharers = Sharers(file, 2)
        assert [sharers.wait(0) for _time in range(10)] == [0.0] * 10
        assert sharers.wait(0) >= 1.0
        assert sharers.wait(1) == 0.0
        assert place != "not absolute" or list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("name", ["read", "write", "ftruncate", "lseek", "close", "flock"])
    def test_a_file_system_that_fails(self, file, monkeypatch, name):
        """What was known until then is not forgotten, and no file stays open."""
        sharers = Sharers(file, 1)
        sharers.burst(9)
        owner = pacing.fcntl if name == "flock" else os
        close = os.close

        def fail(descriptor, *arguments):
            if name == "close":
                close(descriptor)
            raise OSError(28, "No space left on device")

        before = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0
        with monkeypatch.context() as broken:
            broken.setattr(owner, name, fail)
            assert sharers.wait() == 0.0
            assert sharers.wait() >= 1.0
        assert before in (0, len(os.listdir("/proc/self/fd")))
        assert sharers.wait() >= 1.0

    def test_without_locks_each_process_keeps_to_the_limits_by_itself(self, file, monkeypatch):
        monkeypatch.setitem(sys.modules, "fcntl", None)
        found = importlib.util.spec_from_file_location(f"{pacing.__name__}_without_locks", pacing.__file__)
        without = importlib.util.module_from_spec(found)
        found.loader.exec_module(without)
        monkeypatch.setattr(pacing, "fcntl", without.fcntl)
        sharers = Sharers(file, 2)
        assert [sharers.wait(0) for _time in range(10)] == [0.0] * 10
        assert sharers.wait(0) >= 1.0
        assert sharers.wait(1) == 0.0
        assert not file.exists()


class TestAllowance:
    """What a refusal teaches, and how it is forgotten."""

    @staticmethod
    def rates(sharers, seconds):
        """Requests in each of the next so many seconds, by one who sends whenever it may."""
        began = now = sharers.clock.now
        counts = [0] * seconds
        while now < began + seconds:
            sharers.clock.now = now
            now += sharers.wait()
            if now < began + seconds:
                counts[int(now - began)] += 1
        return counts

    def test_a_refusal_halves_the_rate_which_grows_again(self, file):
        sharers = Sharers(file, 1)
        sharers.wait()
        sharers.hold(0, 1.0)
        sharers.hold(0, 1.0)  # of another thread: it was under way
        sharers.clock.now += 1.0
        rates = self.rates(sharers, 8)
        assert rates[:2] == [5, 5]
        assert rates[-2:] == [10, 10] or rates[-2:] == [9, 10]

    def test_who_starts_later_knows(self, file):
        """A task of Ansible is a process, and many are short."""
        sharers = Sharers(file, 1)
        sharers.hold(0, 1.0)
        later = Sharers(file, 1, sharers.clock)
        later.clock.now += 1.0
        assert self.rates(later, 1) == [5]

    @pytest.mark.parametrize("idle", [8.0, 100.0, 1e6])
    def test_nothing_is_left_of_it_after_a_while(self, file, idle):
        sharers = Sharers(file, 1)
        for _time in range(30):
            sharers.hold(0, 1.0)
            sharers.pacers[0].passed()
            sharers.clock.now += 1.1
        sharers.clock.now += idle
        assert self.rates(sharers, 1) == [10]

    @pytest.mark.parametrize(("sent", "left"), [(11, 0.85), (9, 0.85), (8, 0.5), (1, 0.5)])
    def test_a_late_request_of_its_own_hardly_slows_it_down(self, file, sent, left):
        """Who has used up the rate may be refused because a request arrived late and the next one in time."""
        sharers = Sharers(file, 1)
        sharers.burst(sent)
        sharers.hold(0, 0.0)
        assert array("d", file.read_bytes())[PART] == left

    def test_a_limit_that_lasts_says_nothing_of_the_rate(self, file):
        """Nothing gets through between: it is the minute's. Who comes again and again comes at different times."""
        sharers = Sharers(file, 1)
        sharers.wait()
        ends = []
        for _time in range(20):
            sharers.hold(0, 1.0)
            held = array("d", file.read_bytes())
            assert held[PART] == 0.5
            ends.append(held[HELD] - sharers.clock.now)
            sharers.clock.now = held[HELD]
        assert ends[0] == 1.0
        assert 1.0 < max(ends) <= 6.0
        assert len(set(ends)) == 20

    def test_it_never_stops(self, file):
        sharers = Sharers(file, 1)
        for _time in range(50):
            sharers.hold(0, 1.0)
            sharers.pacers[0].passed()
            sharers.clock.now += 1.0
        sharers.wait()
        assert sharers.wait() <= 2.1

    @pytest.mark.parametrize("back", [1.0, 59.0, 3600.0, 4990.0])
    def test_a_clock_that_starts_again(self, file, back):
        """As that of a machine that was started again: what is learned is forgotten, and learned anew."""
        sharers = Sharers(file, 1)
        sharers.hold(0, 60.0)
        sharers.pacers[0].passed()
        sharers.clock.now -= back
        assert self.rates(sharers, 1) == [10]
        sharers.hold(0, 1.0)
        sharers.clock.now += 1.0
        assert self.rates(sharers, 1) in ([5], [8])


def paced(asked, monkeypatch, clock):
    """The pacer of a client in an environment that asks for this pace."""
    monkeypatch.setenv("KINESCOPE_API_PACE", asked)
    return Pacer.shared("a token and an address", clock, clock.sleep)


class TestAskedFor:
    @pytest.mark.parametrize("asked", ["off", "OFF", " off ", "False", "no"])
    def test_off_neither_waits_nor_shares(self, asked, monkeypatch):
        clock = Clock()
        pacer = paced(asked, monkeypatch, clock)
        for _time in range(1000):
            pacer.wait()
        assert clock.waits == []
        assert not shared_file("").parent.exists()

    def test_off_still_heeds_what_the_api_asks_for(self, monkeypatch):
        clock = Clock()
        pacer = paced("off", monkeypatch, clock)
        pacer.hold(7.0, pacer.wait())
        pacer.wait()
        assert clock.waits == [pytest.approx(7.0)]

    @pytest.mark.parametrize("asked", [1, 3, 25, 1000])
    def test_so_many_a_second_instead_of_both_limits(self, asked, monkeypatch):
        clock = Clock()
        pacer = paced(str(asked), monkeypatch, clock)
        times = []
        for _time in range(asked * 2 + 400):
            pacer.wait()
            times.append(clock.now)
        assert most_within(times, 1.0) == asked
        assert times[-1] - times[0] < (len(times) / asked) * 1.1

    @pytest.mark.parametrize("asked", ["", " "])
    def test_a_variable_that_is_set_to_nothing_asks_for_nothing(self, asked, monkeypatch):
        clock = Clock()
        pacer = paced(asked, monkeypatch, clock)
        for _time in range(11):
            pacer.wait()
        assert len(clock.waits) == 1

    def test_whoever_asks_for_a_slower_pace_does_not_make_others_forget(self, monkeypatch):
        clock = Clock()
        usual, slow = paced("", monkeypatch, clock), paced("1", monkeypatch, clock)
        for _time in range(299):
            usual.wait()
        began = clock.now
        slow.wait()
        usual.wait()
        assert clock.now - began > 25.0

    @pytest.mark.parametrize("asked", ["0", "-1", "0.5", "1001", "ten", "10/s", "٣", "9" * 5000, "on"])
    def test_any_other_is_refused_and_not_shown(self, asked, monkeypatch):
        with pytest.raises(DocumentError) as refused:
            paced(asked, monkeypatch, Clock())
        said = refused.value.sentence()
        assert "KINESCOPE_API_PACE must be 'off', an integer from 1 to 1000 (requests per second)" in said
        assert f"'{asked}'" not in said

    def test_a_client_keeps_to_it(self, sim, monkeypatch):
        monkeypatch.setenv("KINESCOPE_API_PACE", "2")
        clock = Clock()
        client = Client(Connection(sim.token, sim.url), sleep=clock.sleep)
        for _time in range(4):
            client.get("/v1/projects")
        assert len(clock.waits) == 2


class TestFile:
    NAME = "01234567-89ab-cdef-0123-456789abcdef https://api.example.com"

    def test_its_name_does_not_tell_the_token(self):
        path = shared_file(self.NAME)
        assert path == shared_file(self.NAME)
        for part in self.NAME.replace("-", " ").split():
            assert part not in str(path)
        assert len({shared_file(self.NAME), shared_file(self.NAME.upper()), shared_file("")}) == 3

    def test_nor_does_its_content(self):
        path = shared_file(self.NAME)
        Pacer(path).wait()
        assert b"0123" not in path.read_bytes()

    def test_nobody_else_may_look(self):
        path = shared_file(self.NAME)
        mask = os.umask(0o000)
        try:
            Pacer(path).wait()
        finally:
            os.umask(mask)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700

    @pytest.mark.parametrize("value", [None, ""])
    def test_its_usual_place(self, monkeypatch, tmp_path, value):
        monkeypatch.setenv("HOME", str(tmp_path))
        if value is None:
            monkeypatch.delenv("XDG_CACHE_HOME")
        else:
            monkeypatch.setenv("XDG_CACHE_HOME", value)
        assert shared_file("").parent == tmp_path / ".cache" / "kinescope.kinescope"

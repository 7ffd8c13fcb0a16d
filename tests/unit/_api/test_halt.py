# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What stops a run, and what ends with it: requests that wait for their turn, and those that sleep."""

from __future__ import annotations

import threading
import time
from contextlib import suppress

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._api.halt import Halt, HaltedError, UnreachableError
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import ApiError

OK = None
NO_SCOPE, NO_MONEY = ApiError("no scope", status=403), ApiError("no money", status=402)
WRONG, GONE, LOST = ApiError("wrong", status=401), UnreachableError("gone"), ApiError("lost", uncertain=True)


def send(halt: Halt, method: str, error: ApiError | None) -> None:
    """A request that ends so."""
    with suppress(ApiError), halt.sending(method):
        if error:
            raise error


@pytest.mark.parametrize(
    ("requests", "cause"),
    [
        ([("GET", WRONG)], WRONG),
        ([("POST", GONE)], GONE),
        ([("GET", GONE)], GONE),
        ([("POST", NO_SCOPE)] * 2, None),
        ([("POST", NO_SCOPE), ("PUT", NO_MONEY), ("DELETE", NO_SCOPE)], NO_SCOPE),
        ([("POST", NO_SCOPE)] * 2 + [("POST", OK)] + [("POST", NO_SCOPE)] * 2, None),
        ([("POST", NO_SCOPE)] * 2 + [("GET", OK), ("POST", NO_MONEY)], NO_MONEY),
        ([("GET", NO_SCOPE)] * 5, None),
        ([("POST", NO_SCOPE)] * 2 + [("POST", LOST), ("POST", NO_SCOPE)], NO_SCOPE),
        ([("POST", LOST)] * 9, None),
        ([("GET", LOST)] * 3, LOST),
        ([("GET", LOST), ("POST", LOST), ("GET", LOST), ("GET", LOST)], LOST),
        ([("GET", LOST)] * 2 + [("GET", OK)] + [("GET", LOST)] * 2, None),
        ([("GET", LOST)] * 2 + [("PUT", NO_SCOPE)] + [("GET", LOST)] * 2, None),
    ],
)
def test_what_stops_a_run(requests: list[tuple[str, ApiError | None]], cause: ApiError | None) -> None:
    halt = Halt()
    with halt.watching():
        for method, error in requests:
            send(halt, method, error)
        assert halt.cause is cause
        if cause:
            with pytest.raises(HaltedError, match=f"the run was stopped: {cause.message}"), halt.sending("GET"):
                raise AssertionError("a request after the stop")
    assert halt.cause is None
    send(halt, "GET", OK)


def test_outside_of_runs_nothing_stops() -> None:
    halt = Halt()
    for error in (WRONG, GONE, NO_SCOPE, NO_SCOPE, NO_SCOPE):
        send(halt, "POST", error)
    assert halt.cause is None


def test_the_first_cause_is_told() -> None:
    halt = Halt()
    halt.stop(GONE)
    halt.stop(WRONG)
    assert halt.cause is GONE
    with pytest.raises(ApiError, match="lost"):
        halt.check(LOST)


@pytest.mark.parametrize(("first", "at_once"), [(None, 3), (OK, 8)])
def test_so_many_writes_at_a_time_before_one_was_accepted(first: ApiError | None, at_once: int) -> None:
    """Eight threads: three go ahead until one is accepted."""
    halt, inside, most = Halt(), [0], [0]
    go, lock = threading.Event(), threading.Lock()

    def write() -> None:
        with halt.sending("POST"):
            with lock:
                inside[0] += 1
                most[0] = max(most[0], inside[0])
            go.wait(10)
            with lock:
                inside[0] -= 1

    with halt.watching():
        if at_once == 8:
            send(halt, "POST", OK)
        threads = [threading.Thread(target=write) for _number in range(8)]
        for thread in threads:
            thread.start()
        deadline = time.monotonic() + 10
        while inside[0] < at_once and time.monotonic() < deadline:
            time.sleep(0.001)
        time.sleep(0.05)
        assert most[0] == at_once
        go.set()
        for thread in threads:
            thread.join()


def test_threads_that_wait_and_sleep_end_with_the_run() -> None:
    halt, ended = Halt(), []

    def sleeps() -> None:
        halt.sleep(60)
        ended.append("slept")

    def writes() -> None:
        with pytest.raises(HaltedError), halt.sending("POST"):
            raise AssertionError("a request after the stop")
        ended.append("wrote")

    with halt.watching():
        for _number in range(2):
            send(halt, "POST", NO_SCOPE)
        with halt.sending("POST"):
            threads = [threading.Thread(target=one) for one in (sleeps, writes)]
            for thread in threads:
                thread.start()
            halt.stop(GONE)
            for thread in threads:
                thread.join(10)
    assert sorted(ended) == ["slept", "wrote"]

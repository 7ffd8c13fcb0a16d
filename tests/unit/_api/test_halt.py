# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What stops a run, and what ends with it: requests that wait for their turn, and those that sleep."""

from __future__ import annotations

import os
import sys
import threading
import time
from contextlib import suppress

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._api import halt
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.halt import Halt, HaltedError, UnreachableError
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.threads import pools
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import ApiError

OK = None
NO_SCOPE, NO_MONEY = ApiError("no scope", status=403), ApiError("no money", status=402)
NO_RATE = ApiError("no request got through", status=429)  # a 429 is only raised after its deadline
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
        ([("POST", NO_RATE)] * 2 + [("PUT", NO_SCOPE)], NO_SCOPE),
        ([("POST", NO_SCOPE)] * 2 + [("POST", NO_RATE)], NO_RATE),
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


def test_the_cause_leaves_the_run_and_not_that_it_was_stopped() -> None:
    halt = Halt()

    def run() -> None:
        with halt.watching():
            halt.stop(WRONG)
            halt.check()

    with pytest.raises(ApiError) as raised:
        run()
    assert raised.value is WRONG


@pytest.mark.parametrize("error", [GONE, ValueError("a fault of the program"), KeyboardInterrupt()])
def test_an_error_ends_what_is_left_in_the_pools(error: BaseException) -> None:
    """What sleeps is woken up, and what has not begun ends with its first request."""
    halt, sent = Halt(), []

    def work(number: int) -> None:
        halt.sleep(60)
        with halt.sending("GET"):
            sent.append(number)

    def run() -> None:
        with pools(halt) as both:
            for pool in both:
                for number in range(50):
                    pool.submit(work, number)
            raise error

    began = time.monotonic()
    with pytest.raises(type(error)):
        run()
    assert sent == []
    assert time.monotonic() - began < 30


def test_outside_of_runs_nothing_stops() -> None:
    halt = Halt()
    for error in (WRONG, GONE, NO_SCOPE, NO_SCOPE, NO_SCOPE):
        send(halt, "POST", error)
    assert halt.cause is None


def test_the_first_cause_is_reported() -> None:
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


SHELL, WORKER, PLAYBOOK = 30, 20, 10
TREE = {
    40: (SHELL, "python AnsiballZ_kinescope_webhook.py"),
    SHELL: (WORKER, "sh -c 'python AnsiballZ_kinescope_webhook.py'"),
    WORKER: (PLAYBOOK, "python /bin/ansible-playbook site.yml"),
    PLAYBOOK: (5, "python /bin/ansible-playbook site.yml"),
    5: (1, "bash"),
}


class TestLine:
    """What notices that nobody waits for a process any more, whichever process above it has ended."""

    @pytest.fixture
    def tree(self, monkeypatch: pytest.MonkeyPatch) -> dict[int, tuple[int, str]]:
        tree = dict(TREE)

        def is_called(process: int, name: str) -> bool:
            return any(word.rpartition("/")[2].startswith(name) for word in tree.get(process, (0, ""))[1].split())

        monkeypatch.setattr(halt.os, "getpid", lambda: 40)
        monkeypatch.setattr(halt.os, "getppid", lambda: tree[40][0])
        monkeypatch.setattr(halt, "_parent_of", lambda process: tree.get(process, (0, ""))[0])
        monkeypatch.setattr(halt, "_runs_program", is_called)
        return tree

    @pytest.mark.parametrize(
        ("process", "broken"), [(40, True), (SHELL, True), (WORKER, True), (PLAYBOOK, False), (5, False)]
    )
    def test_a_shipped_module(self, tree: dict[int, tuple[int, str]], process: int, broken: bool) -> None:
        """The worker has another parent once ansible-playbook is gone; what starts ansible-playbook may end."""
        chain = halt.ProcessChain.up_to_the_worker()
        assert not chain.is_broken()
        tree[process] = (1, tree[process][1])
        assert chain.is_broken() is broken

    @pytest.mark.parametrize(
        ("process", "name"), [(SHELL, "python async_wrapper.py j123 60"), (WORKER, "sshd"), (40, "ansible-playbook")]
    )
    def test_nothing_above_its_parent(self, tree: dict[int, tuple[int, str]], process: int, name: str) -> None:
        """An asynchronous module outlives all, one from elsewhere has no worker here, and a worker has its parent."""
        tree[process] = (tree[process][0], name)
        if name == "sshd":
            tree[PLAYBOOK] = (5, "sshd")
        chain = halt.ProcessChain.up_to_the_worker()
        tree[WORKER] = (1, "")
        assert not chain.is_broken()
        tree[40] = (1, "")
        assert chain.is_broken()

    def test_real_processes(self) -> None:
        assert halt._parent_of(os.getpid()) == os.getppid()
        assert halt._parent_of(2**31) == 0
        assert halt._runs_program(os.getpid(), os.path.basename(sys.orig_argv[0]))
        assert not halt._runs_program(os.getpid(), "no such program")
        assert not halt._runs_program(2**31, "")

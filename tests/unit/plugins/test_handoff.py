# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which task may go on with what another has read: the conditions one by one, and the memory that they share."""

from __future__ import annotations

import errno
import mmap
import os
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pytest
from ansible.parsing.dataloader import DataLoader
from ansible.playbook.block import Block
from ansible.playbook.handler import Handler
from ansible.playbook.play import Play
from ansible.vars.manager import VariableManager

from ansible_collections.kinescope.kinescope.plugins.module_utils._api.connection import Connection
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._handoff import (
    CurrentTask,
    Handoff,
    Memory,
    SharedLists,
    current_task,
    hash_of,
    lists_for,
)

TOKEN, OTHER_TOKEN = "01234567-89ab-cdef-0123-456789abcdef", "11234567-89ab-cdef-0123-456789abcdef"
LISTS = {("tag", ""): (100.0, 100.5, b"tags"), ("webhook", ""): (101.0, 101.5, b"webhooks")}
TURN = CurrentTask("second", "first", "one", True)
LEFT = SharedLists("first", "one", "hash", 5000.0, LISTS)
NOW = 102.0


@pytest.mark.parametrize(
    ("turn", "left", "connection", "now", "apart", "expected"),
    [
        pytest.param(TURN, LEFT, "hash", NOW, 5000.0, {"tag", "webhook"}, id="right after it"),
        pytest.param(TURN, LEFT, "hash", 103.0, 5000.0, {"tag", "webhook"}, id="three seconds old"),
        pytest.param(TURN, LEFT, "hash", 103.1, 5000.0, {"webhook"}, id="one list is older"),
        pytest.param(TURN, LEFT, "hash", 104.1, 5000.0, set(), id="both are older"),
        pytest.param(TURN, LEFT, "hash", 99.0, 5000.0, set(), id="of the future: the computer was started anew"),
        pytest.param(TURN, LEFT, "hash", NOW, 5000.4, {"tag", "webhook"}, id="the time of day is corrected"),
        pytest.param(TURN, LEFT, "hash", NOW, 5060.0, set(), id="the computer has slept"),
        pytest.param(TURN, LEFT, "hash", NOW, 4990.0, set(), id="the time of day is set back"),
        pytest.param(TURN, None, "hash", NOW, 5000.0, set(), id="nothing is left"),
        pytest.param(TURN, LEFT, "another", NOW, 5000.0, set(), id="another connection"),
        pytest.param(TURN._replace(before="zero"), LEFT, "hash", NOW, 5000.0, set(), id="after another task"),
        pytest.param(TURN._replace(before=""), LEFT, "hash", NOW, 5000.0, set(), id="the first of its list"),
        pytest.param(TURN._replace(before=""), LEFT._replace(task=""), "hash", NOW, 5000.0, set(), id="both unknown"),
        pytest.param(TURN._replace(task="first", before="zero"), LEFT, "hash", NOW, 5000.0, set(), id="the same again"),
        pytest.param(TURN._replace(host="two"), LEFT, "hash", NOW, 5000.0, set(), id="another host"),
        pytest.param(TURN._replace(shares=False), LEFT, "hash", NOW, 5000.0, set(), id="one that does not share"),
    ],
)
def test_the_conditions(
    turn: CurrentTask, left: SharedLists | None, connection: str, now: float, apart: float, expected: set[str]
) -> None:
    assert {name for name, _base in lists_for(turn, left, connection, now, apart)} == expected


def tasks_of(*tasks: Mapping[str, Any], handlers: bool = False) -> list[Any]:
    """Tasks as a play has them, by Ansible's own loader."""
    loader = DataLoader()
    play = Play.load({"hosts": "one", "gather_facts": False}, loader=loader, variable_manager=VariableManager(loader))
    block = Block.load([dict(one) for one in tasks], play=play, use_handlers=handlers, loader=loader)
    return list(block.block)


NOOP = {"meta": "noop"}  # what Ansible finds without collections
ALONE = {"inventory_hostname": "one", "ansible_play_hosts_all": ["one"]}


@pytest.mark.parametrize(
    ("keywords", "shares"),
    [
        ({}, True),
        ({"when": "true", "register": "r", "no_log": True, "tags": ["t"], "check_mode": True}, True),
        ({"failed_when": False, "changed_when": False, "ignore_errors": True}, True),
        ({"loop": []}, False),
        ({"loop": [1]}, False),
        ({"with_items": [1]}, False),
        ({"until": "true"}, False),
        ({"retries": 1}, False),
        ({"async": 10}, False),
        ({"async": 10, "poll": 0}, False),
        ({"delegate_to": "one"}, False),
    ],
)
def test_only_a_task_that_runs_once_shares(keywords: Mapping[str, Any], shares: bool) -> None:
    (task,) = tasks_of({**NOOP, **keywords})
    assert current_task(task, ALONE, ships=False).shares is shares


@pytest.mark.parametrize(
    ("variables", "ships", "shares"),
    [
        (ALONE, False, True),
        (ALONE, True, False),
        ({**ALONE, "ansible_play_hosts_all": ["one", "two"]}, False, False),
        ({**ALONE, "ansible_play_hosts_all": ["two"]}, False, False),
        ({"inventory_hostname": "one"}, False, False),
    ],
)
def test_only_a_task_in_the_worker_of_the_only_host_shares(
    variables: Mapping[str, Any], ships: bool, shares: bool
) -> None:
    (task,) = tasks_of(NOOP)
    assert current_task(task, variables, ships).shares is shares


def test_a_handler_does_not_share() -> None:
    first, second = tasks_of({"name": "a", **NOOP}, {"name": "b", **NOOP}, handlers=True)
    assert isinstance(second, Handler)
    assert current_task(second, ALONE, ships=False)[1:] == (first._uuid, "one", False)


def test_the_task_before_is_the_one_right_before_in_the_same_list() -> None:
    first, block, after = tasks_of(NOOP, {"block": [NOOP, NOOP], "rescue": [NOOP], "always": [NOOP]}, NOOP)
    inner, last = block.block
    before = {
        task: current_task(task, ALONE, ships=False).before
        for task in (first, inner, last, *block.rescue, *block.always)
    }
    assert before == {first: "", inner: "", last: inner._uuid, block.rescue[0]: "", block.always[0]: ""}
    assert current_task(after, ALONE, ships=False).before == block._uuid


CONNECTION = Connection(TOKEN)


@pytest.mark.parametrize(
    ("other", "environment"),
    [
        (Connection(OTHER_TOKEN), {}),
        (CONNECTION.replaced(api_url="https://api.example.com"), {}),
        (CONNECTION.replaced(uploader_url="https://up.example.com"), {}),
        (CONNECTION.replaced(verify=False), {}),
        (CONNECTION.replaced(timeout=5.0), {}),
        *[(CONNECTION, {name: "http://p:1"}) for name in ("http_proxy", "HTTPS_PROXY", "ALL_PROXY", "no_proxy")],
    ],
)
def test_what_makes_another_connection(other: Connection, environment: Mapping[str, str]) -> None:
    assert hash_of(CONNECTION, {"PATH": "/bin"}) == hash_of(Connection(TOKEN), {"PATH": "/sbin"})
    assert hash_of(other, environment) != hash_of(CONNECTION, {})


def test_other_authorities_make_another_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
    usual = hash_of(CONNECTION, {})
    monkeypatch.setenv("SSL_CERT_FILE", "/authorities")
    assert hash_of(CONNECTION, {}) != usual


def test_a_hash_does_not_tell_the_token() -> None:
    assert TOKEN[:8] not in hash_of(CONNECTION, {})


class TestMemory:
    def test_what_is_left_can_be_taken_once(self) -> None:
        memory = Memory(100)
        assert memory.take() == b""
        memory.leave(b"some")
        memory.leave(b"more")
        assert [memory.take(), memory.take()] == [b"more", b""]

    def test_what_is_too_much_is_not_left(self) -> None:
        memory = Memory(100)
        memory.leave(b"x" * 93)
        assert memory.take() == b""
        memory.leave(b"x" * 92)
        assert memory.take() == b"x" * 92

    def test_once_closed_it_stays_empty(self) -> None:
        memory = Memory(100)
        memory.leave(b"some")
        memory.close()
        assert memory.take() == b""
        memory.leave(b"more")
        assert memory.take() == b""

    def test_processes_that_were_forked_from_one_have_it_in_common(self) -> None:
        memory = Memory(100)
        for text in (b"of the first", b"of the second"):
            child = os.fork()
            if not child:
                memory.leave(text)
                os._exit(0)
            os.waitpid(child, 0)
        assert memory.take() == b"of the second"

    def test_where_processes_are_not_forked_nothing_is_shared(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delattr(os, "fork")
        memory = Memory(100)
        memory.leave(b"some")
        memory.close()
        assert memory.take() == b""

    def test_where_there_is_no_memory_nothing_is_shared(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def refused(*arguments: int) -> None:
            raise OSError(errno.ENOMEM, "Cannot allocate memory")

        monkeypatch.setattr(mmap, "mmap", refused)
        memory = Memory(100)
        memory.leave(b"some")
        assert memory.take() == b""


class TestHandoff:
    """Tasks that follow each other, in one process."""

    def begin(self, memory: Memory, number: int = 1, shares: bool = True) -> Handoff:
        """The task of a number begins, and asks for its gateway."""
        handoff = Handoff(CurrentTask(str(number), str(number - 1), "one", shares), memory)
        self.gateway: Any = handoff.gateway(CONNECTION)
        return handoff

    def read(self) -> None:
        """Have the present gateway read a list."""
        tag = SimpleNamespace(name="tag", key_fields=())
        self.gateway._remembered(tag, "", lambda: {"1": {"id": "1"}})

    @pytest.mark.parametrize(
        ("result", "shared"),
        [({}, True), ({"changed": False}, True), ({"changed": True}, False), ({"failed": True}, False)],
    )
    def test_the_next_one_gets_what_was_read(self, result: Mapping[str, Any], shared: bool) -> None:
        memory = Memory()
        first = self.begin(memory)
        self.read()
        first.end(result)
        second = self.begin(memory, 2)
        assert (("tag", "") in self.gateway.lists_to_share()) is shared
        second.end({})
        self.begin(memory, 3)
        assert (("tag", "") in self.gateway.lists_to_share()) is shared, "it is handed on"

    def test_after_a_write_nothing_is_left(self) -> None:
        memory = Memory()
        first = self.begin(memory)
        self.read()
        self.gateway.client.writes += 1
        first.end({})
        self.begin(memory, 2)
        assert self.gateway.lists_to_share() == {}

    def test_one_that_was_cut_off_leaves_nothing(self) -> None:
        memory = Memory()
        first = self.begin(memory)
        self.read()
        first.end({})
        self.begin(memory, 2)
        self.begin(memory, 2)
        assert self.gateway.lists_to_share() == {}

    def test_one_that_does_not_share_leaves_nothing(self) -> None:
        memory = Memory()
        first = self.begin(memory)
        self.read()
        first.end({})
        Handoff(CurrentTask("2", "1", "one", False), memory).end({})
        self.begin(memory, 2)
        assert self.gateway.lists_to_share() == {}

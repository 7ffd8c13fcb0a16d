# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Causes that hit every request stop a run at once, and are named once."""

from __future__ import annotations

from threading import Lock

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._api import client as api
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.halt import UnreachableError
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import ApiError, KinescopeError
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace import apply as whole
from tests.unit._workspace.spaces import Space

COUNT = 40
HOOKS = [{"name": f"hook {number}", "endpoint": "https://w.example.com"} for number in range(COUNT)]


@pytest.fixture
def space(sim):
    """An empty workspace."""
    return Space(sim)


def words(told, outcome):
    return [one for one in told.result["changes"] if one["outcome"] == outcome]


def stopped(told, attempts, cause):
    """A run that was stopped: what was attempted, what was not and why, and the cause named once."""
    said = told.error.text()
    assert said.count(cause) == 1
    left = words(told, "not_attempted")
    failed, applied = len(words(told, "failed")), len(words(told, "applied"))
    assert failed + applied + len(left) == COUNT
    assert f"the run was stopped; {failed} of {COUNT} changes failed, and {len(left)} were not attempted: " in said
    assert {one["reason"].split(":")[0] for one in left} == {"the run was stopped"}
    assert all(cause in one["reason"] for one in left)
    assert len(told.writes) <= attempts
    return failed


@pytest.mark.parametrize(("status", "code"), [(402, 100106), (403, 100103)])
def test_a_token_that_may_not_write(space, status, code):
    space.sim.fault("status", method="POST", status=status, code=code, message="access denied", times=None)
    told = space.apply({"webhooks": HOOKS})
    assert stopped(told, 3, "access denied") == 3
    assert told.error.details()["status"] == status
    space.sim.clear_faults()
    space.settles({"webhooks": HOOKS})


def test_a_token_that_is_revoked_in_the_middle(space):
    space.sim.fault("status", method="POST", status=401, code=100102, message="unauthorized", times=None, skip=5)
    told = space.apply({"webhooks": HOOKS})
    assert 1 <= stopped(told, 5 + 8, "unauthorized") <= 8
    assert len(words(told, "applied")) == 5
    assert told.error.details()["status"] == 401


def test_a_token_that_is_not_valid(space):
    fault = space.sim.fault("status", status=401, code=100102, message="unauthorized", times=None)
    told = space.apply({"webhooks": HOOKS, "players": [{"name": "A"}], "tags": [{"tag": "a"}]})
    assert fault.hits <= 4, "one for each list; tags have two"
    assert told.error.text().count("unauthorized") == 1


@pytest.mark.parametrize("skip", [0, 1, 10])
def test_rejections_with_accepted_writes_between_stop_nothing(space, skip):
    for number in range(8):
        space.sim.fault("status", method="POST", status=403, skip=skip + 3 * number)
    told = space.apply({"webhooks": HOOKS})
    assert words(told, "not_attempted") == []
    assert len(words(told, "failed")) == 8


def test_an_api_that_is_gone_in_the_middle(space, monkeypatch):
    """Once an address could not be reached after its retries, nobody else waits for it."""
    attempt, sent = api.Client.attempt, []

    def gone(self, method, address, **arguments):
        if method == "POST" and len(sent) >= 10:
            sent.append("refused")
            return UnreachableError("the connection failed: refused"), 0.0
        if method == "POST":
            sent.append("accepted")
        return attempt(self, method, address, **arguments)

    monkeypatch.setattr(api.Client, "attempt", gone)
    told = space.apply({"webhooks": HOOKS})
    failed = stopped(told, 10, "the connection failed: refused")
    assert 1 <= failed <= 8
    assert sent.count("refused") <= failed * (space.connection["retries"] + 1)
    assert len(words(told, "applied")) == 10


def test_an_api_that_accepts_connections_and_never_responds(space, monkeypatch):
    """Each create would be looked for in vain, with all retries, by one thread after the other."""
    attempt, sent, one_by_one = api.Client.attempt, [], Lock()

    def silent(self, method, address, **arguments):
        with one_by_one:  # a late response would count as one of an API that responds again
            if len(sent) < 10:
                sent.extend([method] * (method == "POST"))
                return attempt(self, method, address, **arguments)
        sent.append(method)
        return ApiError("no response within 30 s", uncertain=True, still_working=True), 0.0

    monkeypatch.setattr(api.Client, "attempt", silent)
    told = space.apply({"webhooks": HOOKS})
    failed = stopped(told, 10, "no response within 30 s")
    assert 1 <= failed <= 16
    assert sent.count("GET") <= 8 * (space.connection["retries"] + 1)


def test_what_depends_on_what_was_not_attempted(space):
    """Not the missing parent is told, but the cause."""
    space.sim.fault("status", method="POST", status=403, message="access denied", times=None)
    document = {"projects": [{"name": name, "privacy_type": "anywhere", "folders": [{"name": "F"}]} for name in "ABCD"]}
    told = space.apply(document)
    assert {one["reason"] for one in words(told, "not_attempted")} == {
        one["reason"] for one in told.result["changes"] if "the run was stopped" in one.get("reason", "")
    }


def test_the_next_run_is_not_stopped(space, monkeypatch):
    """A process may serve several runs over one client."""
    client = space.gateway().client
    monkeypatch.setattr(space, "gateway", lambda: type("Gateway", (), {"client": client}))
    space.sim.fault("status", method="POST", status=403, times=3)
    assert space.apply({"webhooks": HOOKS[:4]}).error is not None
    assert client.halt.cause is None
    space.done({"webhooks": HOOKS[:4]})


def test_a_lost_response_is_reported_and_not_the_stop(space, monkeypatch):
    """The create may have been carried out: it failed, although the look for it was not attempted."""
    execute = whole.execute

    def stops(plan, gateway, effects):
        space.sim.fault("drop_after", method="POST")
        gateway.client.sleep = lambda seconds: gateway.client.halt.stop(UnreachableError("gone"))
        return execute(plan, gateway, effects)

    monkeypatch.setattr(whole, "execute", stops)
    space.sim.fault("status", method="GET", skip=1, times=None)
    told = space.apply({"webhooks": HOOKS[:1]})
    assert [one["outcome"] for one in told.result["changes"]] == ["failed"]
    assert told.error.text().endswith("1 of 1 changes failed, and 0 were not attempted: gone")


def test_what_has_been_written_counts_as_written(space, monkeypatch):
    """Also if the run is stopped before a second look at what its response shows."""
    check = whole.verified

    def stopped_meanwhile(plan, after, gateway):
        gateway.client.halt.stop(KinescopeError("the token was revoked"))
        return check(plan, after, gateway)

    space.sim.set(ignored="events")
    monkeypatch.setattr(whole, "verified", stopped_meanwhile)
    told = space.apply({"webhooks": [{**HOOKS[0], "events": ["live.created"]}]})
    assert "the token was revoked" in told.error.text()
    assert len(words(told, "applied")) == len(space.sim.objects("webhook")) == 1

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Creates whose answer is lost: exactly one object afterwards, and never a second POST without a look in between."""

from __future__ import annotations

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._api.gateway import Gateway
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import ApiError, ApplyError, PlanError
from tests.unit._reconcile.test_reconcile_cases import CASES, RESTREAM, SECOND, surroundings

# What happens to the answer of a POST, and whether the work was done.
UNDONE = {
    "drop_before": {},
    "status": {"status": 503},
    "status 500": {"status": 500},
    "status 502": {"status": 502, "body_kind": "html"},
    "status 504": {"status": 504, "body_kind": "html"},
}
DONE = {
    "drop_after": {},
    "status_after 500": {"status": 500},
    "status_after 502": {"status": 502, "body_kind": "html"},
    "status_after 504": {"status": 504, "body_kind": "html"},
    "truncated": {},
    "truncated chunked": {"chunked": True},
    "html": {},
    "garbage": {},
}
SLOW = {"slow before": {"seconds": 1.5, "work": "before"}, "slow after": {"seconds": 1.5, "work": "after"}}
FAULTS = {**UNDONE, **DONE, **SLOW}
CREATES = [name for name, case in CASES.items() if case.kind != "drm_auth" and name != "restream"]


def strike(world, name, **where):
    """Add a fault by its name here."""
    if name in SLOW:
        world.connection["timeout"] = 1.0
        world.clock.share = 0.1  # so that what is late comes while the client waits
    return world.sim.fault(name.split()[0], **FAULTS[name], **where)


def posts(told, path="*"):
    return [entry for entry in told.requests if entry.method == "POST"]


def looks_between_posts(told):
    methods = [entry.method for entry in told.requests]
    places = [number for number, method in enumerate(methods) if method == "POST"]
    return all("GET" in methods[first:second] for first, second in zip(places, places[1:]))


def settled(world, case, told, expected_posts):
    """One object, told as created, and nothing left to do."""
    assert told.error is None, told.error
    assert told.result["changed"] is True
    assert [change["outcome"] for change in told.result["changes"]] == ["applied"]
    assert case.object(world.sim) is not None
    assert looks_between_posts(told)
    assert len(posts(told)) == expected_posts
    again = world.unchanged(case.kind, **{**case.key, **case.create})
    assert told.result["resource"] == again.result["resource"]


@pytest.mark.parametrize(
    ("fault", "name"),
    # the slow ones wait for real, so they are tried on few kinds
    [(fault, name) for fault in FAULTS for name in CREATES if fault not in SLOW or name in ("project", "webhook")],
)
def test_a_lost_response(world, name, fault):
    surroundings(world.sim)
    case = CASES[name]
    hit = strike(world, fault, method="POST", times=1)
    told = world.run(case.kind, **{**case.key, **case.create})
    assert hit.hits == 1
    settled(world, case, told, 2 if fault in UNDONE else 1)


@pytest.mark.parametrize("names", ["unique", "free"])
@pytest.mark.parametrize(
    ("faults", "expected_posts"),
    [
        (("drop_before", "drop_before"), 3),
        (("status", "status 500"), 3),
        (("drop_before", "drop_after"), 2),
        (("status", "truncated"), 2),
        (("status 504", "html"), 2),
        (("drop_before", "status_after 500"), 2),
        (("drop_before", "garbage"), 2),
    ],
)
@pytest.mark.parametrize("name", ["project", "live_event"])
def test_two_lost_responses(world, name, names, faults, expected_posts):
    world.sim.set(names=names)
    surroundings(world.sim)
    case = CASES[name]
    for fault in faults:
        strike(world, fault, method="POST", times=1)
    settled(world, case, world.run(case.kind, **{**case.key, **case.create}), expected_posts)


@pytest.mark.parametrize("kind", ["drop_before", "drop_after", "html", "truncated"])
@pytest.mark.parametrize("name", CREATES)
def test_the_look_is_struck_too(world, name, kind):
    surroundings(world.sim)
    case = CASES[name]
    before = world.run(case.kind, True, **{**case.key, **case.create})
    world.sim.fault("drop_after", method="POST")
    world.sim.fault(kind, method="GET", skip=len(before.requests), times=2)
    settled(world, case, world.run(case.kind, **{**case.key, **case.create}), 1)


@pytest.mark.parametrize("answer", ["id", "success", "no_data"])
@pytest.mark.parametrize("name", CREATES)
@pytest.mark.parametrize("fault", ["drop_before", "drop_after"])
def test_a_lost_response_of_an_api_that_says_little(world, name, answer, fault):
    world.sim.set(created_answer=answer, id_form="short", catalog_filter="ignored", archived_lists="active")
    surroundings(world.sim)
    case = CASES[name]
    strike(world, fault, method="POST")
    settled(world, case, world.run(case.kind, **{**case.key, **case.create}), 2 if fault in UNDONE else 1)


@pytest.mark.parametrize("name", CREATES)
@pytest.mark.parametrize(("retries", "expected_posts"), [(0, 1), (1, 2), (5, 6)])
@pytest.mark.parametrize("fault", ["drop_before", "status"])
def test_in_the_end_it_gives_up(world, name, retries, expected_posts, fault):
    surroundings(world.sim)
    case = CASES[name]
    world.connection["retries"] = retries
    strike(world, fault, method="POST", times=None)
    told = world.run(case.kind, **{**case.key, **case.create})
    assert isinstance(told.error, ApplyError)
    assert told.result["changed"] is False
    assert [change["outcome"] for change in told.result["changes"]] == ["failed"]
    assert len(posts(told)) == expected_posts
    assert looks_between_posts(told)
    assert case.object(world.sim) is None
    assert told.error.details()["action"] == "create"
    assert told.error.details()["kind"] == case.kind


@pytest.mark.parametrize("name", CREATES)
def test_without_retries_there_is_still_a_look(world, name):
    surroundings(world.sim)
    case = CASES[name]
    world.connection["retries"] = 0
    strike(world, "drop_after", method="POST")
    settled(world, case, world.run(case.kind, **{**case.key, **case.create}), 1)


@pytest.mark.parametrize("fault", UNDONE)
def test_a_list_that_lags_behind_a_lost_response(world, fault):
    """The object appears in the list nine seconds after the create of which the answer was lost: it is ours."""
    sleep, clock = world.clock.sleep, world.clock

    def appears(seconds):
        sleep(seconds)
        if clock.now >= 1009 and not world.sim.objects("webhook"):
            world.sim.seed("webhook", name="ci", endpoint="https://a.example.com")

    clock.sleep = appears
    strike(world, fault, method="POST")
    told = world.ok("webhook", name="ci", endpoint="https://a.example.com")
    assert len(posts(told)) == 1
    assert len(world.sim.objects("webhook")) == 1


@pytest.mark.parametrize("status", [400, 402, 403, 404, 405, 413, 422])
def test_a_refusal_is_final(world, status):
    world.sim.fault("status", method="POST", status=status, times=None)
    told = world.run("webhook", name="ci", endpoint="https://a.example.com")
    assert told.error.details()["status"] == status
    assert len(posts(told)) == 1
    assert told.requests[-1].method == "POST", "no look is needed"


@pytest.mark.parametrize("code", [400201, 400203])
def test_a_name_that_someone_took_meanwhile_is_no_object_of_ours(world, code):
    world.sim.fault("status", method="POST", status=400, code=code)
    told = world.run("webhook", name="ci", endpoint="https://a.example.com")
    assert told.error.details()["code"] == code
    assert len(posts(told)) == 1


def test_a_limit_is_waited_for(world):
    world.sim.fault("status", method="POST", status=429, retry_after=4, times=2)
    told = world.ok("webhook", name="ci", endpoint="https://a.example.com")
    assert len(posts(told)) == 3
    assert world.clock.waits == [4.0, 4.0]
    assert len(world.sim.objects("webhook")) == 1


@pytest.mark.parametrize(("after", "status"), [("7", 503), ("40", 500), ("9", 429)])
def test_a_wait_that_the_api_asks_for_holds_for_creates_too(world, after, status):
    world.sim.fault("status", method="POST", status=status, retry_after=after)
    told = world.ok("webhook", name="ci", endpoint="https://a.example.com")
    assert len(posts(told)) == 2
    assert sum(world.clock.waits) >= int(after)


def test_too_long_a_wait_is_not_waited_for_by_creates_either(world):
    world.sim.fault("status", method="POST", status=503, retry_after=3600, times=None)
    told = world.run("webhook", name="ci", endpoint="https://a.example.com")
    assert told.error is not None
    assert len(posts(told)) == 1
    assert sum(world.clock.waits) < 60


@pytest.mark.parametrize("name", ["project", "webhook", "cdn_zone", "live_event"])
def test_two_objects_are_an_error_that_names_both(world, name):
    """Someone else makes another of that name while the client waits for its own."""
    world.sim.set(names="free")
    surroundings(world.sim)
    case = CASES[name]
    key = case.key["name"]
    sleep, made = world.clock.sleep, []

    def meanwhile(seconds):
        sleep(seconds)
        if not made:
            made.extend(world.sim.seed(case.kind, name=key)["id"] for _time in range(2))

    world.clock.sleep = meanwhile
    strike(world, "drop_before", method="POST")
    told = world.run(case.kind, **{**case.key, **case.create})
    assert isinstance(told.error, ApplyError)
    assert isinstance(told.error.cause, PlanError)
    assert all(id in told.error.sentence() for id in made)
    assert [change["outcome"] for change in told.result["changes"]] == ["failed"]
    assert len(posts(told)) == 1


def blind(monkeypatch):
    """The looks after the first POST do not find what it made."""
    look, calls = Gateway.same_key, []

    def same_key(self, change):
        calls.append(change)
        return [] if len(calls) <= 6 else look(self, change)

    monkeypatch.setattr(Gateway, "same_key", same_key)


def test_a_second_post_that_made_a_second_object_is_reported(world, monkeypatch):
    """The first one's work came true late, when the second POST was on its way."""
    world.sim.set(names="free")
    blind(monkeypatch)
    strike(world, "drop_after", method="POST")
    told = world.run("webhook", name="ci", endpoint="https://a.example.com")
    ids = [row["id"] for row in world.sim.objects("webhook")]
    assert len(ids) == 2
    assert told.error is not None
    assert all(id in told.error.sentence() for id in ids)


def test_a_name_that_the_first_post_took_is_ours(world, monkeypatch):
    """Not seen by the first looks, but the second POST is refused because of it."""
    blind(monkeypatch)
    strike(world, "drop_after", method="POST")
    told = world.ok("webhook", name="ci", endpoint="https://a.example.com")
    assert told.result["changed"] is True
    assert len(posts(told)) == 2
    assert told.result["resource"]["id"] == world.sim.object("webhook", "ci")["id"]


def test_a_response_without_an_object_and_no_object(world, monkeypatch):
    monkeypatch.setattr(Gateway, "same_key", lambda self, change: [])
    world.sim.set(created_answer="no_data")
    told = world.run("project", name="A", privacy_type="anywhere")
    assert isinstance(told.error, ApplyError)
    assert isinstance(told.error.cause, ApiError)
    assert len(posts(told)) == 1


class TestRestreams:
    """Restreams have no list of their own: their event shows them."""

    EVENT = "/v2/live/events/*/restreams"

    @pytest.fixture
    def event(self, world):
        world.ok("live_event", name="Webinar", type="one-time", restreams=[RESTREAM])
        return {"name": "Webinar", "restreams": [RESTREAM, SECOND]}

    @pytest.mark.parametrize("fault", FAULTS)
    def test_a_lost_response(self, world, event, fault):
        hit = strike(world, fault, method="POST", path=self.EVENT)
        told = world.ok("live_event", **event)
        assert hit.hits == 1
        assert told.result["changed"] is True
        assert looks_between_posts(told)
        assert len(posts(told)) == (2 if fault in UNDONE else 1)
        assert [row["name"] for row in world.sim.objects("restream")] == ["R1", "R2"]
        again = world.unchanged("live_event", **event)
        assert told.result["resource"] == again.result["resource"]

    @pytest.mark.parametrize("keys", ["masked", "omitted"])
    def test_two_lost_responses(self, world, event, keys):
        world.sim.set(restream_keys=keys)
        strike(world, "drop_before", method="POST", path=self.EVENT)
        strike(world, "drop_after", method="POST", path=self.EVENT)
        told = world.ok("live_event", **event)
        assert len(posts(told)) == 2
        assert looks_between_posts(told)
        assert [row["key"] for row in world.sim.objects("restream")] == [RESTREAM["key"], SECOND["key"]]
        world.unchanged("live_event", **event)

    def test_two_restreams_are_an_error_that_names_both(self, world, event):
        sleep, made = world.clock.sleep, []

        def meanwhile(seconds):
            sleep(seconds)
            if not made:
                id = world.sim.object("live_event", "Webinar")["id"]
                made.extend(world.sim.seed("restream", event_id=id, **SECOND)["id"] for _time in range(2))

        world.clock.sleep = meanwhile
        strike(world, "drop_before", method="POST", path=self.EVENT)
        told = world.run("live_event", **event)
        assert told.error is not None
        assert all(id in told.error.sentence() for id in made)
        assert len(posts(told)) == 1

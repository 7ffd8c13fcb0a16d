# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Responses that belong to other requests, as a proxy or a cache may return them: nobody else's object is changed."""

from __future__ import annotations

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._api.client import Client
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.live_event import RESTREAM
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.material import MATERIAL

OWNER = "01a1fa74-5c79-779b-464b-4a3975301600"
PLACE = {"location": {"project": "Courses"}}
#: module, path, options that create two objects, and an option to change
KINDS = [
    ("project", "/v1/projects", {"name": "{}", "privacy_type": "anywhere"}, {"privacy_type": "nowhere"}),
    ("player", "/v1/players", {"name": "{}", "settings": {"volume": 30}}, {"settings": {"volume": 80}}),
    ("live_event", "/v2/live/events", {"name": "{}", "type": "one-time"}, {"subtitle": "new"}),
    ("playlist", "/v1/playlists", {"name": "{}", **PLACE}, {"description": "new"}),
    ("file_request", "/v1/file-requests", {"title": "{}", **PLACE}, {"description": "new"}),
    (
        "moderator",
        "/v1/moderators",
        {"email": "{}@example.com", "username": "ann", "password": "s3cret-word"},
        {"username": "eve", "update_secrets": "leave_out"},
    ),
    ("speak_room", "/v1/speak/rooms", {"name": "{}", "owner_id": OWNER, "type": "permanent_meeting"}, {"name": "new"}),
]
by_kind = pytest.mark.parametrize(("kind", "path", "options", "change"), KINDS, ids=[one[0] for one in KINDS])


@pytest.fixture
def two(world):
    """Makes two objects of a kind, and returns their IDs."""

    def make(kind, options):
        world.sim.seed("project", name="Courses")
        key = "user_id" if kind == "moderator" else "id"
        return [world.ok(kind, **called(options, word)).result["resource"][key] for word in ("mine", "other")]

    return make


def called(options, word):
    return {name: value.format(word) if isinstance(value, str) else value for name, value in options.items()}


def mix_up(monkeypatch, methods, path, mine, other, times=1):
    """Answer the next requests for one object with what the API returns for another one."""
    real, left = Client.attempt, [times]

    def attempt(self, method, address, **arguments):
        response = real(self, method, address, **arguments)
        if method not in methods or not address.endswith(f"{path}/{mine}") or not left[0]:
            return response
        left[0] -= 1
        return real(self, "GET", address.replace(mine, other), **{**arguments, "json": None})

    monkeypatch.setattr(Client, "attempt", attempt)


@by_kind
def test_a_read_that_shows_another_object_is_repeated(world, two, monkeypatch, kind, path, options, change):
    mine, other = two(kind, options)
    before = world.sim.object(kind, other)
    mix_up(monkeypatch, ("GET",), path, mine, other)
    told = world.ok(kind, id=mine, **change)
    assert told.result["changed"] is True
    assert {request.split("/")[-1] for request in told.writes} == {mine}
    assert world.sim.object(kind, other) == before
    world.unchanged(kind, id=mine, **change)


@by_kind
def test_another_object_again_and_again_is_an_error(world, two, monkeypatch, kind, path, options, change):
    mine, other = two(kind, options)
    mix_up(monkeypatch, ("GET",), path, mine, other, times=-1)
    told = world.refused(kind, id=mine, **change)
    assert "shows another object than the one that was requested" in told.error.sentence()


@by_kind
def test_a_response_to_an_update_that_shows_another_object_is_not_believed(
    world, two, monkeypatch, kind, path, options, change
):
    mine, other = two(kind, options)
    before = world.sim.object(kind, other)
    mix_up(monkeypatch, ("PUT", "PATCH"), path, mine, other)
    told = world.ok(kind, id=mine, **change)
    assert told.warnings == []
    assert told.result["unsettled"] == []
    assert told.result["resource"].get("id", mine) == mine
    assert world.sim.object(kind, other) == before


@pytest.mark.parametrize(
    ("kind", "above", "path"),
    [
        ("restream", {"live_event": {"name": "{}", "type": "one-time"}}, "/v2/live/events"),
        ("material", {"video": {"title": "{}"}}, "/v1/videos"),
    ],
)
def test_what_another_object_contains_is_not_taken(world, monkeypatch, kind, above, path):
    ((parent, fields),) = above.items()
    mine, other = (world.sim.seed(parent, **called(fields, word))["id"] for word in ("mine", "other"))
    inside = {"restream": {"event_id": other, "name": "R"}, "material": {"video_id": other, "filename": "a.pdf"}}
    world.sim.seed(kind, **inside[kind])
    mix_up(monkeypatch, ("GET",), path, mine, other)
    child = RESTREAM if kind == "restream" else MATERIAL
    assert world.gateway().shown_in_parent(child, f"{path}/{mine}") == []


def test_the_list_of_another_project_is_not_taken(world, monkeypatch):
    """Otherwise its folder would be created again, or one of the other project would be taken for it."""
    mine, other = (world.sim.seed("project", name=name)["id"] for name in ("Mine", "Other"))
    for name, project in (("A", mine), ("B", other)):
        world.sim.seed("folder", name=name, project_id=project, parent_id=project)
    real = Client.attempt
    monkeypatch.setattr(
        Client, "attempt", lambda self, verb, address, **given: real(self, verb, address.replace(mine, other), **given)
    )
    for name, state in (("A", "present"), ("B", "absent")):
        told = world.refused("folder", project="Mine", name=name, state=state)
        assert "an object of another place; check whether a proxy or a cache" in told.error.sentence()


def show_an_older_one(monkeypatch):
    """Answer the next create with an object that exists already."""
    real = Client.attempt

    def attempt(self, method, address, **arguments):
        response, wait = real(self, method, address, **arguments)
        if method == "POST":
            monkeypatch.undo()
            listed = real(self, "GET", address, **{**arguments, "json": None})[0].data
            return response._replace(payload={"data": listed[0]}), wait
        return response, wait

    monkeypatch.setattr(Client, "attempt", attempt)


def test_a_response_to_a_create_that_shows_an_older_object_is_not_the_new_one(world, monkeypatch):
    world.ok("webhook", name="elder", endpoint="https://lms.example.com/k")
    show_an_older_one(monkeypatch)
    told = world.ok("webhook", name="new", endpoint="https://lms.example.com/new")
    assert told.counted("POST") == 1
    assert told.result["resource"]["id"] == world.sim.object("webhook", "new")["id"]


def test_a_response_to_a_create_that_shows_an_object_of_another_kind_is_not_the_new_one(world, monkeypatch):
    event = world.ok("live_event", name="Webinar", type="one-time").result["resource"]
    real = Client.attempt

    def attempt(self, method, address, **arguments):
        response, wait = real(self, method, address, **arguments)
        if method == "POST":
            return response._replace(payload={"data": event}), wait
        return response, wait

    monkeypatch.setattr(Client, "attempt", attempt)
    told = world.ok("webhook", name="lms", endpoint="https://lms.example.com/k")
    assert told.counted("POST") == 1
    assert told.result["resource"]["id"] == world.sim.object("webhook", "lms")["id"]
    assert told.result["unsettled"] == told.warnings == []


def test_no_secret_is_taken_from_an_older_object(world, monkeypatch):
    """The new token's secret is lost, so the token is deleted again."""
    options = {"scope": {"api": ["read"]}, "reveal_secrets": True}
    world.ok("access_token", name="elder", **options)
    show_an_older_one(monkeypatch)
    told = world.run("access_token", name="new", **options)
    assert "does not contain the created object" in told.error.sentence()
    assert [one["name"] for one in world.sim.objects("access_token")] == ["elder"]

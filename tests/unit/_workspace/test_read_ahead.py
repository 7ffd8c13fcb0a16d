# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists are read in the order in which planning needs them; it waits for none that it does not need yet."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Event
from types import SimpleNamespace

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._api.read_ahead import ReadAheadGateway
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import ApiError
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import KINDS
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace import plan
from tests.unit._workspace.spaces import Space

LONG = 5.0  # seconds after which a test has failed
DOMAINS = [{"domain": f"site{number}.example.com"} for number in range(3)]
HOOKS = [{"name": f"hook {number}", "endpoint": "https://w.example.com"} for number in range(300)]
BOTH = {"privacy_domains": DOMAINS, "webhooks": HOOKS}


@pytest.fixture
def space(sim):
    """An empty workspace."""
    return Space(sim)


def test_the_pages_of_earlier_lists_come_first_even_if_their_first_pages_arrive_last():
    second_is_waiting, requested = Event(), []

    def listed(path, query, id_key, pool, take):
        if path == "/v1/webhooks":
            assert second_is_waiting.wait(LONG)
        rows = pool.map(requested.append, [path] * 3)
        (both_are_waiting if path == "/v1/webhooks" else second_is_waiting).set()
        return list(rows)[:0]

    client = SimpleNamespace(listed=listed, create_lock=SimpleNamespace(since_deleted=lambda id: None))
    client.sleep = client.clock = None
    both_are_waiting = Event()
    with ThreadPoolExecutor(1) as pages, ThreadPoolExecutor(2) as pool:
        pages.submit(both_are_waiting.wait, LONG)
        gateway = ReadAheadGateway(client, lambda: 0.0, pages, pool)
        gateway.begin([KINDS["webhook"], KINDS["player"]])
        gateway.finish()
    assert requested == ["/v1/webhooks"] * 3 + ["/v1/players"] * 3


def test_objects_are_planned_while_the_list_of_others_is_being_read(space, monkeypatch):
    space.settles(BOTH)
    planned, held = [], Event()
    original, read = plan._plan_entry, ReadAheadGateway._read_list

    def plan_entry(entry, *arguments):
        planned.append((entry.kind.name, held.is_set()))
        result = original(entry, *arguments)
        if len(planned) == len(DOMAINS):
            held.set()  # only now, the other list may be read
        return result

    def read_list(self, kind, *arguments, **options):
        assert kind.name != "webhook" or held.wait(LONG)
        return read(self, kind, *arguments, **options)

    monkeypatch.setattr(plan, "_plan_entry", plan_entry)
    monkeypatch.setattr(ReadAheadGateway, "_read_list", read_list)
    assert space.done(BOTH, True).result["changed"] is False
    assert planned[: len(DOMAINS)] == [("privacy_domain", False)] * len(DOMAINS)


@pytest.mark.parametrize("path", ["/v1/webhooks", "/v1/privacy-domains"])
def test_a_list_that_cannot_be_read_is_requested_once_although_all_objects_need_it(space, path):
    space.settles(BOTH)
    space.sim.fault("status", method="GET", path=path, status=403, code=100103, message="access denied", times=None)
    told = space.apply(BOTH)
    assert isinstance(told.error, ApiError)
    assert f"GET {path}" in told.error.text()
    assert told.writes == []
    asked = [entry for entry in told.requests if entry.path == path and "archived" not in entry.query]
    assert len(asked) == 1
    space.sim.clear_faults()
    space.unchanged(BOTH)


def test_names_in_the_base_are_looked_up_in_lists_that_the_document_does_not_need(space):
    before = {"players": [{"name": "P"}], "projects": [{"name": "X", "privacy_type": "anywhere", "player": "P"}]}
    space.settles(before)
    space.sim.fault("slow", method="GET", path="/v1/players", seconds=0.5, times=None)
    after = {"projects": [{"name": "X", "privacy_type": "nowhere"}]}
    told = space.done(after, True, base=before, prune={"players": ["Q*"]})
    assert [change["kind"] for change in told.result["changes"]] == ["project"]
    assert [line for line in told.warnings if "no longer known" in line] == []


@pytest.mark.parametrize("path", ["/v1/privacy-domains", "/v2/live/events"])
def test_after_an_error_no_more_pages_are_requested(space, path):
    """Whether the long list is needed after the one that cannot be read, or before it."""
    for number in range(4000):
        space.sim.seed("webhook", name=f"hook {number}", endpoint="https://w.example.com")
    space.sim.fault("slow", method="GET", path="/v1/webhooks", seconds=0.2, times=None)
    space.sim.fault("status", path=path, status=403, code=100103, message="denied", times=None)
    told = space.apply({**BOTH, "live_events": [{"name": "E", "type": "one-time"}]})
    assert f"GET {path}" in told.error.text()
    assert len([entry for entry in told.requests if entry.path == "/v1/webhooks"]) < 20


def test_what_stops_a_run_is_reported_whichever_list_was_waited_for(space):
    space.sim.fault("slow", method="GET", path="/v1/projects", seconds=0.2, times=None)
    space.sim.fault("status", path="/v1/playlists", status=401, code=100102, message="unauthorized", times=None)
    playlist = {"name": "L", "location": {"project": "X"}}
    told = space.apply({"projects": [{"name": "X", "privacy_type": "anywhere"}], "playlists": [playlist]})
    assert "GET /v1/playlists" in told.error.text()
    assert told.error.details()["status"] == 401
    assert [entry.query["catalog_type"] for entry in told.requests if entry.path == "/v1/projects"] == [["vod"]]


def everything(space):
    """A workspace, and a document and options that concern all of it."""
    seed, domains = space.sim.seed, [f"site{number}.example.com" for number in range(120)]
    player = seed("player", name="P")["id"]
    library = seed("project", name="Library", privacy_type="anywhere", player_id=player)["id"]
    folder = seed("folder", name="2026", project_id=library)["id"]
    seed("project", name="Former", privacy_type="anywhere", catalog_type="live")
    videos = [seed("video", title=f"V{number}", project_id=library, folder_id=folder)["id"] for number in range(3)]
    seed("playlist", name="L", parent_id=library, entity_ids=videos[:2])
    event = seed("live_event", name="E", type="one-time", parent_id=library)["id"]
    for domain in domains:
        seed("privacy_domain", domain=domain)
    for name in "abc":
        seed("webhook", name=name, endpoint="https://w.example.com")
        seed("tag", tag=name)
    place = {"project": "Library", "folder": ["2026"]}
    video = {"title": "V0", "location": place}
    document = {
        "players": [{"name": "P"}, {"name": "Q"}],
        "webhooks": [{"name": "a", "endpoint": "https://v.example.com"}, {"name": "b", "state": "absent"}],
        "privacy_domains": [{"domain": domain} for domain in domains],
        "tags": [{"tag": "a"}, {"tag": "new"}],
        "projects": [
            {"name": "Library", "privacy_type": "nowhere", "player": "Q", "folders": [{"name": "2026"}]},
            {"name": "Present", "previous_names": ["Former"], "drm_auth": {"url": "https://a.example.com"}},
        ],
        "live_events": [{"id": event, "name": "F", "type": "one-time", "location": {"project": "Present"}}],
        "playlists": [{"name": "L", "location": {"project": "Library"}, "videos": [video]}],
        "videos": [{**video, "description": "d", "url": "https://media.example.com/v.mp4"}],
    }
    prune = ["webhooks", "tags", "folders", "videos"]
    base = {**document, "players": [{"name": "P"}, {"name": "R"}], "tags": [{"tag": "b"}]}
    return document, {"prune": prune, "base": base, "force": True}


@pytest.mark.parametrize(("on_drift", "count"), [("repair", 8), ("keep", 2)])
def test_the_order_in_which_lists_arrive_makes_no_difference(space, monkeypatch, on_drift, count):
    document, options = everything(space)

    def come_to():
        told = space.done(document, True, on_drift=on_drift, **options)
        asked = sorted((entry.method, entry.path, str(entry.query)) for entry in told.requests)
        return told.result, told.warnings, asked

    begin, read = ReadAheadGateway.begin, ReadAheadGateway._begin
    with monkeypatch.context() as patched:  # all lists are there before planning begins
        patched.setattr(ReadAheadGateway, "begin", lambda self, kinds: (begin(self, kinds), self.finish()))
        expected = come_to()
    assert len({change["kind"] for change in expected[0]["changes"]}) == count
    for seed in range(4):
        random = Random(seed)

        def late(self, kind, base, reading, random=random):
            seconds = random.choice([0.0, 0.01, 0.05])
            read(self, kind, base, lambda: (time.sleep(seconds), reading())[1])

        monkeypatch.setattr(ReadAheadGateway, "_begin", late)
        assert come_to() == expected


def test_the_list_of_videos_to_prune_is_waited_for(space):
    """Otherwise, they would also be looked up by their titles, because it is too long to be read for that."""
    document, _options = everything(space)
    space.sim.fault("slow", method="GET", path="/v1/videos", seconds=0.2, times=1)
    told = space.done({"videos": document["videos"]}, True, prune=["videos"])
    assert [entry.query.get("project_id") for entry in told.requests if entry.path == "/v1/videos"] == [None]

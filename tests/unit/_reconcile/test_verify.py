# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A write counts when it is seen: what the API stored otherwise, or ignored, is said; no second run makes a twin."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.change import Move, PutFile
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.comparison import Rules
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.planner import plan_object
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.wanted import Wanted
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.drm_auth import DRM_AUTH
from ansible_collections.kinescope.kinescope.plugins.module_utils._reconcile import send
from ansible_collections.kinescope.kinescope.plugins.module_utils._reconcile.send import verified
from tests.unit._workspace.spaces import Space

ID = "93997264-97ac-4091-b48e-559614c2817a"
HOOK: dict[str, Any] = {"endpoint": "https://a.example.com/hook", "events": ["media.done"]}
NFD = "Раи\u0306он"
STORED = {
    "trimmed": (" Courses ", "Courses"),
    "folded": ("Courses", "courses"),
    "escaped": ("Q & A", "Q &amp; A"),
    "nfc": (NFD, "Ра\u0439он"),
    "cut": ("long " * 30, "long " * 20),
}
KINDS = {
    "project": {"privacy_type": "anywhere"},
    "player": {},
    "webhook": HOOK,
    "live_event": {"type": "one-time"},
    "playlist": {},
    "folder": {"project": "P"},
    "file_request": {"location": {"project": "P"}},
}


def fields(told: Any) -> list[str]:
    """The options that did not become what was wanted."""
    return [one["field"] for one in told.result["unsettled"]]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("how", STORED)
def test_a_name_that_is_stored_otherwise_fails_and_makes_one_object(world: Any, kind: str, how: str) -> None:
    given, stored = STORED[how]
    key = "title" if kind == "file_request" else "name"
    if "P" in str(KINDS[kind]):
        world.sim.seed("project", name="P", privacy_type="anywhere")
    world.sim.set(stored_names=how)
    told = world.run(kind, **{key: given}, **KINDS[kind])
    assert f"the API stored {key} '{given}' as '{stored}'; set {key} to '{stored}'" in told.error.sentence()
    assert [change["outcome"] for change in told.result["changes"]] == ["applied"]
    assert [row[key] for row in world.sim.objects(kind)] == [stored]
    again = world.run(kind, **{key: given}, **KINDS[kind])
    assert again.writes == []
    assert "only in spelling" in again.error.sentence()
    assert [row[key] for row in world.sim.objects(kind)] == [stored]
    world.unchanged(kind, **{key: stored}, **KINDS[kind])


@pytest.mark.parametrize("how", STORED)
def test_a_childs_name_that_is_stored_otherwise_fails(world: Any, how: str) -> None:
    """Each run would delete it, and create another one: an end of a broadcast."""
    given, stored = STORED[how]
    world.sim.set(stored_names=how)
    event = {"name": "e", "type": "one-time"}
    restream = {"name": given, "url": "rtmp://r.example.com", "key": "key-of-the-restream"}
    told = world.run("live_event", **event, restreams=[restream])
    said = f"the API stored restreams.name '{given}' as '{stored}'; set restreams.name to '{stored}'"
    assert said in told.error.sentence()
    world.unchanged("live_event", **event, restreams=[{**restream, "name": stored}])
    told = world.run("live_event", **event, restreams=[restream])
    assert said in told.error.sentence()
    assert [row["name"] for row in world.sim.objects("restream")] == [stored]


def test_a_childs_new_spelling_is_not_taken_for_that(world: Any) -> None:
    event = {"name": "e", "type": "one-time"}
    restream = {"name": "main", "url": "rtmp://r.example.com", "key": "key-of-the-restream"}
    world.ok("live_event", **event, restreams=[restream])
    world.settles("live_event", **event, restreams=[{**restream, "name": "Main"}])


def test_a_secret_that_is_shown_once_is_kept_when_its_name_is_stored_otherwise(world: Any, tmp_path: Any) -> None:
    file = tmp_path / "token"
    world.sim.set(stored_names="folded")
    options = {"name": "CI", "scope": {"api": ["read"]}, "token_file": str(file)}
    told = world.run("access_token", **options)
    assert "the API stored name 'CI' as 'ci'" in told.error.sentence()
    assert file.read_text().strip() != ""
    told = world.refused("access_token", **options)
    assert "access token 'ci' exists, and 'CI' differs from it only in spelling" in told.error.sentence()


def test_a_rename_that_is_stored_otherwise_fails(world: Any) -> None:
    id = world.sim.seed("player", name="Main")["id"]
    world.sim.set(stored_names="trimmed")
    told = world.run("player", id=id, name="Big ")
    assert "the API stored name 'Big ' as 'Big'" in told.error.sentence()


@pytest.mark.parametrize("existing", ["courses", "Courses ", "Co  urses", "Courses&amp;"])
def test_a_similar_object_is_refused_before_the_create(world: Any, existing: str) -> None:
    wanted = {"Co  urses": "Co urses", "Courses&amp;": "Courses&"}.get(existing, "Courses")
    world.sim.seed("project", name=existing, privacy_type="anywhere")
    for check in (True, False):
        told = world.refused("project", check, name=wanted, privacy_type="anywhere")
        assert f"project '{existing}' (ID " in told.error.sentence()
    world.settles("project", name=wanted, privacy_type="anywhere", allow_similar=True)


def test_the_same_letters_composed_otherwise_are_a_duplicate(world: Any) -> None:
    world.sim.seed("tag", tag="йод")
    assert "only in spelling" in world.refused("tag", tag="и\u0306од").error.sentence()


def test_an_archived_object_is_a_similar_object_too(world: Any) -> None:
    """Where the usual list shows active ones only, the other list is looked into anyway."""
    world.sim.set(archived_lists="active")
    world.sim.seed("tag", tag="public", archived=True)
    told = world.refused("tag", tag="Public")
    assert "tag 'public' (ID " in told.error.sentence()
    assert len(world.sim.requests("GET", "/v1/tags")) == 2


def test_in_another_place_a_name_is_free(world: Any) -> None:
    for name in ("A", "B"):
        world.sim.seed("project", name=name, privacy_type="anywhere")
    world.ok("folder", name="Spring", project="A")
    world.ok("folder", name="spring", project="B")
    world.ok("playlist", name="List", location={"project": "A"})
    world.ok("playlist", name="list", location={"project": "B"})
    assert "only in spelling" in world.refused("folder", name="spring", project="A").error.sentence()
    assert "only in spelling" in world.refused("playlist", name="list", location={"project": "A"}).error.sentence()


def test_a_value_that_is_stored_otherwise_is_reported_with_both_spellings(world: Any) -> None:
    world.sim.set(stored_texts="trimmed")
    told = world.ok("live_event", name="Lesson", type="one-time", subtitle="Two lines\n")
    assert told.result["unsettled"] == [{"field": "subtitle", "wanted": "Two lines\n", "stored": "Two lines"}]
    assert told.warnings == [
        'live event \'Lesson\': the API stored subtitle "Two lines\\n" as "Two lines"; write it as the API stores it, '
        "or every run will try to change it"
    ]
    again = world.ok("live_event", name="Lesson", subtitle="Two lines\n")
    assert again.result["changed"] is True
    assert fields(again) == ["subtitle"]


def test_an_update_that_is_ignored_is_reported(world: Any) -> None:
    world.sim.seed("webhook", name="W", endpoint="https://a.example.com", events=["media.done"])
    world.sim.set(ignored="endpoint")
    told = world.ok("webhook", name="W", endpoint="https://b.example.com")
    assert fields(told) == ["endpoint"]
    assert 'accepted endpoint "https://b.example.com" but did not change it; it still is' in told.warnings[0]


@pytest.mark.parametrize("kind", ["live_event", "video", "file_request"])
def test_a_move_that_is_ignored_is_reported(world: Any, monkeypatch: Any, kind: str) -> None:
    """With both places: the one where it is, of which no list was read, by its ID."""
    ids = [world.sim.seed("project", name=name, privacy_type="anywhere")["id"] for name in "AB"]
    place = {"video": "project_id", "file_request": "uploading_location_id"}.get(kind, "parent_id")
    key = "name" if kind == "live_event" else "title"
    id = world.sim.seed(kind, **{key: "X", place: ids[0]})["id"]
    world.sim.set(ignored=place)
    monkeypatch.setitem(send.SENDERS, Move, lambda change, gateway: None)
    told = world.ok(kind, id=id, location={"project": "B"})
    one = {"field": "location", "wanted": {"project": "B"}, "stored": {"id": ids[0]}}
    assert told.result["unsettled"] == [one]
    assert (
        f'accepted location {{"project": "B"}} but did not change it; it still is {{"id": "{ids[0]}"}}'
        in (told.warnings[-1])
    )


def test_a_logo_that_was_not_stored_is_reported(world: Any, monkeypatch: Any, tmp_path: Any) -> None:
    file = tmp_path / "logo.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 24)
    monkeypatch.setitem(send.SENDERS, PutFile, lambda change, gateway: None)
    told = world.ok("player", name="Main", logo={"src": str(file)})
    assert told.result["unsettled"] == [{"field": "logo.state", "wanted": "present", "stored": "absent"}]


def test_members_that_were_not_added_are_reported(world: Any, monkeypatch: Any) -> None:
    project = world.sim.seed("project", name="Courses", privacy_type="anywhere")["id"]
    ids = [world.sim.seed("video", title=f"V{number}", project_id=project)["id"] for number in range(2)]
    world.sim.seed("playlist", name="L", entity_ids=ids[:1], settings={"sort_field": "custom"})
    with monkeypatch.context() as patched:
        patched.setattr(send, "add_members", lambda change, gateway: None)
        told = world.ok("playlist", name="L", videos=ids)
    assert fields(told) == ["videos"]
    assert world.ok("playlist", name="L", videos=ids).result["unsettled"] == []
    assert world.unchanged("playlist", name="L", videos=ids).result["unsettled"] == []


def test_a_read_that_fails_after_the_writes_does_not_fail_the_task(world: Any) -> None:
    world.sim.set(stored_texts="trimmed")
    world.ok("live_event", name="Lesson", type="one-time", subtitle="A")
    world.sim.fault("status", method="GET", path="/v2/live/events/*", status=500, skip=1, times=None)
    told = world.ok("live_event", name="Lesson", subtitle="B\n")
    assert fields(told) == ["subtitle"]


def test_no_secret_is_shown_of_what_is_stored_otherwise(world: Any) -> None:
    """A restream's URL may have a login in it."""
    world.sim.set(stored_texts="trimmed", restream_keys="echoed")
    restream = {"name": "R", "url": "rtmp://u:s3cret@r.example.com ", "key": "s3cret-key "}
    told = world.ok("live_event", name="E", type="one-time", restreams=[restream])
    assert "s3cret" not in told.text()


def test_what_is_shown_costs_no_request(world: Any) -> None:
    before = len(world.sim.journal)
    world.ok("player", name="Main", settings={"volume": 30})
    assert [request["method"] for request in world.sim.journal[before:]] == ["GET", "POST"]


def test_what_is_asked_for_again_is_what_was_written() -> None:
    """The workspace's own settings have no id in their route, whatever id they show."""
    kind, asked = DRM_AUTH, []
    observed = {"id": ID, "url": "https://a.example.com"}
    plan = plan_object(Wanted(kind, "workspace", {"url": "https://b.example.com"}), observed, Rules())
    verified(plan, observed, SimpleNamespace(find=asked.append))
    assert [change.path for change in asked] == [kind.routes.path]


class TestVideos:
    """What belongs to a video, and videos that are made from files and links."""

    @pytest.fixture
    def file(self, tmp_path: Any) -> str:
        file = tmp_path / "en.vtt"
        file.write_text("WEBVTT\n\n00:01.000 --> 00:02.000\nOne\n")
        return str(file)

    @pytest.mark.parametrize("how", STORED)
    @pytest.mark.parametrize("source", ["src", "url"])
    def test_the_title_of_an_upload(self, world: Any, file: str, how: str, source: str) -> None:
        given, stored = STORED[how]
        world.sim.seed("project", name="P")
        world.sim.set(stored_names=how)
        made = {"location": {"project": "P"}, "wait": False, source: file if source == "src" else "https://a.example/b"}
        told = world.run("video", title=given, **made)
        assert f"the API stored title '{given}' as '{stored}'; set title to '{stored}'" in told.error.sentence()
        again = world.run("video", title=given, **made)
        assert ("only in spelling" in again.error.sentence(), again.writes) == (True, [])
        assert [row["title"] for row in world.sim.objects("video")] == [stored]

    @pytest.mark.parametrize("how", STORED)
    def test_the_title_of_an_annotation(self, world: Any, how: str) -> None:
        given, stored = STORED[how]
        world.sim.seed("video", title="V")
        world.sim.set(stored_names=how)
        told = world.run("annotation", video="V", title=given, type="text", end_time=1000)
        assert f"the API stored title '{given}' as '{stored}'; set title to '{stored}'" in told.error.sentence()
        assert "only in spelling" in world.refused("annotation", video="V", title=given).error.sentence()

    def test_the_description_of_a_subtitle(self, world: Any, file: str) -> None:
        world.sim.seed("video", title="V")
        world.sim.set(stored_texts="trimmed")
        told = world.ok("subtitle", video="V", language="en", description="English ", src=file)
        assert told.result["unsettled"] == [{"field": "description", "wanted": "English ", "stored": "English"}]
        world.sim.set(ignored="description")
        assert fields(world.ok("subtitle", video="V", language="en", description="US")) == ["description"]


class TestDocuments:
    @pytest.fixture
    def space(self, sim: Any) -> Space:
        return Space(sim)

    def test_names_and_values(self, space: Any) -> None:
        space.sim.set(stored_names="trimmed", stored_texts="trimmed")
        told = space.apply({"players": [{"name": "Main "}], "tags": [{"tag": "a"}]})
        assert "the API stored name 'Main ' as 'Main'" in told.error.sentence()
        assert "1 of 2 changes failed" in told.error.sentence()
        assert len(space.sim.objects("player")) == 1

    def test_no_folder_is_pruned_for_its_spelling(self, space: Any) -> None:
        """Each run would delete the folder with all that is in it, and create another one."""
        space.sim.set(stored_names="trimmed")
        project = {"name": "P", "privacy_type": "anywhere", "folders": [{"name": "Spring "}]}
        said = space.apply({"projects": [project]}, prune=["folders"], force=True).error.sentence()
        assert "the API stored name 'Spring ' as 'Spring'" in said
        before = space.sim.objects("folder")
        assert "only in spelling" in space.refused({"projects": [project]}, prune=["folders"], force=True)
        assert space.sim.objects("folder") == before

    def test_values(self, space: Any) -> None:
        stored, wanted = HOOK["endpoint"], "https://b.example.com"
        space.sim.seed("webhook", name="W", **HOOK)
        space.sim.set(ignored="endpoint")
        told = space.apply({"webhooks": [{**HOOK, "name": "W", "endpoint": wanted}]})
        one = {"kind": "webhook", "key": "W", "field": "endpoint", "wanted": wanted, "stored": stored}
        assert told.result["unsettled"] == [one]

    def test_a_duplicate_is_refused_unless_the_document_has_both(self, space: Any) -> None:
        space.sim.seed("player", name="main")
        told = space.apply({"players": [{"name": "Main"}]})
        assert "only in spelling" in told.error.text()
        space.apply({"players": [{"name": "Main"}, {"name": "main"}]})
        assert sorted(row["name"] for row in space.sim.objects("player")) == ["Main", "main"]

    def test_so_it_is_within_folders(self, space: Any) -> None:
        project = space.sim.seed("project", name="P", privacy_type="anywhere")["id"]
        year = space.sim.seed("folder", name="2026", project_id=project, parent_id=project)["id"]
        space.sim.seed("folder", name="Spring", project_id=project, parent_id=year)
        both = [{"name": "2026", "folders": [{"name": "Spring"}, {"name": "spring"}]}]
        space.done({"projects": [{"name": "P", "privacy_type": "anywhere", "folders": both}]})
        assert sorted(row["name"] for row in space.sim.objects("folder")) == ["2026", "Spring", "spring"]

    def test_it_can_be_allowed_for_one_entry(self, space: Any) -> None:
        space.sim.seed("player", name="main")
        space.apply({"players": [{"name": "Main", "allow_similar": True}]})
        assert len(space.sim.objects("player")) == 2

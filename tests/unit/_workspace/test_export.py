# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Live workspaces as documents: what applies to where it came from without a change, and anew to an empty place."""

from __future__ import annotations

import copy
import json
import pathlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansible_collections.kinescope.kinescope.plugins.filter.workspace_document import workspace_document
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.client import Client
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.connection import Connection
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.gateway import Gateway
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.pacing import Pacer
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.progress import Progress
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import KinescopeError
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.result import TaskResult
from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.workspace import effects_of
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import SECTIONS
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.plan import ReconcileOptions
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.read import live_document
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.reconcile import reconcile
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.source import Source, read_source
from tests.simulator import Simulator
from tests.unit._workspace.spaces import EDITIONS, STORED
from tests.unit.conftest import Clock

SECRETS = (
    "pw-of-the-hook",
    "pw-of-drm",
    "pw-of-the-moderator",
    "pw-of-the-origin",
    "jwt-of-the-zone",
    "key-of-the-restream",
    "token-of-the-player",
    "pw-of-the-viewers",
)
VIDEOS = ["0199f0b2-1a2b-7c3d-8e4f-5a6b7c8d9e0f", "0199f0b1-7c11-7b0e-9f52-7d1f5a3f8c44"]
NAMES = st.sampled_from(
    [
        "Main",
        "main",
        "Кино",
        "a/b",
        " x ",
        "{{ 1 + 1 }}",
        "{% raw %}",
        "no",
        "2026",
        "- a",
        "'",
        '"',
        "\u2028",
        "null",
        "é",
    ]
)


def client_of(sim: Simulator) -> Client:
    clock = Clock()
    pacer = Pacer(clock=clock, sleep=lambda seconds: None)
    return Client(Connection(sim.token, sim.url, sim.uploader_url, retries=1), pacer=pacer, sleep=clock.sleep)


def export(sim: Simulator, *sections: str) -> dict[str, Any]:
    with ThreadPoolExecutor(4) as pages, ThreadPoolExecutor(4) as pool:
        return live_document(Gateway(client_of(sim), pool=pages), pool, sections or list(SECTIONS))


def apply(sim: Simulator, document: dict[str, Any]) -> TaskResult:
    result = TaskResult()
    reconcile(Source(document), ReconcileOptions(), None, False, client_of(sim), effects_of, result, Progress())
    return result


def stored(sim: Simulator) -> str:
    return json.dumps({kind: sim.objects(kind) for kind in (*STORED, "playlist")}, sort_keys=True)


def assert_adopted(sim: Simulator) -> dict[str, Any]:
    """The export of a workspace changes nothing in it, and is the same each time; returned as files give it back."""
    before = stored(sim)
    document = export(sim)
    text = workspace_document(document)
    assert text == workspace_document(export(sim))
    assert [secret for secret in SECRETS if secret in text] == []
    sim.clear_journal()
    told = apply(sim, json.loads(json.dumps(document)))
    assert told.values["changes"] == []
    assert sim.writes == []
    assert stored(sim) == before
    return document


def a_workspace(sim: Simulator) -> None:
    """One of everything, and more than one of some."""
    player = sim.seed("player", name="Main {{ lookup('pipe', 'id') }}", settings={"autoplay": False, "volume": 50})
    token = {"token": "token-of-the-player"}
    ads = [{"url": "https://ads.example", "trigger": {"type": "preroll", **token}, "headers": [token]}]
    sim.seed("player", name="Other", ads=ads, settings={"k": {**token, "x": 1}, "l": [token], "m": "HIDDEN", **token})
    sim.seed("privacy_domain", domain="школа.example")
    sim.seed("privacy_domain", domain="old.example", archived=True)
    sim.seed("tag", tag="public")
    guests = [{"user_id": id, "name": "Guest", "role": "manager"} for id in VIDEOS]
    room = sim.seed("speak_room", name="Weekly", type="permanent_meeting", owner_id=VIDEOS[0])
    for guest in guests:
        sim.seed("participant", room_id=room["id"], **guest)
    sim.seed("moderator", email="b@example.com", username="B", password="pw-of-the-moderator")
    sim.seed("moderator", email="A@example.com", username="A", password="pw-of-the-moderator")
    sim.seed("tag", tag="Old: a, b", archived=True)
    courses = sim.seed(
        "project", name="Courses", privacy_type="custom", privacy_domains=["школа.example"], player_id=player["id"]
    )
    share = {"password": "pw-of-the-viewers"}
    live = sim.seed("project", name="Live", privacy_type="anywhere", catalog_type="live", privacy_share=share)
    year = sim.seed("folder", project_id=courses["id"], name="2026")
    spring = sim.seed("folder", project_id=courses["id"], name="Spring / 1", parent_id=year["id"])
    sim.seed("drm_auth", project_id=courses["id"], url="https://a.example", username="u", password="pw-of-drm")
    sim.seed("drm_auth", url="https://w.example")
    sim.seed(
        "webhook", name="ci", endpoint="https://h.example", login="u", password="pw-of-the-hook", events=["b", "a"]
    )
    sim.seed(
        "cdn_zone",
        name="static",
        host="cdn.example",
        origins=[{"addr": "o.example", "basic_auth": {"username": "u", "password": "pw-of-the-origin"}}],
        access_control={"jwt_secret": "jwt-of-the-zone", "secure_link": ""},
        settings={"index_html": "i.html", "block_bad_bots": True},
    )
    sim.seed("file_request", title="Homework", uploading_location_id=spring["id"], expired_at="2026-12-01T10:00:00Z")
    sim.seed("file_request", title="Homework", uploading_location_id=live["id"], description="As MP4.", archived=True)
    sim.seed("live_event", name="Talk", type="one-time", parent_id=spring["id"], record={"parent_id": courses["id"]})
    sim.seed(
        "live_event", name="Daily", type="recurring", parent_id=live["id"], subtitle="Each day", show_members=False
    )


def some_playlists(sim: Simulator) -> None:
    """Playlists in and beside a folder, and the videos in them; these are no part of a document."""
    courses = sim.object("project", "Courses")["id"] if sim.objects("project") else None
    place = courses or sim.seed("project", name="Courses", privacy_type="anywhere")["id"]
    for id in VIDEOS:
        sim.seed("video", id=id, title="Lesson", project_id=place)
    if courses:
        settings = {"sort_field": "custom", "sort_order": "desc", "ignore_interactive_tools": True}
        spring = sim.object("folder", "Spring / 1")["id"]
        sim.seed("playlist", name="Season", parent_id=spring, entity_ids=VIDEOS, settings=settings, description="All")
        sim.seed("playlist", name="Season", parent_id=courses, privacy_type="custom", privacy_domains=["школа.example"])
        sim.seed("playlist", name="Archive", parent_id=courses, entity_ids=VIDEOS)


def test_an_unscheduled_event_is_not_exported_as_scheduled(sim: Simulator) -> None:
    """Its stream shows when it was made, which is not always to the microsecond when the event was."""
    created_at = "2026-03-01T09:00:00.5Z"
    for name, started_at in (("A", "2026-03-01T09:00:00.500038Z"), ("B", "2026-12-01T10:00:00Z")):
        event = sim.seed("live_event", name=name, type="one-time", created_at=created_at)
        sim.edit("live_event", event["id"], stream={**event["stream"], "started_at": started_at})
    unscheduled, rescheduled = assert_adopted(sim)["live_events"]
    assert "starts_at" not in unscheduled
    assert rescheduled["starts_at"] == "2026-12-01T10:00:00Z"


def test_playlists(sim: Simulator) -> None:
    a_workspace(sim)
    some_playlists(sim)
    document = assert_adopted(sim)
    archive, *seasons = document["playlists"]
    assert archive["videos"] == sorted(VIDEOS), "the API sorts them, so that their order says nothing"
    by_place = {len(season["location"].get("folder", ())): season for season in seasons}
    assert by_place[2]["videos"] == VIDEOS
    assert by_place[2]["settings"] == {"sort_field": "custom", "sort_order": "desc", "ignore_interactive_tools": True}
    assert by_place[0]["privacy_domains"] == ["школа.example"]
    assert by_place[0]["videos"] == []
    assert all("id" not in entry for entry in document["playlists"])
    del document["players"]
    state = {name: entries for name, entries in document.items() if name in ("version", "playlists", "projects")}
    for project in state["projects"]:
        project.pop("player", None)
        project.pop("drm_auth", None)
    sim.reset()
    some_playlists(sim)
    apply(sim, json.loads(json.dumps(state)))
    assert workspace_document({"playlists": export(sim)["playlists"]}) == workspace_document(
        {"playlists": document["playlists"]}
    )


def test_playlists_of_one_name(sim: Simulator) -> None:
    """By its place one is told from the others; one that stands nowhere, only by its id."""
    project = sim.seed("project", name="P", privacy_type="anywhere")["id"]
    there = sim.seed("playlist", name="L", parent_id=project)["id"]
    nowhere = sim.seed("playlist", name="L")["id"]
    sim.seed("playlist", name="Alone")
    ids = {entry.get("id") for entry in assert_adopted(sim)["playlists"]}
    assert ids == {None, nowhere}
    sim.seed("playlist", name="L", parent_id=project)
    assert there in {entry.get("id") for entry in assert_adopted(sim)["playlists"]}


def test_a_playlist_that_is_deleted_while_it_is_read(sim: Simulator) -> None:
    sim.seed("playlist", name="L")
    sim.fault("status", method="GET", path="*/entities", status=404, code=400404)
    assert export(sim, "playlists")["playlists"] == []
    sim.fault("status", method="GET", path="*/entities", status=403)
    with pytest.raises(KinescopeError):
        export(sim, "playlists")


def test_one_of_everything(sim: Simulator) -> None:
    a_workspace(sim)
    document = assert_adopted(sim)
    assert list(document) == ["version", *SECTIONS]
    assert [player["name"] for player in document["players"]] == ["Main {{ lookup('pipe', 'id') }}", "Other"]
    courses, live = document["projects"]
    assert courses["player"] == "Main {{ lookup('pipe', 'id') }}"
    assert courses["folders"] == [{"name": "2026", "folders": [{"name": "Spring / 1", "folders": []}]}]
    assert courses["drm_auth"] == {"url": "https://a.example", "username": "u"}
    assert live["catalog_type"] == "live"
    daily, talk = document["live_events"]
    assert talk["location"] == {"project": "Courses", "folder": ["2026", "Spring / 1"]}
    assert talk["record_to"] == {"project": "Courses"}
    assert daily["record_to"] == {}
    assert document["privacy_domains"][0] == {"domain": "old.example", "archived": True}
    assert document["moderators"] == [
        {"email": "a@example.com", "username": "A"},
        {"email": "b@example.com", "username": "B"},
    ]
    assert document["file_requests"] == [
        {
            "title": "Homework",
            "location": {"project": "Courses", "folder": ["2026", "Spring / 1"]},
            "description": "",
            "expires_at": "2026-12-01T10:00:00Z",
            "archived": False,
        },
        {"title": "Homework", "location": {"project": "Live"}, "description": "As MP4.", "archived": True},
    ]
    assert document["speak_rooms"] == [
        {
            "name": "Weekly",
            "owner_id": VIDEOS[0],
            "type": "permanent_meeting",
            "participants": [{"user_id": id, "name": "Guest", "role": "manager"} for id in sorted(VIDEOS)],
        }
    ]
    assert document["tags"] == [{"tag": "Old: a, b", "archived": True}, {"tag": "public", "archived": False}]
    assert all("id" not in entry for section in document.values() if isinstance(section, list) for entry in section)


@pytest.mark.parametrize(
    "switches",
    [
        {"put": "replace", "secrets": "echoed"},
        {"secrets": "omitted", "restream_keys": "masked"},
        {"secrets": "empty", "id_form": "short"},
        {"root_folder_parent": "null", "empty_lists": "null"},
        {"families": "offset", "offset_keys": "none"},
        {"families": "page", "page_limit": "refuse"},
        {"absent_fields": "dropped"},
        {"archived_lists": "active", "idn": "punycode"},
        {"catalog_filter": "all_by_default", "schedule": "stream"},
        {"catalog_filter": "ignored", "unknown_fields": "extra"},
        {"default_player": "on", "logo_shape": "object"},
    ],
    ids=lambda switches: "-".join(switches.values()),
)
def test_every_reading_of_the_api(sim: Simulator, switches: dict[str, str]) -> None:
    if switches.get("page_limit") == "refuse":
        switches = {"families": "page"}
    sim.set(**switches)
    a_workspace(sim)
    assert_adopted(sim)


def test_to_an_empty_workspace(sim: Simulator) -> None:
    a_workspace(sim)
    document = export(sim)
    sim.reset()
    apply(sim, with_secrets(document))
    assert workspace_document(export(sim)) == workspace_document(document)


def test_a_restream_that_is_turned_off_stays_off_in_a_copy(sim: Simulator) -> None:
    """Responses without empty values do not show that it is, and a new restream is turned on."""
    restream = {"name": "R", "url": "rtmp://r", "key": "key-of-the-restream", "description": "d", "enabled": False}
    event = {"name": "E", "type": "one-time", "restreams": [restream]}
    sim.set(absent_fields="dropped")
    apply(sim, {"version": 1, "live_events": [event]})
    document = export(sim)
    sim.reset()
    apply(sim, with_secrets(document))
    assert [one["enabled"] for one in sim.object("live_event", "E")["restreams"]] == [False]


def test_domains_have_the_same_order_in_every_form(sim: Simulator) -> None:
    """A workspace may store in punycode what its copy stores in its own script, or in capitals."""
    for domain in ("xn--80atdl2c.xn--p1ai", "Пример.рф", "ЯБЛОКО.рф", "a.example.com", "Z.example.com"):
        sim.seed("privacy_domain", domain=domain)
    document = export(sim, "privacy_domains")
    names = [entry["domain"] for entry in document["privacy_domains"]]
    assert names == ["a.example.com", "z.example.com", "пример.рф", "школа.рф", "яблоко.рф"]
    sim.reset()
    apply(sim, json.loads(json.dumps(document)))
    assert export(sim, "privacy_domains") == document


def test_objects_of_one_name_are_distinguished_by_their_ids(sim: Simulator) -> None:
    sim.set(names="free")
    ids = sorted(sim.seed("project", name="Twin", privacy_type="anywhere")["id"] for _number in range(2))
    sim.seed("webhook", name="w", endpoint="https://a.example")
    sim.seed("webhook", name="w", endpoint="https://b.example")
    folder = sim.seed("folder", project_id=ids[0], name="F")
    sim.seed("live_event", name="In the twin", type="one-time", parent_id=folder["id"])
    document = assert_adopted(sim)
    assert [project["id"] for project in document["projects"]] == ids
    assert document["live_events"][0]["location"] == {"id": folder["id"]}
    sim.reset()
    with pytest.raises(KinescopeError, match="there is no project with the ID"):
        apply(sim, document)
    assert sim.writes == []


def test_a_name_that_looks_like_an_id(sim: Simulator) -> None:
    """It is a name, unless there is an object that has that id."""
    player = sim.seed("player", name="0190aa11-2222-4333-8444-555566667777")
    sim.seed("project", name="P", privacy_type="anywhere", player_id=player["id"])
    assert assert_adopted(sim)["projects"][0]["player"] == player["name"]
    sim.seed("player", id="0190aa11-2222-4333-8444-555566667777", name="Other")
    assert assert_adopted(sim)["projects"][0]["player"] == player["id"]


def test_a_parent_that_is_gone_is_left_out(sim: Simulator) -> None:
    project = sim.seed("project", name="P", privacy_type="anywhere")
    event = sim.seed("live_event", name="E", type="one-time", parent_id=project["id"])
    sim.edit("live_event", event["id"], parent_id="0190aa11-2222-4333-8444-555566667777")
    assert "location" not in assert_adopted(sim)["live_events"][0]


def test_some_sections_only(sim: Simulator) -> None:
    a_workspace(sim)
    document = export(sim, "live_events")
    assert list(document) == ["version", "live_events"]
    assert document["live_events"][1]["location"]["project"] == "Courses"
    sim.clear_journal()
    assert list(export(sim, "webhooks")) == ["version", "webhooks"]
    assert [entry.path for entry in sim.journal] == ["/v1/webhooks"]


def test_restreams_without_their_keys(sim: Simulator) -> None:
    channel = {"name": "B", "url": "rtmp://b.example", "key": "key-of-the-restream"}
    sim.seed("live_event", name="E", type="recurring", restreams=[channel, {**channel, "name": "A"}])
    document = assert_adopted(sim)
    assert [sorted(item) for item in document["live_events"][0]["restreams"]] == [
        ["description", "enabled", "name", "url"]
    ] * 2
    assert [item["name"] for item in document["live_events"][0]["restreams"]] == ["A", "B"]
    sim.reset()
    with pytest.raises(KinescopeError, match=r"restreams\[A\]\.key"):
        apply(sim, document)


def read_whole(sim: Simulator) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """The document of a workspace, by way of a file, and what it leaves out."""
    told: list[dict[str, str]] = []
    with ThreadPoolExecutor(4) as pages, ThreadPoolExecutor(4) as pool:
        document = live_document(Gateway(client_of(sim), pool=pages), pool, list(SECTIONS), told)
    with TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "workspace.yml"
        file.write_text(workspace_document(document, told), encoding="utf-8")
        source, faults = read_source(str(file))
    assert (source.document, faults) == (document, [])
    return source.document, told


def test_what_a_document_leaves_out_is_reported(sim: Simulator) -> None:
    a_workspace(sim)
    document, told = read_whole(sim)
    assert document["players"][1] == {
        "name": "Other",
        "settings": {"k": {"x": 1}, "m": "HIDDEN"},
        "ads": [{"url": "https://ads.example", "trigger": {"type": "preroll"}}],
    }
    assert [(one["kind"], one["key"], one["path"]) for one in told] == [
        ("player", "Other", path)
        for path in ("settings.k.token", "settings.l", "settings.token", "ads[0].trigger.token", "ads[0].headers")
    ]
    text = workspace_document(document, [{**told[0], "key": "a\nplayers: []\u202e"}, *told[1:]])
    assert "#   player 'a\\u000aplayers: []\\u202e': settings.k.token (its name suggests" in text
    assert yaml.safe_load(text.replace("!unsafe ", "")) == document
    assert workspace_document(document, []) == workspace_document(document)


DATA = st.recursive(
    st.sampled_from([None, True, 0, 1.5, "", "text", "token-of-the-player", "********", "{{ x }}", "два\nстроки"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["token", "x", "Ключ"]), inner),
    max_leaves=6,
)


def missing(path: str, value: Any, given: Any) -> dict[str, Any]:
    """What of a value a document does not give, by path. Null is nothing."""
    if isinstance(value, dict) and isinstance(given, dict):
        parts = [missing(f"{path}.{name}", item, given.get(name)) for name, item in value.items()]
    elif isinstance(value, list) and isinstance(given, list) and len(value) == len(given):
        parts = [missing(f"{path}[{index}]", *pair) for index, pair in enumerate(zip(value, given))]
    elif isinstance(value, dict) and given is None:
        parts = [missing(f"{path}.{name}", item, None) for name, item in value.items()]
    else:
        return {} if value == given or value is None else {path: value}
    return {name: item for part in parts for name, item in part.items()}


KEYED = st.dictionaries(st.sampled_from(["token", "k", "volume", "Ключ"]), DATA, max_size=4)


@settings(
    derandomize=True,
    deadline=None,
    max_examples=40,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=KEYED, ads=st.lists(KEYED, max_size=2), put=st.sampled_from(["merge", "replace"]))
def test_any_data_of_players(sim: Simulator, data: dict[str, Any], ads: list[dict[str, Any]], put: str) -> None:
    """Exported to a file and applied, nothing changes; with a change made in the file, nothing else does."""
    sim.reset()
    sim.set(put=put)
    ads = [{"url": f"https://{number}.example", **ad} for number, ad in enumerate(ads)]
    sim.seed("player", name="P", settings=data, ads=ads)
    document, told = read_whole(sim)
    (entry,) = document["players"]
    silent = {**missing("settings", data, entry.get("settings")), **missing("ads", ads, entry.get("ads"))}
    assert [path for path in silent if not any(path.startswith(one["path"]) for one in told)] == []
    before = stored(sim)
    sim.clear_journal()
    assert apply(sim, copy.deepcopy(document)).values["changes"] == []
    assert sim.writes == []
    assert stored(sim) == before
    document["players"][0].setdefault("settings", {})["new"] = 1
    (change,) = apply(sim, document).values["changes"]
    assert change["fields"] == ["settings"]
    after = sim.objects("player")[0]
    assert after["settings"].pop("new") == 1
    assert (after["settings"], after["ads"]) == (data, ads)


def in_project(sim: Simulator, kind: str, **values: Any) -> None:
    """An object that is in the first project there is, or in a new one."""
    there = sim.objects("project") or [sim.seed("project", name="Another", privacy_type="anywhere")]
    place = {"file_request": "uploading_location_id", "drm_auth": "project_id"}.get(kind, "parent_id")
    sim.seed(kind, **values, **{place: there[0]["id"]})


def a_room(sim: Simulator, name: str) -> None:
    room = sim.seed("speak_room", name=name, type="permanent_meeting", owner_id=VIDEOS[0])
    for role in ("manager", "admin"):
        sim.seed("participant", room_id=room["id"], user_id=VIDEOS[role == "admin"], name=name, role=role)


RESTREAM = {"url": "rtmp://r.example", "key": "key-of-the-restream", "description": "d"}
ORIGINS = [
    {"addr": "b.example", "basic_auth": {"username": "u", "password": "pw-of-the-origin"}},
    {"addr": "a.example"},
]
#: what else a workspace may hold, each made with a name
MORE: dict[str, Callable[[Simulator, str], Any]] = {
    "domain": lambda sim, name: sim.seed("privacy_domain", domain="школа.example", archived=name > "a"),
    "tag": lambda sim, name: sim.seed("tag", tag=name, archived=name > "a"),
    "zone": lambda sim, name: sim.seed(
        "cdn_zone", name=name, host="c.example", origins=ORIGINS, access_control={"jwt_secret": "jwt-of-the-zone"}
    ),
    "hook": lambda sim, name: sim.seed(
        "webhook", name="With a login", endpoint="https://h.example", login=name, password="pw-of-the-hook"
    ),
    "moderator": lambda sim, name: sim.seed(
        "moderator", email="a@example.com", username=name, password="pw-of-the-moderator"
    ),
    "room": a_room,
    "callback": lambda sim, name: sim.seed("drm_auth", url="https://w.example", username=name, password="pw-of-drm"),
    "callback of a project": lambda sim, name: in_project(
        sim, "drm_auth", url="https://p.example", username=name, password="pw-of-drm"
    ),
    "request": lambda sim, name: in_project(
        sim, "file_request", title=name, expired_at="2026-12-01T10:00:00Z", archived=name > "a"
    ),
    "playlist": lambda sim, name: in_project(
        sim, "playlist", name=name, settings={"sort_field": "custom"}, description=name, privacy_type="anywhere"
    ),
    "restreams": lambda sim, name: in_project(
        sim,
        "live_event",
        name="Restreamed",
        type="recurring",
        scheduled={"time": "2030-01-01T10:00:00Z"},
        restreams=[{**RESTREAM, "name": one} for one in (f"{name}2", name)],
    ),
}


def with_secrets(document: dict[str, Any]) -> dict[str, Any]:
    """An exported document with those secrets without which nothing could be created, and which no read shows."""
    anew: dict[str, Any] = json.loads(json.dumps(document))
    for moderator in anew["moderators"]:
        moderator["password"] = "pw-of-the-moderator"
    for event in anew["live_events"]:
        for restream in event.get("restreams", ()):
            restream["key"] = "key-of-the-restream"
    return anew


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    players=st.lists(NAMES, max_size=3, unique=True),
    projects=st.lists(NAMES, max_size=3, unique=True),
    folders=st.lists(st.tuples(NAMES, st.booleans()), max_size=4, unique=True),
    hooks=st.lists(NAMES, max_size=2, unique=True),
    inside=st.booleans(),
    more=st.dictionaries(st.sampled_from(sorted(MORE)), NAMES, max_size=4),
    edition=EDITIONS,
)
def test_any_workspace(
    sim: Simulator,
    tmp_path_factory: pytest.TempPathFactory,
    players: list[str],
    projects: list[str],
    folders: list[tuple[str, bool]],
    hooks: list[str],
    inside: bool,
    more: dict[str, str],
    edition: dict[str, str],
) -> None:
    sim.reset()
    sim.set(**edition)
    made = [sim.seed("player", name=name, settings={"title": name}) for name in players]
    for index, name in enumerate(projects):
        player = {"player_id": made[index % len(made)]["id"]} if made else {}
        project = sim.seed("project", name=name, privacy_type="anywhere", **player)
        parent = None
        for folder, below in folders:
            row = {"parent_id": parent} if below and parent else {}
            parent = sim.seed("folder", project_id=project["id"], name=folder, **row)["id"]
        where = parent if inside and parent else project["id"]
        sim.seed("live_event", name=name, type="recurring", parent_id=where, subtitle=name)
    for name in hooks:
        sim.seed("webhook", name=name, endpoint="https://h.example", events=[name])
    for what, name in more.items():
        MORE[what](sim, name)
    document = assert_adopted(sim)
    file = tmp_path_factory.mktemp("document") / "workspace.yml"
    file.write_text(workspace_document(document), encoding="utf-8")
    source, faults = read_source(str(file))
    assert (source.document, faults) == (document, [])
    if len(folders) == len({name for name, _below in folders}):
        sim.reset()
        sim.set(**edition)
        apply(sim, with_secrets(source.document))
        assert export(sim) == document


def test_a_section_is_a_document_of_its_own() -> None:
    told = [
        {"kind": kind, "key": key, "path": "x", "why": "y"}
        for kind, key in (("player", "A"), ("folder", "B"), ("drm_auth", "C"), ("drm_auth", "workspace"))
    ]
    document = {"version": 1, "players": [{"name": "A"}], "projects": []}
    texts = {name: workspace_document(document, told, name) for name in ("players", "projects", "drm_auth", "tags")}
    assert {name: yaml.safe_load(text) for name, text in texts.items()} == {
        "players": {"version": 1, "players": [{"name": "A"}]},
        "projects": {"version": 1, "projects": []},
        "drm_auth": {"version": 1},
        "tags": {"version": 1},
    }
    named = {name: [one["key"] for one in told if f"'{one['key']}': x" in text] for name, text in texts.items()}
    assert named == {"players": ["A"], "projects": ["B", "C"], "drm_auth": ["workspace"], "tags": []}


def test_no_template_survives_in_a_file() -> None:
    class Trusting(yaml.SafeLoader):
        """What Ansible does: texts are templates, unless they are tagged."""

    Trusting.add_constructor("!unsafe", lambda loader, node: None)
    override = "#jinja2:variable_start_string:'[[', variable_end_string:']]'\n[[ lookup('pipe', 'id') ]]"
    names = ["{{ a }}", "x{%y", "{#", "plain", "multi\nline {{ b }}\n", override, "# jinja2: a comment"]
    document = {"version": 1, "players": [{"name": name, "settings": {name: name}} for name in names]}
    text = workspace_document(document)
    loaded = yaml.load(text, Loader=Trusting)  # noqa: S506 - a safe loader
    kept = [None, None, None, "plain", None, None, "# jinja2: a comment"]
    assert [player["name"] for player in loaded["players"]] == kept


def test_what_it_costs_is_reported_before(sim: Simulator) -> None:
    """Events are read one by one, and so are the DRM settings of projects."""
    for number in range(120):
        sim.seed("live_event", name=f"Lesson {number}", type="one-time")
    for number in range(5):
        sim.seed("project", name=f"Course {number}", privacy_type="anywhere")
    told: list[str] = []
    sent: list[int] = []

    def say(text: str) -> None:
        told.append(text)
        sent.append(len([one for one in sim.journal if one.path.startswith("/v2/live/events/")]))

    with ThreadPoolExecutor(4) as pages, ThreadPoolExecutor(4) as pool:
        live_document(Gateway(client_of(sim), pool=pages), pool, list(SECTIONS), progress=Progress(say))
    assert (told, sent) == (["125 objects to read one by one, about 12 s at the API's pace"], [0])
    assert len([one for one in sim.journal if one.path.startswith("/v2/live/events/")]) == 120

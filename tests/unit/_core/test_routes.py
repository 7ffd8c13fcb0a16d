# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Ids become parts of routes by their form only, whatever an answer says; a wrong one is told before any write."""

from __future__ import annotations

import ast
import itertools
import json
import pathlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.kinescope.kinescope.plugins.module_utils._api import client as client_module
from ansible_collections.kinescope.kinescope.plugins.module_utils._api import responses as responses_module
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.responses import ApiResponse, interpret
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.change import Change
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import ApiError, DocumentError
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.kind import (
    collection_path,
    identified,
    item_path,
    object_path,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.values import object_id
from ansible_collections.kinescope.kinescope.plugins.module_utils._info.info import ReadTask
from ansible_collections.kinescope.kinescope.plugins.module_utils._info.live_event import LIVE
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.access_token import ACCESS_TOKEN
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.drm_auth import DRM_AUTH
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.live_event import LIVE_EVENT
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.moderator import MODERATOR
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.poster import POSTER
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.project import PROJECT
from ansible_collections.kinescope.kinescope.plugins.module_utils._media.material import MATERIALS
from ansible_collections.kinescope.kinescope.plugins.module_utils._media.poster import POSTERS
from tests.unit._media.attached import Tasks
from tests.unit._workspace.spaces import Space

PLUGINS = pathlib.Path(__file__).resolve().parents[3] / "plugins"
ID, SHORT = "93997264-97ac-4091-b48e-559614c2817a", "je7WZBZhdMFQKPHHHmMr2m"
WRONG = [
    f"../projects/{ID}",
    f"{ID}/../{ID}",
    f"{ID}?x=1",
    f"{ID}#",
    f"{ID}\n",
    f"%2e%2e/{ID}",
    "..",
    "",
    "199511994",
    "-" * 36,
    "0OIl" * 6,
    "z" * 22,
    "7" * 5000,
    199511994,
    5.5,
    True,
    [ID],
    {"id": ID},
]


def told(build, *arguments):
    """What the error says."""
    with pytest.raises(ApiError) as caught:
        build(*arguments)
    return caught.value.message


@pytest.mark.parametrize("id", [ID, ID.upper(), SHORT])
def test_both_forms_of_an_id(id):
    assert collection_path(PROJECT) == "/v1/projects"
    assert object_path(PROJECT, "", id) == f"/v1/projects/{id}"
    assert object_path(POSTER, "/v1/videos/x", id) == f"/v1/videos/x/posters/{id}"
    assert identified(PROJECT, {"id": id}, "/p") == {"id": id}
    assert Change(PROJECT, "P", "update", id=id).path == f"/v1/projects/{id}"


@pytest.mark.parametrize("id", [*WRONG, None])
def test_an_invalid_id(id):
    for build in (
        lambda: object_path(PROJECT, "", id),
        lambda: item_path("/v1/projects", id, "project"),
        lambda: identified(PROJECT, {"name": "P", "id": id}, "/v1/projects"),
        lambda: Change(PROJECT, "P", "delete", id=id).path,
    ):
        message = told(build)
        assert "a project" in message
        assert ("without id" if id is None else "whose id") in message
        assert len(message) < 300
    assert "project 'P' " in told(identified, PROJECT, {"name": "P", "id": id}, "/p")


def test_what_has_no_id():
    assert object_path(DRM_AUTH, "", None) == "/v1/drm/auth"
    assert object_path(DRM_AUTH, "", ID) == f"/v1/drm/auth/{ID}"
    assert identified(DRM_AUTH, {"url": "u"}, "/v1/drm/auth") == {"url": "u"}
    with pytest.raises(ApiError, match="whose id"):
        object_path(DRM_AUTH, "", "x")
    assert Change(PROJECT, "P", "create").id is None


def test_errors_name_the_list_the_object_and_the_field():
    def listed(kind, raw):
        return told(identified, kind, raw, "/list")

    no_id = "is neither a UUID nor a 22-character short ID"
    assert (
        listed(PROJECT, {"id": "x", "name": "P"})
        == f"the API's response for /list contains a project 'P' whose id 'x' {no_id}"
    )
    assert (
        listed(MODERATOR, {"email": "a@b"}) == "the API's response for /list contains a moderator 'a@b' without user_id"
    )
    assert listed(POSTER, {"id": 5}) == f"the API's response for /list contains a poster whose id '5' {no_id}"
    # its id may be a secret
    assert (
        listed(ACCESS_TOKEN, {"id": "s3cret"})
        == f"the API's response for /list contains an access token whose id {no_id}"
    )
    assert "s3cret" not in told(object_path, ACCESS_TOKEN, "", "s3cret")
    for raw in (None, [], "x"):
        assert listed(LIVE_EVENT, raw) == "the API's response for /list is not an object"


@given(st.one_of(st.text(), st.text(alphabet=f"{ID}{SHORT}/.%?#\n"), st.from_regex(r"[0-9a-f-]{36}|\w{22}\n?")))
def test_no_id_leaves_its_place(id):
    if object_id(id) is None:
        with pytest.raises(ApiError):
            item_path("/v1/x", id, "x")
    else:
        assert set(item_path("/v1/x", id, "x")[len("/v1/x/") :]) & set("/.%?#\\ \n") == set()


@pytest.fixture
def lie(monkeypatch):
    """Have every answer show another id in the place of one."""

    def tell(good, wrong):
        def told(response):
            answer, wait = interpret(response)
            if isinstance(answer, ApiResponse):
                text = json.dumps(answer.payload).replace(json.dumps(good), json.dumps(wrong))
                answer = answer._replace(payload=json.loads(text))
            return answer, wait

        for module in (client_module, responses_module):
            monkeypatch.setattr(module, "interpret", told)

    return tell


def seeded(sim, kind):
    """An object of a kind, and the options by which a task knows it."""
    above = sim.seed("project", name="P")["id"] if kind == "folder" else sim.seed("video", title="V")["id"]
    fields, options = {
        "folder": ({"name": "F", "project_id": above}, {"name": "F", "project": "P"}),
        "subtitle": ({"language": "en", "video_id": above}, {"language": "en", "video": "V"}),
        "annotation": ({"title": "A", "media_id": above}, {"title": "A", "video": "V"}),
        "privacy_domain": ({"domain": "a.example"}, {"domain": "a.example"}),
        "tag": ({"tag": "t"}, {"tag": "t"}),
        "file_request": ({"title": "R"}, {"title": "R"}),
        "moderator": ({"email": "a@b.example", "username": "a"}, {"email": "a@b.example"}),
        "video": ({"title": "W"}, {"title": "W"}),
    }.get(kind, ({"name": "N"}, {"name": "N"}))
    row = sim.seed(kind, **fields)
    return row.get("id") or row["user_id"], options


KINDS = {
    "project": "/v1/projects",
    "folder": "/folders",
    "player": "/v1/players",
    "webhook": "/v1/webhooks",
    "live_event": "/v2/live/events",
    "privacy_domain": "/v1/privacy-domains",
    "tag": "/v1/tags",
    "cdn_zone": "/v1/cdn/zones",
    "moderator": "/v1/moderators",
    "playlist": "/v1/playlists",
    "file_request": "/v1/file-requests",
    "speak_room": "/v1/speak/rooms",
    "video": "/v1/videos",
    "annotation": "/annotations",
    "subtitle": "/subtitles",
    "access_token": "/v1/access-tokens",
}


class TestAnswers:
    """Hostile answers: nothing is written, and no request goes where an id would lead."""

    def holds(self, sim, told, *words):
        assert isinstance(told.error, ApiError), told.error
        sentence = told.error.sentence()
        assert all(word in sentence for word in words), sentence
        assert told.writes == []
        assert {entry.path for entry in sim.journal if ".." in entry.path or "%" in entry.path} == set()

    @pytest.mark.parametrize("kind", KINDS)
    def test_invalid_ids_in_lists(self, sim, world, lie, kind):
        id, options = seeded(sim, kind)
        for wrong in (WRONG[0], "199511994", None, [ID], 7):
            lie(id, wrong)
            for check in (True, False):
                told = world.run(kind, check, **options, state="absent")
                said = {None: "without", str([ID]): "is a list, not a string"}.get(
                    wrong and str(wrong), "is neither a UUID nor"
                )
                self.holds(sim, told, KINDS[kind], "position 1", said)
                assert kind != "access_token" or not wrong or str(wrong) not in told.error.sentence()

    def test_of_what_is_in_an_object(self, sim, world, lie):
        event = sim.seed("live_event", name="E", type="one-time")["id"]
        id = sim.seed("restream", event_id=event, name="R", url="rtmp://a", key="k3y-of-r")["id"]
        lie(id, WRONG[0])
        for restreams in ([], [{"name": "R", "url": "rtmp://b", "key": "k3y-of-r"}]):
            told = world.run("live_event", name="E", type="one-time", restreams=restreams)
            self.holds(sim, told, "restream 'R' whose id '../projects", f"/v2/live/events/{event}")

    def test_invalid_ids_in_the_response_to_a_create(self, sim, world, lie, monkeypatch):
        """What was made is looked for; where no list shows a better id, nothing is done with it."""
        options = {"name": "N", "privacy_type": "anywhere"}
        monkeypatch.setattr("tests.simulator.ids.new_id", lambda: ID)
        lie(ID, WRONG[0])
        told = world.run("project", **options)
        assert "project 'N' whose id '../projects" in told.error.sentence()
        assert told.writes == ["POST /v1/projects"]

    def test_invalid_ids_of_streams(self, sim, world, lie, tmp_path):
        event = sim.seed("live_event", name="E", type="one-time")
        lie(event["stream"]["id"], "../../../../v1/access-tokens")
        given = {"event": "E", "include": ["chat"], "chat_format": "csv", "dest": str(tmp_path / "chat.csv")}
        options = {**{name: spec.get("default") for name, spec in LIVE.options.items()}, **given}
        with pytest.raises(ApiError, match="a stream whose id"):
            LIVE.run(ReadTask(options, False, world.gateway(), []))
        assert not (tmp_path / "chat.csv").exists()
        assert {entry.path for entry in sim.journal if ".." in entry.path or "tokens" in entry.path} == set()

    @pytest.mark.parametrize(
        ("deed", "kind", "fields", "options"),
        [
            (MATERIALS, "material", {"filename": "a.pdf"}, {"filename": "a.pdf", "title": "T"}),
            (MATERIALS, "material", {"filename": "a.pdf"}, {"filename": "a.pdf", "state": "absent"}),
            (POSTERS, "poster", {"from_time": 3.0}, {"from_time": 3.0, "active": True}),
        ],
    )
    def test_of_what_belongs_to_a_video(self, world, lie, deed, kind, fields, options):
        tasks = Tasks(world, deed)
        lie(world.sim.seed(kind, video_id=tasks.video, **fields)["id"], WRONG[0])
        with pytest.raises(ApiError, match=f"a {kind}.* whose id '../projects"):
            tasks.run(**options)
        assert world.sim.writes == []

    def test_of_a_workspace(self, sim, lie):
        """One wrong id, and nothing of the whole document is written."""
        lie(sim.seed("webhook", name="W", endpoint="https://a.example")["id"], WRONG[0])
        told = Space(sim).apply(
            {"version": 1, "tags": [{"tag": "t"}], "webhooks": [{"name": "W", "endpoint": "https://b.c"}]}
        )
        self.holds(sim, told, "webhook 'W' whose id '../projects")


def test_ids_are_put_into_routes_in_one_file():
    """No other file formats a text in which an id stands behind a slash."""
    found = set()
    for path in PLUGINS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for before, part in itertools.pairwise(node.values if isinstance(node, ast.JoinedStr) else ()):
                below = isinstance(before, ast.Constant) and before.value.endswith("/")
                if below and isinstance(part, ast.FormattedValue) and re.search(r"\bid\b", ast.unparse(part.value)):
                    found.add((path.name, ast.unparse(part.value)))
    assert found == {("poster_url.py", "short_id(id)"), ("kind.py", "quote(id, safe='')")}


BAD = "../projects/x"
REFUSED = [
    *[(kind, {"id": BAD, "state": "absent"}) for kind in (*KINDS, "folder")],
    ("live_event", {"name": "E", "type": "one-time", "location": {"id": BAD}}),
    ("live_event", {"name": "E", "type": "one-time", "record_to": {"id": BAD}}),
    ("playlist", {"name": "L", "location": {"id": BAD}}),
    ("playlist", {"name": "L", "videos": [ID, BAD]}),
    ("speak_room", {"name": "R", "type": "instant_meeting", "owner_id": BAD}),
    ("speak_room", {"name": "R", "participants": [{"user_id": BAD, "name": "A", "role": "admin"}]}),
    ("annotation", {"title": "A", "video": "V", "poster_id": BAD}),
    ("video", {"title": "W", "location": {"id": BAD}}),
]


@pytest.mark.parametrize(("kind", "options"), REFUSED, ids=range(len(REFUSED)))
def test_ids_of_options_are_refused_before_any_request(sim, world, kind, options):
    above = {"folder": {"project": "P"}, "subtitle": {"video": "V"}, "annotation": {"video": "V"}}
    refused = world.refused(kind, **{**above.get(kind, {}), **options})
    assert isinstance(refused.error, DocumentError)
    assert "is neither a UUID nor a 22-character short ID" in refused.error.sentence()
    assert sim.journal == []


@pytest.mark.parametrize(
    ("section", "entry"),
    [
        ("webhooks", {"id": BAD, "name": "W", "endpoint": "https://a.example"}),
        ("playlists", {"name": "L", "location": {"id": BAD}}),
        ("playlists", {"name": "L", "videos": [BAD]}),
        ("projects", {"name": "P", "privacy_type": "anywhere", "folders": [{"id": BAD, "name": "F"}]}),
    ],
)
def test_ids_of_a_document_are_refused_before_any_request(sim, section, entry):
    refused = Space(sim).apply({"version": 1, section: [entry]})
    assert "is neither a UUID nor a 22-character short ID" in refused.error.text()
    assert section in refused.error.text()
    assert sim.journal == []

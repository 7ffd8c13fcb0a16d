# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Objects of any kind: what may be asked, what the API is asked for it, and what is never shown."""

from __future__ import annotations

import json

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import ApiError, DocumentError, PlanError
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.undeclared import unsigned_video
from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.read import arguments
from ansible_collections.kinescope.kinescope.plugins.module_utils._info.info import ReadTask
from ansible_collections.kinescope.kinescope.plugins.module_utils._info.kinds import READABLE
from ansible_collections.kinescope.kinescope.plugins.module_utils._info.objects import INFO, id_of_object
from ansible_collections.kinescope.kinescope.plugins.module_utils._info.query import sent
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import KINDS
from tests.simulator import ids

ID = "93997264-97ac-4091-b48e-559614c2817a"
SIGNED = "https://cdn.example.com/a.mp4?expires=1&sign=signature-of-the-asset"


@pytest.fixture
def ask(world):
    """Ask as the module does: the answer, and the warnings."""

    def asking(kind, check=False, **options):
        given = {"api_token": world.sim.token, "kind": kind, **options}
        valid = ArgumentSpecValidator(arguments(INFO)["argument_spec"]).validate(given)
        assert valid.error_messages == []
        question = ReadTask(valid.validated_parameters, check, world.gateway(), [])
        result = INFO.run(question)
        assert world.sim.writes == []
        assert set(result) == {"resources", "total"}
        return result, question.warnings

    return asking


@pytest.fixture
def tree(sim):
    """A project with a folder in a folder, something in each of them, and another project."""
    project = sim.seed("project", name="Courses", privacy_type="anywhere")
    outer = sim.seed("folder", name="2026", project_id=project["id"], parent_id=project["id"])
    inner = sim.seed("folder", name="Spring", project_id=project["id"], parent_id=outer["id"])
    other = sim.seed("project", name="Live", privacy_type="anywhere", catalog_type="live")
    for name, place in (("top", project), ("outer", outer), ("inner", inner), ("other", other)):
        sim.seed("playlist", name=name, parent_id=place["id"])
        sim.seed("file_request", title=name, uploading_location_id=place["id"])
        sim.seed("live_event", name=name, type="one-time", parent_id=place["id"])
        folder = place["id"] if place in (outer, inner) else None
        sim.seed("video", title=name, project_id=place.get("project_id", place["id"]), folder_id=folder)
    return {"project": project, "outer": outer, "inner": inner, "other": other}


def names(answer):
    return sorted(raw.get("name") or raw.get("title") or "" for raw in answer[0]["resources"])


def queries(sim):
    return [entry.query for entry in sim.journal]


class TestKinds:
    def test_every_kind_that_a_module_manages_can_be_read(self):
        assert set(KINDS) <= set(READABLE)

    @pytest.mark.parametrize("kind", READABLE)
    def test_nothing_in_an_empty_workspace(self, ask, sim, kind):
        sim.seed("live_event", name="E", type="one-time")
        sim.seed("project", name="P", privacy_type="anywhere")
        video = sim.seed("video", title="V")["id"]
        owner = {"project": "P", "video": video, "event": "E"}
        readable = READABLE[kind]
        result, _warnings = ask(kind, **({readable.below: owner[readable.below]} if readable.needs_owner else {}))
        assert result["total"] == len(result["resources"])
        assert (result["total"] > 0) is (kind in ("live_event", "project", "video", "timezone"))

    def test_both_lists_of_projects(self, ask, tree):
        result, _warnings = ask("project")
        assert {raw["name"]: raw["catalog_type"] for raw in result["resources"]} == {"Courses": "vod", "Live": "live"}
        assert names(ask("project", filters={"catalog_type": "live"})) == ["Live"]
        assert names(ask("project", id=tree["other"]["id"])) == ["Live"]

    def test_a_filter_of_projects_that_the_api_ignores(self, ask, sim, tree):
        sim.set(catalog_filter="ignored")
        assert names(ask("project", filters={"catalog_type": "live"})) == ["Courses", "Live"]

    @pytest.mark.parametrize("lists", ["all", "active"])
    @pytest.mark.parametrize(("kind", "key"), [("tag", "tag"), ("privacy_domain", "domain"), ("file_request", "title")])
    def test_what_is_archived(self, ask, sim, lists, kind, key):
        sim.set(archived_lists=lists)
        sim.seed(kind, **{key: "a.example.com"})
        sim.seed(kind, **{key: "b.example.com", "archived_at": "2026-11-01T10:00:00Z"})
        result, _warnings = ask(kind)
        assert {raw[key]: raw["archived"] for raw in result["resources"]} == {
            "a.example.com": False,
            "b.example.com": True,
        }
        assert len(ask(kind, key="b.example.com", limit=1)[0]["resources"]) == 1

    def test_drm_of_the_workspace_and_of_a_project(self, ask, sim, tree):
        sim.seed("drm_auth", project_id=tree["project"]["id"], url="https://a.example.com", password="password-of-drm")
        assert ask("drm_auth")[0] == {"resources": [], "total": 0}
        (found,) = ask("drm_auth", project="Courses")[0]["resources"]
        assert found["url"] == "https://a.example.com"
        assert "password" not in found

    def test_what_belongs_to_a_video(self, ask, sim):
        video = sim.seed("video", title="V")["id"]
        sim.seed("subtitle", video_id=video, language="en")
        sim.seed("subtitle", video_id=video, language="ru")
        note = sim.seed("annotation", media_id=video, title="Note")
        poster = sim.seed("poster", video_id=video)
        result, _warnings = ask("subtitle", video=ids.to_short(video), key="ru")
        assert [raw["language"] for raw in result["resources"]] == ["ru"]
        assert "sign" not in json.dumps(result)
        assert ask("annotation", video=video, id=note["id"])[0]["resources"][0]["title"] == "Note"
        assert ask("poster", video=video)[0]["resources"][0]["id"] == poster["id"]
        for text in (video, "V"):
            assert ask("annotation", video=text, key="Note")[0]["total"] == 1
        result, warnings = ask("annotation", True, video="W")
        assert result["total"] == 0
        assert "no video 'W'" in warnings[0]
        with pytest.raises(ApiError, match="404"):
            ask("poster", video=ID)

    def test_recordings_of_an_event(self, ask, sim):
        event = sim.seed("live_event", name="Open day", type="one-time")
        sim.seed("video", title="Recording", meta={"event_id": event["id"]})
        sim.seed("video", title="Other")
        for text in ("Open day", event["id"]):
            assert names(ask("live_event_video", event=text, order=["created_at.desc"])) == ["Recording"]
        result, warnings = ask("live_event_video", True, event="Closed day")
        assert result == {"resources": [], "total": 0}
        assert "'Closed day'" in warnings[0]


class TestOne:
    def test_by_id_in_either_form(self, ask, sim, tree):
        for id in (tree["inner"]["id"], ids.to_short(tree["inner"]["id"])):
            assert names(ask("folder", project="Courses", id=id)) == ["Spring"]
        assert ask("folder", project="Courses", id=ID)[0] == {"resources": [], "total": 0}
        zone = sim.seed("cdn_zone", name="Z", host="a.example.com")
        assert names(ask("cdn_zone", id=zone["id"])) == ["Z"]

    def test_an_id_shows_what_lists_leave_out(self, ask, sim):
        event = sim.seed("live_event", name="E", type="one-time", restreams=[{"name": "C", "url": "u", "key": "k-e-y"}])
        (listed,) = ask("live_event")[0]["resources"]
        (alone,) = ask("live_event", id=event["id"])[0]["resources"]
        assert "restreams" not in listed
        assert [raw["name"] for raw in alone["restreams"]] == ["C"]
        text = json.dumps([listed, alone])
        assert "k-e-y" not in text
        assert event["streamkey"] not in text

    def test_by_key(self, ask, sim, tree):
        assert names(ask("playlist", key="inner")) == names(ask("playlist", name="inner")) == ["inner"]
        assert ask("playlist", key="Inner")[0] == {"resources": [], "total": 0}
        sim.seed("privacy_domain", domain="Школа.РФ")
        assert ask("privacy_domain", key="школа.рф")[0]["total"] == 1
        sim.seed("playlist", name="inner", parent_id=tree["other"]["id"])
        assert ask("playlist", key="inner")[0]["total"] == 2
        assert ask("playlist", key="inner", location={"project": "Live"})[0]["total"] == 1


class TestPlaces:
    @pytest.mark.parametrize("kind", ["video", "live_event", "playlist", "file_request"])
    def test_all_of_a_project_and_right_in_a_folder(self, ask, tree, kind):
        assert names(ask(kind, location={"project": "Courses"})) == ["inner", "outer", "top"]
        assert names(ask(kind, location={"project": "Courses", "folder": ["2026"]})) == ["outer"]
        assert names(ask(kind, location={"id": tree["inner"]["id"]})) == ["inner"]
        assert names(ask(kind, location={"id": tree["other"]["id"]}, limit=1)) == ["other"]

    @pytest.mark.parametrize("kind", ["video", "live_event"])
    @pytest.mark.parametrize("lists", ["whole", "short"])
    def test_a_filter_that_is_ignored(self, ask, sim, tree, kind, lists):
        """Nothing of another place is returned, and nothing is missing."""
        sim.set(place_filters="ignored", video_lists=lists)
        assert names(ask(kind, location={"project": "Courses"})) == ["inner", "outer", "top"]
        assert names(ask(kind, location={"project": "Courses", "folder": ["2026"]})) == ["outer"]
        assert names(ask(kind, location={"id": tree["inner"]["id"]})) == ["inner"]
        for limit in (1, 3, 100):
            answer = ask(kind, location={"project": "Courses"}, limit=limit)
            assert answer[0]["total"] == 3
            assert len(answer[0]["resources"]) == min(limit, 3)
            assert set(names(answer)) <= {"inner", "outer", "top"}

    def test_folders(self, ask, tree):
        assert names(ask("folder", location={"project": "Courses"})) == ["2026", "Spring"]
        assert names(ask("folder", location={"project": "Courses", "folder": ["2026"]})) == ["Spring"]
        assert names(ask("folder", location={"id": tree["outer"]["id"]})) == ["Spring"]

    @pytest.mark.parametrize("kind", ["video", "playlist", "folder"])
    def test_a_place_to_come(self, ask, tree, kind):
        for place in ({"project": "New"}, {"project": "Courses", "folder": ["New"]}):
            result, warnings = ask(kind, True, location=place)
            assert result == {"resources": [], "total": 0}
            assert "earlier task" in warnings[0]
            with pytest.raises(PlanError):
                ask(kind, location=place)


class TestLists:
    def test_every_page(self, ask, sim):
        for number in range(205):
            sim.seed("webhook", name=f"hook {number}", endpoint="https://a.example.com")
        result, _warnings = ask("webhook")
        assert result["total"] == len(result["resources"]) == 205

    @pytest.mark.parametrize("switches", [{}, {"families": "offset", "offset_keys": "offset"}, {"families": "page"}])
    def test_a_limit_reads_no_more_than_it_needs(self, ask, sim, switches):
        sim.set(**switches)
        for number in range(205):
            sim.seed("video", title=f"V{number}")
        result, _warnings = ask("video", limit=3)
        assert (len(result["resources"]), result["total"]) == (3, 205)
        assert len(sim.journal) == 1
        assert len(ask("video", limit=150)[0]["resources"]) == 150
        assert len(ask("video", limit=500)[0]["resources"]) == 205

    def test_a_limit_of_a_list_without_pages(self, ask, sim):
        result, _warnings = ask("timezone", limit=2)
        assert (len(result["resources"]), result["total"]) == (2, 7)

    def test_what_filters_and_order_send(self, ask, sim):
        for title, status in (("B", "done"), ("A", "done"), ("C", "error")):
            sim.seed("video", title=title, status=status)
        result, _warnings = ask("video", filters={"status": "done"}, order=["title.desc"])
        assert [raw["title"] for raw in result["resources"]] == ["B", "A"]
        assert queries(sim)[0]["status[]"] == ["done"]
        assert queries(sim)[0]["order"] == ["title.desc"]
        assert names(ask("video", filters={"status[]": ["done", "error"], "q": "c"})) == ["C"]

    def test_an_order_that_the_api_may_ignore(self, ask, sim):
        """It documents sorting only for some kinds, so a list of any other kind is sorted here, before it is cut."""
        for name, size, archived in (
            ("b", 10, None),
            ("A", 9, "2026-01-01T00:00:00Z"),
            ("a", 10, None),
            ("Я", 1, None),
        ):
            sim.seed("tag", tag=name, media_count=size, archived_at=archived)

        def tags(**options):
            return [raw["tag"] for raw in ask("tag", **options)[0]["resources"]]

        assert tags(order=["tag"]) == ["A", "a", "b", "Я"]
        assert tags(order=["media_count.desc", "tag.asc"]) == ["a", "b", "A", "Я"]
        assert tags(order=["archived_at", "tag.desc"]) == ["Я", "b", "a", "A"]
        assert tags(order=["archived.desc", "tag"], limit=2) == ["A", "a"]
        assert ask("tag", order=["tag"], limit=2)[0]["total"] == 4
        assert not any("order" in query for query in queries(sim))

    def test_an_order_by_a_field_that_is_not_shown(self, ask, sim):
        assert ask("webhook", order=["password"])[0]["total"] == 0
        sim.seed("webhook", name="A", password="p", events=["e"])
        for field in ("password", "events"):
            with pytest.raises(DocumentError, match=f"order '{field}': kind webhook can be sorted by created_at, "):
                ask("webhook", order=[field])

    def test_flags_and_ids(self, ask, sim, tree):
        short = ids.to_short(tree["outer"]["id"])
        assert names(ask("video", filters={"folder_id": short})) == ["outer"]
        assert names(ask("live_event", filters={"without_folder": True}, order=["name"])) == ["other", "top"]
        found = [video["id"] for video in sim.objects("video")][:2]
        assert ask("video", filters={"video_ids": found})[0]["total"] == 2
        assert ask("file_request", filters={"archived": "yes"})[0]["total"] == 0

    @pytest.mark.parametrize(
        ("form", "value", "wanted"),
        [
            ("flag", False, ["false"]),
            ("flag", "maybe", []),
            ("text", "a", ["a"]),
            ("text", ["a", "b"], []),
            ("text", 1, []),
            ("texts", ["a", ""], []),
            ("texts", [], []),
            ("id", "x", []),
            ("id", [ID, ID], []),
            ("ids", [ID.upper(), ID], [ID, ID]),
            (("vod", "live"), "vod", ["vod"]),
            (("vod", "live"), "radio", []),
        ],
    )
    def test_the_form_of_a_filter(self, form, value, wanted):
        assert sent(form, value) == wanted


class TestSecrets:
    def test_ids_of_access_tokens(self, ask, sim):
        token = sim.seed("access_token", name="ci", scope={"api": {"permissions": ["read"]}})
        result, _warnings = ask("access_token", key="ci")
        assert result["resources"][0]["scope"] == {"api": {"permissions": ["read"]}}
        assert token["id"] not in json.dumps(result)
        with pytest.raises(DocumentError) as caught:
            ask("access_token", id=token["id"])
        assert token["id"] not in caught.value.sentence()

    @pytest.mark.parametrize("shown", ["echoed", "masked"])
    def test_passwords_and_keys(self, ask, sim, shown):
        sim.set(secrets=shown)
        sim.seed("webhook", name="W", endpoint="https://a.example.com", login="l", password="password-of-hook")
        access = {"jwt_secret": "password-of-jwt", "secure_link": "password-of-link"}
        sim.seed("cdn_zone", name="Z", host="a.example.com", access_control=access)
        sim.seed("moderator", email="a@example.com", username="a", password="password-of-moderator")
        for kind in ("webhook", "cdn_zone", "moderator"):
            text = json.dumps(ask(kind)[0])
            assert "password-of" not in text
            assert "REDACTED" not in text

    def test_signed_links(self, ask, sim):
        asset = {"quality": "original", "file_size": 1, "url": SIGNED, "download_link": SIGNED}
        sim.seed("video", title="V", assets=[asset], meta={"links": [SIGNED, "https://example.com"], "share": SIGNED})
        (video,) = ask("video")[0]["resources"]
        assert video["assets"] == [{"quality": "original", "file_size": 1}]
        assert video["meta"] == {"links": ["https://example.com"]}

    def test_texts_that_look_like_signed_links(self, ask, sim):
        """What is declared as a text is the user's own, whatever it looks like."""
        chapters = {"enabled": True, "items": [{"time": 0, "title": SIGNED}]}
        texts = {"title": SIGNED, "description": SIGNED, "subtitle": SIGNED, "tags": [SIGNED], "chapters": chapters}
        sim.seed("video", **texts, assets=[{"url": SIGNED, "file_size": 1}])
        (video,) = ask("video")[0]["resources"]
        assert {name: video[name] for name in texts} == texts
        assert video["assets"] == [{"file_size": 1}]
        sim.seed("playlist", name=SIGNED, description="[ARCHIVE]", entity_ids=[])
        (playlist,) = ask("playlist")[0]["resources"]
        assert (playlist["name"], playlist["description"]) == (SIGNED, "[ARCHIVE]")

    @pytest.mark.parametrize("shape", [{"empty_lists": "null"}, {"absent_fields": "dropped"}])
    def test_lists_that_are_null(self, ask, sim, shape):
        sim.set(**shape)
        sim.seed("video", title="V")
        (video,) = ask("video")[0]["resources"]
        assert video["additional_materials"] == video["subtitles"] == video["assets"] == []

    def test_a_video_without_anything(self):
        assert unsigned_video({}) == {"assets": [], "subtitles": []}


class TestFaults:
    @pytest.mark.parametrize(
        ("kind", "options", "message"),
        [
            ("subtitle", {}, "kind subtitle requires video"),
            ("folder", {}, "kind folder requires project"),
            ("folder", {"project": ""}, "project must not be empty"),
            ("folder", {"project": "A", "location": {"project": "A"}}, "project and location are mutually exclusive"),
            ("player", {"event": "A"}, "event is not supported for kind player"),
            ("poster", {"video": ""}, "video must not be empty"),
            ("poster", {"video": ID, "key": "a"}, "kind poster has no key"),
            ("player", {"key": ""}, "key must not be empty"),
            ("player", {"id": "Main"}, "id 'Main' is neither a UUID nor a 22-character short ID"),
            ("player", {"id": ID, "limit": 1}, "id already selects one object; remove limit"),
            ("timezone", {"id": ID}, "kind timezone has no id"),
            ("drm_auth", {"id": ID}, "kind drm_auth has no id"),
            ("player", {"location": {"project": "A"}}, "location is not supported for kind player"),
            ("video", {"location": {}}, "location requires project or id"),
            (
                "video",
                {"location": {"project": "A"}, "filters": {"folder_id": ID}},
                "location and filters both set a location; set only one of them",
            ),
            (
                "playlist",
                {"filters": {"parent_id": ID}},
                "filters contains 'parent_id', which the API would ignore for kind playlist (supported: none)",
            ),
            (
                "project",
                {"filters": {"catalog_type[]": "vod"}},
                "filters contains 'catalog_type[]', which the API would ignore for kind project "
                "(supported: catalog_type)",
            ),
            ("project", {"filters": {"catalog_type": "tv"}}, "filters.catalog_type must be one of vod, live"),
            ("video", {"filters": {"without_folder": 2}}, "filters.without_folder must be true or false"),
            ("drm_auth", {"order": ["url"]}, "order is not supported for kind drm_auth"),
            (
                "folder",
                {"project": "A", "order": ["size"]},
                "order 'size': kind folder can be sorted by name, created_at",
            ),
            ("live_event", {"order": ["name.up"]}, "order 'name.up': the direction must be asc or desc"),
            ("player", {"order": ["name.up"]}, "order 'name.up': the direction must be asc or desc"),
            ("player", {"limit": 0}, "limit must be at least 1"),
            ("player", {"limit": -1, "key": ""}, "key must not be empty; limit must be at least 1"),
        ],
    )
    def test_before_any_request(self, ask, sim, kind, options, message):
        with pytest.raises(DocumentError) as caught:
            ask(kind, **options)
        assert caught.value.message == message
        assert caught.value.kind == kind
        assert sim.journal == []


class TestIds:
    def test_the_id_of_the_only_object(self, world, sim):
        sim.seed("player", name="A")
        (made,) = sim.objects("player")
        assert id_of_object(world.gateway(), "player", "A", {}) == made["id"]

    def test_none_and_several(self, world, sim):
        with pytest.raises(PlanError, match="it does not exist"):
            id_of_object(world.gateway(), "playlist", "A", {})
        for _number in range(2):
            sim.seed("playlist", name="A")
        with pytest.raises(PlanError, match="2 objects have this key"):
            id_of_object(world.gateway(), "playlist", "A", {})

    @pytest.mark.parametrize("kind", ["poster", "drm_auth", "timezone", "access_token", "chapter"])
    def test_kinds_without(self, world, sim, kind):
        with pytest.raises(DocumentError, match=f"'{kind}' is not a kind whose IDs can be looked up"):
            id_of_object(world.gateway(), kind, "A", {})
        assert sim.journal == []

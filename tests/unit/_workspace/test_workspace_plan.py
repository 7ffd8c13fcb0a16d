# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The plan of a whole workspace: what it changes, in which order, what it reads, and what it refuses."""

from __future__ import annotations

import itertools
import pathlib
from collections import Counter
from typing import Any

import pytest
import yaml

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import (
    DocumentError,
    GuardError,
    PlanError,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import KINDS
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.plan import dependency_depth
from tests.unit._workspace.spaces import Space

CASES = yaml.safe_load((pathlib.Path(__file__).parent / "documents/plans.yml").read_text(encoding="utf-8"))
REFUSED = "the plan is refused, nothing was written:\n"


@pytest.fixture
def space(sim):
    """An empty workspace."""
    return Space(sim)


def lines(told):
    return [f"{one['action']} {one['kind']} {one['key']}: {', '.join(one['fields'])}" for one in told.result["changes"]]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_plans(space, case):
    space.sim.set(names="free", secrets="masked")
    for kind, fields in case.get("there", ()):
        space.sim.seed(kind, **fields)
    options = case.get("options", {})
    if "refused" in case:
        text = space.refused(case["document"], **options)
        assert text.startswith(REFUSED)
        assert sorted(text[len(REFUSED) :].split("\n")) == sorted(case["refused"])
    elif case["changes"]:
        assert lines(space.settles(case["document"], **options)) == case["changes"]
    else:
        space.unchanged(case["document"], **options)


WHOLE = CASES[0]["document"]


class TestReads:
    """Each kind is listed once, and an object is read by itself only where lists do not show enough."""

    def lists(self, told):
        return Counter(f"{entry.path} {entry.query.get('catalog_type', [''])[0]}".strip() for entry in told.requests)

    def test_of_a_workspace_in_which_all_is_as_wanted(self, space):
        space.done(WHOLE)
        told = space.unchanged(WHOLE)
        ids = [space.sim.object("project", "Courses")["id"], space.sim.object("live_event", "E")["id"]]
        assert self.lists(told) == Counter(
            [
                "/v1/players",
                "/v1/privacy-domains",
                "/v1/privacy-domains",  # the archived ones, which the list may leave out
                "/v1/projects vod",
                "/v1/projects live",
                "/v1/cdn/zones",
                "/v1/webhooks",
                "/v2/live/events",
                f"/v1/projects/{ids[0]}/folders",
                "/v1/drm/auth",
                f"/v1/drm/auth/{ids[0]}",
                f"/v2/live/events/{ids[1]}",  # lists hide restreams
            ]
        )
        assert told.result["requests"] == {"reads": 12, "writes": 0}

    def test_only_what_the_document_speaks_of(self, space):
        told = space.done({"webhooks": [{"name": "W", "endpoint": "https://w"}]}, True)
        assert self.lists(told) == Counter(["/v1/webhooks"])
        assert space.done({}).requests == []

    def test_what_is_to_be_pruned(self, space):
        space.sim.seed("project", name="P", privacy_type="anywhere")
        told = space.done({"projects": [{"name": "P", "folders": []}]}, prune=["folders"])
        assert len(told.requests) == 3

    def test_no_own_read_for_what_lists_show(self, space):
        for number in range(5):
            space.sim.seed("player", name=f"P{number}")
            space.sim.seed("live_event", name=f"E{number}", type="one-time")
        told = space.done({"players": [{"name": "P1"}], "live_events": [{"name": "E1", "type": "one-time"}]})
        assert len(told.requests) == 2

    def test_an_own_read_for_a_logo_and_restreams(self, space, tmp_path):
        (tmp_path / "l.png").write_bytes(b"logo")
        space.sim.seed("player", name="P")
        space.sim.seed("live_event", name="E", type="one-time", restreams=[{"name": "R", "url": "u", "key": "k-of-r"}])
        logo = {"src": str(tmp_path / "l.png")}
        told = space.done({"players": [{"name": "P", "logo": logo}], "live_events": [{"name": "E", "restreams": []}]})
        assert [change["action"] for change in told.result["changes"]] == ["update", "update"]
        assert Counter(entry.method for entry in told.requests)["GET"] == 2 + 2 + 2

    def test_pages_side_by_side(self, space):
        for number in range(950):
            space.sim.seed("webhook", name=f"W{number}", endpoint="https://w")
        space.sim.fault("slow", method="GET", times=None, seconds=0.5)
        told = space.done({"webhooks": [{"name": f"W{number}", "endpoint": "https://w"} for number in range(950)]})
        moments = sorted(entry.at for entry in told.requests)
        assert len(moments) == 10
        # one after the other, each would come at least half a second after the one before, on any machine
        assert min(after - before for before, after in itertools.pairwise(moments)) < 0.5
        assert told.result["summary"]["unchanged"] == 950

    def test_nothing_is_asked_of_a_document_that_is_wrong(self, space):
        told = space.apply({"webhooks": [{}], "players": [{"name": "A", "logo": {"src": "/nowhere.png"}}]})
        assert isinstance(told.error, DocumentError)
        assert told.requests == []
        assert told.result["requests"] == {"reads": 0, "writes": 0}


class TestErrors:
    @pytest.mark.parametrize(("status", "said"), [(404, "it was deleted or renamed while this task"), (403, "403")])
    def test_an_own_read_that_fails(self, space, status, said):
        event = {"name": "E", "type": "one-time", "restreams": [{"name": "R", "url": "rtmp://r", "key": "key-of-r"}]}
        space.done({"live_events": [event]})
        space.sim.fault("status", method="GET", path="/v2/live/events/*", status=status, times=2)
        for check in (True, False):
            told = space.apply({"live_events": [event]}, check)
            assert said in told.error.text()
            assert told.writes == []

    def test_children_that_cannot_be_distinguished(self, space):
        restream = {"name": "R", "url": "rtmp://r", "key": "key-of-r"}
        space.sim.seed("live_event", name="E", type="one-time", restreams=[restream, restream])
        assert "2 restreams are named 'R'" in space.refused({"live_events": [{"name": "E", "restreams": [restream]}]})

    def test_folders_in_a_circle(self, space):
        """No delete can be planned for what lies nowhere."""
        one, two = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
        space.sim.seed("project", id="33333333-3333-4333-8333-333333333333", name="P", privacy_type="anywhere")
        for id, other in ((one, two), (two, one)):
            project = "33333333-3333-4333-8333-333333333333"
            space.sim.seed("folder", id=id, name=id[:1], project_id=project, parent_id=other)
        document = {"projects": [{"name": "P", "folders": []}]}
        assert space.done(document, True, prune=["folders"], prune_empty=True).result["changes"] == []

    def test_a_guard_and_a_reference(self, space):
        assert isinstance(space.apply({"webhooks": [{"name": "W"}]}).error, GuardError)
        both = {"webhooks": [{"name": "W"}], "projects": [{"name": "P", "player": "N"}]}
        assert isinstance(space.apply(both).error, PlanError)

    def test_a_list_that_cannot_be_read(self, space):
        space.sim.fault("status", method="GET", path="/v1/webhooks", status=403, code=100103)
        told = space.apply({"webhooks": [{"name": "W"}], "players": [{"name": "A"}]})
        assert told.error.details()["code"] == 100103
        assert "(GET /v1/webhooks, X-Request-ID " in told.error.sentence()
        assert told.writes == []
        assert told.result["changes"] == []

    def test_a_read_that_repeats_a_secret(self, space):
        document = {"webhooks": [{"name": "W", "endpoint": "https://w", "password": "pass-of-webhook"}]}
        space.sim.fault("status", method="GET", status=403, message="pass-of-webhook is bad")
        assert "********" in space.apply(document).error.text()


class TestResult:
    def test_what_a_delete_takes_along(self, space):
        tree = space.sim.seed("project", name="Tree", privacy_type="anywhere", items_count=3, size=500)["id"]
        space.sim.seed("folder", name="F", project_id=tree, parent_id=tree, items_count=1, size=20)
        space.sim.seed("project", name="P", privacy_type="anywhere")
        space.sim.seed("player", name="A")
        document = {"projects": [{"name": "P"}], "players": [{"name": "B"}]}
        changes = space.done(document, True, prune=["projects", "players"], force=True).result["changes"]
        assert changes[1]["takes_along"] == {"items": 3, "bytes": 500}
        assert "takes_along" not in changes[0]
        assert "takes_along" not in changes[2]
        folders = {"projects": [{"name": "P"}, {"name": "Tree", "folders": [{"name": "G"}]}]}
        changes = space.done(folders, True, prune=["folders"], force=True).result["changes"]
        assert changes[1]["takes_along"] == {"items": 1, "bytes": 20}

    def test_sections(self, space):
        for name in ("A", "B", "C"):
            space.sim.seed("player", name=name)
        space.sim.set(archived_lists="active")
        space.sim.seed("privacy_domain", domain="a.example.com", archived=True)
        space.sim.seed("privacy_domain", domain="b.example.com")
        document = {
            "players": [{"name": "A", "settings": {"x": 1}}, {"name": "D"}],
            "privacy_domains": [{"domain": "a.example.com"}],
            "webhooks": [],
            "drm_auth": {"url": "https://a"},
        }
        told = space.done(document, True, prune=["players"])
        nothing = {"create": 0, "update": 0, "delete": 0, "move": 0, "unchanged": 0, "unmanaged": 0}
        assert told.result["sections"] == {
            "players": {**nothing, "wanted": 2, "create": 1, "update": 1, "delete": 2},
            "privacy_domains": {**nothing, "wanted": 1, "unchanged": 1, "unmanaged": 1},
            "webhooks": {**nothing, "wanted": 0},
            "drm_auth": {**nothing, "wanted": 1, "create": 1},
        }
        assert told.result["summary"] == {"create": 2, "update": 1, "delete": 2, "move": 0, "unchanged": 1}

    def test_an_event_that_has_ended(self, space):
        space.sim.seed("live_event", name="E", type="one-time")
        space.sim.finish("E")
        told = space.apply({"live_events": [{"name": "E", "subtitle": "s"}]}, True)
        assert told.warnings == ["live event 'E' has ended, and the API may reject the change"]


def test_an_event_in_a_project_of_the_other_catalog_is_worth_a_warning(space):
    space.sim.seed("project", name="P", privacy_type="anywhere", catalog_type="vod")
    document = {"live_events": [{"name": "E", "type": "one-time", "location": {"project": "P"}}]}
    (warning,) = space.apply(document).warnings
    assert warning.startswith(
        "live event 'E': location should be in a project with catalog_type live, but that project"
    )
    assert space.apply(document).warnings == []


class TestOrder:
    @pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
    def test_what_is_needed_comes_first(self, kind):
        assert all(dependency_depth(other) < dependency_depth(kind) for other in kind.depends_on)

    def test_locations_come_after_folders(self):
        assert (
            dependency_depth(KINDS["live_event"])
            > dependency_depth(KINDS["folder"])
            > dependency_depth(KINDS["project"])
            > dependency_depth(KINDS["player"])
        )


EVENT = {"name": "E", "type": "one-time"}
PROJECT = {"name": "P", "privacy_type": "anywhere"}


@pytest.mark.parametrize(
    ("document", "what"),
    [
        ({"live_events": [{**EVENT, "location": {"project": "Later"}}]}, "there is no project 'Later'"),
        ({"live_events": [{**EVENT, "record_to": {"project": "Old", "folder": ["x"]}}]}, "has no folder 'x'"),
        ({"projects": [{**PROJECT, "player": "Later"}]}, "there is no player 'Later'"),
    ],
)
def test_what_an_earlier_task_may_make_is_a_warning_in_check_mode(
    space: Space, document: dict[str, Any], what: str
) -> None:
    space.sim.seed("project", name="Old", privacy_type="anywhere")
    told = space.done(document, check=True)
    (warning,) = [text for text in told.warnings if "may reject" not in text]
    assert what in warning
    assert warning.endswith("check mode assumes that an earlier task will create it")
    assert [change["outcome"] for change in told.result["changes"]] == ["planned"]
    real = space.apply(document)
    assert real.error is not None
    assert what in real.error.text()
    assert real.writes == []


@pytest.mark.parametrize(
    ("document", "what"),
    [
        ({"projects": [{**PROJECT, "player": "Later"}], "players": [{"name": "Main"}]}, "there is no player 'Later'"),
        ({"projects": [PROJECT], "live_events": [{**EVENT, "location": {"project": "Q"}}]}, "there is no project 'Q'"),
        (
            {"projects": [PROJECT], "live_events": [{**EVENT, "location": {"project": "P", "folder": ["x"]}}]},
            "project 'P' has no folder 'x'",
        ),
    ],
)
def test_what_the_document_should_contain_itself_is_an_error(space: Space, document: dict[str, Any], what: str) -> None:
    assert what in space.refused(document)


def test_a_whole_number_of_a_template(space: Space) -> None:
    space.sim.seed("live_event", name="E", type="one-time", reconnect_window=600)
    space.unchanged({"live_events": [{"name": "E", "reconnect_window": 600.0}]})
    told = space.settles({"live_events": [{"name": "E", "reconnect_window": 30.0}]})
    assert repr(told.requests[-1].body["reconnect_window"]) == "30"


@pytest.mark.parametrize(
    ("document", "name"),
    [
        ({"playlists": [{"name": "L"}]}, "location"),
        ({"speak_rooms": [{"name": "R", "type": "instant_meeting"}]}, "owner_id"),
    ],
)
def test_what_the_api_may_need_to_create_an_object_is_named_before_the_first_write(
    space: Space, document: dict[str, Any], name: str
) -> None:
    for check in (True, False):
        (warning,) = space.done(document, check).warnings
        assert f"is created without {name}; if the API rejects that, set {name}" in warning
    assert space.unchanged(document).warnings == []


class TestRefused:
    """A plan that is refused shows itself all the same; what could not be planned does not."""

    def shown(self, space, document, **options):
        told = space.apply(document, **options)
        assert told.error is not None
        assert told.writes == []
        assert told.result["changed"] is False
        assert {one["outcome"] for one in told.result["changes"]} == {"not_attempted"}
        assert len(told.result["changes"]) == len(told.result["diff"]) == len(told.result["lines"])
        assert len(told.result["plan_id"]) == 64
        return told.result

    @pytest.mark.parametrize("check", [True, False])
    def test_a_plan_refused_by_guards_is_shown(self, space, check):
        space.sim.seed("webhook", name="Old", endpoint="https://old")
        document = {"webhooks": [{"name": "W", "endpoint": "https://w"}]}
        result = self.shown(space, document, prune=["webhooks"], max_deletions=0, check=check)
        assert result["lines"] == ["+ webhook 'W'", "- webhook 'Old'"]
        assert result["summary"] == {"create": 1, "update": 0, "delete": 1, "move": 0, "unchanged": 0}

    def test_a_plan_with_another_id_is_shown(self, space):
        result = self.shown(space, {"tags": [{"tag": "a"}]}, expected="0" * 64)
        assert result["lines"] == ["+ tag 'a'"]

    def test_for_what_is_missing_there_is_none(self, space):
        told = space.apply({"projects": [{"name": "P", "privacy_type": "anywhere", "player": "none"}]})
        assert told.error is not None
        assert "lines" not in told.result
        assert "plan_id" not in told.result


def test_lines_say_what_became_of_each_object(space):
    space.sim.fault("status", method="POST", path="/v1/webhooks", status=400)
    told = space.apply({"webhooks": [{"name": "W", "endpoint": "https://w"}], "tags": [{"tag": "a"}]})
    assert sorted(told.result["lines"]) == ["+ tag 'a'", "+ webhook 'W' (failed)"]

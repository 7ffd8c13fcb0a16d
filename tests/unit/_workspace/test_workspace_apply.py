# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Carrying out the plan of a workspace: order, what failures leave undone, others at work meanwhile, lost answers."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._api.halt import UnreachableError
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import (
    ApiError,
    KinescopeError,
    PlanError,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace import apply as workspace_apply
from tests.unit._workspace.spaces import Space, actions, outcomes
from tests.unit._workspace.test_workspace_plan import WHOLE
from tests.unit.sides import sides

ONE, TWO, THREE = (f"{n * 8}-{n * 4}-4{n * 3}-8{n * 3}-{n * 12}" for n in "123")
FEW, OLD, VERY_OLD = 1.0, 4.0, 31.0  # seconds: trusted, too old for an update, too old for a create


@pytest.fixture
def space(sim):
    """An empty workspace."""
    return Space(sim)


def hooks(*names: str, **more: Any) -> list[dict[str, Any]]:
    return [{"name": name, "endpoint": "https://w.example.com", **more} for name in names]


def seed(space, kind, **fields):
    """An object of that kind called A, with what its kind needs."""
    needs = {
        "webhook": {"endpoint": "https://old"},
        "project": {"privacy_type": "anywhere"},
        "live_event": {"type": "one-time"},
        "cdn_zone": {"host": "old.example.com"},
    }.get(kind, {})
    return space.sim.seed(kind, **{"name": "A", **needs, **fields})


@pytest.fixture
def meanwhile(space):
    """meanwhile(seconds, act): what happens between planning and the first write."""
    return space.meanwhile


def reasons(told):
    return {one["key"]: (one["outcome"], one.get("reason", "")) for one in told.result["changes"]}


class TestOrder:
    def test_parents_first_and_deletes_last(self, space):
        space.sim.seed("player", id=ONE, name="Old")
        space.sim.seed("project", id=TWO, name="Gone", privacy_type="anywhere")
        space.sim.seed("live_event", name="Past", type="one-time", parent_id=TWO)
        told = space.settles(WHOLE, prune=["players", "projects", "live_events"], force=True)
        seen = [
            f"{entry.method} {entry.path.split('/')[-1 if entry.method == 'POST' else -2]}" for entry in told.requests
        ]
        place = {name: index for index, name in reversed(list(enumerate(seen))) if not name.startswith("GET")}
        last = {name: index for index, name in enumerate(seen)}
        assert place["POST projects"] > max(last["POST players"], last["POST privacy-domains"])
        assert place["POST folders"] > last["POST projects"]
        assert place["POST events"] > last["POST folders"]
        assert place["DELETE events"] > last["POST events"]
        assert place["DELETE projects"] > last["DELETE events"]
        assert place["DELETE players"] > last["DELETE projects"]

    def test_equals_side_by_side(self, space):
        space.sim.fault("slow", method="POST", times=None, seconds=0.3)
        space.done({"webhooks": hooks(*"abcdefgh")})
        arrived = [entry.at for entry in space.sim.writes]
        assert len(arrived) == 8
        assert sum(later - earlier < 0.3 for earlier, later in zip(arrived, arrived[1:])) >= 2

    def test_no_more_than_one_level_at_a_time(self, space):
        space.sim.fault("slow", method="POST", path="/v1/players", times=None, seconds=0.3, work="after")
        space.done({"players": [{"name": "A"}], "projects": [{"name": "P", "privacy_type": "anywhere", "player": "A"}]})
        assert space.sim.object("project", "P")["player_id"] == space.sim.object("player", "A")["id"]


class TestFailures:
    """A failure stops what depends on it, and nothing else; all is told, and a second run goes on."""

    def test_what_depends_on_it_is_not_attempted(self, space):
        space.sim.fault("status", method="POST", path="/v1/projects", status=400, message="no")
        told = space.apply(WHOLE)
        assert outcomes(told) == {"applied", "failed", "not_attempted"}
        said = reasons(told)
        assert said["Courses"][0] == "not_attempted"  # the DRM settings, which have the project's name
        assert said["Courses/2026"] == ("not_attempted", "it requires Courses, which could not be created")
        assert said["E"] == ("not_attempted", "it requires Courses/2026/Spring, which could not be created")
        assert said["W"] == ("applied", "")
        assert said["workspace"] == ("applied", "")
        failed = [one for one in told.result["changes"] if one["outcome"] == "failed"]
        assert [(one["kind"], one["key"]) for one in failed] == [("project", "Courses")]
        assert "the API responded with 400" in failed[0]["reason"]
        assert told.result["changed"] is True
        text = told.error.text()
        assert text.startswith("1 of 12 changes failed, and 5 that depend on it were not attempted; the first: Cannot")
        assert told.error.details()["status"] == 400
        assert told.error.details()["key"] == "Courses"
        again = space.done(WHOLE)
        assert len(again.writes) == 6
        space.unchanged(WHOLE)

    def test_all_that_fail_are_reported(self, space):
        space.sim.fault("status", method="POST", path="/v1/webhooks", status=400, times=2)
        told = space.apply({"webhooks": hooks("A", "B"), "players": [{"name": "P"}]})
        assert told.error.text().startswith("2 of 3 changes failed; the first: Cannot create webhook")
        assert told.result["summary"]["create"] == 3
        assert [outcome for outcome, _reason in reasons(told).values()] == ["applied", "failed", "failed"]

    def test_a_later_change_of_the_same_object(self, space, tmp_path):
        (tmp_path / "l.png").write_bytes(b"logo")
        document = {"players": [{"name": "A", "logo": {"src": str(tmp_path / "l.png")}}, {"name": "B"}]}
        space.sim.fault("status", method="POST", path="/v1/players", status=403, skip=0)
        told = space.apply(document)
        words = sorted((one["key"], one["outcome"]) for one in told.result["changes"])
        assert words in (
            [("A", "failed"), ("B", "applied")],
            [("A", "applied"), ("B", "failed")],
        )
        space.done(document)
        space.unchanged(document)

    def test_a_secret_that_the_api_repeats(self, space):
        space.sim.fault("status", method="POST", status=400, message="pass-of-webhook is weak", times=None)
        told = space.apply({"webhooks": hooks("A", login="u", password="pass-of-webhook")})
        assert "******** is weak" in told.error.text()
        assert "******** is weak" in told.result["changes"][0]["reason"]

    def test_an_error_in_the_collection_itself(self, space, monkeypatch):
        def broken(plan, gateway, effects):
            if plan.wanted.key == "B":
                raise ValueError("pass-of-webhook")
            return execute(plan, gateway, effects)

        execute = workspace_apply.execute
        monkeypatch.setattr(workspace_apply, "execute", broken)
        told = space.apply({"webhooks": hooks("A", "B", "C", login="u", password="pass-of-webhook")})
        assert [outcome for outcome, _reason in reasons(told).values()] == ["applied", "failed", "applied"]
        assert "internal error of the collection (ValueError in test_workspace_apply.py" in reasons(told)["B"][1]

    def test_nothing_is_deleted_where_a_change_failed(self, space):
        for name in ("Old", "Older"):
            space.sim.seed("webhook", name=name, endpoint="https://w")
        space.sim.seed("player", name="Old")
        document = {"webhooks": hooks("New"), "players": [{"name": "New"}]}
        space.sim.fault("status", method="POST", path="/v1/webhooks", status=400)
        told = space.apply(document, prune=["webhooks", "players"])
        assert reasons(told)["Older"] == (
            "not_attempted",
            "nothing is deleted from webhooks, because a change in it failed",
        )
        assert {row["name"] for row in space.sim.objects("webhook")} == {"Old", "Older"}
        assert {row["name"] for row in space.sim.objects("player")} == {"New"}
        space.settles(document, prune=["webhooks", "players"])

    def test_a_delete_that_fails_stops_no_other(self, space):
        for name in "ABCD":
            space.sim.seed("webhook", name=name, endpoint="https://w")
        space.sim.fault("status", method="DELETE", status=403)
        told = space.apply({"webhooks": hooks("New")}, prune=["webhooks"])
        assert sorted(one["outcome"] for one in told.result["changes"]) == ["applied"] * 4 + ["failed"]

    def test_a_folder_stays_while_what_is_in_it_cannot_go(self, space):
        space.sim.seed("project", id=ONE, name="P", privacy_type="anywhere")
        space.sim.seed("folder", id=TWO, name="A", project_id=ONE, parent_id=ONE)
        space.sim.seed("folder", id=THREE, name="B", project_id=ONE, parent_id=TWO)
        space.sim.fault("status", method="DELETE", path=f"*{THREE}", status=403)
        told = space.apply({"projects": [{"name": "P", "folders": []}]}, prune=["folders"], prune_empty=True)
        assert reasons(told)["P/A"] == ("not_attempted", "folder 'P/A/B' could not be changed and still needs it")

    @pytest.mark.parametrize("what", ["player", "domain", "location", "record", "inner"])
    def test_what_a_failed_object_still_needs_is_not_deleted(self, space, what):
        """It was to let go of it, but could not be changed."""
        space.sim.seed("player", id=ONE, name="Old")
        space.sim.seed("privacy_domain", domain="old.example.com")
        space.sim.seed("project", id=TWO, name="Old", privacy_type="anywhere")
        space.sim.seed("folder", id=THREE, name="F", project_id=TWO, parent_id=TWO)
        needs = {
            "player": {"player_id": ONE},
            "domain": {"privacy_domains": ["OLD.example.com"]},
            "location": {"parent_id": TWO},
            "record": {"record": {"parent_id": TWO}},
            "inner": {"parent_id": THREE},
        }[what]
        kind = "project" if what in ("player", "domain") else "live_event"
        seed(space, kind, name="User", **needs)
        space.sim.seed("project", name="New", privacy_type="anywhere")
        document: dict[str, Any] = {
            "players": [{"name": "New"}],
            "privacy_domains": [{"domain": "new.example.com"}],
            "projects": [{"name": "New"}],
        }
        if kind == "project":
            user = {"name": "User", "player": "New", "privacy_domains": ["new.example.com"]}
            document["projects"] = [*document["projects"], user]
            prune = ["players", "privacy_domains"]
        else:
            document["live_events"] = [
                {"name": "User", "location": {"project": "New"}, "record_to": {"project": "New"}}
            ]
            prune = ["projects"]
        space.sim.fault("status", method="PUT", status=403, times=None)
        told = space.apply(document, prune=prune, force=True)
        assert told.error is not None
        kept = {"player": "Old", "domain": "old.example.com"}.get(what, "Old")
        assert f"{kind.replace('_', ' ')} 'User' could not be changed and still needs it" in {
            one.get("reason") for one in told.result["changes"] if one["key"] == kept
        }
        space.sim.clear_faults()
        space.done(document, prune=prune, force=True)
        space.unchanged(document, prune=prune, force=True)


class TestMeanwhile:
    """Planning may be long before the write: what others did since then is neither undone nor overlooked."""

    SINGLE = {  # noqa: RUF012
        "player": ({"name": "A", "settings": {"a": 1}}, {"ads": [{"url": "theirs"}]}),
        "webhook": ({"name": "A", "endpoint": "https://new"}, {"events": ["theirs"]}),
        "project": ({"name": "A", "privacy_type": "nowhere"}, {"privacy_domains": ["theirs.example.com"]}),
        "live_event": ({"name": "A", "type": "one-time", "subtitle": "new"}, {"auto_start": True}),
        "cdn_zone": ({"name": "A", "host": "new.example.com"}, {"settings": {"index_html": "theirs"}}),
    }

    @pytest.mark.parametrize("kind", SINGLE)
    def test_their_edit_survives(self, space, meanwhile, kind):
        entry, theirs = self.SINGLE[kind]
        space.sim.set(put="replace")
        seed(space, kind)
        meanwhile(OLD, lambda: space.sim.edit(kind, "A", x_dashboard="theirs", **theirs))
        told = space.done({f"{kind}s": [entry]})
        assert outcomes(told) == {"applied"}
        stored = space.sim.object(kind, "A")
        assert stored["x_dashboard"] == "theirs"
        for name, value in theirs.items():
            assert stored[name] == value or value.items() <= stored[name].items()

    def test_what_was_just_read_is_not_read_again(self, space, meanwhile):
        space.sim.seed("project", name="A", privacy_type="anywhere")
        meanwhile(FEW)
        told = space.done({"projects": [{"name": "A", "privacy_type": "nowhere"}]})
        assert told.counted("GET") == 3  # two lists of projects, and that of live events

    def test_drm_settings(self, space, meanwhile):
        space.sim.set(put="replace", secrets="echoed")
        space.sim.seed("drm_auth", url="https://a", username="u", password="stored-password")
        meanwhile(OLD, lambda: space.sim.edit("drm_auth", None, username="theirs"))
        space.done({"drm_auth": {"url": "https://b"}})
        assert [(row["url"], row["username"]) for row in space.sim.objects("drm_auth")] == [("https://b", "theirs")]

    def test_drm_settings_that_others_made(self, space, meanwhile):
        meanwhile(VERY_OLD, lambda: space.sim.seed("drm_auth", url="https://theirs"))
        told = space.apply({"drm_auth": {"url": "https://b"}})
        assert told.writes == []
        assert "it was changed by somebody else while this task was running" in told.error.text()

    def test_all_of_it_was_done_by_others(self, space, meanwhile):
        space.sim.seed("webhook", name="A", endpoint="https://old")
        meanwhile(OLD, lambda: space.sim.edit("webhook", "A", endpoint="https://w.example.com"))
        told = space.done({"webhooks": hooks("A")})
        assert told.writes == []

    def test_what_is_reported_is_what_was_done(self, space, meanwhile):
        """Someone changed another managed option meanwhile: it is put right too, and told."""
        space.sim.seed("webhook", name="A", endpoint="https://old", events=["a"])
        meanwhile(OLD, lambda: space.sim.edit("webhook", "A", events=["theirs"]))
        told = space.done({"webhooks": hooks("A", events=["a"])})
        assert told.result["changes"][0]["fields"] == ["endpoint", "events"]
        assert sides(told.result)[0]["before"] == {"endpoint": "https://old", "events": ["theirs"]}

    @pytest.mark.parametrize("kind", SINGLE)
    @pytest.mark.parametrize("act", ["rename", "remove"])
    def test_an_object_that_is_gone_is_not_written(self, space, meanwhile, kind, act):
        seed(space, kind)
        does = {
            "rename": lambda: space.sim.edit(kind, "A", name="Theirs"),
            "remove": lambda: space.sim.remove(kind, "A"),
        }
        meanwhile(OLD, does[act])
        told = space.apply({f"{kind}s": [self.SINGLE[kind][0]]})
        assert told.writes == []
        assert "it was deleted or renamed while this task was running" in told.error.text()

    def test_a_new_secret_at_risk(self, space, meanwhile):
        space.sim.set(secrets="masked")
        space.sim.seed("webhook", name="A", endpoint="https://old")
        meanwhile(OLD, lambda: space.sim.edit("webhook", "A", login="u", password="pass-of-webhook"))
        told = space.apply({"webhooks": hooks("A")})
        assert told.writes == []
        assert "the API stores password" in told.error.text()

    @pytest.mark.parametrize("age", [FEW, OLD, VERY_OLD])
    def test_what_others_created(self, space, meanwhile, age):
        space.sim.set(names="free")
        meanwhile(age, lambda: space.sim.seed("webhook", name="A", endpoint="https://w.example.com") and None)
        told = space.apply({"webhooks": hooks("A", "B")})
        looked = age > 30
        assert len(told.writes) == (1 if looked else 2)
        assert len([row for row in space.sim.objects("webhook") if row["name"] == "A"]) == (1 if looked else 2)

    def test_what_others_created_otherwise(self, space, meanwhile):
        meanwhile(VERY_OLD, lambda: space.sim.seed("webhook", name="A", endpoint="https://theirs"))
        told = space.apply({"webhooks": hooks("A")})
        assert told.writes == []
        assert "it was changed by somebody else while this task was running" in told.error.text()

    def test_a_long_list_of_creates_looks_once(self, space, meanwhile):
        meanwhile(VERY_OLD)
        names = [f"W{number}" for number in range(20)]
        told = space.done({"webhooks": hooks(*names)})
        assert told.counted("GET") == 3, "for the plan, before the first write and after the last"

    @pytest.mark.parametrize("kind", ["webhook", "project", "player", "live_event"])
    @pytest.mark.parametrize("act", ["rename", "remove", "nothing"])
    def test_a_delete(self, space, meanwhile, kind, act):
        seed(space, kind)
        does = {
            "rename": lambda: space.sim.edit(kind, "A", name="Theirs"),
            "remove": lambda: space.sim.remove(kind, "A"),
            "nothing": lambda: None,
        }
        meanwhile(OLD, does[act])
        told = space.apply({}, prune=[f"{kind}s"], prune_empty=True)
        assert (told.error is not None) is (act == "rename")
        assert len(told.writes) == (act == "nothing")
        assert len(space.sim.objects(kind)) == (act == "rename")

    @pytest.mark.parametrize("force", [True, False])
    def test_a_delete_of_what_was_filled(self, space, meanwhile, force):
        space.sim.seed("project", name="A", privacy_type="anywhere")
        meanwhile(OLD, lambda: space.sim.edit("project", "A", items_count=1))
        told = space.apply({}, prune=["projects"], prune_empty=True, force=force)
        assert told.writes == []
        assert "it is not empty (items_count: 1)" in told.error.text()

    @pytest.mark.parametrize("what", ["items", "folder"])
    def test_a_delete_of_a_folder_that_was_filled(self, space, meanwhile, what):
        space.sim.seed("project", id=ONE, name="P", privacy_type="anywhere")
        space.sim.seed("folder", id=TWO, name="A", project_id=ONE, parent_id=ONE)
        space.sim.seed("folder", id=THREE, name="B", project_id=ONE, parent_id=TWO)

        def fill() -> None:
            if what == "items":
                space.sim.edit("folder", THREE, items_count=1)
            else:
                space.sim.seed("folder", name="Theirs", project_id=ONE, parent_id=THREE)

        meanwhile(OLD, fill)
        document = {"projects": [{"name": "P", "folders": []}]}
        told = space.apply(document, prune=["folders"], prune_empty=True)
        assert told.writes == []
        assert "it is not empty" in told.error.text()
        assert reasons(told)["P/A"] == ("not_attempted", "folder 'P/A/B' could not be changed and still needs it")

    def test_a_delete_of_a_tree_of_folders(self, space, meanwhile):
        space.sim.seed("project", id=ONE, name="P", privacy_type="anywhere")
        space.sim.seed("folder", id=TWO, name="A", project_id=ONE, parent_id=ONE)
        space.sim.seed("folder", id=THREE, name="B", project_id=ONE, parent_id=TWO)
        meanwhile(OLD)
        space.done({"projects": [{"name": "P", "folders": []}]}, prune=["folders"], prune_empty=True)
        assert space.sim.objects("folder") == []


FAULTS: list[tuple[str, dict[str, Any]]] = [
    ("drop_after", {}),
    ("drop_before", {}),
    ("status_after", {"status": 502}),
    ("status", {"status": 503}),
    ("truncated", {}),
    ("html", {}),
]


class TestLostAnswers:
    """Answers are lost while others are on their way: all is made, and nothing twice."""

    @pytest.mark.parametrize("names", ["unique", "free"])
    @pytest.mark.parametrize(("kind", "options"), FAULTS, ids=[kind for kind, _options in FAULTS])
    def test_of_creates_side_by_side(self, space, kind, options, names):
        space.sim.set(names=names)
        space.sim.fault(kind, method="POST", times=5, skip=2, **options)
        document = {"webhooks": hooks(*(f"W{number}" for number in range(12)))}
        assert outcomes(space.done(document)) == {"applied"}
        assert sorted(row["name"] for row in space.sim.objects("webhook")) == sorted(
            one["name"] for one in document["webhooks"]
        )
        space.unchanged(document)

    @pytest.mark.parametrize(("kind", "options"), FAULTS, ids=[kind for kind, _options in FAULTS])
    def test_of_everything(self, space, kind, options):
        space.done(WHOLE)
        wanted = space.picture()
        space.sim.reset()
        space.sim.set(names="free")
        for method in ("POST", "PUT", "GET"):
            space.sim.fault(kind, method=method, times=3, skip=1, **options)
        space.done(WHOLE)
        assert space.picture() == wanted
        space.unchanged(WHOLE)

    def test_while_lists_are_slow(self, space):
        """A list that someone began to read before a create must not be taken for one that was read after it."""
        space.sim.set(names="free")
        space.clock.share = 0.2
        space.sim.fault("slow", method="GET", path="/v1/webhooks", times=None, seconds=0.4, work="before")
        space.sim.fault("drop_after", method="POST", times=5)
        document = {"webhooks": hooks(*(f"W{number}" for number in range(8)))}
        space.done(document)
        assert len(space.sim.objects("webhook")) == 8

    @pytest.mark.parametrize(("kind", "options"), FAULTS, ids=[kind for kind, _options in FAULTS])
    def test_of_deletes(self, space, kind, options):
        for number in range(8):
            space.sim.seed("webhook", name=f"W{number}", endpoint="https://w")
        space.sim.fault(kind, method="DELETE", times=4, **options)
        assert outcomes(space.done({}, prune=["webhooks"], prune_empty=True)) == {"applied"}
        assert space.sim.objects("webhook") == []


class TestExpectedPlan:
    def test_the_plan_that_was_reviewed(self, space):
        reviewed = space.done(WHOLE, True).result["plan_id"]
        assert space.done(WHOLE, expected=reviewed).result["plan_id"] == reviewed

    def test_another_plan(self, space):
        reviewed = space.done(WHOLE, True).result["plan_id"]
        space.sim.seed("player", name="Main", settings={"autoplay": True})
        for check in (True, False):
            told = space.apply(WHOLE, check, expected=reviewed)
            assert "the current plan differs from the reviewed plan; nothing was written" in told.error.text()
            assert told.writes == []
            assert outcomes(told) == {"not_attempted"}
            assert told.result["changed"] is False
            assert told.result["plan_id"] != reviewed

    def test_nothing_is_left_to_do(self, space):
        reviewed = space.done(WHOLE, True).result["plan_id"]
        space.done(WHOLE)
        assert isinstance(space.apply(WHOLE, expected=reviewed).error, KinescopeError)
        assert actions(space.unchanged(WHOLE)) == []


def test_one_look_at_a_long_list_serves_all_updates(space, monkeypatch):
    """Tags have no route of their own. A second for each request: reading the list takes longer than it is new."""
    sim = space.sim
    for number in range(400):
        sim.seed("tag", tag=f"t{number}")
    sim.clear_journal()
    space.time = lambda: float(len(sim.journal))
    told = space.done({"tags": [{"tag": f"t{number}", "archived": True} for number in range(40)]})
    assert told.counted("PUT") == 40
    lists = [entry for entry in told.requests if entry.method == "GET" and "archived" not in entry.query]
    assert len(lists) <= 3 * 4  # by two plans, and by the level; in four pages


READ = ApiError("access denied", status=403)
READ.request = "GET /v1/webhooks"


@pytest.mark.parametrize(
    ("error", "refused"),
    [
        (ApiError("not valid", status=400), True),
        (UnreachableError("no connection"), True),
        (ApiError("no response", uncertain=True), False),
        (ApiError("bad gateway", status=502, uncertain=True), False),
        (ApiError("responded with 200, but also that it did not succeed", status=200), False),
        (ApiError("not a list of objects"), False),
        (READ, False),
        (PlanError("several of them"), False),
    ],
)
def test_whether_an_error_tells_that_nothing_was_written(error: KinescopeError, refused: bool) -> None:
    """Only what was certainly not written is left out of the document that undoes a run."""
    assert workspace_apply._is_refusal(error) is refused

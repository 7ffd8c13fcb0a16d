# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plans beside what was applied last: origins, what is kept, what is dropped, and what that costs."""

from __future__ import annotations

import itertools
import json
import pathlib
from collections import Counter
from typing import Any

import pytest
import yaml

from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.secrets import Secrets
from tests.unit._workspace.spaces import Space

CASES = yaml.safe_load((pathlib.Path(__file__).parent / "documents/three_way.yml").read_text(encoding="utf-8"))
PLAYER = {"name": "Main", "settings": {"volume": 10}}
HOOK = {"name": "W", "endpoint": "https://w", "login": "l"}


@pytest.fixture
def space(sim):
    """An empty workspace."""
    sim.set(names="free", secrets="masked", restream_keys="echoed")
    return Space(sim)


def with_ids(document: Any, sim: Any) -> Any:
    """A document with the IDs of objects in the place of ``$kind name``."""
    if isinstance(document, dict):
        return {name: with_ids(value, sim) for name, value in document.items()}
    if isinstance(document, list):
        return [with_ids(item, sim) for item in document]
    if isinstance(document, str) and document.startswith("$"):
        return sim.object(*document[1:].split(" "))["id"]
    return document


def brought_about(case: Any, space: Space) -> Any:
    """Apply the base, if the case does not say otherwise, and edit the workspace; the document, with IDs."""
    sim = space.sim
    if case.get("applied", True):
        space.done(case["base"])
    for what, *edit in case.get("edits", ()):
        if what == "seed":
            sim.seed(edit[0], **with_ids(edit[1], sim))
        elif what == "remove":
            sim.remove(*edit)
        else:
            kind, name, fields = edit
            sim.edit(kind, name, **with_ids(fields, sim))
    return with_ids(case["document"], sim)


def named(one: Any) -> str:
    return f"{one['action']} {one['kind']} {one['key']}"


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_origins(space, case):
    document = brought_about(case, space)
    options = {**case.get("options", {}), "base": case["base"]}
    if "refused" in case:
        text = space.refused(document, **options)
        assert [said for said in case["refused"] if said not in text] == [], text
        return
    told = space.done(document, True, **options)
    result = told.result
    merged: dict[str, dict[str, str]] = {}
    for one in result["changes"]:
        merged.setdefault(named(one), {}).update(one["origin"])
    assert merged == case["changes"]
    words = Counter(word for words in case["changes"].values() for word in words.values())
    assert result["origin"] == {word: words[word] for word in ("document", "workspace", "both")}
    assert {named(one): one["fields"] for one in result["kept"]} == case.get("kept", {})
    assert sorted(f"{one['kind']} {one['key']}" for one in result["dropped"]) == sorted(case.get("dropped", []))
    assert all("state: absent" in one["hint"] for one in result["dropped"])
    said = case.get("warnings", [])
    assert [text for text in said if not any(text in warning for warning in told.warnings)] == [], told.warnings
    assert said or told.warnings == []
    done = space.done(document, **options).result
    assert [without(one, "outcome") for one in done["changes"]] == [
        without(one, "outcome") for one in result["changes"]
    ]
    assert all(done[key] == result[key] for key in ("origin", "kept", "dropped", "plan_id"))


def without(value: Any, *names: str) -> Any:
    return {name: item for name, item in value.items() if name not in names}


@pytest.mark.parametrize("case", [case for case in CASES if "refused" not in case], ids=lambda case: case["name"])
def test_a_base_changes_nothing_but_what_is_reported_and_takes_no_request(space, case):
    """Nor does it change the plan_id, which covers what is written; with keep, that is another plan."""
    document = brought_about(case, space)
    options = {name: value for name, value in case.get("options", {}).items() if name != "on_drift"}
    plain, beside = (space.done(document, True, **options, **more) for more in ({}, {"base": case["base"]}))
    assert Counter((one.method, one.path) for one in plain.requests) == Counter(
        (one.method, one.path) for one in beside.requests
    )
    for one in beside.result["changes"]:
        del one["origin"]
    told = ("requests", "origin", "kept", "dropped")
    assert without(plain.result, *told) == without(beside.result, *told)


class TestKeep:
    def test_applying_leaves_the_edit_and_a_second_run_does_nothing(self, space):
        space.done({"players": [{"name": "Main", "settings": {"volume": 10, "color": "red"}}]})
        space.sim.edit("player", "Main", settings={"volume": 11, "color": "red"})
        document = {"players": [{"name": "Main", "settings": {"volume": 10, "color": "blue"}}]}
        base = {"players": [{"name": "Main", "settings": {"volume": 10, "color": "red"}}]}
        told = space.done(document, base=base, on_drift="keep")
        assert told.result["changed"] is True
        assert space.sim.object("player", "Main")["settings"] == {"volume": 11, "color": "blue"}
        again = space.done(document, base=document, on_drift="keep")
        assert again.result["changed"] is False
        assert again.result["kept"] == [
            {
                "kind": "player",
                "key": "Main",
                "action": "update",
                "fields": ["settings.volume"],
                "before": {"settings": {"volume": 11}},
                "after": {"settings": {"volume": 10}},
            }
        ]
        assert again.result["summary"]["unchanged"] == 1

    def test_the_plan_id_covers_what_is_written(self, space):
        space.done({"players": [PLAYER, {"name": "B"}]})
        document = {"players": [PLAYER, {"name": "B", "settings": {"volume": 5}}]}
        base = {"players": [PLAYER, {"name": "B"}]}
        before = space.done(document, True, base=base, on_drift="keep").result["plan_id"]
        space.sim.edit("player", "Main", settings={"volume": 11})
        assert space.done(document, True, base=base, on_drift="keep").result["plan_id"] == before
        assert space.done(document, True, base=base).result["plan_id"] != before
        space.done(document, base=base, on_drift="keep", expected=before)

    @pytest.mark.parametrize(("section", "key"), [("playlists", "name"), ("file_requests", "title")])
    def test_an_edit_in_a_place_that_is_renamed(self, space, section, key):
        def document(project, folder):
            place = {"project": project["name"], "folder": [folder["name"]]}
            located = {key: "L", "location": place, "description": "committed"}
            return {"projects": [{**project, "privacy_type": "anywhere", "folders": [folder]}], section: [located]}

        base = document({"name": "P"}, {"name": "F"})
        space.done(base)
        space.sim.edit(section[:-1], "L", description="by hand")
        wanted = document({"name": "Q", "previous_names": ["P"]}, {"name": "G", "previous_names": ["F"]})
        told = space.done(wanted, base=base, on_drift="keep")
        assert [(one["kind"], one["fields"]) for one in told.result["kept"]] == [(section[:-1], ["description"])]
        assert space.sim.object(section[:-1], "L")["description"] == "by hand"
        assert told.result["dropped"] == []

    def test_what_a_guard_would_refuse_is_no_obstacle_where_it_is_kept(self, space):
        space.sim.seed("webhook", name="W", endpoint="https://hand", login="l", password="stored-password")
        hook = {"name": "W", "endpoint": "https://w"}
        assert "password" in space.refused({"webhooks": [hook]})
        told = space.done({"webhooks": [hook]}, base={"webhooks": [hook]}, on_drift="keep")
        assert told.result["changed"] is False
        assert [one["fields"] for one in told.result["kept"]] == [["endpoint"]]


ONE, TWO = (f"{n * 8}-{n * 4}-4{n * 3}-8{n * 3}-{n * 12}" for n in "12")
#: objects as they are, the base, the document, and what cannot be there twice
NAMES_THAT_STAY: dict[str, tuple[list[Any], Any, Any, str]] = {
    "a new object": (
        [("player", {"id": ONE, "name": "Hand"})],
        {"players": [{"id": ONE, "name": "A"}]},
        {"players": [{"id": ONE, "name": "A"}, {"name": "Hand"}]},
        "players[1]: cannot have this name: player 'Hand' still has it",
    ),
    "another object": (
        [("player", {"id": ONE, "name": "Hand"}), ("player", {"id": TWO, "name": "B"})],
        {"players": [{"id": ONE, "name": "A"}, {"id": TWO, "name": "B"}]},
        {"players": [{"id": ONE, "name": "A"}, {"id": TWO, "name": "Hand"}]},
        "players[1]: cannot have this name: player 'Hand' still has it",
    ),
    "a previous name": (
        [("player", {"name": "Old"})],
        {"players": [{"name": "New", "previous_names": ["Old"]}]},
        {"players": [{"name": "New", "previous_names": ["Old"]}, {"name": "Old"}]},
        "players[1]: cannot have this name: player 'Old' still has it",
    ),
    "one that was created again": (
        [("player", {"id": ONE, "name": "A"}), ("player", {"id": TWO, "name": "B"})],
        {"players": [{"id": ONE, "name": "A"}, {"name": "B", "state": "absent"}]},
        {"players": [{"id": ONE, "name": "B"}, {"id": TWO, "name": "B", "state": "absent"}]},
        "players[0]: cannot have this name: player 'B' still has it",
    ),
    "a place": (
        [
            ("project", {"id": ONE, "name": "P", "privacy_type": "anywhere"}),
            ("project", {"id": TWO, "name": "Q", "privacy_type": "anywhere"}),
            ("playlist", {"id": ONE, "name": "L", "parent_id": TWO}),
        ],
        {"playlists": [{"id": ONE, "name": "L", "location": {"project": "P"}}]},
        {
            "playlists": [
                {"id": ONE, "name": "L", "location": {"project": "P"}},
                {"name": "L", "location": {"project": "Q"}},
            ]
        },
        "playlists[1]: cannot have this name: playlist 'L' still has it",
    ),
}


@pytest.mark.parametrize("case", NAMES_THAT_STAY)
def test_keep_creates_no_twin_of_what_keeps_its_name(space, case):
    there, base, document, said = NAMES_THAT_STAY[case]
    for kind, row in there:
        space.sim.seed(kind, **row)
    assert said in space.refused(document, base=base, on_drift="keep")
    assert space.done(document, True, base=base).result["changed"]


class TestSecretsByName:
    """A secret of another name or version than in the base is sent by itself; the others stay as they are."""

    def document(self, password: Any, key: Any = None) -> Any:
        event = {
            "name": "E",
            "type": "one-time",
            "restreams": [{"name": "R", "url": "rtmp://r", "key": key or "k-of-r"}],
        }
        return {"webhooks": [{**HOOK, "password": password}], "live_events": [event]}

    @pytest.fixture
    def applied(self, space):
        """A workspace with a webhook."""
        space.sim.set(restream_keys="masked")
        space.done(self.document({"secret": "a"}), secrets=Secrets({"a": "old-password"}))
        return space

    @pytest.mark.parametrize("password", [{"secret": "b"}, {"secret": "a", "version": 2}])
    def test_another_name_or_version(self, applied, password):
        base, document = self.document({"secret": "a"}), self.document(password)
        assert applied.done(document, True).result["changes"] == []
        planned = applied.done(document, True, base=base)
        assert planned.result["needs_secrets"] == [password["secret"]]
        assert [one["origin"] for one in planned.result["changes"]] == [{"password": "document"}]
        assert (
            f"the value of the secret '{password['secret']}' is required" in applied.apply(document, base=base).text()
        )
        values = Secrets({password["secret"]: "new-password"})
        told = applied.done(document, base=base, secrets=values)
        assert [one["fields"] for one in told.result["changes"]] == [["password"]]
        assert applied.sim.object("webhook", "W")["password"] == "new-password"
        assert applied.done(document, True, base=document).result["changes"] == []

    def test_one_that_the_base_does_not_have(self, applied):
        planned = applied.done(self.document({"secret": "a"}), True, base={"webhooks": [HOOK]})
        assert [one["origin"] for one in planned.result["changes"]] == [{"password": "document"}]

    def test_an_unchanged_name_sends_nothing(self, applied):
        document = self.document({"secret": "a", "version": "x"})
        assert applied.done(document, True, base=document).result["changes"] == []

    def test_within_a_list(self, applied):
        base = self.document({"secret": "a"}, {"secret": "r"})
        document = self.document({"secret": "a"}, {"secret": "r", "version": 2})
        planned = applied.done(document, True, base=base)
        assert planned.result["needs_secrets"] == ["r"]
        assert [one["origin"] for one in planned.result["changes"]] == [{"restreams": "document"}]
        assert applied.done(base, True, base=base).result["changes"] == []

    def test_keep_does_not_hold_back_a_rotation(self, applied):
        applied.sim.edit("webhook", "W", endpoint="https://hand")
        base, document = self.document({"secret": "a"}), self.document({"secret": "a", "version": 2})
        told = applied.done(document, base=base, on_drift="keep", secrets=Secrets({"a": "new-password"}))
        assert [one["fields"] for one in told.result["kept"]] == [["endpoint"]]
        hook = applied.sim.object("webhook", "W")
        assert (hook["endpoint"], hook["password"]) == ("https://hand", "new-password")

    @pytest.mark.parametrize(("there", "word"), [("by-hand", "workspace"), ("old-password", None)])
    def test_where_a_read_shows_the_value(self, applied, there, word):
        applied.sim.set(secrets="echoed")
        applied.sim.edit("webhook", "W", password=there)
        document = self.document({"secret": "a"})
        told = applied.done(document, True, base=document, secrets=Secrets({"a": "old-password"}))
        assert [one["origin"] for one in told.result["changes"]] == ([{"password": word}] if word else [])

    @pytest.mark.parametrize("shown", ["echoed", "masked"])
    @pytest.mark.parametrize("on_drift", ["keep", "fail"])
    def test_one_that_the_task_rotates(self, applied, shown, on_drift):
        """The task asks for the new value, and nobody has edited anything."""
        applied.sim.set(secrets=shown)
        document = self.document({"secret": "a"})
        rotated = Secrets({"a": "new-password"}, ["a"])
        told = applied.done(document, base=document, on_drift=on_drift, secrets=rotated)
        assert [one["origin"] for one in told.result["changes"]] == [{"password": "document"}]
        assert applied.sim.object("webhook", "W")["password"] == "new-password"


class TestRefusedForDrift:
    def test_the_refusal_shows_the_drift(self, space):
        space.done({"players": [PLAYER]})
        space.sim.edit("player", "Main", settings={"volume": 11})
        told = space.apply({"players": [PLAYER]}, base={"players": [PLAYER]}, on_drift="fail")
        assert told.error is not None
        assert told.writes == []
        assert told.result["changed"] is False
        assert [one["origin"] for one in told.result["changes"]] == [{"settings.volume": "workspace"}]
        assert [one["outcome"] for one in told.result["changes"]] == ["not_attempted"]
        assert told.result["origin"] == {"document": 0, "workspace": 1, "both": 0}
        assert told.result["plan_id"]

    def test_the_refusal_names_a_few_objects(self, space):
        players = [{"name": f"P{number}", "settings": {"volume": 10}} for number in range(7)]
        space.done({"players": players})
        for one in players:
            space.sim.edit("player", one["name"], settings={"volume": 11})
        text = space.refused({"players": players}, on_drift="fail", base={"players": players})
        assert text.endswith("player 'P4' (settings.volume) and 2 more")


def states() -> Any:
    """Every combination of a player in the base, the document and the workspace: not there, or with a volume."""
    return itertools.product((None, 1, 2), (None, 1, 2, 3), (None, 1, 2, 3))


def test_every_combination_of_an_object_with_each_on_drift(sim):
    """After keep, what somebody edited is as it was; after repair, all is as the document says; fail writes nothing."""
    sim.set(names="free")
    space = Space(sim)

    def there() -> Any:
        return next((one["settings"]["volume"] for one in sim.objects("player")), None)

    for base, wanted, found in states():
        for mode in ("repair", "keep", "fail"):
            for one in sim.objects("player"):
                sim.remove("player", one["name"])
            if found is not None:
                sim.seed("player", name="P", settings={"volume": found})
            documents = [
                {"players": [] if volume is None else [{"name": "P", "settings": {"volume": volume}}]}
                for volume in (base, wanted)
            ]
            told = space.apply(documents[1], base=documents[0], on_drift=mode, prune=["players"], prune_empty=True)
            edited, asked = found != base and (wanted is not None or base is None), wanted != base
            state = json.dumps([base, wanted, found, mode])
            if wanted == found:
                assert told.result["changes"] == [], state
            elif mode == "fail" and edited:
                assert told.error is not None, state
                assert there() == found, state
            elif mode == "keep" and edited and (not asked or found is None):
                assert there() == found, state
                assert told.result["kept"], state
                assert told.result["changed"] is False, state
            else:
                assert there() == wanted, state
            if told.result["changes"]:
                word = origin_of_object(base, wanted, found)
                assert {word for one in told.result["changes"] for word in one["origin"].values()} == word, state


def origin_of_object(base: Any, wanted: Any, found: Any) -> set[str]:
    """The origins of the fields of a change: of the name, and of the volume."""
    if wanted is None:
        return {"workspace" if base is None else "document"}
    if found is None:
        return {"document"} if base is None else {"workspace"} if base == wanted else {"workspace", "both"}
    if base is None:
        return {"both"}
    return {"document" if base == found else "workspace" if base == wanted else "both"}


@pytest.mark.parametrize("beside", [{"tag": "a", "state": "absent"}, {"tag": "a"}])
def test_a_rename_asked_for_by_the_document_has_its_origin_whatever_else_has_the_former_name(space, beside):
    """As a layer that renames an object of an earlier one has to ask for it."""
    space.sim.seed("tag", tag="a")
    document = {"tags": [beside, {"tag": "c", "previous_names": ["a"]}]}
    told = space.done(document, base={"tags": [{"tag": "a"}]}, on_drift="keep").result
    assert told["origin"] == {"document": len(told["changes"]), "workspace": 0, "both": 0}
    assert told["kept"] == []
    assert sorted(tag["tag"] for tag in space.sim.objects("tag")) == (["c"] if "state" in beside else ["a", "c"])

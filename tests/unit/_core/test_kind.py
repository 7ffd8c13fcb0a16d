# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the vocabulary promises to any kind, shown on kinds that this file declares for itself."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._core import guards
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.comparison import (
    MISSING,
    NEW_SECRET,
    SECRET,
    Rules,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import DocumentError, GuardError
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.children import Children
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.file import InlineFile
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.items import Items
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.location import Location
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.parts import Parts
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.scalar import Flag, Integer, Secret, Text
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.texts import Texts, TextSet
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.kind import Kind, Routes, collection_path
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.options import given_values
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.plan import Plan
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.planner import plan_object
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.result import (
    changes_of,
    resource_of,
    secrets_in,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.values import instant
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.wanted import Content, Target, Wanted
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import KINDS

TOKEN = Kind(
    name="access_token",
    routes=Routes("/v1/access-tokens", update=""),  # the API cannot change one
    fields=(
        Text("name", needed=True),
        Parts("scope", fields=(TextSet("api"),)),
        Text("note", readable=lambda raw: False),
    ),
)
ID, OTHER = "93997264-97ac-4091-b48e-559614c2817a", "f236071b-dad9-43c3-a9c3-a3a98f631f86"
ISSUED = {"id": ID, "name": "ci", "scope": {"api": ["read", "write"]}}
SHELF = Kind(
    name="wall_shelf",
    routes=Routes("/shelves", id_key="user_id"),
    key=("room", "name"),
    fields=(
        Text("room", path=("place", "room"), needed=True),
        Text("name", needed=True),
        Items(
            "boxes",
            matched_by="label",
            fields=(
                Text("label"),
                Parts("lock", fields=(Text("owner"), Secret("code", sibling="owner"))),
                TextSet("tags"),
                Text("colour", canonical=str.lower),
            ),
        ),
        Parts("limits", fields=(Texts("weights"), Integer("sum"))),
        Secret("pin"),
        Flag("hidden", written="by_update"),
        InlineFile("picture", route="picture"),
    ),
    read_only=frozenset({"user_id", "serial"}),
    hidden=frozenset({"picture"}),
    generated_secrets=frozenset({"serial"}),
    holds=("books",),
)
BOX = {"label": "B1", "lock": {"owner": "Ann", "code": "s3cret-code"}, "tags": ["x", "y"], "colour": "Red", "dust": 3}
STORED = {
    "user_id": ID,
    "serial": "s3cret-serial",
    "place": {"room": "Hall", "floor": 2},
    "name": "North",
    "boxes": [BOX],
    "limits": {"weights": [2, 1], "sum": 3},
    "pin": "s3cret-pin",
    "hidden": False,
}


def plan(kind: Kind, values: dict[str, Any], observed: Any, rules: Rules | None = None, **more: Any) -> Plan:
    return plan_object(Wanted(kind, "Object", values, **more), observed, rules or Rules())


def refused(found: Plan, update_secrets: str = "on_create", force: bool = False) -> str:
    with pytest.raises(GuardError) as caught:
        guards.check(found, update_secrets, force)
    return caught.value.sentence()


class TestWithoutUpdateRoute:
    def test_a_difference_is_refused_and_its_fields_are_named(self) -> None:
        found = plan(TOKEN, {"name": "ci", "scope": {"api": ["read"]}}, ISSUED)
        message = refused(found)
        assert "scope" in message
        assert "name" not in message.split("'Object'")[1]
        assert "access token" in message

    def test_so_is_a_rename(self) -> None:
        assert "name" in refused(plan(TOKEN, {"name": "deploy"}, ISSUED))

    def test_neither_force_nor_leave_out_helps(self) -> None:
        assert "scope" in refused(plan(TOKEN, {"scope": {"api": []}}, ISSUED), "leave_out", True)

    def test_what_is_as_wanted_passes(self) -> None:
        found = plan(TOKEN, {"name": "ci", "scope": {"api": ["write", "read"]}, "note": "x"}, ISSUED)
        guards.check(found, "on_create", False)
        assert found.changes == ()
        assert found.unverified == ("note",)

    def test_create_and_delete_pass(self) -> None:
        for found in (plan(TOKEN, {"name": "ci"}, None), plan(TOKEN, {"name": "ci"}, ISSUED, present=False)):
            guards.check(found, "on_create", False)
            assert len(found.changes) == 1


class TestKeys:
    def test_a_key_of_two_fields(self) -> None:
        assert [field.name for field in SHELF.key_fields] == ["room", "name"]
        assert [field.where for field in SHELF.key_fields] == [("place", "room"), ("name",)]

    def test_no_part_of_the_key_may_be_empty(self) -> None:
        with pytest.raises(DocumentError, match=r"room.*name"):
            given_values(SHELF, {"room": "", "name": ""})

    def test_no_field_of_that_name(self) -> None:
        with pytest.raises(KeyError):
            SHELF.field("height")

    def test_another_name_for_the_id(self) -> None:
        found = plan(SHELF, {"name": "South", "pin": "s3cret-pin"}, STORED)
        assert [change.id for change in found.changes] == [ID]
        assert found.changes[0].body["place"] == {"room": "Hall", "floor": 2}
        assert "user_id" not in found.changes[0].body

    def test_below_another_object(self) -> None:
        child = Kind("folder", Routes("/folders"), (Text("name", needed=True),), parent=SHELF)
        above = Target(OTHER, "P")
        created = plan(child, {"name": "A"}, None, within=above).changes[0]
        deleted = plan(child, {"name": "A"}, {"id": ID, "name": "A"}, within=above, present=False).changes[0]
        assert collection_path(child, created.base) == f"/shelves/{OTHER}/folders"
        assert deleted.path == f"/shelves/{OTHER}/folders/{ID}"

    def test_words_for_messages(self) -> None:
        assert SHELF.title == "wall shelf"


class TestSecrets:
    def test_found_at_every_depth(self) -> None:
        assert SHELF.has_secrets
        assert not TOKEN.has_secrets
        assert Kind("owner", Routes("/o"), (Children("shelves", of=SHELF),)).has_secrets
        assert secrets_in(SHELF, STORED) == {"s3cret-serial", "s3cret-code", "s3cret-pin"}
        assert secrets_in(SHELF, None) == set()

    def test_in_an_item_of_a_list(self) -> None:
        lock = {"owner": "Ann", "code": "s3cret-new"}
        found = plan(SHELF, {"boxes": [{"label": "B1", "lock": lock}]}, STORED)
        assert found.changes[0].body["boxes"] == [{**BOX, "lock": lock}]
        assert found.before == {"boxes": [{"label": "B1", "lock": {"owner": "Ann", "code": SECRET}}]}
        assert found.after == {"boxes": [{"label": "B1", "lock": {"owner": "Ann", "code": NEW_SECRET}}]}

    def test_hidden_in_an_item_of_a_list(self) -> None:
        hidden = {**STORED, "boxes": [{**BOX, "lock": {"owner": "Ann", "code": ""}}]}
        found = plan(SHELF, {"name": "South"}, hidden)
        assert found.at_risk == ("boxes[B1].lock.code",)
        assert "boxes[B1].lock.code" in refused(found)
        guards.check(found, "leave_out", False)
        assert found.changes[0].body["boxes"][0]["lock"] == {"owner": "Ann"}

    def test_left_out_of_the_resource(self) -> None:
        shown = resource_of(SHELF, STORED, False)
        assert shown["boxes"] == [{**BOX, "lock": {"owner": "Ann"}}]
        assert not {"pin", "serial", "picture"} & set(shown)

    def test_only_generated_ones_are_revealed(self) -> None:
        shown = resource_of(SHELF, STORED, True)
        assert shown["serial"] == "s3cret-serial"
        assert "pin" not in shown
        assert shown["boxes"][0]["lock"] == {"owner": "Ann"}


class TestNestedValues:
    @pytest.mark.parametrize(
        "wanted",
        [
            {"boxes": [{"label": "B1"}]},
            {"boxes": [{"label": "B1", "tags": ["y", "x", "y"], "colour": "RED"}]},
            {"limits": {"weights": [2, 1]}},
            {"limits": {"sum": 3.0}},
        ],
    )
    def test_each_part_compares_in_its_own_way(self, wanted: dict[str, Any]) -> None:
        assert plan(SHELF, wanted, STORED).changes == ()

    @pytest.mark.parametrize(
        ("wanted", "name", "body"),
        [
            ({"limits": {"weights": [1, 2]}}, "limits", {"weights": [1, 2], "sum": 3}),
            ({"limits": {"sum": 0}}, "limits", {"weights": [2, 1], "sum": 0}),
            ({"boxes": [{"label": "B1", "tags": []}]}, "boxes", [{**BOX, "tags": []}]),
            ({"boxes": [{"label": "B1", "tags": ["z", "x"]}]}, "boxes", [{**BOX, "tags": ["z", "x"]}]),
            ({"boxes": []}, "boxes", []),
        ],
    )
    def test_what_differs_is_laid_over_what_was_read(self, wanted: dict[str, Any], name: str, body: Any) -> None:
        found = plan(SHELF, {**wanted, "pin": "s3cret-pin"}, STORED)
        assert [change.fields for change in found.changes] == [(name,)]
        assert found.changes[0].body[name] == body

    def test_a_path_keeps_its_neighbours(self) -> None:
        found = plan(SHELF, {"room": "Attic"}, STORED)
        assert found.changes[0].body["place"] == {"room": "Attic", "floor": 2}
        assert found.predicted["place"] == {"room": "Attic", "floor": 2}


class TestWritesAfterACreate:
    def test_what_a_create_does_not_take_follows(self) -> None:
        picture = Content(b"png", "image/png", "abc")
        values = {"room": "Hall", "name": "North", "hidden": True, "picture": picture}
        found = plan(SHELF, values, None)
        assert [change.action for change in found.changes] == ["create", "update", "update"]
        assert [change.id for change in found.changes] == [None, None, None]
        assert found.changes[0].body == {"place": {"room": "Hall"}, "name": "North"}
        made = {"user_id": OTHER, "serial": "s", **found.changes[0].body, "colour": "red"}
        second, third = (change.following(made) for change in found.changes[1:])
        assert second.body == {"place": {"room": "Hall"}, "name": "North", "colour": "red", "hidden": True}
        assert (third.body, third.route) == (picture, "picture")
        assert (second.id, third.id) == (OTHER, OTHER)

    def test_in_an_update_it_is_a_field_like_any_other(self) -> None:
        found = plan(SHELF, {"hidden": True, "name": "South"}, STORED)
        assert [change.fields for change in found.changes] == [("name", "hidden")]

    def test_what_the_api_asks_for_is_sent_although_not_wanted(self) -> None:
        kind = Kind("player", Routes("/p"), (Text("name"), Text("mode", path=("look", "mode"), sent_on_create="plain")))
        created = plan(kind, {"name": "A"}, None)
        assert created.changes[0].body == {"name": "A", "look": {"mode": "plain"}}
        assert created.changes[0].fields == ("name",)
        assert created.after == {"name": "A"}


class TestPlaces:
    KIND = Kind(
        "event",
        Routes("/e"),
        (Text("name"), Location("home", path=("parent_id",))),
        read_only=frozenset({"id"}),
    )

    def test_a_place_without_a_route_is_part_of_the_update(self) -> None:
        found = plan(
            self.KIND, {"home": Target("id-2", {"project": "B"})}, {"id": ID, "name": "A", "parent_id": "id-1"}
        )
        assert [(change.action, change.body) for change in found.changes] == [
            ("update", {"name": "A", "parent_id": "id-2"})
        ]
        assert found.before == {"home": {"id": "id-1"}}

    def test_a_place_to_come_is_never_the_present_one(self) -> None:
        target = Target(None, {"project": "New"})
        found = plan(self.KIND, {"home": target}, {"id": ID, "name": "A", "parent_id": None})
        assert found.changes[0].body["parent_id"] is target
        assert found.predicted["parent_id"] is None


class TestSingletons:
    KIND = Kind("settings", Routes("/v1/settings", singleton=True), (Text("colour"),), key=())

    def test_a_singleton_has_no_id(self) -> None:
        for observed, action in ((None, "create"), ({"colour": "red"}, "update")):
            found = plan(self.KIND, {"colour": "blue"}, observed)
            assert [(change.action, change.id) for change in found.changes] == [(action, None)]
            assert found.changes[0].path == "/v1/settings"


def test_an_empty_dictionary_clears_its_known_keys_at_every_depth() -> None:
    given = given_values(SHELF, {"limits": {}, "boxes": [{"label": "B1", "lock": {}}]})
    assert given["limits"] == {"weights": [], "sum": 0}
    assert given["boxes"] == [{"label": "B1", "lock": {"owner": "", "code": ""}}]


def test_a_fault_below_a_dictionary_is_reported_with_its_path() -> None:
    window = Parts("window", fields=(Text("opens", canonical=instant), Integer("size")))
    kind = Kind("shop", Routes("/shops"), (Text("name"), window))
    assert given_values(kind, {"window": {"opens": "", "size": 1}}) == {"window": {"opens": "", "size": 1}}
    with pytest.raises(DocumentError, match=r"^window\.opens: 'soon'"):
        given_values(kind, {"window": {"opens": "soon"}})


def test_a_plan_renders_without_its_secrets() -> None:
    found = plan(SHELF, {"pin": "s3cret-new", "name": "South"}, STORED)
    told = (changes_of(found, ["planned"]), found.diff, resource_of(SHELF, found.predicted, False))
    assert "s3cret" not in repr(told)
    assert found.diff == {"before": {"pin": SECRET, "name": "North"}, "after": {"pin": NEW_SECRET, "name": "South"}}


def test_nothing_has_a_name_in_messages() -> None:
    assert repr(MISSING) == "MISSING"


ENDED = "2026-12-01T11:00:00Z"


@pytest.mark.parametrize(
    ("kind", "finished_at", "expected"),
    [
        ("one-time", None, False),
        ("one-time", "2026-12-01T11:00:00Z", True),
        ("recurring", "2026-12-01T11:00:00Z", False),
    ],
)
def test_a_one_time_event_that_has_ended_takes_no_update(kind: str, finished_at: Any, expected: bool) -> None:
    # a recurring one gets a new stream
    raw = {"type": kind, "stream": {"status": "ended", "finished_at": finished_at}}
    assert KINDS["live_event"].routes.closed(raw) is expected
    assert not KINDS["project"].routes.closed(raw)


def test_a_kind_without_a_one_time_secret_has_none_to_ask_for() -> None:
    with pytest.raises(ValueError, match="a wall shelf has no secret"):
        repr(SHELF.issued)

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where a difference comes from: every combination of what was applied, what is wanted and what is there."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.comparison import Rules
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.planner import plan_object
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.wanted import Content, Target, Wanted
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import KINDS
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.origins import (
    Former,
    counted,
    leaf_text,
    origins,
    sides_at,
    without_leaves,
)

ID = "11111111-1111-4111-8111-111111111111"
IDS = {name: f"{n}2222222-2222-4222-8222-222222222222" for n, name in enumerate("ABC")}
LABELS = {(place, id): name for name, id in IDS.items() for place in (False, True)}
RULES = Rules(labels=LABELS)


def target(name: str) -> Target:
    return Target(IDS[name], name)


def event(value: str) -> dict[str, Any]:
    return {"video": None, "record": {"parent_id": IDS[value]}}


#: what is written as A, B and C in a document, and how the API shows it: (kind, leaf, as given, as shown)
FIELDS: dict[str, tuple[str, tuple[str, ...], Any, Any]] = {
    "text": ("live_event", ("subtitle",), lambda v: {"subtitle": v}, lambda v: {"subtitle": v}),
    "set": ("webhook", ("events",), lambda v: {"events": [v, "x"]}, lambda v: {"events": ["x", v]}),
    "leaf": (
        "player",
        ("settings", "volume"),
        lambda v: {"settings": {"volume": ord(v), "color": "red"}},
        lambda v: {"settings": {"volume": ord(v), "color": "red", "more": 1}},
    ),
    "deep leaf": (
        "player",
        ("settings", "menu", "logo"),
        lambda v: {"settings": {"menu": {"logo": [v]}}},
        lambda v: {"settings": {"menu": {"logo": [v], "more": 1}}},
    ),
    "part": (
        "cdn_zone",
        ("settings", "index_html"),
        lambda v: {"settings": {"index_html": v}},
        lambda v: {"settings": {"index_html": v, "access_log": True}},
    ),
    "reference": ("project", ("player",), lambda v: {"player": target(v)}, lambda v: {"player_id": IDS[v]}),
    "place": ("live_event", ("record_to",), lambda v: {"record_to": target(v)}, event),
    "shown secret": ("webhook", ("password",), lambda v: {"password": v * 9}, lambda v: {"password": v * 9}),
    "address": (
        "webhook",
        ("endpoint",),
        lambda v: {"endpoint": f"https://h/?k={v}"},
        lambda v: {"endpoint": f"https://h/?k={v}"},
    ),
    "file": (
        "player",
        ("logo",),
        lambda v: {"logo": Content(v.encode(), "image/png", f"sha-{v}")},
        lambda v: {"logo": {"url": "https://cdn/logo", "sha256": f"sha-{v}"}},
    ),
    "items": (
        "live_event",
        ("restreams",),
        lambda v: {"restreams": [{"name": "R", "url": v}]},
        lambda v: {"restreams": [{"id": ID, "name": "R", "url": v, "key": "k"}]},
    ),
}


def planned(kind: str, given: dict[str, Any], shown: dict[str, Any] | None) -> Any:
    name = {KINDS[kind].key[0]: "N"} if KINDS[kind].key else {}
    observed = None if shown is None else {"id": ID, **name, **shown}
    return plan_object(Wanted(KINDS[kind], "N", {**name, **given}), observed, RULES)


def expected(base: str, document: str, workspace: str) -> str | None:
    """The definition. A space is what is not given."""
    if document in (" ", workspace):
        return None
    if base in (" ", workspace):
        return "document"
    return "workspace" if base == document else "both"


@pytest.mark.parametrize("field", FIELDS)
def test_each_combination_of_base_document_and_workspace(field: str) -> None:
    kind, leaf, given, shown = FIELDS[field]
    for base, document, workspace in itertools.product(" ABC", " ABC", "ABC"):
        plan = planned(kind, {} if document == " " else given(document), shown(workspace))
        former = Former({"name": "N", **({} if base == " " else given(base))})
        told = origins(plan, RULES, former)
        word = expected(base, document, workspace)
        assert told == ({leaf: word} if word else {}), (base, document, workspace)


@pytest.mark.parametrize("field", FIELDS)
def test_each_combination_for_an_object(field: str) -> None:
    """New ones: made by hand or not there; vanished ones: as the base had it, or changed in the document as well."""
    kind, leaf, given, shown = FIELDS[field]
    if field not in ("items", "file"):
        assert origins(planned(kind, given("A"), None), RULES, None)[leaf] == "document"
        assert origins(planned(kind, given("A"), None), RULES, Former({"name": "N", **given("A")}))[leaf] == "workspace"
        assert origins(planned(kind, given("A"), None), RULES, Former({"name": "N", **given("B")}))[leaf] == "both"
        assert origins(planned(kind, given("A"), None), RULES, Former({"name": "N"}))[leaf] == "document"
    assert origins(planned(kind, given("A"), shown("B")), RULES, None) == {leaf: "both"}
    assert origins(planned(kind, given("A"), shown("A")), RULES, None) == {}


class TestSecretsThatNoReadShows:
    """Nothing tells that somebody changed one, so the document asks for each that is sent."""

    def planned(self, rules: Rules) -> Any:
        wanted = Wanted(KINDS["webhook"], "N", {"name": "N", "password": "new-password"})
        return plan_object(wanted, {"id": ID, "name": "N", "password": "********"}, rules)

    @pytest.mark.parametrize("former", ["new-password", "old-password"])
    def test_a_secret_that_is_always_sent(self, former: str) -> None:
        rules = RULES._replace(update_secrets="always")
        told = origins(self.planned(rules), rules, Former({"name": "N", "password": former}))
        assert told == {("password",): "document"}

    def test_a_secret_that_is_not_sent(self) -> None:
        assert origins(self.planned(RULES), RULES, Former({"name": "N", "password": "old-password"})) == {}


class TestWhatCanNoLongerBeSaid:
    """A field of the base that names what is gone."""

    @pytest.mark.parametrize(("same_text", "word"), [(True, "workspace"), (False, "both")])
    def test_origin(self, same_text: bool, word: str) -> None:
        plan = planned("project", {"player": target("A")}, {"player_id": IDS["B"]})
        assert origins(plan, RULES, Former({}, {"player": same_text})) == {("player",): word}


class TestClearing:
    """Within an option, the empty dictionary clears all keys; what is not given leaves them alone."""

    def origins(self, former: Any, wanted: Any, there: Any) -> dict[str, str]:
        plan = planned("player", {"settings": wanted}, {"settings": there})
        return {leaf_text(leaf): word for leaf, word in origins(plan, RULES, Former({"settings": former})).items()}

    def test_both_versions_clear(self) -> None:
        assert self.origins({"menu": {}}, {"menu": {}}, {"menu": {"logo": 1}}) == {"settings.menu.logo": "workspace"}

    def test_the_document_begins_to(self) -> None:
        there = {"menu": {"logo": 1, "color": "red", "more": 1}}
        assert self.origins({"menu": {"logo": 1, "color": "blue"}}, {"menu": {}}, there) == {
            "settings.menu.logo": "document",
            "settings.menu.color": "both",
            "settings.menu.more": "document",
        }

    def test_the_document_ends_to(self) -> None:
        assert self.origins({"menu": {}}, {"menu": {"logo": 1}}, {"menu": {"logo": 2}}) == {
            "settings.menu.logo": "both"
        }
        assert self.origins({}, {"volume": 1}, {"volume": 2}) == {"settings.volume": "document"}


def test_a_delete_tells_all_that_is_known_of_the_object() -> None:
    wanted = Wanted(KINDS["webhook"], "N", {}, present=False)
    plan = plan_object(wanted, {"id": ID, "name": "N", "endpoint": "https://h", "events": ["a"]}, RULES)
    assert origins(plan, RULES, None) == {("name",): "both", ("endpoint",): "both", ("events",): "both"}


KEPT = [
    ({"a": 1, "b": 2}, [("a",)], {"b": 2}),
    ({"a": {"x": 1, "y": 2}}, [("a", "x")], {"a": {"y": 2}}),
    ({"a": {"x": {"p": 1}}, "b": 2}, [("a", "x", "p")], {"b": 2}),
    ({"a": {}, "b": 2}, [("a", "x"), ("a", "y")], {"b": 2}),
    ({"a": {"x": {}, "y": 1}}, [("a", "x", "p", "q")], {"a": {"y": 1}}),
    ({"a": 1}, [("b",)], {"a": 1}),
]


@pytest.mark.parametrize(("values", "leaves", "left"), KEPT)
def test_leaves_are_left_alone_without_clearing_what_is_beside_them(values: Any, leaves: Any, left: Any) -> None:
    assert without_leaves(values, leaves) == left


def test_the_sides_of_some_differences() -> None:
    plan = planned("player", {"settings": {"volume": 1, "color": "red"}}, {"settings": {"volume": 2}})
    assert sides_at(plan, [("settings", "volume")]) == {
        "before": {"settings": {"volume": 2}},
        "after": {"settings": {"volume": 1}},
    }
    assert sides_at(plan, [("settings", "color")]) == {"before": {}, "after": {"settings": {"color": "red"}}}


def test_counted() -> None:
    found = [{("a",): "both", ("b",): "document"}, {}, {("c",): "document"}]
    assert counted(found) == {"document": 2, "workspace": 0, "both": 1}

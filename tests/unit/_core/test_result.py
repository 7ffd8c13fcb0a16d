# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From a plan and its outcomes to the keys of a result."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.change import (
    Change,
    Create,
    Delete,
    Move,
    MoveMember,
    PutPart,
    Reorder,
    Update,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.comparison import Rules
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.base import Raw
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.plan import Plan
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.planner import plan_object
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.result import (
    changes_of,
    resource_of,
    secrets_in,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.wanted import Wanted
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import KINDS

EVENT = KINDS["live_event"]
ZONE = KINDS["cdn_zone"]
ID = "01234567-89ab-4cde-8f01-23456789abcd"
HOOK = {"id": ID, "name": "a", "endpoint": "https://e", "login": "l", "password": "s3cret", "events": ["y", "x", "y"]}


def plan_for(*changes: Change, before: Raw, after: Raw) -> Plan:
    return Plan(Wanted(EVENT, "Webinar", {}), {"id": ID}, changes, before, after, {})


def test_one_entry_for_each_object_with_what_became_of_it() -> None:
    restream = EVENT.field("restreams").child_kind
    assert restream is not None
    changes = [
        Create(KINDS["folder"], "Courses/2026", ("name",), None, "", {"name": "2026"}),
        Update(EVENT, "Webinar", ("subtitle", "starts_at"), ID, "", {"name": "Webinar", "x": "s3cret"}),
        Create(restream, "Webinar/R1", ("name", "key"), None, "", {"name": "R1", "key": "s3cret"}),
        Move(EVENT, "Webinar", ("location",), ID, "", {"parent_id": "p"}, "move"),
    ]
    before = {"subtitle": "a", "location": {"project": "Old"}, "name": "Webinar"}
    after = {"subtitle": "b", "starts_at": "", "location": {"project": "Courses"}, "restreams": [{"name": "R1"}]}
    plan = plan_for(*changes, before=before, after={**after, "name": "Webinar"})
    folder = {"kind": "folder", "key": "Courses/2026", "action": "create", "fields": ["name"]}
    event = {
        "kind": "live_event",
        "key": "Webinar",
        "action": "move",
        "fields": ["subtitle", "starts_at", "restreams", "location"],
        "requests": 3,
        "before": {"subtitle": "a", "location": {"project": "Old"}},
        "after": after,
    }
    assert changes_of(plan, ["planned"] * 4) == [
        {**folder, "outcome": "planned", "after": {}},
        {**event, "outcome": "planned"},
    ]
    words = ["applied", "applied", "failed", "not_attempted"]
    reason = "refused; written: subtitle, starts_at; not written: restreams, location"
    assert changes_of(plan, words, "refused", "an earlier one failed") == [
        {**folder, "outcome": "applied", "after": {}},
        {**event, "outcome": "failed", "reason": reason},
    ]
    headers = [{name: text for name, text in one.diff.items() if name.endswith("_header")} for one in plan.objects]
    assert headers == [
        {"after_header": "folder 'Courses/2026'"},
        {"before_header": "live event 'Webinar'", "after_header": "live event 'Webinar'"},
    ]
    assert changes_of(plan_for(before={}, after={}), []) == []


@pytest.mark.parametrize(
    ("words", "outcome", "reason"),
    [
        (["applied", "applied"], "applied", "refused"),  # all was done, and is not what was wanted
        (["failed", "not_attempted"], "failed", "refused"),
        (["applied", "failed"], "failed", "refused; written: name; not written: record_to"),
        (["applied", "not_attempted"], "failed", "refused; written: name; not written: record_to"),
        (["not_attempted", "not_attempted"], "not_attempted", "stopped"),
    ],
)
def test_what_is_done_in_part_has_failed(words: list[str], outcome: str, reason: str) -> None:
    changes = (Update(EVENT, "Webinar", ("name",), ID), PutPart(EVENT, "Webinar", ("record_to",), ID, route="r"))
    (told,) = changes_of(plan_for(*changes, before={}, after={}), words, "refused", "stopped")
    assert (told["outcome"], told["reason"]) == (outcome, reason)


def test_a_run_that_was_stopped_in_the_middle_says_so() -> None:
    changes = (Update(EVENT, "Webinar", ("name",), ID), PutPart(EVENT, "Webinar", ("record_to",), ID, route="r"))
    (told,) = changes_of(plan_for(*changes, before={}, after={}), ["applied", "not_attempted"], "", "stopped")
    assert told["reason"] == "stopped; written: name; not written: record_to"


@pytest.mark.parametrize(
    ("changes", "action", "recreated"),
    [
        ((Delete(EVENT, "Webinar", id=ID), Create(EVENT, "Webinar", ("name",))), "update", True),
        ((Create(EVENT, "Webinar", ("name",)), Delete(EVENT, "Webinar", id=ID)), "update", True),
        ((Create(EVENT, "Webinar", ("name",)), Reorder(EVENT, "Webinar", ("position",), None)), "create", False),
        ((Update(EVENT, "Webinar", ("name",), ID), Reorder(EVENT, "Webinar", ("position",), ID)), "move", False),
        ((MoveMember(EVENT, "Webinar", ("videos",), ID),), "update", False),
    ],
)
def test_the_action_is_what_becomes_of_the_object(changes: tuple[Change, ...], action: str, recreated: bool) -> None:
    (told,) = changes_of(plan_for(*changes, before={"name": "a"}, after={"name": "a"}), ["planned"] * len(changes))
    assert (told["action"], told.get("recreated", False)) == (action, recreated)
    assert told.get("requests", 1) == len(changes)


def test_a_delete_shows_what_was_there() -> None:
    (told,) = changes_of(plan_for(Delete(EVENT, "Webinar", id=ID), before={"name": "a"}, after={}), ["planned"])
    assert (told["fields"], told["before"], "after" in told) == ([], {"name": "a"}, False)


def test_one_request_is_not_counted() -> None:
    assert "requests" not in changes_of(plan_for(Update(EVENT, "Webinar", ("name",), ID), before={}, after={}), [""])[0]


def test_the_diff_holds_managed_fields_only_in_one_form() -> None:
    values = {"name": "a", "events": ["x", "y", "x"], "password": "s3cret-new"}
    plan = plan_object(Wanted(KINDS["webhook"], "a", values), HOOK, Rules())
    assert plan.diff == {
        "before": {"name": "a", "events": ["x", "y"], "password": "********"},
        "after": {"name": "a", "events": ["x", "y"], "password": "******** (changed)"},
    }


class TestResource:
    def test_is_the_object_without_its_secrets(self) -> None:
        before = copy.deepcopy(HOOK)
        assert resource_of(KINDS["webhook"], HOOK, False) == {k: v for k, v in HOOK.items() if k != "password"}
        assert before == HOOK

    @pytest.mark.parametrize("reveal", [True, False])
    def test_given_secrets_are_never_revealed(self, reveal: bool) -> None:
        assert "password" not in resource_of(KINDS["webhook"], HOOK, reveal)

    @pytest.mark.parametrize("password", ["<REDACTED>", "", None, "********"])
    def test_masks_are_left_out_too(self, password: Any) -> None:
        assert "password" not in resource_of(KINDS["webhook"], {**HOOK, "password": password}, False)

    def test_generated_secrets_are_there_on_demand(self) -> None:
        raw = {"id": "e", "name": "W", "streamkey": "s3cret", "restreams": [{"name": "R", "key": "s3cret"}]}
        cleaned = {"id": "e", "name": "W", "restreams": [{"name": "R"}]}
        assert resource_of(EVENT, raw, False) == cleaned
        assert resource_of(EVENT, raw, True) == {**cleaned, "streamkey": "s3cret"}
        assert resource_of(EVENT, {"id": "e"}, True) == {"id": "e"}

    def test_secrets_at_every_depth(self) -> None:
        raw = {
            "name": "z",
            "origins": [{"addr": "a", "basic_auth": {"username": "u", "password": "s3cret"}}, {"addr": "b"}],
            "access_control": {"jwt_secret": "s3cret", "secure_link": "s3cret", "geo": ["RU"]},
        }
        assert resource_of(ZONE, raw, True) == {
            "name": "z",
            "origins": [{"addr": "a", "basic_auth": {"username": "u"}}, {"addr": "b"}],
            "access_control": {"geo": ["RU"]},
        }

    @pytest.mark.parametrize("empty", [None, [], {}])
    def test_empty_shapes_stay(self, empty: Any) -> None:
        assert resource_of(ZONE, {"name": "z", "origins": empty}, False) == {"name": "z", "origins": empty}

    @pytest.mark.parametrize("name", ["password", "Token", "client_secret", "private_key", "STREAMKEY", "secret"])
    def test_undeclared_fields_with_a_secret_s_name(self, name: str) -> None:
        raw = {"name": "a", name: "s3cret", "more": [{"deep": {name: "s3cret", "x": 1}}]}
        assert resource_of(KINDS["webhook"], raw, True) == {"name": "a", "more": [{"deep": {"x": 1}}]}

    @pytest.mark.parametrize("name", ["tokens", "secretary", "key", "passwords_hint"])
    def test_but_no_other_names(self, name: str) -> None:
        assert resource_of(KINDS["webhook"], {name: "text"}, False) == {name: "text"}

    def test_texts_of_parts_are_the_user_s_own(self) -> None:
        link = "https://x.example/?sign=1"
        raw = {
            "title": link,
            "chapters": {"items": [{"time": 0, "title": link, "thumbnail": link}], "enabled": True, "preview": link},
            "tags": [link],
            "meta": link,
        }
        chapters = {"items": [{"time": 0, "title": link}], "enabled": True}
        assert resource_of(KINDS["video"], raw, False) == {"title": link, "chapters": chapters, "tags": [link]}

    def test_masking_is_by_field_never_by_text(self) -> None:
        raw = {**HOOK, "password": "e", "login": "e", "name": "hello"}
        shown = resource_of(KINDS["webhook"], raw, False)
        assert (shown["name"], shown["login"], shown["endpoint"]) == ("hello", "e", "https://e")

    def test_large_values_are_left_out(self) -> None:
        raw = {"name": "p", "logo": "data:image/png;base64,AAAA", "settings": {"custom_logo": True}}
        assert resource_of(KINDS["player"], raw, True) == {"name": "p", "settings": {"custom_logo": True}}

    def test_of_nothing_is_nothing(self) -> None:
        assert resource_of(KINDS["webhook"], {}, True) == {}


class TestSecretTexts:
    def test_of_an_observed_object(self) -> None:
        raw = {"streamkey": "one", "restreams": [{"name": "R", "key": "two"}, {"name": "S", "key": ""}]}
        assert secrets_in(EVENT, raw) == {"one", "two"}

    def test_in_lists_and_dictionaries(self) -> None:
        auth = {"username": "u", "password": "one"}
        raw = {"origins": [{"basic_auth": auth}, {"basic_auth": None}], "access_control": {"jwt_secret": "two"}}
        assert secrets_in(ZONE, raw) == {"one", "two"}

    @pytest.mark.parametrize("name", ["project", "video", "playlist", "live_event"])
    def test_those_that_no_field_declares(self, name: str) -> None:
        raw = {"privacy_share": {"password": "one", "Access-Token": "three"}, "x": [{"passphrase": ["two"]}]}
        assert secrets_in(KINDS[name], raw) == {"one", "two", "three"}
        assert resource_of(KINDS[name], raw, True) == {"privacy_share": {}, "x": [{}]}

    def test_a_mask_is_none(self) -> None:
        assert secrets_in(KINDS["project"], {"privacy_share": {"password": "********"}}) == set()

    @pytest.mark.parametrize("raw", [None, {}, {"origins": None, "access_control": None}, {"access_control": "text"}])
    def test_where_there_are_none(self, raw: Any) -> None:
        assert secrets_in(ZONE, raw) == set()

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is refused before the first write, in which order, and in which words."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._core import guards
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.comparison import Rules
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import GuardError
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.plan import Plan
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.planner import plan_object
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.wanted import Wanted
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import KINDS

PROJECT = KINDS["project"]
EVENT = KINDS["live_event"]
WEBHOOK = KINDS["webhook"]
ID = "93997264-97ac-4091-b48e-559614c2817a"
STORED = {"id": ID, "name": "Courses", "privacy_type": "custom", "encrypted": False, "catalog_type": "vod"}


def plan(kind: str, values: dict[str, Any], observed: Any, present: bool = True) -> Plan:
    return plan_object(Wanted(KINDS[kind], "Courses", values, present), observed, Rules())


def error_of(found: Plan, update_secrets: str = "on_create", force: bool = False) -> GuardError:
    with pytest.raises(GuardError) as caught:
        guards.check(found, update_secrets, force)
    return caught.value


def test_a_harmless_plan_passes() -> None:
    assert guards.check(plan("project", {"privacy_type": "nowhere"}, STORED), "on_create", False) is None
    assert guards.check(plan("project", {"name": "Courses"}, STORED), "on_create", False) is None
    assert guards.check(plan("project", {"name": "Courses"}, STORED, present=False), "on_create", False) is None


class TestCreateOnly:
    def test_both_values_are_reported(self) -> None:
        error = error_of(plan("project", {"catalog_type": "live"}, STORED))
        assert (error.kind, error.key, error.action) == ("project", "Courses", "update")
        for text in ("catalog_type", "'vod'", "'live'", "project 'Courses'"):
            assert text in error.sentence()

    def test_it_comes_before_all_else(self) -> None:
        found = plan("live_event", {"type": "recurring", "subtitle": "x"}, hidden_key(type="one-time"))
        assert found.at_risk
        assert "type" in error_of(found).message

    @pytest.mark.parametrize("update_secrets", ["on_create", "always", "leave_out"])
    def test_no_option_allows_it(self, update_secrets: str) -> None:
        error_of(plan("project", {"encrypted": True}, STORED), update_secrets, True)


class TestNeededToCreate:
    def test_everything_that_is_missing_is_named(self) -> None:
        error = error_of(plan("webhook", {"login": "a"}, None))
        assert (error.kind, error.action) == ("webhook", "create")
        assert "name" in error.message
        assert "endpoint" in error.message

    def test_a_part_that_is_missing_in_an_object_that_exists(self) -> None:
        error = error_of(plan("live_event", {"restreams": [{"name": "R1"}]}, {"id": ID, "name": "Courses"}))
        assert "restreams[R1].url" in error.sentence()
        assert "restreams[R1].key" in error.sentence()
        assert "'Courses': it does not exist" not in error.sentence()

    def test_the_rest_of_an_upload_that_is_given_by_its_id(self) -> None:
        left = {"id": ID, "title": "Courses", "status": "error"}
        message = error_of(plan("video", {"url": "https://cdn.example.com/a.mp4"}, left)).message
        assert message.startswith("its upload failed")
        assert "check url, and run the task again with title and location" in message


class TestDeletes:
    @pytest.mark.parametrize(
        ("held", "words"),
        [
            ({"items_count": 12}, ["items_count", "12"]),
            ({"folders": [{"id": "f"}, {"id": "g"}]}, ["folders", "2"]),
            ({"items_count": 1, "folders": [{}]}, ["items_count", "folders"]),
        ],
    )
    def test_what_would_go_is_counted(self, held: dict[str, Any], words: list[str]) -> None:
        found = plan("project", {"name": "Courses"}, {**STORED, **held}, present=False)
        error = error_of(found)
        assert error.action == "delete"
        assert [word for word in [*words, "force"] if word not in error.message] == []
        guards.check(found, "on_create", True)

    @pytest.mark.parametrize("held", [{}, {"items_count": 0}, {"folders": []}, {"items_count": None, "folders": None}])
    def test_what_is_empty_goes(self, held: dict[str, Any]) -> None:
        guards.check(plan("project", {"name": "Courses"}, {**STORED, **held}, present=False), "on_create", False)

    def test_stored_secrets_do_not_hinder(self) -> None:
        guards.check(plan("webhook", {"name": "a"}, HOOK, present=False), "on_create", False)


HOOK = {"id": ID, "name": "a", "endpoint": "https://e", "login": "l", "password": "<REDACTED>", "events": ["x"]}


def hidden_key(**more: Any) -> dict[str, Any]:
    restream = {"id": ID, "name": "R1", "url": "rtmp://r", "key": "<REDACTED>", "enabled": True}
    return {"id": ID, "name": "Courses", "restreams": [restream], **more}


class TestStoredSecrets:
    @pytest.mark.parametrize("update_secrets", ["on_create", "always"])
    def test_an_update_that_could_wipe_one_is_refused(self, update_secrets: str) -> None:
        error = error_of(plan("webhook", {"events": ["y"]}, HOOK), update_secrets)
        for text in ("password", "update_secrets", "leave_out"):
            assert text in error.message
        assert "REDACTED" not in error.sentence()

    def test_leave_out_accepts_it(self) -> None:
        guards.check(plan("webhook", {"events": ["y"]}, HOOK), "leave_out", False)

    def test_without_a_write_there_is_no_risk(self) -> None:
        guards.check(plan("webhook", {"events": ["x"]}, HOOK), "on_create", False)

    def test_a_new_child_does_not_risk_the_others(self) -> None:
        from_a_write_of_the_event = plan("live_event", {"subtitle": "x"}, hidden_key())
        assert "restreams[R1].key" in error_of(from_a_write_of_the_event).message
        of_another_restream = {"restreams": [{"name": "R1"}, {"name": "R2", "url": "rtmp://s", "key": "k"}]}
        guards.check(plan("live_event", of_another_restream, hidden_key()), "on_create", False)

    def test_a_kind_without_secrets_has_no_such_option(self) -> None:
        error = error_of(plan("project", {"privacy_type": "nowhere"}, {**STORED, "x_key": "<REDACTED>"}))
        assert "x_key" in error.message
        assert "update_secrets" not in error.message

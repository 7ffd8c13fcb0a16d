# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A plan as lines for a console."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.differences import ABSENT
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.plan import ObjectChange
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import KINDS
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.lines import line_of

NOTHING: dict[str, int] = {"items": 0, "bytes": 0}


def change(kind: str, key: str, action: str, before: Any = (), after: Any = (), **more: Any) -> ObjectChange:
    sides = dict(before), dict(after)
    return ObjectChange(KINDS[kind], key, action, tuple({**sides[0], **sides[1]}), (0,), *sides, **more)


def moved(before: Any, after: Any) -> ObjectChange:
    return change("video", "Алгебра", "move", {"location": before}, {"location": after})


@pytest.mark.parametrize(
    ("one", "line"),
    [
        (change("project", "Курсы", "create", {}, {"name": "Курсы"}), "+ project 'Курсы'"),
        (change("webhook", "lms", "delete", {"endpoint": "x"}), "- webhook 'lms'"),
        (change("drm_auth", "workspace", "create"), "+ DRM auth 'workspace'"),
        (
            change("player", "Основной", "update", {"settings": {"volume": 30}}, {"settings": {"volume": 80}}),
            "~ player 'Основной': settings.volume 30 → 80",
        ),
        (
            change("project", "P", "update", {"privacy_domains": ["a", "b.рф"]}, {"privacy_domains": ["a", "я.рф"]}),
            "~ project 'P': privacy_domains -b.рф +я.рф",
        ),
        (
            change("playlist", "L", "update", {"videos": ["a", "b"]}, {"videos": ["b", "a"]}),
            "~ playlist 'L': videos in another order",
        ),
        (
            change("webhook", "W", "update", {"endpoint": "https://a"}, {"endpoint": "https://b", "login": ""}),
            "~ webhook 'W': endpoint https://a → https://b, login none → \"\"",
        ),
        (
            change("live_event", "E", "update", {"restreams": [{"name": "R", "url": "a"}]}, {"restreams": []}),
            "~ live event 'E': restreams[R].name R → none, restreams[R].url a → none",
        ),
        (
            ObjectChange(KINDS["drm_auth"], "P", "update", ("strict",), (0,)),
            "~ DRM auth 'P': strict",
        ),
        (
            change("project", "P", "update", {"name": "x" * 99}, {"name": " y"}),
            f"~ project 'P': name {'x' * 59}… → \" y\"",
        ),
        (
            change("player", "P", "update", {"settings": {}}, {"settings": {f"a{n}": n for n in range(10)}}),
            "~ player 'P': " + ", ".join(f"settings.a{n} none → {n}" for n in range(8)) + ", and 2 more",
        ),
        (
            change("access_token", "ci", "update", {"scope": ["a"]}, {"scope": ["b"]}, recreated=True),
            "~ access token 'ci': scope -a +b, created anew",
        ),
        (change("tag", "a\u202eb", "create"), "+ tag 'a\\u202eb'"),
        (moved({"project": "P", "folder": ["Архив"]}, {"project": "P", "folder": ["2026"]}),
         "> video 'Алгебра': folder Архив → 2026"),
        (moved({"project": "P"}, {"project": "P", "folder": ["A", "B"]}), "> video 'Алгебра': location P → P/A/B"),
        (moved({"project": "P"}, {"id": "x"}), "> video 'Алгебра': location P → x"),
        (change("live_event", "E", "update", {"record_to": {"project": "P"}}, {"record_to": {}}),
         "~ live event 'E': record_to P → none"),
    ],
)  # fmt: skip
def test_one_line_for_each_object(one: ObjectChange, line: str) -> None:
    assert line_of(one, NOTHING) == line


def test_which_broadcast_it_can_hurt() -> None:
    one = change("webhook", "W", "delete")
    assert line_of(one, {}, "failed", ["event 'A' is\u202e on", "event 'B'"]) == (
        "- webhook 'W' (failed) ! event 'A' is\\u202e on ! event 'B'"
    )


def test_what_a_delete_takes_along() -> None:
    line = line_of(change("project", "P", "delete"), {"items": 1_204, "bytes": 5_000})
    assert line == "- project 'P' with 1,204 items (5,000 bytes) inside"
    line = line_of(change("project", "P", "delete"), {"items": 1, "bytes": 1})
    assert line == "- project 'P' with 1 item (1 byte) inside"
    assert line_of(change("webhook", "P", "delete"), {}) == "- webhook 'P'"


@pytest.mark.parametrize(
    ("outcome", "end"),
    [("planned", ""), ("applied", ""), ("failed", " (failed)"), ("not_attempted", " (not attempted)")],
)
def test_what_became_of_it(outcome: str, end: str) -> None:
    assert line_of(change("tag", "a", "create"), {}, outcome) == f"+ tag 'a'{end}"


def test_what_is_not_there_says_so_in_a_traceback() -> None:
    assert repr(ABSENT) == "ABSENT"

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The order of the reports for people: what failed first, folders with their project, and how to undo what was done."""

from __future__ import annotations

import json
import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.arranged import families, parts_of
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.drift import Drift
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.formats import FORMATS
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.results import drift_of
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.words import badge
from tests.unit._reports.samples.samples import change, workspace

UNDO = {
    "dest": "reports/undo.yml",
    "irreversible": [
        {"kind": "folder", "key": "A/Old", "fields": [], "why": "its contents are gone"},
        {"kind": "live_event", "key": "E", "fields": ["presets", "type"], "why": "they cannot be read"},
    ],
}


def drift(*words: str, **more: Any) -> Drift:
    """A drift of changes that are given as "kind key action outcome"."""
    told = [word.split(" ") for word in words]
    return drift_of(
        workspace(*((change(kind, key, action, outcome=end), {}, {}) for kind, key, action, end in told), **more)
    )


PARTS = [
    (["player P create planned"], {"": ["P"]}),
    (["player P create not_attempted", "player Q create not_attempted"], {"": ["P", "Q"]}),
    (["player P create applied", "player Q create applied"], {"": ["P", "Q"]}),
    (["player P create failed"], {"Failed or not attempted": ["P"]}),
    (
        ["player P create applied", "player Q create not_attempted", "player R create failed"],
        {"Failed or not attempted": ["Q", "R"], "Applied": ["P"]},
    ),
    (
        ["player P create planned", "player Q create applied", "player R create failed"],
        {"Failed or not attempted": ["R"], "Other changes": ["P", "Q"]},
    ),
]


@pytest.mark.parametrize(("words", "parts"), PARTS)
def test_what_was_not_done_stands_first(words: list[str], parts: dict[str, list[str]]) -> None:
    found = {part.title: [entry.key for entry in part.drift.entries] for part in parts_of(drift(*words))}
    assert list(found.items()) == list(parts.items())


FAMILIES = [
    (["project A update planned", "folder A/x create planned"], [("", ["A", "A/x"])]),
    (["folder A/x create planned", "project A update planned"], [("", ["A", "A/x"])]),
    (["folder A/x create planned", "folder A/x/y create planned"], [("A", ["A/x", "A/x/y"])]),
    (["project A/B create planned", "folder A/B/x create planned"], [("", ["A/B", "A/B/x"])]),
    (["project A create planned", "folder AB/x create planned"], [("", ["A"]), ("AB", ["AB/x"])]),
    (
        [
            "project A create planned",
            "project B delete planned",
            "folder A/x create failed",
            "folder A/y delete planned",
        ],
        [("", ["A", "A/x", "A/y"]), ("", ["B"])],
    ),
    (["player A update planned", "player B delete planned"], [("", ["B"]), ("", ["A"])]),
    (["folder odd update planned"], [("odd", ["odd"])]),
]


@pytest.mark.parametrize(("words", "expected"), FAMILIES)
def test_folders_stand_below_their_project(words: list[str], expected: list[tuple[str, list[str]]]) -> None:
    found = families(drift(*words).entries)
    assert [(family.project, [entry.key for entry in family.entries]) for family in found] == expected


def test_projects_of_one_name_on_two_hosts_have_their_own_folders() -> None:
    one, other = (drift_of(workspace((change(kind, key, "create"), {}, {})), host) for kind, key, host in (
        ("project", "A", "a"), ("folder", "A/x", "b"),
    ))  # fmt: skip
    found = families((*one.entries, *other.entries))
    assert [(family.project, [entry.host for entry in family.entries]) for family in found] == [
        ("", ["a"]),
        ("A", ["b"]),
    ]


APPLY = (
    "player P create applied",
    "project A update failed",
    "folder A/x create not_attempted",
    "webhook W update failed",
    "folder B/y create applied",
)


@pytest.mark.parametrize("name", ["html", "markdown"])
def test_the_order_for_people(name: str) -> None:
    text = FORMATS[name](drift(*APPLY), "t", None)
    places = [text.rindex(key) for key in (">A<", ">A/x<", ">W<", ">P<", ">B/y<")]
    assert places == sorted(places)
    assert "Projects and folders" in text


def test_a_comment_says_at_once_why_something_failed() -> None:
    told = change("project", "A", "update", "player", outcome="failed", reason="the API refused it")
    other = change("project", "B", "update", "player", outcome="applied")
    result = workspace(
        (told, {"player": "x"}, {"player": "y"}), (other, {"player": "x"}, {"player": "y"}), failed=True, msg="no"
    )
    text = FORMATS["markdown"](drift_of(result), "t", None)
    assert "**Failed. 2 changes: 1 failed, 1 applied" in text.replace("\\", "")
    assert text.count("<details open>") == text.count("<details>") == 1
    assert text.index("1 task failed\n") < text.index("<details open><summary><b>update</b> <code>A<")
    assert text.index("<details open>") < text.index("! the API refused it") < text.index("<details>")


def test_the_order_of_junit() -> None:
    told = drift(*APPLY, failed=True, msg="2 of 5 changes failed")
    root = ET.fromstring(FORMATS["junit"](told, "t", None))  # noqa: S314 - our own
    assert [suite.get("name") for suite in root.iter("testsuite")] == [
        "failed tasks",
        "projects",
        "webhooks",
        "players",
        "folders",
    ]


def test_the_page_of_a_run_that_failed() -> None:
    page = FORMATS["html"](drift(*APPLY), "t", None)
    assert '<body class="state-failed">' in page
    assert "<title>Failed: t</title>" in page
    counts = re.search(r'<ul class="counts">(.*?)</ul>', page)
    assert counts
    assert re.sub("<.*?>", " ", counts.group(1)).split() == "2 failed 1 not attempted 2 applied 0 unchanged".split()  # noqa: SIM905
    shown = dict(re.findall(r'id="show-([a-z_]+)"[^>]*>(?:[a-z ]+) (\d+)<', page))
    assert shown == {"failed": "2", "not_attempted": "1", "create": "3", "update": "2"}
    for key, classes in (("A", "update failed has-update has-failed"), ("A/x", "create not_attempted has-create")):
        assert re.search(
            rf'class="entry flat {classes}[^>]*><p><span class="action">\w+</span><bdi class="key">{key}<', page
        )


REFUSED = ("project A delete not_attempted", "player P create not_attempted")


def test_the_page_of_a_plan_that_was_refused() -> None:
    why = {"failed": True, "msg": "the plan is refused, nothing was written:\nproject 'A' holds 12 items"}
    page = FORMATS["html"](drift(*REFUSED, **why), "t", None)
    assert '<body class="state-refused">' in page
    body = page[page.index("<body") :]
    assert body.index("The plan was refused</h2>") < body.index("holds 12 items") < body.index('<ul class="counts">')
    assert "not attempted" not in body
    assert "show-not_attempted" not in body


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (drift(*APPLY), "Failed"),
        (drift(*REFUSED, failed=True, msg="no"), "Refused"),
        (drift("player P create applied"), "Applied"),
        (drift("player P create planned"), "Drift"),
        (drift(), "In sync"),
        (drift_of({"failed": True, "msg": "the document is not valid"}), "Failed"),
    ],
)
def test_the_state_in_a_word(told: Drift, expected: str) -> None:
    assert badge(told) == expected


@pytest.mark.parametrize("name", FORMATS)
def test_all_reports_tell_how_to_undo(name: str) -> None:
    text = FORMATS[name](drift("player P create applied", undo=UNDO), "t", None)
    for word in ("reports/undo.yml", "A/Old", "its contents are gone", "presets", "type", "they cannot be read"):
        assert word in text


def test_undo_in_json() -> None:
    assert json.loads(FORMATS["json"](drift(undo=UNDO), "t", None))["undo"] == [UNDO]
    assert json.loads(FORMATS["json"](drift(undo="odd"), "t", None))["undo"] == []
    assert json.loads(FORMATS["json"](drift(undo={"dest": "x", "irreversible": 1}), "t", None))["undo"] == [
        {"dest": "x", "irreversible": []}
    ]

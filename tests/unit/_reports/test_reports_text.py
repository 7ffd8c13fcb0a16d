# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The reports that are text: JSON and JUnit for programs, Markdown that nobody can break out of."""

from __future__ import annotations

import json
import re
from html import unescape
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.display import visible
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.arranged import parts_of, read_together
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.as_html import as_html
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.as_json import as_json
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.as_junit import as_junit
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.as_markdown import LIMIT, as_markdown
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.drift import ACTIONS
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.native import native
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.results import Ledger, drift_of
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.words import verdict
from tests.unit._reports.samples.samples import HOSTILE, change, large, results, texts, workspace

#: What the Markdown may become, and nothing else.
ELEMENTS = frozenset(
    "h2 h3 p strong blockquote details summary b code pre sub table thead tbody tr th td".split()  # noqa: SIM905
)
NOBODY = re.compile(r"[@#]\w")
RENDER = MarkdownIt("commonmark").enable("table")


class Page(HTMLParser):
    """What a Markdown renderer made of a report: its elements, and the text outside of code."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.attributes: set[str] = set()
        self.prose: list[str] = []
        self.titles: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes |= {name for name, _value in attrs}
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"code", "pre"} & set(self._open):
            self.prose.append(data)
        if "h2" in self._open:
            self.titles.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


def rendered(text: str) -> Page:
    """A report as its readers get it, after checks that hold for every one."""
    assert len(text) <= LIMIT
    assert len(text.encode()) <= LIMIT
    page = Page(RENDER.render(text))
    assert set(page.elements) <= ELEMENTS
    assert page.attributes <= {"class", "style", "open"}  # of code and of cells, made by the renderer; of what failed
    assert not NOBODY.search("".join(page.prose))
    return page


def numbers_of(text: str) -> list[int]:
    """The last row of the table: the totals."""
    row = next(line for line in text.split("\n") if line.startswith("| **Total**"))
    return [int(cell.strip(" *").replace(",", "")) for cell in row.split("|")[2:-1]]


@given(results(), texts)
def test_no_text_breaks_out_of_the_markdown(result: dict[str, Any], title: str) -> None:
    drift = drift_of(result)
    text = as_markdown(drift, title, "2026")
    page = rendered(text)
    assert page.elements.count("h2") == 1 + sum(bool(part.title) for part in parts_of(drift))
    assert page.elements.count("table") == bool(drift.entries)
    shown = page.elements.count("details") + len(re.findall(r"^<p><(b|code)>", text, re.MULTILINE))
    hidden = [int(number) for number in re.findall(r"^\*\*(\d+) more changes?", text, re.MULTILINE)]
    assert shown + sum(hidden) == len(drift.entries)
    if drift.entries:
        counted = [drift.counts[action] for action in (*ACTIONS, "other") if action in drift.counts]
        assert numbers_of(text)[: len(counted) + 1] == [*counted, drift.unchanged]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_in_the_markdown(text: str) -> None:
    told = (change("project", text, "update", text, reason=text), {text: text}, {text: [text, {text: text}]})
    failure = {"failed": True, "msg": text}
    report = as_markdown(drift_of([workspace(told, plan_id=text), failure]), text, text)
    assert rendered(report).elements.count("details") == 1
    assert rendered(report).elements.count("code") == (6 if text else 3)
    if 0 < len(text.strip()) < 100 and text.isprintable():
        assert " ".join(text.split()) in " ".join("".join(rendered(report).titles).replace("\u200b", "").split())


@pytest.mark.parametrize("number", [500, 10_000])
def test_what_does_not_fit_is_counted(number: int) -> None:
    text = as_markdown(drift_of(large(number)), "t")
    page = rendered(text)
    assert len(text.encode()) > LIMIT * 0.9, "the room is used"
    shown = page.elements.count("details") + len(re.findall(r"^<p><(b|code)>", text, re.MULTILINE))
    hidden = [
        int(found.replace(",", "")) for found in re.findall(r"^\*\*([\d,]+) more changes? of", text, re.MULTILINE)
    ]
    assert len(hidden) == len(read_together(drift_of(large(number))))
    assert shown + sum(hidden) == number
    assert sum(numbers_of(text)[:4]) == number


def test_more_sections_than_there_is_room_for() -> None:
    told = [
        (change(f"kind {place} {'<' * 90}", "<" * 900, "delete"), {"<" * 90: "<" * 900}, {}) for place in range(3_000)
    ]
    text = as_markdown(drift_of(workspace(*told)), "#" * 900)
    rendered(text)
    shown = text.count("\n<details>") + len(re.findall(r"^<p><(b|code)>", text, re.MULTILINE))
    hidden = [int(found.replace(",", "")) for found in re.findall(r"^\*\*([\d,]+) more changes?", text, re.MULTILINE)]
    assert shown + sum(hidden) == 3_000
    assert "2,960 more sections not shown" in text


def test_one_change_does_not_take_all_the_room() -> None:
    long = (change("player", "A", "update", "css"), {"css": ["x" * 30_000] * 50}, {"css": ["y" * 30_000] * 50})
    other = (change("player", "B", "create", "name"), {}, {"name": "B"})
    text = as_markdown(drift_of(workspace(long, other)), "t")
    rendered(text)
    assert len(text) < 10_000
    assert "more lines not shown" in text
    assert '+ "B"' in text


def test_many_errors_are_counted() -> None:
    text = as_markdown(drift_of([{"failed": True, "msg": f"refused {place} {'x' * 300}"} for place in range(999)]), "t")
    shown = text.count("! refused")
    assert f"# {999 - shown} more lines not shown" in text
    assert "999 tasks failed, so the differences are unknown" in text


def test_no_drift_is_one_line() -> None:
    text = as_markdown(
        drift_of(workspace(sections={"tags": {"unchanged": 41}}, summary={"unchanged": 41}, plan_id="")), "Drift"
    )
    assert text == "## Drift\n\n**No drift: 41 objects in sync**\n"


def test_a_change_in_markdown() -> None:
    told = (
        change("project", "Courses", "update", "privacy_type", outcome="failed", reason="the API refused"),
        {"privacy_type": "anywhere"},
        {"privacy_type": "custom"},
    )
    ledger = Ledger()
    ledger.add(workspace(told), "workspace", "one")
    ledger.add({"changed": True, "censored": ""}, "webhook", "two", "a task")
    text = as_markdown(ledger.drift(), "t")
    assert (
        "\n<details open><summary><b>update</b> <code>Courses</code> · <code>privacy_type</code> · <b>failed</b> · "
        "<code>on one</code></summary>\n\n```diff\n! the API refused\n@@ privacy_type @@\n"
        '- "anywhere"\n+ "custom"\n```\n\n</details>\n'
    ) in text
    assert "<code>a task</code>" in text
    assert "1 failed, 1 hidden (no_log)" in "".join(rendered(text).prose)


def test_losses_stand_out_in_markdown() -> None:
    delete = change("project", "Old", "delete", takes_along={"items": 1, "bytes": 2_000})
    empty = change("project", "Empty", "delete", takes_along={"items": 0, "bytes": 0})
    text = as_markdown(drift_of(workspace((delete, {}, {}), (empty, {}, {}))), "t")
    assert "> [!CAUTION]\n> 1 delete with 1 item (2 kB) inside\n" in text
    assert text.count("inside") == 2


def suites_of(text: str) -> ET.Element:
    """The report, after checks that hold for every one: what it says of itself is so."""
    root = ET.fromstring(text)  # noqa: S314 - of our own making
    marks = {"failures": "failure", "errors": "error", "skipped": "skipped"}
    for element in (root, *root.findall("testsuite")):
        cases = list(element.iter("testcase"))
        assert element.get("tests") == str(len(cases))
        for name, mark in marks.items():
            assert element.get(name) == str(sum(case.find(mark) is not None for case in cases))
    assert root.tag == "testsuites"
    assert len(list(root.iter("testcase"))) > 0
    return root


@given(results(), texts)
def test_any_text_is_valid_xml(result: dict[str, Any], title: str) -> None:
    drift = drift_of(result)
    root = suites_of(as_junit(drift, title, "2026"))
    objects = {(entry.kind, entry.key) for entry in drift.entries}
    cases = [case for case in root.iter("testcase") if not case.get("name", "").endswith(" unchanged")]
    told = [
        case for case in cases if case.get("classname") not in ("kinescope.task", "kinescope.unsettled", "kinescope")
    ]
    assert len(told) >= len(objects) - sum(key.endswith(" unchanged") for _kind, key in objects)
    for case in told:
        mark = case.find("failure") if case.find("failure") is not None else case.find("error")
        said = case.findtext("system-out") if mark is None else mark.text
        assert said
    names = {case.get("name") for case in told}
    assert all(visible(key).strip() in {(name or "").strip() for name in names} for _kind, key in objects)


def test_each_object_is_one_test() -> None:
    told = [
        (change("project", "A", "update", "player"), {"player": "x"}, {"player": "y"}),
        (change("project", "A", "move", "folder", outcome="not_attempted"), {"folder": "x"}, {"folder": "y"}),
        (change("project", "B", "update", "player", outcome="applied"), {"player": "x"}, {"player": "y"}),
        (change("project", "C", "delete", outcome="failed", reason="no", takes_along={"items": 2, "bytes": 3}), {}, {}),
    ]
    result = workspace(*told, sections={"projects": {"unchanged": 12}, "tags": {"unchanged": 0}})
    root = suites_of(as_junit(drift_of([result, {"failed": True, "msg": "stopped"}]), "t", "2026-01-02"))
    assert [(suite.get("name"), suite.get("timestamp")) for suite in root.iter("testsuite")] == [
        ("failed tasks", "2026-01-02"),
        ("projects", "2026-01-02"),
    ]
    assert {name: root.get(name) for name in ("tests", "failures", "errors")} == {
        "tests": "5",
        "failures": "1",
        "errors": "2",
    }
    assert [case.get("name") for case in root.iter("testcase")] == ["task", "C", "A", "B", "12 unchanged"]
    failure = root.find(".//failure")
    assert failure is not None
    assert failure.get("message") == "move not attempted; update planned"
    assert '  player\n    - "x"\n    + "y"' in str(failure.text)
    assert "TAKES ALONG 2 items (3 B)" in str(root.findtext(".//testcase[@name='C']/error"))


def test_every_report_says_which_broadcast_a_change_can_hurt() -> None:
    said = "live event 'Lesson' is on air since 17:00; wait until it has ended"
    failed = change("player", "B", "delete", outcome="failed", reason="no", on_air=[said, "B, too"])
    drift = drift_of(workspace((change("project", "A", "update", on_air=[said]), {}, {}), (failed, {}, {})))
    assert [(entry.reason, entry.on_air) for entry in drift.entries] == [("", (said,)), ("no", (said, "B, too"))]
    for told in (as_markdown(drift, "t"), as_html(drift, "t"), as_junit(drift, "t"), as_json(drift, "t", None)):
        text = unescape(told)
        assert text.count(said) == 2
        assert "B, too" in text
    assert f"\n! no\n! {said}\n! B, too\n" in as_markdown(drift, "t")  # each broadcast stands on a line of its own
    assert as_markdown(drift, "t").count("<b>can hurt a broadcast</b>") == 2
    assert "2 changes can hurt a broadcast" in verdict(drift)


def test_a_workspace_without_anything_is_a_passed_test() -> None:
    root = suites_of(as_junit(drift_of(workspace()), "t"))
    assert [case.get("name") for case in root.iter("testcase")] == ["No drift: 0 objects in sync"]


@given(results(), texts)
def test_the_json_has_all_that_was_told(result: dict[str, Any], title: str) -> None:
    text = as_json(drift_of(result), title, None)
    text.encode()  # can be written
    report = json.loads(text, parse_constant=pytest.fail)
    assert report["title"] == native(title)
    assert report["generated_at"] is None
    assert report["format"] == 1
    assert report["drift"] is bool(result["changes"])
    assert report["summary"]["changes"] == len(report["changes"]) == len(result["changes"])
    assert report["summary"]["errors"] == len(report["errors"]) == bool(result.get("failed"))
    assert sum(report["outcomes"].values()) == len(report["changes"])
    for told, change_ in zip(report["changes"], result["changes"]):
        expected = {name: native(change_[name]) for name in ("kind", "key", "action", "outcome")}
        assert {name: told[name] for name in expected} == expected
        assert told.get("takes_along") == change_.get("takes_along")
        for side in ("before", "after"):
            values = {name: value[side] for name, value in told["fields"].items() if side in value}
            assert values == native(change_.get(side, {}))
        assert {*told["fields"]} >= {*native(change_["fields"])}


def test_the_shape_of_the_json() -> None:
    told = (change("project", "A", "update", "player"), {"player": "x"}, {"player": "y", "encrypted": True})
    ledger = Ledger()
    sections = {"projects": {"wanted": 4, "unchanged": 3, "unmanaged": 0}}
    ledger.add(workspace(told, sections=sections, summary={"unchanged": 3}), "workspace", "h", "the task")
    ledger.fail("stopped", "h", "other")
    assert json.loads(as_json(ledger.drift(), "t", "2026")) == {
        "format": 1,
        "title": "t (h)",
        "generated_at": "2026",
        "drift": True,
        "refused": None,
        "hosts": ["h"],
        "plan_id": "0123abcd",
        "requests": {"reads": 7, "writes": 0},
        "summary": {
            "changes": 1, "create": 0, "update": 1, "move": 0, "delete": 0, "unchanged": 3, "unmanaged": 0, "errors": 1,
        },
        "outcomes": {"planned": 1},
        "sections": {
            "projects": {
                "wanted": 4, "create": 0, "update": 1, "move": 0, "delete": 0, "unchanged": 3, "unmanaged": 0,
            }
        },
        "changes": [
            {
                "section": "projects", "kind": "project", "key": "A", "action": "update", "outcome": "planned",
                "fields": {"player": {"before": "x", "after": "y"}, "encrypted": {"after": True}},
                "host": "h", "task": "the task",
            }
        ],
        "errors": [
            {
                "message": "stopped", "kind": None, "key": None, "action": None, "status": None, "code": None,
                "request_id": None, "host": "h", "task": "other",
            }
        ],
        "unsettled": [],
        "unverified": [],
        "unmanaged": {},
        "needs_secrets": [],
        "origin": None,
        "kept": [],
        "dropped": [],
        "undo": [],
    }  # fmt: skip

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Results of tasks as drift: what belongs to which change, what is counted, what is refused; and the filter."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from ansible.errors import AnsibleFilterError
from hypothesis import given

from ansible_collections.kinescope.kinescope.plugins.filter.drift_report import FilterModule, drift_report
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.differences import ABSENT
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.values import same
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.differences import (
    Row,
    lines_of,
    rows_of,
)
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.drift import (
    Drift,
    FieldChange,
    TakesAlong,
)
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.formats import ENDINGS, FORMATS
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.native import native
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.results import Ledger, drift_of
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.words import size, state, titled, verdict
from tests.unit._reports.samples.samples import UNSETTLED, change, large, results, values, workspace


def single(*told: dict[str, Any], before: dict[str, Any], after: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The result of a module for one object."""
    changes = [{**entry, "before": before, "after": after} for entry in told]
    return {"changed": bool(told), "changes": changes, "diff": {}, "resource": {"id": "r"}, **more}


def fields(drift: Drift) -> list[dict[str, tuple[Any, Any]]]:
    """The fields of each change."""
    return [{field.name: (field.before, field.after) for field in entry.fields} for entry in drift.entries]


def test_a_change_has_the_values_of_its_fields() -> None:
    before, after = {"privacy_type": "anywhere", "strict": True}, {"privacy_type": "custom", "strict": 1}
    drift = drift_of(single(change("project", "A", "update", "password", "strict"), before=before, after=after))
    # what has values is told even if it is not among the names, and so is what has none
    assert fields(drift) == [
        {"password": (ABSENT, ABSENT), "strict": (True, 1), "privacy_type": ("anywhere", "custom")},
    ]
    assert drift.counts == {"create": 0, "update": 1, "move": 0, "delete": 0}


@pytest.mark.parametrize(("action", "before", "after"), [("create", {}, {"name": "A"}), ("delete", {"name": "A"}, {})])
def test_an_object_that_comes_or_goes(action: str, before: dict[str, Any], after: dict[str, Any]) -> None:
    drift = drift_of(single(change("player", "A", action, *after), before=before, after=after))
    assert fields(drift) == [{"name": (before.get("name", ABSENT), after.get("name", ABSENT))}]


def test_a_workspace() -> None:
    delete = change("project", "Old", "delete", takes_along={"items": 12, "bytes": 3_400_000_000})
    drift = drift_of(
        workspace(
            (change("player", "Main", "update", "settings"), {"settings": {}}, {"settings": {"a": 1}}),
            (change("folder", "C/2026", "move", "parent"), {"parent": "A"}, {"parent": "B"}),
            (delete, {"name": "Old"}, {}),
            (change("drm_auth", "workspace", "create", "url"), {}, {"url": "https://a"}),
            sections={"projects": {"wanted": 3, "unchanged": 2, "unmanaged": 4}, "players": {"unchanged": 1}},
            summary={"unchanged": 5},
        )
    )
    assert [entry.action for entry in drift.entries] == ["update", "move", "delete", "create"]
    assert [group.section.name for group in drift.groups] == ["projects", "players", "folders", "drm_auth"]
    assert [group.section.title for group in drift.groups] == ["Projects", "Players", "Folders", "DRM auth"]
    assert (drift.unchanged, drift.unmanaged, drift.requests, drift.plan_id) == (5, 4, (7, 0), "0123abcd")
    assert [entry.takes_along for entry in drift.losses] == [TakesAlong(12, 3_400_000_000)]
    assert verdict(drift) == ("4 changes planned: 1 create, 1 update, 1 move, 1 delete; 5 objects in sync, 4 unmanaged")


def test_a_loop_and_a_list() -> None:
    made = single(change("project", "A", "create", "name"), before={}, after={"name": "A"})
    same_again = single(before={"name": "B"}, after={"name": "B"})
    failed = {"failed": True, "msg": "no", "changes": [], "error": {"kind": "project", "key": "C", "action": "plan"}}
    loop = {"results": [made, same_again, {"skipped": True, "changed": False}, failed], "failed": True, "msg": "One"}
    for given_one in (loop, [loop], [made, same_again, failed], tuple(loop["results"])):
        drift = drift_of(given_one)
        assert [entry.key for entry in drift.entries] == ["A"]
        assert drift.unchanged == 1
        assert [(failure.message, failure.key) for failure in drift.failures] == [("no", "C")]
    drift = drift_of({"results": [made], "failed": True, "msg": "the loop itself"})
    assert [failure.message for failure in drift.failures] == ["the loop itself"]


def test_failures_tell_how_far_they_came() -> None:
    told = [change("live_event", "E", "update", "subtitle", outcome="applied")]
    told.append(change("restream", "E/R", "create", "name", outcome="failed", reason="refused"))
    told.append(change("restream", "E/S", "create", "name", outcome="not_attempted"))
    result = {"failed": True, "msg": "Cannot create restream 'E/R': refused", "changes": told}
    drift = drift_of({**result, "error": {"kind": "restream", "key": "E/R", "status": 400, "request_id": "q"}})
    assert drift.outcomes == {"applied": 1, "failed": 1, "not_attempted": 1}
    assert fields(drift)[0] == {"subtitle": (ABSENT, ABSENT)}
    assert [(failure.status, failure.request_id) for failure in drift.failures] == [(400, "q")]
    assert verdict(drift) == ("3 changes: 1 failed, 1 not attempted, 1 applied; 1 task failed; 0 objects in sync")


def test_a_failure_that_the_task_does_not_count_as_one() -> None:
    """With failed_when: false nothing says "failed", and still what differs is not known."""
    drift = drift_of({"failed": False, "msg": "no", "changes": [], "error": {"kind": "player", "key": "A"}})
    assert [failure.key for failure in drift.failures] == ["A"]
    assert drift.unchanged == 0


@pytest.mark.parametrize("mark", [{"censored": "hidden"}, {"_ansible_no_log": True}])
def test_hidden_results(mark: dict[str, Any]) -> None:
    ledger = Ledger()
    secret = {**mark, "changes": [change("webhook", "s3cret", "create")], "diff": {"after": "s3cret"}, "msg": "s3cret"}
    ledger.add({**secret, "changed": True}, "webhook", "h", "task")
    ledger.add({**secret, "changed": False}, "webhook", "h", "task")
    ledger.add({**secret, "failed": True}, "webhook", "h", "task")
    drift = ledger.drift()
    assert (len(drift.entries), drift.unchanged, len(drift.failures)) == (1, 1, 1)
    assert drift.counts["other"] == 1
    for render in FORMATS.values():
        assert "s3cret" not in render(drift, "t", None)


def test_invocation_is_never_copied() -> None:
    result = single(change("player", "A", "create", "name"), before={}, after={"name": "A"})
    result["invocation"] = {"module_args": {"api_token": "the-token"}}
    result["resource"] = {"streamkey": "the-token"}
    for render in FORMATS.values():
        assert "the-token" not in render(drift_of(result), "t", None)


def test_numbers_of_several_results_add_up() -> None:
    one = workspace(sections={"tags": {"wanted": 1, "unchanged": 2, "unmanaged": 3}}, summary={})
    drift = drift_of([one, one, {**one, "plan_id": "other", "sections": {"tags": {"unchanged": 1}}}])
    assert (drift.unchanged, drift.unmanaged, drift.requests, drift.plan_id) == (5, 6, (21, 0), "")
    assert drift.sections[0].wanted == 2


@pytest.mark.parametrize(
    ("result", "told"),
    [
        (None, "nothing"),
        ("planned", "a string"),
        (7, "a number"),
        ({}, "no list of changes"),
        ({"changed": True, "stdout": ""}, "no list of changes"),
        ({"changes": "x"}, "no list of changes"),
        ({"changes": [7]}, "changes[0] is a number"),
        ({"changes": [], "unsettled": [7]}, "unsettled[0] is a number"),
        ({"changes": [{"kind": "player"}]}, "changes[0] has no key"),
        ({"changes": [], "sections": {"tags": []}}, "sections.tags is a list"),
        ([{"changes": [], "diff": {}}, {}], "item 1: "),
    ],
)
def test_an_invalid_result(result: Any, told: str) -> None:
    with pytest.raises(AnsibleFilterError) as caught:
        drift_report(result, "json")
    assert told in str(caught.value)


@pytest.mark.parametrize("format", ["pdf", "", None, ["html"]])
def test_an_invalid_format(format: Any) -> None:
    with pytest.raises(AnsibleFilterError, match="html, json, junit, markdown"):
        drift_report(workspace(), format)


def test_the_filter_gives_every_report() -> None:
    assert set(FORMATS) == set(ENDINGS)
    report = FilterModule().filters()["drift_report"]
    for format in FORMATS:
        text = report(large(3), format, title="A title", generated_at="2026-01-02T03:04:05Z")
        assert text == report(large(3), format, title="A title", generated_at="2026-01-02T03:04:05Z")
        assert "A title" in text
        assert "2026" in text
        assert "2026" not in report(large(3), format)


def rows(before: Any, after: Any) -> list[Row]:
    """What differs between two values of a field f."""
    return rows_of([FieldChange("f", before, after)])


def test_parts_that_differ() -> None:
    assert rows({"a": {"b": 1, "c": 2}}, {"a": {"b": True, "c": 2}, "d": []}) == [
        Row("f.a.b", ("1",), ("true",)),
        Row("f.d", (), ("[]",)),
    ]
    assert rows(["a", "b", "b", "c"], ["b", "c", "d"]) == [Row("f", ('"a"', '"b"'), ('"d"',), "2 more unchanged items")]
    assert rows(["a", "b"], ["b", "a"]) == [Row("f", ('["a", "b"]',), ('["b", "a"]',), "different order")]
    assert rows([{"name": "x", "v": 1}], [{"name": "y"}, {"name": "x", "v": 2}]) == [
        Row("f[x].v", ("1",), ("2",)),
        Row("f[y].name", (), ('"y"',)),
    ]
    assert rows([{"name": "x"}, {"name": "y"}], [{"name": "y"}, {"name": "x"}])[0].note == "different order"
    assert rows([{"name": "x"}, {"name": "x"}], [{"name": "x"}])[0].note == "1 more unchanged item"
    assert rows("50", 50) == [Row("f", ('"50"',), ("50",))]
    assert rows(ABSENT, {"a": [1, 2], "b": {}}) == [Row("f.a", (), ("1", "2")), Row("f.b", (), ("{}",))]
    assert rows(ABSENT, ABSENT) == [Row("f", (), (), "its values are unknown")]
    assert rows({"a": 1}, ["a"]) == [Row("f", ('{"a": 1}',), ('["a"]',))]
    assert rows(1, 1) == [Row("f", ("1",), ("1",))]  # the module says that it changes


def test_deep_values_are_shown_whole() -> None:
    deep: Any = 1
    for _level in range(90):
        deep = {"a": deep}
    assert len(rows(deep, {"a": 2})) == 1
    told = single(change("player", "A", "update", "s"), before={"s": deep}, after={"s": [deep]})
    for render in FORMATS.values():
        assert render(drift_of(told), "t", None)


@given(values, values)
def test_rows_tell_whether_two_values_differ(before: Any, after: Any) -> None:
    # the module says what changes; whether it does is for it to know
    drift = drift_of(single(change("player", "A", "update", "s"), before={"s": before}, after={"s": after}))
    for entry in drift.entries:
        for field in entry.fields:
            known = [value for value in (field.before, field.after) if value is not ABSENT]
            assert json.loads(json.dumps(known)) == known
        found = rows_of(entry.fields)
        assert found
        for row in found:
            assert row.note or row.before != row.after or same(native(before), native(after))
            assert all("\n" not in line for line in (*row.before, *row.after, row.path))
    assert same(before, before)


@given(results())
def test_totals_are_true(result: dict[str, Any]) -> None:
    drift = drift_of(result)
    assert len(drift.entries) == len(result["changes"]) == sum(drift.counts.values()) == sum(drift.outcomes.values())
    assert sum(len(group.entries) for group in drift.groups) == len(drift.entries)
    assert len(drift.failures) == bool(result.get("failed"))
    assert state(drift) in ("failed", "drift", "applied", "clean")


def test_what_cannot_be_seen_is_shown_by_its_number() -> None:
    assert lines_of("a\nb\u2028") == ('"a\\nb\\u2028"',)


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0 B"), (999, "999 B"), (1000, "1 kB"), (999_600, "1 MB"), (12_345_678_901, "12.3 GB"), (10**19, "10,000 PB")],
)
def test_sizes(number: int, text: str) -> None:
    assert size(number) == text


def test_ten_times_the_changes_take_ten_times_as_long() -> None:
    """Measured against each other in one run; the margin is for a machine that does something else too."""
    seconds = {}
    for number in (300, 3_000):
        result = large(number)
        seconds[number] = []
        for _attempt in range(3):
            begun = time.process_time()
            drift = drift_of(result)
            for render in FORMATS.values():
                render(drift, "t", None)
            seconds[number].append(time.process_time() - begun)
    assert min(seconds[3_000]) < 25 * min(seconds[300]), seconds


def test_values_that_were_not_stored_are_in_every_report() -> None:
    for format in ("json", "markdown", "html", "junit"):
        report = drift_report(UNSETTLED, format)
        for text in ("settings.volume", "80", "30", "Main"):
            assert text in report, format
    assert json.loads(drift_report(UNSETTLED, "json"))["unsettled"] == UNSETTLED["unsettled"]
    assert 'skipped="1"' in drift_report(UNSETTLED, "junit")
    assert "1 value stored differently or ignored by the API" in drift_report(UNSETTLED, "markdown")


def test_values_of_an_object_that_were_not_stored() -> None:
    """A module of one object says the field only."""
    told = {"changes": [change("poster", "Intro/2", "update", "active", outcome="applied")], "diff": {}}
    told["unsettled"] = [{"field": "active", "wanted": True, "stored": False}]
    (one,) = drift_of([told]).unsettled
    assert (one.kind, one.key, one.field, one.wanted, one.stored) == ("poster", "Intro/2", "active", True, False)


REFUSED = workspace(
    (change("project", "Курсы", "create", "name", outcome="not_attempted"), {}, {"name": "Курсы"}),
    failed=True,
    msg="Cannot reconcile workspace: the plan is refused, nothing was written:\nprojects[0]: it is not empty",
    error={"kind": "workspace"},
    unmanaged={"webhooks": {"total": 103, "names": ["lms", "старый"]}},
    unverified=["drm_auth.strict"],
    needs_secrets=["webhooks/lms/password"],
)
UNKNOWN = {"failed": True, "msg": "the document is not valid:\na: b", "changes": [], "error": {"kind": "workspace"}}


@pytest.mark.parametrize(
    ("result", "differs"),
    [
        (workspace(), False),
        (REFUSED, True),
        ({**REFUSED, "changes": []}, False),  # refused, and nothing to do
        (UNKNOWN, None),
        ([workspace(), UNKNOWN], None),
        ([REFUSED, UNKNOWN], True),
    ],
)
def test_drift_is_what_the_plan_says_and_null_without_one(result: Any, differs: bool | None) -> None:
    assert json.loads(drift_report(result, "json"))["drift"] is differs


@pytest.mark.parametrize("format", FORMATS)
def test_a_refused_plan_is_shown_under_its_reason(format: str) -> None:
    report = drift_report(REFUSED, format, host="north")
    for text in ("nothing was written", "projects[0]: it is not empty", "Курсы", "north"):
        assert text.replace("[0]", "") in report.replace("[0]", "").replace("\\", ""), text
    if format != "json":
        assert "Refused" in report or "refused" in report
    assert json.loads(drift_report(REFUSED, "json"))["refused"] == REFUSED["msg"]


@pytest.mark.parametrize("format", FORMATS)
def test_what_else_is_to_be_known_is_in_every_report(format: str) -> None:
    report = drift_report(REFUSED, format)
    for text in (
        "lms",
        "старый",
        "103" if format == "json" else "101 more",
        "drm_auth.strict",
        "webhooks/lms/password",
    ):
        assert text in report, text


def test_hosts_are_in_titles() -> None:
    ledger = Ledger()
    for number in range(5):
        ledger.add(workspace(), "workspace", f"h{number}")
    assert titled("t", ledger.drift()) == "t (h0, h1, h2, 2 more)"
    assert titled("t", drift_of(workspace(), "north")) == "t (north)"
    assert titled("t", drift_of(workspace())) == "t"

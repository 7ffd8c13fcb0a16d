# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The drift as JUnit XML: GitLab, Jenkins and others show one failed test for each object that differs."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET  # only writes XML  # nosec B405

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.display import visible

from .differences import lines_of
from .drift import Drift, Dropped, Entry, Failure, Group, Unsettled
from .words import (
    contents_text,
    outcome,
    remarks,
    titled,
    undone,
    verdict,
    with_host,
)

_COUNTED = ("failures", "errors", "skipped")


def as_junit(drift: Drift, title: str, generated_at: str | None = None) -> str:
    """The text of drift.xml. Planned and unattempted changes are failures, failed ones are errors."""
    root = ET.Element("testsuites", {"name": visible(titled(title, drift))})
    suites = _failures(drift)
    # failures first, otherwise in the order of the other reports
    suites += sorted((_suite(group, drift) for group in drift.groups), key=lambda suite: suite.get("errors") == "0")
    if drift.kept:
        suites.append(_of_cases("kept as edited", [_case("kinescope.kept", [entry], drift) for entry in drift.kept]))
    if drift.dropped:
        suites.append(_of_cases("dropped", [_dropped(one, drift) for one in drift.dropped]))
    if drift.unsettled:
        suites.append(_of_cases("unsettled", [_unsettled(one, drift) for one in drift.unsettled]))
    suites += [_of_cases("remarks", [_remark(*one) for one in remarks(drift)])]
    suites = [suite for suite in suites if len(suite)]
    if not any(suite.get("name") != "remarks" for suite in suites):
        case = ET.Element("testcase", {"classname": "kinescope", "name": verdict(drift), "time": "0"})
        suites.append(_of_cases("workspace", [case]))
    facts = {"plan_id": drift.plan_id, **{f"origin.{word}": str(count) for word, count in (drift.origin or {}).items()}}
    if any(facts.values()):
        properties = ET.SubElement(root, "properties")
        for name, value in facts.items():
            ET.SubElement(properties, "property", {"name": name, "value": visible(value)})
    for suite in suites:
        if len(drift.hosts) == 1:
            suite.set("hostname", visible(drift.hosts[0]))
        if generated_at:
            suite.set("timestamp", visible(generated_at))
        root.append(suite)
    for name in ("tests", *_COUNTED):
        root.set(name, str(sum(int(suite.get(name, 0)) for suite in suites)))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _of_cases(name: str, cases: Sequence[ET.Element]) -> ET.Element:
    suite = ET.Element("testsuite", {"name": visible(name), "tests": str(len(cases))})
    marks = {"failures": "failure", "errors": "error", "skipped": "skipped"}
    for attribute in _COUNTED:
        suite.set(attribute, str(sum(case.find(marks[attribute]) is not None for case in cases)))
    suite.set("time", "0")
    suite.extend(cases)
    return suite


def _suite(group: Group, drift: Drift) -> ET.Element:
    """One test for each object that changes, however many requests it takes; one for all unchanged objects."""
    objects: dict[tuple[str, str, str], list[Entry]] = {}
    for entry in group.entries:
        # hidden results (no_log) have no key
        objects.setdefault((entry.kind, entry.key, f"{entry.host}\n{entry.task * (not entry.fields)}"), []).append(
            entry
        )
    name = group.section.label or group.section.name or "hidden"
    cases = [_case(f"kinescope.{name}", entries, drift) for entries in objects.values()]
    if group.section.unchanged:
        unchanged = {"classname": f"kinescope.{visible(name)}", "name": f"{group.section.unchanged} unchanged"}
        cases.append(ET.Element("testcase", {**unchanged, "time": "0"}))
    return _of_cases(name, cases)


def _case(classname: str, entries: Sequence[Entry], drift: Drift) -> ET.Element:
    """The test of one object, with all of its changes."""
    first = entries[0]
    name = visible(with_host(first.key, first, drift))
    case = ET.Element("testcase", {"classname": visible(classname), "name": name, "time": "0"})
    message = "; ".join(f"{entry.action} {outcome(entry.outcome)}" for entry in entries)
    message += "".join(filter(None, map(undone, entries)))
    details = "\n".join(line for entry in entries for line in _lines(entry))
    if not drift.terms.about_drift:
        message, details = first.reason, "\n".join(f"{entry.action}: {visible(entry.reason)}" for entry in entries)
    element = _mark(entries, drift)
    if not element:
        head = f"{visible(message)}\n" if drift.terms.about_drift else ""
        ET.SubElement(case, "system-out").text = f"{head}{details}"
        return case
    mark = ET.SubElement(case, element, {"type": visible(first.action), "message": visible(message)})
    mark.text = f"\n{details}\n"
    return case


def _mark(entries: Sequence[Entry], drift: Drift) -> str:
    """The JUnit element of a test: error, failure, skipped, or '' if it passes."""
    if not drift.terms.about_drift:
        return drift.terms.marks.get(entries[0].action, "failure")
    outcomes = {entry.outcome for entry in entries}
    return "" if outcomes == {"applied"} else "error" if "failed" in outcomes else "failure"


def _lines(entry: Entry) -> list[str]:
    """The changes of an object as text for a log."""
    lines = [visible(f"{entry.action} {entry.kind} {entry.key}: {outcome(entry.outcome)}")]
    lines += [f"! {visible(message)}" for message in (entry.reason, *entry.on_air) if message]
    lines += [f"TAKES ALONG {contents_text(entry)}"] if entry.loses else []
    for row in entry.rows:
        notes = "; ".join(filter(None, (row.note, ", ".join(sorted(entry.origins_of(row.path))))))
        lines.append(f"  {row.path}{f' ({notes})' if notes else ''}")
        lines += [f"    - {line}" for line in row.before]
        lines += [f"    + {line}" for line in row.after]
    return lines


def _failures(drift: Drift) -> list[ET.Element]:
    cases = [_failed_task(failure, drift) for failure in drift.failures]
    return [_of_cases("failed tasks", cases)] if cases else []


def _failed_task(failure: Failure, drift: Drift) -> ET.Element:
    name = failure.task or " ".join(filter(None, (failure.kind, failure.key))) or "task"
    name = with_host(name, failure, drift)
    case = ET.Element("testcase", {"classname": "kinescope.task", "name": visible(name), "time": "0"})
    error = ET.SubElement(case, "error", {"type": visible(failure.action or "task"), "message": failure.lines[0]})
    error.text = "\n".join(failure.lines)
    return case


def _remark(title: str, lines: Sequence[str]) -> ET.Element:
    """A remark, which neither passes nor fails."""
    case = ET.Element("testcase", {"classname": "kinescope.remarks", "name": title, "time": "0"})
    ET.SubElement(case, "skipped", {"message": "; ".join(lines)})
    return case


def _unsettled(one: Unsettled, drift: Drift) -> ET.Element:
    """A field that did not get the wanted value: a skipped test, because JUnit has no warnings."""
    name = with_host(one.name, one, drift)
    case = ET.Element("testcase", {"classname": "kinescope.unsettled", "name": visible(name), "time": "0"})
    message = f"wanted {' '.join(lines_of(one.wanted))}, stored {' '.join(lines_of(one.stored))}"
    ET.SubElement(case, "skipped", {"message": message})
    return case


def _dropped(one: Dropped, drift: Drift) -> ET.Element:
    """An object that the document no longer contains: a hint rather than a failure."""
    name = with_host(one.name, one, drift)
    case = ET.Element("testcase", {"classname": "kinescope.dropped", "name": visible(name), "time": "0"})
    ET.SubElement(case, "skipped", {"message": visible(one.hint)})
    return case

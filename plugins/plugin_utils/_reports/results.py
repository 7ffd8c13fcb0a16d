# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Results of tasks -> Drift: of kinescope_workspace, of modules for single objects, and of loops over them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .drift import (
    HIDDEN,
    Drift,
    Dropped,
    Entry,
    Failure,
    Section,
    Undo,
    Unmanaged,
    Unsettled,
)
from .native import native, number, text
from .reading import (
    NotAResultError,
    dropped_of,
    entry_of,
    failure_of,
    has_failed,
    kept_of,
    named,
    names_in,
    of_workspace,
    section_of,
    sections_of,
    undo_of,
    unmanaged_in,
    unsettled_of,
)

#: The keys of a result that are read. Nothing else, above all "invocation", can get into a report.
_READ = (
    "changes",
    "summary",
    "sections",
    "plan_id",
    "requests",
    "unsettled",
    "unmanaged",
    "unverified",
    "needs_secrets",
    "origin",
    "kept",
    "dropped",
    "undo",
    "msg",
    "error",
)


def drift_of(given: Any, host: str = "") -> Drift:
    """The drift in a host's result, in the registered result of a loop, or in a list of results.

    Raises NotAResultError.
    """
    ledger = Ledger()
    if isinstance(given, Sequence) and not isinstance(given, (str, bytes)):
        for place, result in enumerate(given):
            try:
                ledger.add(result, host=host)
            except NotAResultError as error:
                raise NotAResultError(f"item {place}: {error}") from None
    else:
        ledger.add(given, host=host)
    return ledger.drift()


class Ledger:
    """Collects the results of tasks one by one."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._failures: list[Failure] = []
        self._unsettled: list[Unsettled] = []
        self._sections: dict[str, Section] = {}
        self._unchanged = 0
        self._plan_ids: list[str] = []
        self._requests: tuple[int, int] | None = None
        self._unmanaged: dict[str, Unmanaged] = {}
        self._unverified: dict[str, None] = {}
        self._needs_secrets: dict[str, None] = {}
        self._hosts: dict[str, None] = {}
        self._kept: list[Entry] = []
        self._dropped: list[Dropped] = []
        self._knows_origins = False
        self._undo: list[Undo] = []

    def add(self, result: Any, kind: str = "", host: str = "", task: str = "") -> None:
        """Add a result; ``kind`` is the kind of the task's module. Raises NotAResultError."""
        host, task = text(host), text(task)
        if not isinstance(result, Mapping):
            raise NotAResultError(f"this is {named(result)}, not the result of a task")
        if isinstance(result.get("results"), Sequence) and "changes" not in result:
            self._add_loop(result, kind, host, task)
            return
        if result.get("skipped") is True:
            return
        self._hosts.update(dict.fromkeys([host] if host else []))
        if "censored" in result or result.get("_ansible_no_log"):
            self._add_hidden(result, kind, host, task)
            return
        read: dict[str, Any] = {name: native(result[name]) for name in _READ if name in result}
        failed = has_failed(result) or isinstance(read.get("error"), dict)
        changes = read.get("changes", [] if failed else None)
        if not isinstance(changes, list):
            raise NotAResultError("the result has no list of changes, and it is not a failure either")
        entries = [entry_of(change, place, host, task) for place, change in enumerate(changes)]
        unsettled = unsettled_of(read, entries, kind, host, task)
        kept, dropped = kept_of(read, host, task), dropped_of(read, host)
        # the whole result is read before any of it is kept
        if of_workspace(read):
            self._add_workspace(read, sections_of(read))
        elif not entries and not failed:
            self._add_unchanged(kind)
        self._entries += entries
        for one in unmanaged_in(read):
            known = self._unmanaged.get(one.section, Unmanaged(one.section, 0))
            self._unmanaged[one.section] = Unmanaged(one.section, known.total + one.total, (*known.names, *one.names))
        self._unverified.update(dict.fromkeys(names_in(read.get("unverified"))))
        self._needs_secrets.update(dict.fromkeys(names_in(read.get("needs_secrets"))))
        self._unsettled += unsettled
        self._kept += kept
        self._dropped += dropped
        self._undo += undo_of(read, host)
        self._knows_origins |= isinstance(read.get("origin"), dict)
        if failed:
            self._failures.append(failure_of(read, kind, host, task))

    def fail(self, message: str, host: str = "", task: str = "") -> None:
        """Add a failure that is not in a result of one of our modules."""
        self._hosts.update(dict.fromkeys([text(host)] if host else []))
        self._failures.append(Failure(text(message), host=text(host), task=text(task)))

    def drift(self) -> Drift:
        """Everything that was added."""
        return Drift(
            tuple(self._entries),
            tuple(self._failures),
            tuple(self._sections.values()),
            self._unchanged,
            self._plan_ids[0] if len(set(self._plan_ids)) == 1 else "",
            self._requests,
            tuple(self._unsettled),
            tuple(self._hosts),
            tuple(self._unmanaged.values()),
            tuple(self._unverified),
            tuple(self._needs_secrets),
            tuple(self._kept),
            tuple(self._dropped),
            self._knows_origins,
            tuple(self._undo),
        )

    def _add_loop(self, result: Mapping[str, Any], kind: str, host: str, task: str) -> None:
        known = len(self._failures)
        for item in result["results"]:
            self.add(item, kind, host, task)
        if result.get("failed") and len(self._failures) == known:
            self._failures.append(failure_of({"msg": native(result.get("msg"))}, kind, host, task))

    def _add_hidden(self, result: Mapping[str, Any], kind: str, host: str, task: str) -> None:
        if has_failed(result):
            self._failures.append(Failure("the task failed; its result is hidden (no_log)", kind, host=host, task=task))
        elif result.get("changed"):
            reason = "the result of the task is hidden (no_log)"
            hidden = Entry(section_of(kind), kind, task or "hidden", HIDDEN, "hidden", (), reason, None, host, task)
            self._entries.append(hidden)
        else:
            self._add_unchanged(kind)

    def _add_unchanged(self, kind: str) -> None:
        self._unchanged += 1
        if kind:
            self._add_section(Section(section_of(kind), unchanged=1))

    def _add_section(self, section: Section) -> None:
        known = self._sections.get(section.name)
        if known is None:
            self._sections[section.name] = section
            return
        self._sections[section.name] = Section(
            section.name,
            _sum(known.wanted, section.wanted),
            known.unchanged + section.unchanged,
            _sum(known.unmanaged, section.unmanaged),
        )

    def _add_workspace(self, read: Mapping[str, Any], sections: Sequence[Section]) -> None:
        for section in sections:
            self._add_section(section)
        summary, sent = read.get("summary"), read.get("requests")
        in_all = number(summary.get("unchanged")) if isinstance(summary, dict) else None
        self._unchanged += sum(section.unchanged for section in sections) if in_all is None else in_all
        if read.get("plan_id"):
            self._plan_ids.append(text(read["plan_id"]))
        if isinstance(sent, dict):
            reads, writes = self._requests or (0, 0)
            reads += number(sent.get("reads")) or 0
            self._requests = (reads, writes + (number(sent.get("writes")) or 0))


def _sum(one: int | None, other: int | None) -> int | None:
    return (one or 0) + (other or 0) if one is not None or other is not None else None

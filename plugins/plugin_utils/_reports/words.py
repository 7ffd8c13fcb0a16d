# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The sentences that the reports for people share."""

from __future__ import annotations

from collections.abc import Mapping

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.display import count, kind_title, visible

from .drift import UNDOING, Drift, Dropped, Entry, Failure, Lost, Undo, Unmanaged, Unsettled

_HOSTS = 3  # in a title
_NOUNS = ("error", "warning")
_OUTCOMES = {"not_attempted": "not attempted", "hidden": "hidden (no_log)"}


def size(number: int) -> str:
    """A number of bytes in decimal units."""
    if number < 1000:
        return f"{number} B"
    amount, units = number / 1000, ["kB", "MB", "GB", "TB", "PB"]
    while amount >= 999.5 and len(units) > 1:
        amount /= 1000
        del units[0]
    return f"{amount:,.3g} {units[0]}" if amount < 999.5 else f"{amount:,.0f} {units[0]}"


def tally(counts: Mapping[str, int]) -> str:
    """The number for each action, such as "3 create, 1 delete"; '' if there are none."""
    return ", ".join(f"{number:,} {several(action, number)}" for action, number in counts.items() if number)


def several(word: str, number: int) -> str:
    """A counted word: in the plural if it is a noun and the number is not 1."""
    return f"{word}s" if word in _NOUNS and number != 1 else word


def outcome(word: str) -> str:
    """An outcome, for people."""
    return _OUTCOMES.get(word, word)


def state(drift: Drift) -> str:
    """The overall state in one word: failed, refused, drift, applied or clean."""
    if drift.terms.state:
        return drift.terms.state
    if drift.failures or drift.outcomes.get("failed"):
        return "refused" if len(drift.refusals) == len(drift.failures) and not drift.was_carried_out else "failed"
    if not drift.entries:
        return "drift" if drift.kept else "clean"
    return "applied" if set(drift.outcomes) == {"applied"} else "drift"


def badge(drift: Drift) -> str:
    """The state, for people."""
    if drift.terms.badge:
        return drift.terms.badge
    return {"drift": "Drift", "applied": "Applied", "clean": "In sync"}.get(state(drift), state(drift).capitalize())


def titled(title: str, drift: Drift) -> str:
    """The title, followed by the hosts unless the controller is the only one."""
    if drift.hosts == ("localhost",):
        return title
    more = [f"{len(drift.hosts) - _HOSTS} more"] if len(drift.hosts) > _HOSTS else []
    return f"{title} ({', '.join([*drift.hosts[:_HOSTS], *more])})" if drift.hosts else title


def heading(drift: Drift) -> str:
    """The heading above the messages of failures."""
    refused = len(drift.refusals)
    if refused and refused == len(drift.failures):
        return "The plan was refused" if refused == 1 else f"{refused:,} plans were refused"
    return f"{count(len(drift.failures), 'task')} failed"


def remarks(drift: Drift) -> list[tuple[str, list[str]]]:
    """Further remarks: titles and lines."""
    unmanaged = [f"{one.section}: {', '.join(one.names)}{_rest(one)}" for one in drift.unmanaged_objects]
    found = [
        (
            "To undo what was applied, plan and apply",
            [with_host(one.dest, one, drift) for one in drift.undo],
        ),
        ("Cannot be undone", [_lost(lost, host_text(one, drift)) for one in drift.undo for lost in one.lost]),
        ("Secrets that applying requires", [*drift.needs_secrets]),
        ("Not in the document, and left alone", unmanaged),
        ("Cannot be read back, so it is unknown whether they differ", [*drift.unverified]),
    ]
    return [(title, [visible(line) for line in lines]) for title, lines in found if lines]


def _lost(one: Lost, place: str) -> str:
    about = " ".join(filter(None, (kind_title(one.kind), one.key, place)))
    return f"{about}: {', '.join(one.fields)}{': ' * bool(one.fields)}{one.why}"


def _rest(one: Unmanaged) -> str:
    return f" and {one.total - len(one.names):,} more" if one.total > len(one.names) else ""


def verdict(drift: Drift) -> str:
    """The overall result in one sentence."""
    if drift.terms.verdict:
        return drift.terms.verdict
    if drift.refusals and set(drift.outcomes) == {"not_attempted"}:
        changes = count(len(drift.entries), "change")
        found = f"{changes} planned: {tally(drift.counts)}; {_unchanged(drift)}"
        return f"Nothing was written, because the plan was refused; {found}"
    failed = f"{count(len(drift.failures), 'task')} failed" if drift.failures else ""
    if not drift.entries:
        if failed:
            return f"{failed}, so the differences are unknown; {_unchanged(drift)}"
        clean = f"No changes: {kept(drift)}; {_unchanged(drift)}" if drift.kept else f"No drift: {_unchanged(drift)}"
        return "; ".join(filter(None, (clean, unsettled(drift) * bool(drift.unsettled))))
    changes = count(len(drift.entries), "change")
    if len(drift.outcomes) == 1:
        summary = f"{changes} {outcome(next(iter(drift.outcomes)))}: {tally(drift.counts)}"
    else:
        summary = f"{changes}: {tally({outcome(word): number for word, number in drift.outcomes.items()})}"
    more = (
        origins(drift),
        on_air_count(drift),
        kept(drift),
        failed,
        unsettled(drift) * bool(drift.unsettled),
        _unchanged(drift),
    )
    return "; ".join(filter(None, (summary, *more)))


def on_air_count(drift: Drift) -> str:
    """The number of changes that can hurt a broadcast; '' if there are none."""
    found = sum(bool(entry.on_air) for entry in drift.entries)
    return f"{count(found, 'change')} can hurt a broadcast" if found else ""


def origins(drift: Drift) -> str:
    """The number of differences for each origin; '' if unknown."""
    if not drift.origin:
        return ""
    words = {"document": "asked for by the document", "workspace": "edited in the workspace", "both": "changed in both"}
    found = [f"{number:,} {words[word]}" for word, number in drift.origin.items() if number]
    return f"options: {', '.join(found)}" if found else ""


def undone(entry: Entry) -> str:
    """What a change undoes of somebody's edits in the workspace, as the end of a sentence; '' if nothing."""
    names = [name for name, word in entry.origin if word in UNDOING]
    whole = {"create": "; creates again what somebody deleted", "delete": "; deletes what somebody created"}
    return whole.get(entry.action, f"; overwrites edits of {', '.join(names)}") if names else ""


def kept(drift: Drift) -> str:
    """The number of objects that are left as somebody edited them."""
    return f"{count(len(drift.kept), 'object')} kept as edited in the workspace" if drift.kept else ""


def dropped(drift: Drift) -> str:
    """The number of objects that the document no longer contains."""
    return f"{count(len(drift.dropped), 'object')} that the document does not name any longer"


def unsettled(drift: Drift) -> str:
    """The number of values that did not become what was wanted."""
    return f"{count(len(drift.unsettled), 'value')} stored differently or ignored by the API"


def _unchanged(drift: Drift) -> str:
    unchanged = f"{count(drift.unchanged, 'object')} in sync"
    return f"{unchanged}, {drift.unmanaged:,} unmanaged" if drift.unmanaged else unchanged


def contents_text(entry: Entry) -> str:
    """What a delete removes besides the object, such as "1,204 items (12.3 GB)"."""
    if entry.takes_along is None or not entry.loses:
        return ""
    return f"{count(entry.takes_along.items, 'item')} ({size(entry.takes_along.bytes)})"


def losses(drift: Drift) -> str:
    """What all deletes together remove besides the objects."""
    items = sum(entry.takes_along.items for entry in drift.losses if entry.takes_along)
    held = sum(entry.takes_along.bytes for entry in drift.losses if entry.takes_along)
    return f"{count(len(drift.losses), 'delete')} with {count(items, 'item')} ({size(held)}) inside"


def host_text(found: Entry | Failure | Unsettled | Dropped | Undo, drift: Drift) -> str:
    """The host of a result, if there are several."""
    return f"on {found.host}" if drift.several_hosts and found.host else ""


def with_host(name: str, found: Entry | Failure | Unsettled | Dropped | Undo, drift: Drift) -> str:
    """The name of something in a result, followed by the host if there are several."""
    return " ".join(filter(None, (name, host_text(found, drift))))

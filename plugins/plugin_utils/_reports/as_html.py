# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The drift as one HTML page that needs nothing else: no script, no font, no picture from anywhere."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.display import visible

from .differences import Row, lines_of, rows_of_entry
from .drift import (
    ACTIONS,
    OTHER,
    Drift,
    Entry,
    Failure,
    Group,
)
from .html_picture import picture
from .html_style import STYLE
from .words import (
    along,
    count,
    heading,
    kept,
    losses,
    outcome,
    remarks,
    state,
    tally,
    titled,
    unsettled,
    verdict,
    whence,
)

#: Up to so many changes in all are shown open.
_OPEN = 20
#: More changes of a section than this are put away by action, so that a page of thousands opens at once.
_PILE = 100
_LISTED = 8  # deletes in the warning
# The page's look, and nothing else: neither scripts nor addresses could be used, had one got in.
_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
_POLICY = f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'"


def as_html(drift: Drift, title: str, generated_at: str | None = None) -> str:
    """The text of drift.html."""
    return "".join(_page(drift, title, generated_at))


def _page(drift: Drift, title: str, generated_at: str | None) -> Iterator[str]:
    """The whole page; it needs nothing else."""
    called = _text(titled(title, drift))
    yield '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="referrer" content="no-referrer"><meta name="robots" content="noindex">'
    yield f"<title>{called}</title><style>{STYLE}</style></head>\n<body>"
    yield '<a class="skip" href="#changes">Skip to the changes</a>'
    yield f'<header><h1 dir="auto">{called}</h1><p class="verdict {state(drift)}">{_text(verdict(drift))}</p>'
    yield from _facts(drift, generated_at)
    yield "</header>\n<main>"
    yield from _counts(drift)
    yield from _losses(drift)
    yield from _errors(drift)
    yield from _unsettled(drift)
    groups = [group for group in drift.groups if group.entries]
    anchors = {group.section.name: f"section-{place}" for place, group in enumerate(groups, 1)}
    titles = {group.section.name: visible(group.section.title) or "Hidden" for group in drift.groups}
    yield from _kept(drift)
    yield from _dropped(drift)
    yield from picture(drift, anchors, titles)
    yield from _remarks(drift)
    yield from _filter(drift)
    yield '<div id="changes" tabindex="-1">'
    for title, part in drift.parts:
        if title:
            yield f'<h2 class="origin">{title}<small>{tally(part.counts)}</small></h2>\n'
        for group in part.groups:
            if group.entries:
                name = group.section.name
                yield from _section(group, drift, anchors.pop(name, ""), titles[name])
    yield "</div></main>\n<footer>Kinescope workspace as code: kinescope.kinescope</footer></body></html>\n"


def _facts(drift: Drift, generated_at: str | None) -> Iterator[str]:
    facts = {"Generated": generated_at or "", "Plan": drift.plan_id}
    if drift.requests:
        facts["Requests"] = f"{count(drift.requests[0], 'read')}, {count(drift.requests[1], 'write')}"
    if any(facts.values()):
        shown = (f"<div><dt>{name}</dt><dd>{_text(fact)}</dd></div>" for name, fact in facts.items() if fact)
        yield f'<dl class="facts">{"".join(shown)}</dl>'


def _counts(drift: Drift) -> Iterator[str]:
    numbers = {**drift.counts, "unchanged": drift.unchanged}
    if drift.unmanaged is not None:
        numbers["unmanaged"] = drift.unmanaged
    if drift.failures:
        numbers["error"] = len(drift.failures)
    yield '<ul class="counts">'
    for name, number in numbers.items():
        label = "errors" if name == "error" and number > 1 else name
        yield f'<li class="{name}{"" if number else " none"}"><b>{number:,}</b>{label}</li>'
    yield "</ul>\n"


def _losses(drift: Drift) -> Iterator[str]:
    if not drift.losses:
        return
    worst = sorted(drift.losses, key=_weight, reverse=True)
    yield f'<section class="alarm"><h2>{losses(drift)}</h2><ul>'
    for entry in worst[:_LISTED]:
        kind = _text(entry.kind.replace("_", " "))
        yield f'<li>{kind} <bdi class="key">{_text(entry.key)}</bdi>: {along(entry)}</li>'
    if len(worst) > _LISTED:
        yield f"<li>and {len(worst) - _LISTED:,} more</li>"
    yield "</ul></section>\n"


def _weight(entry: Entry) -> tuple[int, int]:
    return (entry.takes_along.bytes, entry.takes_along.items) if entry.takes_along else (0, 0)


def _errors(drift: Drift) -> Iterator[str]:
    if drift.failures:
        yield f'<section class="alarm errors"><h2>{heading(drift)}</h2><ul>'
        yield from (_error(failure, drift) for failure in drift.failures)
        yield "</ul></section>\n"


def _error(failure: Failure, drift: Drift) -> str:
    place = " ".join(filter(None, (failure.task, whence(failure, drift))))
    told = f'<bdi class="task">{_text(place)}</bdi>: ' if place else ""
    return f'<li>{told}<span class="message">{escape(chr(10).join(failure.lines))}</span></li>'


def _unsettled(drift: Drift) -> Iterator[str]:
    if drift.unsettled:
        yield f'<section class="alarm"><h2>{unsettled(drift)}</h2><ul>'
        for one in drift.unsettled:
            place = " ".join(filter(None, (one.name, whence(one, drift))))
            yield f'<li><bdi class="key">{_text(place)}</bdi>: wanted {_value("ins", lines_of(one.wanted))}'
            yield f" stored {_value('del', lines_of(one.stored))}</li>"
        yield "</ul></section>\n"


def _remarks(drift: Drift) -> Iterator[str]:
    for name, lines in remarks(drift):
        items = "".join(f'<li dir="auto">{escape(line)}</li>' for line in lines)
        yield f'<details class="remark"><summary>{name}</summary><ul>{items}</ul></details>\n'


def _kept(drift: Drift) -> Iterator[str]:
    """What is left as somebody edited it."""
    if drift.kept:
        yield f'<section class="aside kept"><h2>{kept(drift)}</h2>'
        yield from (_entry(entry, drift, len(drift.kept) <= _OPEN) for entry in drift.kept)
        yield "</section>\n"


def _dropped(drift: Drift) -> Iterator[str]:
    """What the document does not name any longer."""
    if drift.dropped:
        number = count(len(drift.dropped), "object")
        yield f'<section class="aside dropped"><h2>{number} that the document does not name any longer</h2><ul>'
        for one in drift.dropped:
            place = " ".join(filter(None, (one.name, whence(one, drift))))
            yield f'<li><bdi class="key">{_text(place)}</bdi>: {_text(one.hint)}</li>'
        yield "</ul></section>\n"


def _filter(drift: Drift) -> Iterator[str]:
    """A choice of the action to look at, made by the style sheet alone."""
    actions = [action for action, number in drift.counts.items() if number]
    if len(drift.entries) < 2 or len(actions) < 2:
        return
    yield '<fieldset class="show"><legend>Show</legend>'
    yield '<label><input type="radio" name="show" id="show-all" checked>all</label>'
    for action in actions:
        yield f'<label><input type="radio" name="show" id="show-{action}">{action} {drift.counts[action]:,}</label>'
    yield "</fieldset>\n"


def _section(group: Group, drift: Drift, anchor: str, title: str) -> Iterator[str]:
    """The changes of one section; an ``anchor`` is what the picture leads to."""
    has = " ".join(f"has-{action}" for action, number in group.counts.items() if number)
    named = f' id="{anchor}"' if anchor else ""
    yield f'<section{named} class="group {has}"><h2 dir="auto">{escape(title)}'
    yield f"<small>{tally(group.counts)}</small></h2>\n"
    unfolded = len(drift.entries) <= _OPEN
    if len(group.entries) <= _PILE:
        yield from (_entry(entry, drift, unfolded) for entry in group.entries)
    else:
        for action, entries in _piles(group.entries).items():
            yield f'<details class="pile {_known(action)}"><summary>{_text(action)}: '
            yield f"{count(len(entries), 'change')}</summary>\n"
            yield from (_entry(entry, drift, unfolded) for entry in entries)
            yield "</details>\n"
    yield "</section>\n"


def _piles(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    piles: dict[str, list[Entry]] = {}
    for entry in entries:
        piles.setdefault(entry.action, []).append(entry)
    return piles


def _known(action: str) -> str:
    """The action as a class: never a text of somebody else's."""
    return action if action in ACTIONS else OTHER


def _entry(entry: Entry, drift: Drift, unfolded: bool) -> str:
    """One change: what it is about, what became of it, and the fields that differ."""
    said = [f'<span class="action">{_text(entry.action)}</span><bdi class="key">{_text(entry.key)}</bdi>']
    if entry.loses:
        said.append(f'<span class="lost">with {along(entry)} inside</span>')
    if entry.outcome != "planned":
        mark = " failed" if entry.outcome == "failed" else ""
        said.append(f'<span class="outcome{mark}">{_text(outcome(entry.outcome))}</span>')
    if entry.action not in ("create", "delete") and entry.fields:
        said.append(f'<bdi class="names">{_text(", ".join(entry.names))}</bdi>')
    if whence(entry, drift):
        said.append(f'<bdi class="host">{_text(whence(entry, drift))}</bdi>')
    reason = f'<p class="reason">{_text(entry.reason)}</p>' if entry.reason else ""
    rows = rows_of_entry(entry)
    if not rows:
        return f'<div class="entry flat {_known(entry.action)}"><p>{"".join(said)}</p>{reason}</div>\n'
    opened = " open" if unfolded else ""
    summary = f'<details class="entry {_known(entry.action)}"{opened}><summary>{"".join(said)}</summary>'
    return f"{summary}{reason}{_table(rows)}</details>\n"


def _table(rows: Sequence[Row]) -> str:
    sides = [
        side
        for side, there in (("before", any(r.before for r in rows)), ("after", any(r.after for r in rows)))
        if there
    ]
    heads = "".join(f'<th scope="col">{side}</th>' for side in sides)
    body = "".join(_row(row, sides) for row in rows)
    head = f'<thead><tr><th scope="col">field</th>{heads}</tr></thead>'
    return f'<div class="scroll"><table>{head}<tbody>{body}</tbody></table></div>'


def _row(row: Row, sides: Sequence[str]) -> str:
    note = f'<span class="note">{row.note}</span>' if row.note else ""
    cells = [f'<th scope="row"><code class="path">{escape(row.path)}</code>{note}</th>']
    if "before" in sides:
        cells.append(f"<td>{_value('del', row.before)}</td>")
    if "after" in sides:
        cells.append(f"<td>{_value('ins', row.after)}</td>")
    return f"<tr>{''.join(cells)}</tr>"


def _value(element: str, lines: Sequence[str]) -> str:
    if not lines:
        return '<span class="absent">missing</span>'
    return f'<{element} class="value">{escape(chr(10).join(lines))}</{element}>'


def _text(text: str) -> str:
    return escape(visible(text))

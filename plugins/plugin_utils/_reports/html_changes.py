# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The changes on the page: the filter above them, and each with its values before and after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.display import count, visible

from .arranged import NOT_DONE_WORDS, Family, Part, families, parts_of, read_together
from .differences import Row
from .drift import OTHER, Drift, Entry, Group
from .words import contents_text, host_text, outcome, tally

#: up to this many changes, all of them are shown unfolded
OPEN = 20
#: sections with more changes than this are folded by action, so that a page of thousands opens quickly
_PILE = 100


def changes(drift: Drift, anchors: Mapping[str, str]) -> Iterator[str]:
    """The changes; ``anchors`` maps sections to the anchors that the picture links to."""
    free = dict.fromkeys(anchors.values())
    yield from _filter(drift)
    yield '<div id="changes" tabindex="-1">'
    for part in parts_of(drift):
        yield from _part(part, drift, anchors, free)
    yield "</div>"


def words_of(entry: Entry, drift: Drift) -> tuple[str, ...]:
    """The words by which a change is filtered and colored: its action or outcome, and whether it was not made."""
    action = entry.action if entry.action in drift.terms.actions else OTHER
    return (action, entry.outcome) if drift.was_carried_out and entry.outcome in NOT_DONE_WORDS else (action,)


def _has(entries: Iterable[Entry], drift: Drift) -> str:
    """The classes that tell the filter what a part of the page contains; never text from others."""
    return " ".join(f"has-{word}" for word in dict.fromkeys(word for one in entries for word in words_of(one, drift)))


def _filter(drift: Drift) -> Iterator[str]:
    """A filter for changes, implemented by the style sheet alone."""
    numbers: dict[str, int] = dict.fromkeys((*NOT_DONE_WORDS, *drift.counts), 0)
    for entry in drift.entries:
        for word in words_of(entry, drift):
            numbers[word] += 1
    choices = {word: number for word, number in numbers.items() if number}
    if len(drift.entries) < 2 or len(choices) < 2:
        return
    yield '<fieldset class="show"><legend>Show</legend>'
    yield '<label><input type="radio" name="show" id="show-all" checked>all</label>'
    for word, number in choices.items():
        yield f'<label><input type="radio" name="show" id="show-{word}">{outcome(word)} {number:,}</label>'
    yield "</fieldset>\n"


def _part(part: Part, drift: Drift, anchors: Mapping[str, str], free: dict[str, None]) -> Iterator[str]:
    """The changes below one heading. A section's anchor is in the first part that contains the section."""
    if part.title:
        yield f'<section class="part {_has(part.drift.entries, drift)}">'
        yield f'<h2 class="origin">{part.title}<small>{tally(part.drift.counts)}</small></h2>\n'
    for group in read_together(part.drift):
        anchor = anchors[group.section.name]
        taken = anchor in free
        free.pop(anchor, None)
        yield from _section(group, drift, anchor if taken else "")
    yield "</section>\n" if part.title else ""


def _section(group: Group, drift: Drift, anchor: str) -> Iterator[str]:
    """The changes of one section; the picture links to ``anchor``."""
    named = f' id="{anchor}"' if anchor else ""
    yield f'<section{named} class="group {_has(group.entries, drift)}"><h2 dir="auto">{title_of(group)}'
    yield f"<small>{tally(group.counts)}</small></h2>\n"
    unfolded = len(drift.entries) <= OPEN
    if len(group.entries) <= _PILE:
        yield from _families(group.entries, drift, unfolded)
    else:
        for word, entries in _by_outcome(group.entries, drift).items():
            yield f'<details class="pile {_has(entries, drift)}"><summary>{text_of(outcome(word))}: '
            yield f"{count(len(entries), drift.terms.noun)}</summary>\n"
            yield from _families(entries, drift, unfolded)
            yield "</details>\n"
    yield "</section>\n"


def title_of(group: Group) -> str:
    """The name of a section, as HTML."""
    return escape(visible(group.section.title) or "Hidden")


def _by_outcome(entries: Iterable[Entry], drift: Drift) -> dict[str, list[Entry]]:
    """The changes that were not made, and the others by action."""
    piles: dict[str, list[Entry]] = {}
    for entry in entries:
        word = words_of(entry, drift)[-1]
        piles.setdefault(entry.action if word == OTHER else word, []).append(entry)
    return piles


def _families(entries: Iterable[Entry], drift: Drift, unfolded: bool) -> Iterator[str]:
    """Changes, with those of folders below their project."""
    for family in families(entries):
        if any(entry.kind == "folder" for entry in family.entries):
            yield from _project(family, drift, unfolded)
        else:
            yield from (entry_of(entry, drift, unfolded) for entry in family.entries)


def _project(family: Family, drift: Drift, unfolded: bool) -> Iterator[str]:
    folders = [entry for entry in family.entries if entry.kind == "folder"]
    yield f'<div class="family {_has(family.entries, drift)}">'
    if family.project:
        yield f'<p class="of">project <bdi>{text_of(family.project)}</bdi></p>\n'
    yield from (entry_of(entry, drift, unfolded) for entry in family.entries if entry.kind != "folder")
    yield f'<div class="below {_has(folders, drift)}">'
    yield from (entry_of(entry, drift, unfolded) for entry in folders)
    yield "</div></div>\n"


def entry_of(entry: Entry, drift: Drift, unfolded: bool) -> str:
    """One change: its object, its outcome, and the fields that differ."""
    spans = [f'<span class="action">{text_of(entry.action)}</span><bdi class="key">{text_of(entry.key)}</bdi>']
    if entry.loses:
        spans.append(f'<span class="lost">with {contents_text(entry)} inside</span>')
    if entry.outcome == "failed" or len(drift.outcomes) > 1:  # otherwise the verdict already says it for all of them
        mark = " failed" if entry.outcome == "failed" else ""
        spans.append(f'<span class="outcome{mark}">{text_of(outcome(entry.outcome))}</span>')
    if entry.action not in ("create", "delete") and entry.fields:
        spans.append(f'<bdi class="names">{text_of(", ".join(entry.names))}</bdi>')
    if host_text(entry, drift):
        spans.append(f'<bdi class="host">{text_of(host_text(entry, drift))}</bdi>')
    if entry.reason:
        spans.append(f'<span class="reason" dir="auto">{text_of(entry.reason)}</span>')
    spans += [f'<span class="reason air" dir="auto">{text_of(broadcast)}</span>' for broadcast in entry.on_air]
    words = words_of(entry, drift)
    classes = f"{' '.join(words)} {_has([entry], drift)}"
    rows = entry.rows
    if not rows:
        return f'<div class="entry flat {classes}"><p>{"".join(spans)}</p></div>\n'
    opened = " open" if unfolded else ""
    return f'<details class="entry {classes}"{opened}><summary>{"".join(spans)}</summary>{_table(rows)}</details>\n'


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
        cells.append(f"<td>{value_of('del', row.before)}</td>")
    if "after" in sides:
        cells.append(f"<td>{value_of('ins', row.after)}</td>")
    return f"<tr>{''.join(cells)}</tr>"


def value_of(element: str, lines: Sequence[str]) -> str:
    """A value in a del or ins element; a value without lines is shown as missing."""
    if not lines:
        return '<span class="absent">missing</span>'
    return f'<{element} class="value">{escape(chr(10).join(lines))}</{element}>'


def text_of(text: str) -> str:
    """Text from others, as HTML."""
    return escape(visible(text))

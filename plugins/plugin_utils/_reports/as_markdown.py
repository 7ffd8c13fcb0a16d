# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The drift as Markdown, for a comment on a pull request.

Names and values come from anyone who can edit the workspace or the document. They only appear where Markdown syntax has
no effect: in fenced blocks whose every line begins with a character of ours, and as HTML text in a summary. Mentions in
these notify nobody on GitHub and GitLab.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.display import count, visible

from .arranged import parts_of, read_together
from .differences import lines_of
from .drift import (
    OUTCOMES,
    Drift,
    Dropped,
    Entry,
    Failure,
    Group,
    Unsettled,
)
from .words import (
    badge,
    contents_text,
    dropped,
    heading,
    host_text,
    kept,
    losses,
    outcome,
    remarks,
    state,
    tally,
    titled,
    unsettled,
    verdict,
    with_host,
)

#: GitHub's limit is in characters; there are never fewer bytes
LIMIT = 65_536
_BLOCK = 4_000  # bytes for one change
_LINE = 400  # characters
_NAME = 120
_TITLE = 40
_SECTIONS = 40  # rows in the table
_RESERVE = 300  # bytes for the sentences that say what is omitted
_LEAST = 2_000  # bytes for one section, while there is enough room
# Marks that have no meaning in Markdown are not escaped, so that the source is readable, too.
_MARKS = re.compile(r"[!#$&()*+\-/<=>@\[\\\]^_`{|}~]|[:.](?=\S)")
_MORE = "The reports in HTML and JSON show everything."


def as_markdown(drift: Drift, title: str, generated_at: str | None = None) -> str:
    """The text of drift.md, of at most LIMIT characters and bytes. Its numbers are those of the whole drift."""
    alarm = f"{badge(drift)}. " if state(drift) in ("failed", "refused") else ""
    parts = [f"## {_prose(titled(title, drift))}\n\n**{alarm}{_prose(verdict(drift), _LINE)}**\n"]
    if drift.failures:
        lines = (line for failure in drift.failures for line in _error(failure, drift))
        parts.append(f"\n### {heading(drift)}\n\n" + _fence(lines))
    if drift.losses:
        parts.append(f"\n> [!CAUTION]\n> {losses(drift)}\n")
    if drift.unsettled:
        lines = (line for one in drift.unsettled for line in _unsettled(one, drift))
        parts.append(f"\n### Unsettled\n\n{unsettled(drift)} (+ wanted, - stored):\n\n" + _fence(lines))
    if drift.kept:
        lines = (line for entry in drift.kept for line in _kept(entry, drift))
        parts.append(f"\n### Kept\n\n{kept(drift)} (-), although the document differs (+):\n\n" + _fence(lines))
    if drift.dropped:
        lines = (_dropped(one, drift) for one in drift.dropped)
        parts.append(f"\n### Dropped\n\n{dropped(drift)}:\n\n" + _fence(lines))
    if drift.entries:
        parts.append("\n" + "\n".join(_table(drift)) + "\n")
    for name, lines_of_remark in remarks(drift):
        parts.append(
            f"\n<details><summary>{name}</summary>\n\n{_fence(f'# {line}' for line in lines_of_remark)}\n</details>\n"
        )
    facts = [f"plan <code>{_html(drift.plan_id)}</code>"] if drift.plan_id else []
    facts += [f"generated <code>{_html(generated_at)}</code>"] if generated_at else []
    foot = f"\n<p><sub>{', '.join(facts)}</sub></p>\n" if facts else ""
    room = LIMIT - _size("".join(parts)) - _size(foot)
    return "".join((*parts, *_parts(drift, room), foot))


def _parts(drift: Drift, room: int) -> Iterator[str]:
    """The changes: failures first, then changes that undo edits. Each part gets its share of the room."""
    parts = parts_of(drift)
    for place, part in enumerate(parts):
        head = f"\n## {part.title}: {tally(part.drift.counts)}\n" if part.title else ""
        share = room // (len(parts) - place) - _size(head)
        text = head + "".join(_sections(part.drift, share))
        room -= _size(text)
        yield text


def _sections(drift: Drift, room: int) -> Iterator[str]:
    """The changes, section by section. Unused room of a section is left for those that follow."""
    groups = read_together(drift)
    room -= _RESERVE
    for place, group in enumerate(groups):
        share = max(room // (len(groups) - place), min(room, _LEAST))
        if share < 2 * _RESERVE:
            missing = sum(len(other.entries) for other in groups[place:])
            yield f"\n**{count(missing, f'more {drift.terms.noun}')} not shown.** {_MORE}\n"
            return
        section = _section(group, drift, share)
        room -= _size(section)
        yield section


def _section(group: Group, drift: Drift, room: int) -> str:
    """The changes of one section, as far as they fit."""
    parts = [f"\n### {_prose(group.section.title or 'Hidden', _TITLE)}: {tally(group.counts)}\n"]
    room -= _size(parts[0]) + _RESERVE
    whole = True
    entries = [entry for entry in group.entries if entry.action not in drift.terms.quiet]
    for shown, entry in enumerate(entries):
        block = _change(entry, drift) if whole else ""
        if not whole or _size(block) > room:
            whole, block = False, f"\n<p>{_headline(entry, drift)}</p>\n"
        room -= _size(block)
        if room < 0:
            missing = count(len(entries) - shown, f"more {drift.terms.noun}")
            parts.append(f"\n**{missing} of this section not shown.** {_MORE}\n")
            break
        parts.append(block)
    if not whole:
        parts.insert(1, "\nSome are shown without their details.\n")
    return "".join(parts)


def _change(entry: Entry, drift: Drift) -> str:
    """A change: one line, with folded details; the reason of a failure is always visible."""
    lines = list(_lines(entry))
    if not lines:
        return f"\n<p>{_headline(entry, drift)}</p>\n"
    opened = " open" if entry.outcome == "failed" or not drift.terms.about_drift else ""
    return f"\n<details{opened}><summary>{_headline(entry, drift)}</summary>\n\n{_fence(lines)}\n</details>\n"


def _headline(entry: Entry, drift: Drift) -> str:
    """HTML without Markdown syntax: the block begins with a tag and has no empty line."""
    names = ", ".join(map(visible, entry.names))
    words = [f"{_word(entry.action, drift.terms.actions)} <code>{_html(entry.key)}</code>"]
    words += [f"<code>{_html(names)}</code>"] if names and entry.action not in ("create", "delete") else []
    words += (
        [_word(outcome(entry.outcome), map(outcome, OUTCOMES))]
        if entry.outcome not in ("planned", "applied", "found")
        else []
    )
    words += [f"<b>with {contents_text(entry)} inside</b>"] if entry.loses else []
    words += ["<b>can hurt a broadcast</b>"] if entry.on_air else []
    words += [f"<code>{_html(host_text(entry, drift))}</code>"] if host_text(entry, drift) else []
    return " · ".join(words)


def _lines(entry: Entry) -> Iterator[str]:
    yield from (f"! {visible(message)}" for message in (entry.reason, *entry.on_air) if message)
    for row in entry.rows:
        yield f"@@ {_cut(row.path)} @@{f' {row.note}' if row.note else ''}"
        yield from (f"- {line}" for line in row.before)
        yield from (f"+ {line}" for line in row.after)


def _word(word: str, known: Iterable[str]) -> str:
    """One of our words, or an unknown one, in which mentions have no effect."""
    return f"<b>{word}</b>" if word in known else f"<code>{_html(word)}</code>"


def _fence(lines: Iterable[str]) -> str:
    """Lines in a block with diff highlighting. No line can end it, because each begins with a mark of ours."""
    kept: list[str] = []
    room, missing = _BLOCK, 0
    for line in map(_cut, lines):
        room -= _size(line)
        if room < 0:
            missing += 1
        else:
            kept.append(line)
    kept += [f"# {count(missing, 'more line')} not shown"] if missing else []
    return "\n".join(("```diff", *kept, "```", ""))


def _error(failure: Failure, drift: Drift) -> list[str]:
    place = visible(with_host(failure.task, failure, drift))
    first, *rest = failure.lines
    return [f"! {place}: {first}" if place else f"! {first}", *(f"!   {line}" for line in rest)]


def _kept(entry: Entry, drift: Drift) -> Iterator[str]:
    """A change that is omitted: the workspace's values and the document's."""
    yield f"# {visible(with_host(f'{entry.action} {entry.kind} {entry.key}', entry, drift))}"
    yield from _lines(entry)


def _dropped(one: Dropped, drift: Drift) -> str:
    return f"! {visible(with_host(one.name, one, drift))}: {visible(one.hint)}"


def _unsettled(one: Unsettled, drift: Drift) -> Iterator[str]:
    yield f"@@ {_cut(visible(with_host(one.name, one, drift)))} @@"
    yield from (f"- {line}" for line in lines_of(one.stored))
    yield from (f"+ {line}" for line in lines_of(one.wanted))


def _table(drift: Drift) -> Iterator[str]:
    """The numbers of each section and the totals."""
    actions, groups = list(drift.counts), drift.groups
    known = drift.unmanaged is not None
    heads = ["", *actions, *(["unchanged"] if drift.terms.about_drift else []), *(["unmanaged"] if known else [])]
    yield _cells(heads)
    yield "|---|" + "--:|" * (len(heads) - 1)
    for group in groups[:_SECTIONS]:
        section = group.section
        numbers = [*(group.counts.get(action, 0) for action in actions)]
        numbers += [section.unchanged] if drift.terms.about_drift else []
        numbers += [section.unmanaged or 0] if known else []
        yield _cells([_prose(section.title or "Hidden", _TITLE), *map(_number, numbers)])
    if len(groups) > _SECTIONS:
        yield _cells([f"{count(len(groups) - _SECTIONS, 'more section')} not shown", *[""] * (len(heads) - 1)])
    numbers = [*(drift.counts[action] for action in actions)]
    numbers += [drift.unchanged] if drift.terms.about_drift else []
    numbers += [drift.unmanaged or 0] if known else []
    yield _cells(["**Total**", *(f"**{number:,}**" for number in numbers)])


def _cells(texts: Iterable[str]) -> str:
    return f"| {' | '.join(texts)} |"


def _number(number: int) -> str:
    return f"{number:,}" if number else ""


def _prose(text: str, longest: int = _NAME) -> str:
    """A text within ours: syntax, mentions, references and links in it have no effect."""
    shown = _MARKS.sub(r"\\\g<0>", _cut(visible(text), longest))
    return re.sub(r"([@#/:.-])(?=\w)", "\\1\u200b", shown)


def _html(text: str) -> str:
    return escape(_cut(visible(text), _NAME))


def _cut(text: str, longest: int = _LINE) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _size(text: str) -> int:
    return len(text.encode())

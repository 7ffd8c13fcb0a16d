# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The drift as a self-contained HTML page: no external fonts, images or scripts."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from html import escape

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.display import count, kind_title

from .arranged import anchors_of, parts_of, read_together
from .differences import lines_of
from .drift import Drift, Entry, Failure
from .html_changes import OPEN, changes, entry_of, text_of, title_of, value_of
from .html_picture import picture
from .html_script import SCRIPT
from .html_style import STYLE
from .words import (
    badge,
    contents_text,
    dropped,
    heading,
    kept,
    losses,
    outcome,
    remarks,
    several,
    state,
    titled,
    unsettled,
    verdict,
    with_host,
)

_LISTED = 8  # deletes listed in the warning
_LONG = 800  # characters of remarks shown without folding


def _hash(code: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"


# Only our own style and script: any other script or address would have no effect, even if injected.
_POLICY = (
    f"default-src 'none'; style-src {_hash(STYLE)}; script-src {_hash(SCRIPT)}; base-uri 'none'; form-action 'none'"
)


def as_html(drift: Drift, title: str, generated_at: str | None = None) -> str:
    """The text of drift.html."""
    return "".join(_page(drift, title, generated_at))


def _page(drift: Drift, title: str, generated_at: str | None) -> Iterator[str]:
    """The lines of the whole page."""
    heading_text = text_of(titled(title, drift))
    yield '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="referrer" content="no-referrer"><meta name="robots" content="noindex">'
    yield f"<title>{badge(drift)}: {heading_text}</title><style>{STYLE}</style></head>\n"
    yield f'<body class="state-{state(drift)}"><a class="skip" href="#changes">'
    yield f"Skip to the {drift.terms.noun}s</a>"
    yield f'<header><h1 dir="auto">{heading_text}</h1>'
    yield f'<p class="verdict"><strong class="badge">{badge(drift)}</strong> {text_of(verdict(drift))}</p>'
    yield from _facts(drift, generated_at)
    yield "</header>\n<main>"
    yield from _errors(drift)
    yield from _counts(drift)
    yield from _losses(drift)
    yield from _unsettled(drift)
    yield from _remarks(drift)
    yield from _kept(drift)
    yield from _dropped(drift)
    anchors = anchors_of([group for part in parts_of(drift) for group in read_together(part.drift)])
    titles = {group.section.name: title_of(group) for group in drift.groups}
    yield from picture(drift, anchors, titles)
    yield from changes(drift, anchors)
    yield "</main>\n<footer>Kinescope workspace as code: kinescope.kinescope</footer>"
    yield f"<script>{SCRIPT}</script></body></html>\n"


def _facts(drift: Drift, generated_at: str | None) -> Iterator[str]:
    facts = {"Generated": text_of(generated_at or ""), "Plan": _plan(drift.plan_id)}
    if drift.requests:
        facts["Requests"] = f"{count(drift.requests[0], 'read')}, {count(drift.requests[1], 'write')}"
    if any(facts.values()):
        shown = (f"<div><dt>{name}</dt><dd>{fact}</dd></div>" for name, fact in facts.items() if fact)
        yield f'<dl class="facts">{"".join(shown)}</dl>'


def _plan(id: str) -> str:
    """The ID of the plan: complete, for selecting and copying; the style sheet only shows its beginning."""
    button = (
        '<button type="button" class="copy" title="Copy the ID of the plan" aria-live="polite" hidden>Copy</button>'
    )
    return f'<code class="id">{text_of(id)}</code>{button}' if id else ""


def _counts(drift: Drift) -> Iterator[str]:
    """The numbers: outcomes, if some changes were not made; otherwise actions."""
    if drift.failures and not drift.terms.about_drift:
        return  # there are none
    ran = drift.was_carried_out and state(drift) != "applied"
    numbers = {**(drift.outcomes if ran else drift.counts)}
    if drift.terms.about_drift:
        numbers["unchanged"] = drift.unchanged
    if drift.unmanaged is not None:
        numbers["unmanaged"] = drift.unmanaged
    if drift.failures and not ran and state(drift) != "refused":
        numbers["error"] = len(drift.failures)
    yield '<ul class="counts">'
    for name, number in numbers.items():
        label = several(outcome(name), number)
        yield f'<li class="{name}{"" if number else " none"}"><b>{number:,}</b>{label}</li>'
    yield "</ul>\n"


def _losses(drift: Drift) -> Iterator[str]:
    if not drift.losses:
        return
    worst = sorted(drift.losses, key=_weight, reverse=True)
    yield f'<section class="alarm"><h2>{losses(drift)}</h2><ul>'
    for entry in worst[:_LISTED]:
        kind = text_of(kind_title(entry.kind))
        yield f'<li>{kind} <bdi class="key">{text_of(entry.key)}</bdi>: {contents_text(entry)}</li>'
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
    place = with_host(failure.task, failure, drift)
    task = f'<bdi class="task">{text_of(place)}</bdi>: ' if place else ""
    return f'<li>{task}<span class="message">{escape(chr(10).join(failure.lines))}</span></li>'


def _unsettled(drift: Drift) -> Iterator[str]:
    if drift.unsettled:
        yield f'<section class="alarm"><h2>{unsettled(drift)}</h2><ul>'
        for one in drift.unsettled:
            place = with_host(one.name, one, drift)
            yield f'<li><bdi class="key">{text_of(place)}</bdi>: wanted {value_of("ins", lines_of(one.wanted))}'
            yield f" stored {value_of('del', lines_of(one.stored))}</li>"
        yield "</ul></section>\n"


def _remarks(drift: Drift) -> Iterator[str]:
    """Further remarks; long ones are folded."""
    found = remarks(drift)
    yield '<div class="remarks">' if found else ""
    for name, lines in found:
        items = "".join(f'<li dir="auto">{escape(line)}</li>' for line in lines)
        opened = " open" if sum(map(len, lines)) <= _LONG else ""
        yield f'<details class="remark"{opened}><summary>{name}</summary><ul>{items}</ul></details>\n'
    yield "</div>\n" if found else ""


def _kept(drift: Drift) -> Iterator[str]:
    """Changes that are omitted to keep somebody's edits."""
    if drift.kept:
        yield f'<section class="aside kept"><h2>{kept(drift)}</h2>'
        yield from (entry_of(entry, drift, len(drift.kept) <= OPEN) for entry in drift.kept)
        yield "</section>\n"


def _dropped(drift: Drift) -> Iterator[str]:
    """Objects that the document no longer contains."""
    if drift.dropped:
        yield f'<section class="aside dropped"><h2>{dropped(drift)}</h2><ul>'
        for one in drift.dropped:
            place = with_host(one.name, one, drift)
            yield f'<li><bdi class="key">{text_of(place)}</bdi>: {text_of(one.hint)}</li>'
        yield "</ul></section>\n"

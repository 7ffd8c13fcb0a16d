# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The picture of the workspace: a bar for each section, divided into changed and unchanged objects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from .drift import Drift, Group
from .html_changes import words_of
from .words import outcome, tally

#: the minimum width of a share in per cent, so that one in ten thousand is still visible
_LEAST = 1.2
_ORDER = (
    "unchanged",
    "create",
    "update",
    "move",
    "delete",
    "other",
    "not_attempted",
    "failed",
    "unmanaged",
    "ok",
    "warning",
    "error",
)


def picture(drift: Drift, anchors: Mapping[str, str], titles: Mapping[str, str]) -> Iterator[str]:
    """The bars as HTML, each linked to its section; ``titles`` are HTML. Nothing if there is nothing to show."""
    bars = [(group, shares) for group in drift.groups if (shares := _shares(group, drift))]
    if not bars:
        return
    seen = [name for name in _ORDER if any(name in shares for _group, shares in bars)]
    yield f'<section class="picture"><h2>{drift.terms.picture}</h2>'
    # zero size hides it; with display: none, the pattern would not work
    yield '<svg width="0" height="0" aria-hidden="true"><defs><pattern id="hatch" width="7" height="7" '
    yield 'patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0V7"/></pattern></defs></svg>'
    yield '<ul class="legend" aria-hidden="true">'
    for name in seen:
        yield f'<li><svg><rect class="{name}" width="100%" height="100%"/></svg>{outcome(name)}</li>'
    yield '</ul><ul class="bars">'
    for group, shares in bars:
        title = titles[group.section.name]
        anchor = anchors.get(group.section.name)
        name = f'<a href="#{anchor}">{title}</a>' if anchor else title
        label = tally({outcome(word): number for word, number in shares.items()})
        numbers = label.replace(" ", "\u00a0").replace(",\u00a0", ", ")  # no line break after a number
        yield f'<li><span class="name" dir="auto">{name}</span>'
        yield f'<svg aria-hidden="true">{"".join(_bar(shares))}</svg>'
        yield f'<span class="numbers">{numbers}</span></li>\n'
    yield "</ul></section>\n"


def _shares(group: Group, drift: Drift) -> dict[str, int]:
    """The number of objects for each word; changes that were not made are not counted by action."""
    words = Counter(words_of(entry, drift)[-1] for entry in group.entries)
    numbers = {**words, "unchanged": group.section.unchanged, "unmanaged": group.section.unmanaged or 0}
    return {name: numbers[name] for name in _ORDER if numbers.get(name)}


def _bar(shares: Mapping[str, int]) -> Iterator[str]:
    whole = sum(shares.values())
    widths = {name: max(100 * number / whole, _LEAST) for name, number in shares.items()}
    scale = 100 / sum(widths.values())
    start = 0.0
    for name, width in widths.items():
        yield f'<rect class="{name}" x="{start:.2f}%" width="{width * scale:.2f}%" height="100%"/>'
        start += width * scale

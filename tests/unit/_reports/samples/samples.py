# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the tests of the drift reports share: results as modules return them, small, hostile and large."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.drift import ACTIONS

KINDS = ("player", "project", "folder", "webhook", "privacy_domain", "cdn_zone", "live_event", "drm_auth")
OUTCOMES = ("planned", "applied", "failed", "not_attempted")
MASK = "********"

#: Texts that break out of something, if anything lets them.
HOSTILE = (
    "</code></summary></details><script>alert(1)</script>",
    "</details>\n\n# Approved\n",
    "``` \n```\n@everyone **merge this**",
    "````````",
    "~~~",
    "| a | b |\n|---|---|",
    "![x](https://evil.example.com/x.png)",
    "[click](javascript:alert(1))",
    "@octocat #1 GH-1 https://evil.example.com www.evil.example.com me@evil.example.com",
    "<img src=x onerror=alert(1)>",
    "\" onload=\"alert(1)' autofocus='",
    "]]><failure/><!--",
    "&lt;b&gt; &#64;octocat &amp;",
    "<!-- -->\r\n<b>\u2028<b>\u0085<b>",
    "\u202egnitset\u202c\u200b\u200d\ufeff\x00\x07\x1b[31m",
    "\ud800 \udfff \ufffe \uffff \U0001ffff",
    "\\`\\*\\_ \\",
    "    indented",
    "\t\x0b\x0c",
    "@@ privacy_type @@",
    "пример.рф 👩‍👩‍👧 مرحبا",
    "",
    " ",
    "x" * 5000,
    "`" * 3000,
)

texts = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(codec=None, exclude_categories=()), max_size=30))
scalars = st.one_of(st.none(), st.booleans(), st.integers(-(10**18), 10**18), st.floats(), texts)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4), max_leaves=12
)
sides = st.dictionaries(texts, values, max_size=4)
numbers = st.integers(0, 10**13)


@st.composite
def changes(draw: st.DrawFn) -> dict[str, Any]:
    """An entry of ``changes``, with any text where a text may stand."""
    change: dict[str, Any] = {
        "kind": draw(st.sampled_from(KINDS) | texts),
        "key": draw(texts),
        "action": draw(st.sampled_from(ACTIONS) | texts),
        "fields": draw(st.lists(texts, max_size=3)),
        "outcome": draw(st.sampled_from(OUTCOMES)),
    }
    if draw(st.booleans()):
        change.update(before=draw(sides), after=draw(sides))
    if draw(st.booleans()):
        change["reason"] = draw(texts)
    if draw(st.booleans()):
        change["takes_along"] = {"items": draw(numbers), "bytes": draw(numbers)}
    return change


@st.composite
def results(draw: st.DrawFn, most: int = 6) -> dict[str, Any]:
    """A result of kinescope_workspace, with any text where a text may stand."""
    told = draw(st.lists(changes(), max_size=most))
    counts = st.fixed_dictionaries({"wanted": numbers, "unchanged": numbers, "unmanaged": numbers})
    sections = draw(st.dictionaries(st.sampled_from([f"{kind}s" for kind in KINDS]) | texts, counts, max_size=5))
    result = {
        "changed": bool(told),
        "changes": told,
        "summary": {"unchanged": sum(section["unchanged"] for section in sections.values())},
        "sections": sections,
        "plan_id": draw(texts),
        "requests": {"reads": draw(numbers), "writes": draw(numbers)},
    }
    if draw(st.booleans()):
        one = st.fixed_dictionaries({"kind": texts, "key": texts, "field": texts, "wanted": values, "stored": values})
        result["unsettled"] = draw(st.lists(one, max_size=3))
    if draw(st.booleans()):
        result.update(failed=True, msg=draw(texts), error={"kind": draw(texts), "key": draw(texts), "status": 402})
    return result


def change(kind: str, key: str, action: str, *fields: str, outcome: str = "planned", **more: Any) -> dict[str, Any]:
    """An entry of ``changes``."""
    return {"kind": kind, "key": key, "action": action, "fields": list(fields), "outcome": outcome, **more}


def workspace(*told: tuple[dict[str, Any], dict[str, Any], dict[str, Any]], **more: Any) -> dict[str, Any]:
    """A result of kinescope_workspace: each change with what is before it and after it."""
    return {
        "changed": bool(told),
        "changes": [{**entry, "before": before, "after": after} for entry, before, after in told],
        "summary": {"unchanged": 0},
        "sections": {},
        "plan_id": "0123abcd",
        "requests": {"reads": 7, "writes": 0},
        **more,
    }


#: Results of which the API did not store all as it was sent.
UNSETTLED = workspace(
    (change("player", "Main", "update", "settings", outcome="applied"), {"settings": {}}, {"settings": {"volume": 80}}),
    unsettled=[{"kind": "player", "key": "Main", "field": "settings.volume", "wanted": 80, "stored": 30}],
)


def large(number: int, outcome: str = "planned") -> dict[str, Any]:
    """A result with so many changes, of all kinds and actions in turn."""
    told = []
    for place in range(number):
        kind, action = KINDS[place % len(KINDS)], ACTIONS[place // 3 % len(ACTIONS)]
        full = {"name": f"Course {place}", "privacy_domains": ["school.example.com"], "settings": {"size": place}}
        before = {} if action == "create" else full
        after = {} if action == "delete" else {**full, "settings": {"size": -1}, "password": f"{MASK} (changed)"}
        more: dict[str, Any] = {}
        if action == "delete" and kind in ("project", "folder"):
            more["takes_along"] = {"items": place, "bytes": place * 10**6}
        if outcome == "failed":
            more["reason"] = "the API refused"
        told.append((change(kind, f"Course {place}", action, *after, outcome=outcome, **more), before, after))
    sections = {f"{kind}s": {"wanted": 50, "unchanged": 40, "unmanaged": 3} for kind in KINDS[:-1]}
    return workspace(*told, sections=sections, summary={"unchanged": 40 * len(sections)})

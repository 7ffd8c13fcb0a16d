# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reports of plans beside what was applied last: what would be undone, what is asked for, what is kept and dropped."""

from __future__ import annotations

import json
import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.arranged import ASKED, UNDONE
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.formats import FORMATS
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.results import drift_of


def change(key: str, action: str, before: Any, after: Any, origin: Any, **more: Any) -> dict[str, Any]:
    fields = [] if action == "delete" else sorted({*before, *after})
    about = {"kind": "player", "key": key, "action": action, "outcome": "planned", "fields": fields}
    return {**about, "before": before, "after": after, "origin": origin, **more}


MIXED = change(
    "Main",
    "update",
    {"settings": {"volume": 80, "color": "by-hand", "loop": 1}},
    {"settings": {"volume": 30, "color": "asked-for", "loop": 2}},
    {"settings.volume": "workspace", "settings.color": "document", "settings.loop": "both"},
)
NEW = change("New", "create", {}, {"name": "New"}, {"name": "document"})
EXTRA = change("Extra", "delete", {"name": "Extra"}, {}, {"name": "workspace"})
KEPT = {
    "kind": "player",
    "key": "Hand",
    "action": "update",
    "fields": ["settings.volume"],
    "before": {"settings": {"volume": 77}},
    "after": {"settings": {"volume": 66}},
}
DROPPED = {"kind": "webhook", "key": "Old", "hint": "list it with state: absent"}


def result(*changes: Any, **more: Any) -> dict[str, Any]:
    words = [word for one in changes for word in one["origin"].values()]
    counts = {word: words.count(word) for word in ("document", "workspace", "both")}
    known = {"changed": bool(changes), "changes": list(changes), "sections": {}, "summary": {"unchanged": 4}}
    return {**known, "origin": counts, "kept": [], "dropped": [], "plan_id": "0" * 64, **more}


def report(name: str, told: Any) -> str:
    return FORMATS[name](drift_of(told), "Plan", None)


class TestJson:
    def test_counts_and_origins(self) -> None:
        told = json.loads(report("json", result(MIXED, NEW, EXTRA, kept=[KEPT], dropped=[DROPPED])))
        assert told["origin"] == {"document": 2, "workspace": 2, "both": 1}
        assert [one["origin"] for one in told["changes"]] == [one["origin"] for one in (MIXED, NEW, EXTRA)]
        sides = {"before": {"volume": 77}, "after": {"volume": 66}}
        assert [(one["key"], one["outcome"], one["fields"]) for one in told["kept"]] == [
            ("Hand", "kept", {"settings": sides})
        ]
        assert told["dropped"] == [DROPPED]

    def test_what_is_kept_is_drift(self) -> None:
        assert json.loads(report("json", result(kept=[KEPT])))["drift"] is True
        assert json.loads(report("json", result()))["drift"] is False

    def test_nothing_is_known_without_a_base(self) -> None:
        bare = {name: value for name, value in NEW.items() if name != "origin"}
        told = json.loads(report("json", {"changed": True, "changes": [bare], "summary": {}, "sections": {}}))
        assert told["origin"] is None
        assert "origin" not in told["changes"][0]
        assert (told["kept"], told["dropped"]) == ([], [])


class TestMarkdown:
    def parts(self, told: Any) -> dict[str, str]:
        """The text below each heading of a part."""
        found = re.split(r"\n## (.*?): (.*)\n", report("markdown", told))
        return {found[n]: found[n + 2] for n in range(1, len(found), 3)}

    def test_two_groups_of_which_what_is_undone_comes_first(self) -> None:
        parts = self.parts(result(MIXED, NEW, EXTRA))
        assert list(parts) == [UNDONE, ASKED]
        assert "- 80\n+ 30" in parts[UNDONE]
        assert "@@ settings.loop @@ changed in the document, too" in parts[UNDONE]
        assert "Extra" in parts[UNDONE]
        assert "<code>settings.volume, settings.loop</code>" in parts[UNDONE]
        assert "<code>settings.color</code>" in parts[ASKED]
        assert "asked-for" not in parts[UNDONE]
        assert "asked-for" in parts[ASKED]
        assert "New" in parts[ASKED]
        assert "settings.volume" not in parts[ASKED]

    def test_only_groups_that_have_something(self) -> None:
        assert list(self.parts(result(NEW))) == [ASKED]
        assert list(self.parts(result(EXTRA))) == [UNDONE]
        assert self.parts({"changes": [], "sections": {}, "summary": {}}) == {}

    def test_the_verdict_counts(self) -> None:
        text = report("markdown", result(MIXED, NEW, EXTRA)).replace("\\", "").replace("\u200b", "")
        assert "options: 2 asked for by the document, 2 edited in the workspace, 1 changed in both" in text

    def test_kept_and_dropped(self) -> None:
        text = report("markdown", result(kept=[KEPT], dropped=[DROPPED]))
        assert "No changes: 1 object kept as edited in the workspace" in text
        assert "# update player Hand\n" in text
        assert "- 77\n+ 66" in text
        assert "! webhook Old: list it with state: absent" in text

    def test_all_of_it_fits_into_a_comment(self) -> None:
        long = [
            change(f"P{n}", "update", {"settings": {"a": "x" * 900, "b": 1}}, {"settings": {"a": "y" * 900, "b": 2}},
                   {"settings.a": "document", "settings.b": "workspace"})
            for n in range(300)
        ]  # fmt: skip
        text = report("markdown", result(*long, kept=[KEPT] * 300, dropped=[DROPPED] * 300))
        assert len(text.encode()) <= 65_536
        assert UNDONE in text
        assert ASKED in text


class TestHtml:
    def test_groups_kept_and_dropped(self) -> None:
        page = report("html", result(MIXED, NEW, EXTRA, kept=[KEPT], dropped=[DROPPED]))
        undone, asked = page.index(f'<h2 class="origin">{UNDONE}'), page.index(f'<h2 class="origin">{ASKED}')
        assert page.index("1 object kept as edited in the workspace</h2>") < undone < asked
        assert "settings.volume" in page[undone:asked]
        assert "settings.color" not in page[undone:asked]
        assert "settings.color" in page[asked:]
        assert "settings.volume" not in page[asked:]
        assert "list it with state: absent" in page
        assert len(re.findall(r'id="section-1"', page)) == 1

    def test_no_groups_without_a_base(self) -> None:
        bare = {name: value for name, value in NEW.items() if name != "origin"}
        page = report("html", {"changes": [bare], "sections": {}, "summary": {}})
        assert '<h2 class="origin">' not in page
        assert "New" in page


class TestJunit:
    def test_counts_and_what_is_overwritten(self) -> None:
        root = ET.fromstring(report("junit", result(MIXED, NEW, EXTRA, kept=[KEPT], dropped=[DROPPED])))  # noqa: S314 - our own
        assert {one.get("name"): one.get("value") for one in root.iter("property")} == {
            "plan_id": "0" * 64,
            "origin.document": "2",
            "origin.workspace": "2",
            "origin.both": "1",
        }
        messages = {case.get("name"): failure.get("message") for case in root.iter("testcase") for failure in case}
        assert messages["Main"] == "update planned; overwrites edits of settings.volume, settings.loop"
        assert messages["New"] == "create planned"
        assert messages["Extra"] == "delete planned; deletes what somebody created"
        assert messages["Hand"] == "update kept"
        assert messages["webhook Old"] == "list it with state: absent"
        text = "".join(root.itertext())
        assert "settings.volume (workspace)" in text
        assert "settings.loop (changed in the document, too; both)" in text


@pytest.mark.parametrize("name", FORMATS)
def test_an_invalid_list_of_changes_is_left_out(name: str) -> None:
    """A result of another version of the collection, or a made-up one."""
    odd = result(kept="x", dropped=[1, {"kind": "player"}])
    assert report(name, odd)

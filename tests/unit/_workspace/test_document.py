# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Workspace documents: what is said against them, before any request, and what their entries are."""

from __future__ import annotations

import copy
import math
import pathlib
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import DocumentError
from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.workspace import effects_of
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import SECTIONS
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace import document as documents
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.document import entries, path_text
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.source import Source
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.workspace_document import checked

CASES = yaml.safe_load((pathlib.Path(__file__).parent / "documents/faults.yml").read_text(encoding="utf-8"))
PREFIX = "the document is not valid, nothing was written:\n"
UUID, SHORT = "93997264-97ac-4091-b48e-559614c2817a", "je7WZBZhdMFQKPHHHmMr2m"


def said(document: Any) -> str:
    """What is said against a document; '' when nothing is."""
    try:
        checked(Source(copy.deepcopy(document)), effects_of)
    except DocumentError as error:
        return error.text()
    return ""


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_faults_that_a_schema_cannot_express(case: dict[str, Any]) -> None:
    text = said(case["document"])
    assert text.startswith(PREFIX)
    assert sorted(text[len(PREFIX) :].split("\n")) == sorted(case["told"])
    assert "7131415161" not in text


@pytest.mark.parametrize("document", [[], "version: 1", 1, None, True, [{"version": 1}]])
def test_a_document_that_is_no_dictionary(document: Any) -> None:
    assert said(document) == "the document must be a dictionary of sections"


def test_a_section_that_is_like_no_other() -> None:
    known = ", ".join(sorted(["version", *SECTIONS]))
    assert said({"version": 1, "qqq": []}) == f"{PREFIX}qqq: is not a valid option; valid options are {known}"


class TestGiven:
    def test_null_is_not_given_at_any_depth(self) -> None:
        document = {
            "version": 1,
            "webhooks": None,
            "players": [{"name": "A", "settings": {"a": None, "b": {"c": None}, "d": {}, "e": [{"f": None}]}}],
        }
        kept, told, _templates = documents.given(document)
        assert kept == {"version": 1, "players": [{"name": "A", "settings": {"d": {}, "e": [{}]}}]}
        assert told == []

    def test_a_document_of_nulls_is_empty(self) -> None:
        assert said({"version": 1, "players": None, "projects": [{"name": "A", "privacy_domains": None}]}) == ""

    @pytest.mark.parametrize(
        ("value", "fault"),
        [
            (math.nan, "is not a finite number"),
            (math.inf, "is not a finite number"),
            (int("9" * 4000), "is an integer that does not fit into 64 bits"),
            ("a\udc00", "contains half of a surrogate pair, which is not a character"),
            (b"x", "is not a string, a number or another JSON value"),
            ({1, 2}, "is not a string, a number or another JSON value"),
            (object(), "is not a string, a number or another JSON value"),
        ],
        ids=lambda value: str(value)[:10],
    )
    def test_a_value_that_no_json_has(self, value: Any, fault: str) -> None:
        text = said({"version": 1, "players": [{"name": "A", "settings": {"a": value}}]})
        assert text == f"{PREFIX}players[0].settings.a: {fault}"

    def test_a_key_that_is_no_character(self) -> None:
        text = said({"version": 1, "players": [{"name": "A", "settings": {"\ud800": 1}}]})
        assert text.endswith("contains half of a surrogate pair, which is not a character")

    @pytest.mark.parametrize("key", [1, True, None, 1.5])
    def test_a_key_that_is_no_text(self, key: Any) -> None:
        text = said({"version": 1, "players": [{"name": "A", "settings": {key: "a", "b": "c"}}]})
        assert text == f"{PREFIX}players[0].settings.{key}: is not a string, so it cannot be a key; quote it"

    def test_endless_nesting(self) -> None:
        endless: dict[str, Any] = {"version": 1}
        endless["players"] = [{"name": "A", "settings": endless}]
        with pytest.raises(DocumentError) as caught:
            checked(Source(endless), effects_of)
        assert caught.value.text().endswith("players: is nested more than 100 levels deep")

    @pytest.mark.parametrize(("deep", "taken"), [(48, True), (49, False), (250, False)])
    def test_folders_in_folders(self, deep: int, taken: bool) -> None:
        """The deepest document that is taken is within what any stack holds, below Ansible's own."""
        tree: list[Any] = []
        for _level in range(deep):
            tree = [{"name": "F", "folders": tree}]
        source = Source({"version": 1, "projects": [{"name": "P", "privacy_type": "anywhere", "folders": tree}]})
        if taken:
            assert len(checked(source, effects_of)) == deep + 1
            return
        with pytest.raises(DocumentError) as caught:
            checked(source, effects_of)
        (fault,) = caught.value.faults
        assert fault.endswith("is nested more than 100 levels deep")


class TestEntries:
    DOCUMENT: dict[str, Any] = {  # noqa: RUF012
        "version": 1,
        "players": [{"name": "Main"}],
        "projects": [
            {
                "name": "A",
                "drm_auth": {"url": "https://a"},
                "folders": [{"name": "F", "folders": [{"name": "G", "folders": []}]}, {"name": "H", "id": UUID}],
            },
            {"id": SHORT, "name": "B", "folders": [{"name": "F"}]},
            {"name": "C"},
        ],
        "drm_auth": {"url": "https://b"},
    }

    def test_every_entry_with_its_path(self) -> None:
        told = {entry.where: (entry.kind.name, dict(entry.options)) for entry in entries(self.DOCUMENT)}
        assert told == {
            "players[0]": ("player", {"name": "Main"}),
            "projects[0]": ("project", {"name": "A"}),
            "projects[0].drm_auth": ("drm_auth", {"url": "https://a", "project": "A"}),
            "projects[0].folders[0]": ("folder", {"project": "A", "parent": [], "name": "F"}),
            "projects[0].folders[0].folders[0]": ("folder", {"project": "A", "parent": ["F"], "name": "G"}),
            "projects[0].folders[1]": ("folder", {"project": "A", "parent": [], "name": "H", "id": UUID}),
            "projects[1]": ("project", {"id": SHORT, "name": "B"}),
            "projects[1].folders[0]": ("folder", {"project": SHORT, "parent": [], "name": "F"}),
            "projects[2]": ("project", {"name": "C"}),
            "drm_auth": ("drm_auth", {"url": "https://b"}),
        }

    def test_which_of_them_have_a_list(self) -> None:
        listed = [entry.where for entry in entries(self.DOCUMENT) if entry.has_list]
        assert listed == ["projects[0]", "projects[0].folders[0]", "projects[0].folders[0].folders[0]", "projects[1]"]

    def test_a_document_without_entries(self) -> None:
        assert entries({"version": 1}) == []
        assert entries({"version": 1, **{section: [] for section in SECTIONS if section != "drm_auth"}}) == []

    @pytest.mark.parametrize(
        ("path", "left"),
        [
            ((), ["F", "G", "H"]),
            (("qqq", 0), ["F", "G", "H"]),
            (("projects", 0, "privacy_type"), ["F", "G", "H"]),
            (("projects", 0, "folders", 0, "folders", 0, "size"), ["F", "G", "H"]),
            (("projects", 0, "folders", 0, "folders", 0, "name"), ["F", "H"]),
            (("projects", 0, "folders", 0, "folders"), ["F", "H"]),
            (("projects", 0, "folders", 0), ["H"]),
            (("projects", 0, "name"), []),
            (("projects", 0), []),
            (("projects",), []),
        ],
    )
    def test_without_what_is_faulty(self, path: tuple[Any, ...], left: list[str]) -> None:
        document = {**self.DOCUMENT, "projects": self.DOCUMENT["projects"][:1]}
        before = copy.deepcopy(document)
        rest = entries(documents.without(document, [path, path]))
        assert [entry.name for entry in rest if entry.kind.name == "folder"] == left
        assert document == before

    @pytest.mark.parametrize(
        ("path", "text"),
        [((), "the document"), (("a",), "a"), (("a", 0, "b", 12), "a[0].b[12]"), (("a", "b"), "a.b")],
    )
    def test_paths_as_people_write_them(self, path: tuple[Any, ...], text: str) -> None:
        assert path_text(path) == text


def values() -> st.SearchStrategy[Any]:
    names = st.sampled_from([*SECTIONS, "version", "name", "domain", "folders", "id", "settings", "location", "logo"])
    single = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=3) | names
    keys = names | st.text(max_size=3) | st.sampled_from(["restreams", "origins", "project", "player", "record_to"])
    return st.recursive(
        single, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4), max_leaves=12
    )


some = settings(suppress_health_check=list(HealthCheck))


@some
@given(values())
def test_any_value_is_taken_or_refused(value: Any) -> None:
    said(value)


@some
@given(
    st.dictionaries(st.sampled_from([*SECTIONS]), st.lists(st.dictionaries(st.text(max_size=2), values())) | values())
)
def test_any_sections_are_taken_or_refused(sections: Any) -> None:
    said({"version": 1, **sections})

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The texts of schemas/workspace.json: nothing gets into it without one."""

from __future__ import annotations

import copy
import importlib
import json
import pathlib
import re
from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.values import type_in_words
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.player import SETTINGS
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.webhook import EVENTS
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.schema import workspace_schema

pytest.importorskip(
    "antsibull_docs_parser", reason="a tool of the checkout, which other ansible-cores are tested without"
)
SCRIPTS = pathlib.Path(__file__).resolve().parents[3] / "scripts"


@pytest.fixture
def write_schema(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(SCRIPTS))
    return importlib.import_module("write_schema")


@pytest.mark.parametrize("kind", ["tag", "player"])
def test_a_word_without_a_description_is_refused_with_the_place_for_it(write_schema: Any, kind: str) -> None:
    schema = copy.deepcopy(workspace_schema())
    schema["$defs"][kind]["properties"]["frobnicate"] = {
        "anyOf": [{"type": "string"}, {"type": "object", "properties": {"deeper": {"type": "string"}}}]
    }
    with pytest.raises(SystemExit) as refused:
        write_schema.described(schema)
    assert f".{kind}.frobnicate has no description" in str(refused.value)
    assert ".deeper has no description" in str(refused.value)
    assert "scripts/schema_texts.yml" in str(refused.value)


def test_words_of_alternatives_and_of_any_depth_have_their_text(write_schema: Any) -> None:
    schema = copy.deepcopy(workspace_schema())
    named = {"type": ["string", "object"], "properties": {"secret": {"type": "string"}}}
    schema["$defs"]["tag"]["properties"]["tag"] = {"anyOf": [{"type": "string"}, named]}
    text = write_schema.described(schema)["$defs"]["tag"]["properties"]["tag"]
    assert text["description"]
    assert text["anyOf"][1]["properties"]["secret"]["description"].startswith("Name of the secret")


def test_markup_of_modules_becomes_plain_text(write_schema: Any) -> None:
    said = ["V(a) or O(b=c) of M(kinescope.kinescope.kinescope_tag), see RV(resource) and C(d).", 'Next V("").']
    assert write_schema.plain(said) == ('a or b: c of kinescope.kinescope.kinescope_tag, see resource and d.\nNext "".')


def test_suggestions_are_what_warnings_take_for_known(write_schema: Any) -> None:
    """Editors suggest no setting or event that a run then warns of, and know all of them."""
    texts = write_schema.TEXTS
    assert tuple(texts["webhook_events"]) == EVENTS
    assert texts["player_settings"].keys() == SETTINGS.keys()
    for name, said in texts["player_settings"].items():
        assert {type_in_words(value) for value in said["examples"]} <= set(SETTINGS[name]), name


def texts(part: Any) -> Iterator[str]:
    """The descriptions in what is said beside the modules."""
    for key, value in part.items() if isinstance(part, dict) else ():
        if key == "description" and not isinstance(value, dict):
            yield "".join(value)
        else:
            yield from texts(value)


def test_every_text_is_of_a_word_that_there_is(write_schema: Any) -> None:
    filed = "".join(json.loads(f'"{text}"') for text in re.findall(r'"description": "(.*)"', write_schema.text()))
    said = [write_schema.plain(text) for text in texts(write_schema.TEXTS)]
    assert len(said) > 100
    assert [text for text in said if text not in filed.replace("\n", "")] == []

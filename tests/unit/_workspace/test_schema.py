# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The JSON Schema of workspace documents: valid itself, shipped as it is, and of one mind with the modules."""

from __future__ import annotations

import json
import pathlib
from typing import Any

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from jsonschema import Draft202012Validator

from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.argspec import spec
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import KINDS, SECTIONS
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.video import VIDEO
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.document import nested_kinds
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.schema import (
    schema_faults,
    workspace_schema,
)

FILE = pathlib.Path(__file__).resolve().parents[3] / "schemas/workspace.json"
SCHEMA = workspace_schema()
TASKS_OWN = {
    "state",
    "api_token",
    "api_url",
    "uploader_url",
    "api_timeout",
    "api_retries",
    "api_rate_deadline",
    "validate_certs",
    "ca_path",
}
TASKS_OWN |= {"force", "reveal_secrets", "wait", "wait_timeout"}
DOCUMENTS_OWN = {name: kind for name, kind in KINDS.items() if kind.parent is not VIDEO and not kind.one_time_secret}
each_kind = pytest.mark.parametrize("kind", DOCUMENTS_OWN.values(), ids=DOCUMENTS_OWN)


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == Draft202012Validator.META_SCHEMA["$id"]


def test_the_file_is_what_the_kinds_give() -> None:
    text = FILE.read_bytes()
    assert text == (json.dumps(SCHEMA, indent=2, ensure_ascii=False) + "\n").encode(), "run: make generate"


def test_every_section_and_every_kind_is_in_it() -> None:
    assert set(SCHEMA["properties"]) == {"version", *SECTIONS}
    assert set(SCHEMA["$defs"]) == set(DOCUMENTS_OWN)


@each_kind
def test_an_entry_takes_the_options_of_its_module(kind: Any) -> None:
    """All but the task's own, those that its place in the document already says, and what is nested in it."""
    options = set(spec(kind)["argument_spec"]) - TASKS_OWN
    said_by_place = (
        {kind.routes.owner} if kind.routes.singleton else {kind.parent.name, "parent"} if kind.parent else set()
    )
    nested = {*nested_kinds(kind), *({kind.section} if kind.parent else ())}
    assert set(SCHEMA["$defs"][kind.name]["properties"]) == (options - said_by_place) | nested


def of_module(option: dict[str, Any]) -> Any:
    """What a module's option takes, in the schema's words."""
    types = {"str": "string", "path": "string", "bool": "boolean", "int": "integer", "list": "array", "dict": "object"}
    told: Any = [types[option.get("type", "str")], sorted(option.get("choices") or ())]
    if "elements" in option:
        told.append(types[option["elements"]])
    inner = option.get("options") or {}
    required = sorted(name for name, part in inner.items() if part.get("required"))
    return [*told, required, {name: of_module(part) for name, part in inner.items()}]


def of_schema(option: dict[str, Any]) -> Any:
    if option.get("writeOnly"):
        return ["string", [], [], {}]  # or the name of a secret, which documents alone can have
    told: Any = [option["type"], sorted(option.get("enum") or ())]
    items = option.get("items", option)
    if "items" in option:
        told.append(items["type"])
    inner = items.get("properties") or {}
    return [*told, sorted(items.get("required") or ()), {name: of_schema(part) for name, part in inner.items()}]


@each_kind
def test_values_are_of_the_types_that_the_module_takes(kind: Any) -> None:
    options = spec(kind)["argument_spec"]
    for name, option in SCHEMA["$defs"][kind.name]["properties"].items():
        if "$ref" not in json.dumps(option):
            assert of_schema(option) == of_module(options[name]), name


def test_secrets_are_marked_for_editors() -> None:
    marked = [name for name, one in SCHEMA["$defs"]["webhook"]["properties"].items() if one.get("writeOnly")]
    assert marked == ["password"]


def test_what_it_takes_the_module_takes_too() -> None:
    entry = {"name": "P", "privacy_type": "custom", "privacy_domains": ["a.example.com"], "encrypted": True}
    assert schema_faults({"version": 1, "projects": [entry]}) == []
    validator = ArgumentSpecValidator(spec(KINDS["project"])["argument_spec"])
    assert validator.validate({**entry, "api_token": "x"}).error_messages == []

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The JSON Schema of workspace documents: valid itself, shipped as it is, and of one mind with the modules."""

from __future__ import annotations

import json
import pathlib
import re
from collections.abc import Iterator
from typing import Any

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from jsonschema import Draft202012Validator

from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.argspec import spec
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import KINDS, SECTIONS
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.video import VIDEO
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.document import nested_kinds
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.schema import (
    WORDS,
    schema_faults,
    workspace_schema,
)

FILE = pathlib.Path(__file__).resolve().parents[3] / "schemas/workspace.json"
FILED = json.loads(FILE.read_text(encoding="utf-8"))
SCHEMA = workspace_schema()
#: what a schema says to people
TEXTS = {"$id", "title", "description", "default", "examples"}
TASKS_OWN = {
    "api_token",
    "api_url",
    "uploader_url",
    "api_timeout",
    "api_retries",
    "api_rate_deadline",
    "validate_certs",
    "ca_path",
}
TASKS_OWN |= {"append", "on_air", "on_air_margin", "force", "reveal_secrets", "wait", "wait_timeout"}
DOCUMENTS_OWN = {name: kind for name, kind in KINDS.items() if kind.parent is not VIDEO and not kind.one_time_secret}
each_kind = pytest.mark.parametrize("kind", DOCUMENTS_OWN.values(), ids=DOCUMENTS_OWN)


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == Draft202012Validator.META_SCHEMA["$id"]


def bare(schema: Any) -> Any:
    """A schema without what only editors show."""
    if isinstance(schema, list):
        return [bare(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: part for key, part in schema.items() if key not in TEXTS}
    return {
        key: {name: bare(inner) for name, inner in part.items()} if key in ("properties", "$defs") else bare(part)
        for key, part in kept.items()
    }


def properties(schema: Any, where: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """The properties of a schema at every depth: (path, schema)."""
    for key, part in schema.items() if isinstance(schema, dict) else enumerate(schema):
        if key == "properties":
            for name, inner in part.items():
                yield f"{where}.{name}", inner
                yield from properties(inner, f"{where}.{name}")
        elif isinstance(part, (dict, list)) and key not in TEXTS:
            yield from properties(part, where if key in ("$defs", "items") else f"{where}.{key}")


PROPERTIES = dict(properties(FILED))


def test_the_file_checks_what_the_kinds_give_and_what_it_says_costs_nothing_at_run_time() -> None:
    filed = bare(FILED)
    suggested = filed["$defs"]["player"]["properties"]["settings"].pop("properties")
    assert filed == {key: part for key, part in SCHEMA.items() if key != "title"}, "run: make generate"
    assert set(map(str, suggested.values())) == {"{}"}, "a suggestion is no limit"
    assert not [where for where, part in properties(SCHEMA) if set(part) & TEXTS]


def test_the_file_is_a_schema_with_an_address() -> None:
    Draft202012Validator.check_schema(FILED)
    assert FILED["$id"].endswith("/schemas/workspace.json")


def test_every_property_is_described_with_an_example() -> None:
    assert len(PROPERTIES) > 250
    assert [where for where, part in PROPERTIES.items() if not part.get("description", "").endswith(".")] == []
    assert [where for where, part in PROPERTIES.items() if not part.get("examples")] == []
    marked = [where for where, part in PROPERTIES.items() if re.search(r"\b[BCEILMOPUV]\(|RV\(", part["description"])]
    assert marked == [], "Ansible's markup"


def test_examples_and_defaults_are_values_that_the_property_takes() -> None:
    for where, part in PROPERTIES.items():
        validator = Draft202012Validator({**part, "$defs": FILED["$defs"]})
        for value in [*part.get("examples", ()), *([part["default"]] if "default" in part else ())]:
            assert [error.message for error in validator.iter_errors(value)] == [], where


def test_defaults_are_those_of_the_module() -> None:
    assert FILED["$defs"]["video"]["properties"]["replace"]["default"] is False
    assert FILED["$defs"]["player"]["properties"]["logo"]["properties"]["state"]["default"] == "present"
    # the task's option decides
    assert "default" not in FILED["$defs"]["webhook"]["properties"]["update_secrets"]


def test_secrets_are_suggested_by_name() -> None:
    secrets = {where: part for where, part in PROPERTIES.items() if "secret" in part.get("properties", ())}
    assert len(secrets) >= 7
    for where, part in secrets.items():
        assert all(set(example) == {"secret"} for example in part["examples"]), where
        assert "{secret: <name>}" in part["description"], where


def test_settings_and_events_are_suggested_and_any_others_are_taken() -> None:
    settings = FILED["$defs"]["player"]["properties"]["settings"]["properties"]
    assert settings["corner_rounding"]["examples"] == [12]
    assert "live.created" in FILED["$defs"]["webhook"]["properties"]["events"]["items"]["examples"]
    document = {
        "version": 1,
        "players": [{"name": "P", "settings": {"volume": "loud", "autopause": "reset", "of_next_year": {"a": [1]}}}],
        "webhooks": [{"name": "W", "events": ["live.of_next_year"]}],
    }
    assert list(Draft202012Validator(FILED).iter_errors(document)) == []


def test_an_editor_finds_it_by_the_name_of_a_file() -> None:
    catalog = json.loads((FILE.parent / "catalog.json").read_text(encoding="utf-8"))
    (entry,) = catalog["schemas"]
    assert entry["url"] == FILED["$id"]
    assert {"*.kinescope.yml", "**/kinescope/**/*.yml"} <= set(entry["fileMatch"])


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
    documents_own = set() if kind.routes.singleton else {"previous_names"}
    assert set(SCHEMA["$defs"][kind.name]["properties"]) == (options - said_by_place) | nested | documents_own


def test_every_type_has_a_word_for_messages() -> None:
    types = {
        kind for part in PROPERTIES.values() for kind in ([part["type"]] if isinstance(part.get("type"), str) else [])
    }
    assert "number" in types
    assert types <= set(WORDS)


def of_module(option: dict[str, Any]) -> Any:
    """What a module's option takes, in the schema's words."""
    types = {"str": "string", "path": "string", "bool": "boolean", "list": "array", "dict": "object"}
    types |= {"int": "integer", "float": "number"}
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
    options = {**spec(kind)["argument_spec"], "previous_names": {"type": "list", "elements": "str"}}
    for name, option in SCHEMA["$defs"][kind.name]["properties"].items():
        if "$ref" not in json.dumps(option) and options[name].get("elements") != "raw":
            assert of_schema(option) == of_module(options[name]), name


def test_secrets_are_marked_for_editors() -> None:
    marked = [name for name, one in SCHEMA["$defs"]["webhook"]["properties"].items() if one.get("writeOnly")]
    assert marked == ["password"]


def test_what_it_takes_the_module_takes_too() -> None:
    entry = {"name": "P", "privacy_type": "custom", "privacy_domains": ["a.example.com"], "encrypted": True}
    assert schema_faults({"version": 1, "projects": [entry]}) == []
    validator = ArgumentSpecValidator(spec(KINDS["project"])["argument_spec"])
    assert validator.validate({**entry, "api_token": "x"}).error_messages == []

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The short look at a document that takes the place of jsonschema's long one: never more lenient, and of use."""

from __future__ import annotations

import copy
import pathlib
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
import yaml
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import DocumentError
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace import schema as schemas
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.fast_validation import certainly_valid
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.schema import workspace_schema

STARTERS = sorted((pathlib.Path(__file__).resolve().parents[3] / "roles/workspace/files/starters").iterdir())
DEEPEST = 3  # levels of nested sections
SCHEMA = workspace_schema()
FITS = certainly_valid(SCHEMA)
VALIDATOR = Draft202012Validator(SCHEMA)


def sample(schema: dict[str, Any], depth: int = 0) -> Any:
    """A value that is valid, with everything in it that the schema names; sections of their own kind only once."""
    if "$ref" in schema:
        return sample(SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]], depth + 1)
    if "const" in schema or "enum" in schema:
        return schema.get("const") or schema["enum"][-1]
    if schema["type"] == "object":
        required, named = schema.get("required", ()), schema.get("properties", {"any": {"type": "string"}})
        kept = {name: inner for name, inner in named.items() if name in required or depth < DEEPEST}
        return {name: sample(inner, depth) for name, inner in kept.items()}
    if schema["type"] == "array":
        return [sample(schema.get("items", {"type": "string"}), depth)]
    kind = schema["type"] if isinstance(schema["type"], str) else schema["type"][0]
    return {"string": "a", "boolean": True, "integer": 1, "number": 1.5}[kind]


WHOLE = sample(SCHEMA)

scalars = st.one_of(
    st.none(), st.booleans(), st.integers(-2, 2), st.sampled_from([0.0, 1.0, 1.5]), st.sampled_from(["", "a", "bc"])
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "c"]), inner, max_size=3),
    max_leaves=6,
)
types = st.sampled_from(["string", "boolean", "integer", "number", "array", "object", "null"])
WORDS = {
    "type": types | st.lists(types, min_size=1, max_size=2, unique=True),
    "enum": st.lists(scalars, min_size=1, max_size=3),
    "const": scalars,
    "minLength": st.integers(0, 2),
    "required": st.lists(st.sampled_from(["a", "b"]), max_size=2, unique=True),
    "title": st.just("A"),
}
OTHERS = {"minItems": st.integers(0, 2), "pattern": st.just("b"), "not": st.just({"type": "string"})}
REFERENCE = st.just({"$ref": "#/$defs/one"})


def of_words(inner: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Schemas of any of the words, with others in them."""
    nested = {
        "items": inner,
        "properties": st.dictionaries(st.sampled_from(["a", "b"]), inner, max_size=2),
        "additionalProperties": st.booleans() | inner,
    }
    by_type = {name: st.just(name) for name in ("string", "array", "object")}
    return st.one_of(
        st.fixed_dictionaries({"type": by_type["string"]}, optional={"minLength": WORDS["minLength"]}),
        st.fixed_dictionaries({"type": by_type["array"]}, optional={"items": inner, "title": WORDS["title"]}),
        st.fixed_dictionaries({"type": by_type["object"]}, optional={"required": WORDS["required"], **nested}),
        st.fixed_dictionaries({}, optional={**WORDS, **OTHERS, **nested}),
        REFERENCE,
    )


SCHEMAS = of_words(st.recursive(st.fixed_dictionaries({}, optional=WORDS), of_words, max_leaves=4))


@settings(max_examples=400)
@given(SCHEMAS, st.fixed_dictionaries({"type": types}, optional={"enum": WORDS["enum"]}), st.lists(values, max_size=9))
def test_what_fits_is_valid(schema: dict[str, Any], one: dict[str, Any], several: list[Any]) -> None:
    schema = {**schema, "$defs": {"one": one}}
    fitting = [value for value in several if certainly_valid(schema)(value)]
    event(f"fits: {bool(fitting)}")
    assert all(map(Draft202012Validator(schema).is_valid, fitting))


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"type": "integer"}, True),
        ({"type": "number"}, False),
        ({"type": ["string", "object"]}, 1),
        ({"type": "string", "minLength": 1}, ""),
        ({"type": "string", "pattern": "b"}, "a"),
        ({"type": "string", "enum": [1]}, 1),
        ({"type": "string", "enum": ["a"]}, "b"),
        ({"type": "object", "additionalProperties": {"type": "string"}}, {"a": 1}),
        ({"const": 1}, True),
        ({"const": 1}, "1"),
    ],
)
def test_what_is_not_valid_does_not_fit(schema: dict[str, Any], value: Any) -> None:
    assert not Draft202012Validator(schema).is_valid(value)
    assert not certainly_valid(schema)(value)


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Each dictionary and list in a value, with each of its keys."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in list(inner):
        yield value, key
        yield from places(item)


@settings(max_examples=300)
@given(st.data())
def test_what_fits_in_a_document_is_valid(data: st.DataObject) -> None:
    document = copy.deepcopy(WHOLE)
    around, key = data.draw(st.sampled_from(list(places(document))))
    fault = data.draw(st.sampled_from(["value", "key", "none"]))
    if fault == "value":
        around[key] = data.draw(values)
    elif fault == "key":
        assume(isinstance(around, dict))
        around[data.draw(st.sampled_from(["password", "id", "state"]))] = data.draw(values)
    else:
        del around[key]
    valid = VALIDATOR.is_valid(document)
    event(f"valid: {valid}")
    assert not FITS(document) or valid


@pytest.mark.parametrize("document", [WHOLE, *(yaml.safe_load(file.read_bytes()) for file in STARTERS)])
def test_jsonschema_is_not_asked_about_valid_documents(document: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert VALIDATOR.is_valid(document)
    monkeypatch.setitem(sys.modules, "jsonschema", None)
    assert schemas.schema_faults(document) == []


def test_a_jsonschema_without_the_draft_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jsonschema", ModuleType("jsonschema"))
    with pytest.raises(DocumentError, match=r"too old to find out where; install jsonschema 4\.17\.3 or newer"):
        schemas.schema_faults({"version": 2})

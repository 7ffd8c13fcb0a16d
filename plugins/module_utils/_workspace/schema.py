# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The JSON Schema of a workspace document, derived from the kinds, and its violations in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from typing import Any

from .._core.errors import DocumentError
from .._core.fields.base import suggestion
from .._core.kind import SECRETS_SENT, Kind
from .._kinds.catalog import KINDS, SECTIONS
from .document import ABSENT, PREVIOUS_NAMES, Path, nested_kinds, sections_in
from .fast_validation import Check, certainly_valid

#: it is imported only for an invalid document, because that takes as long as to check thousands of valid entries
JSONSCHEMA_IMPORT_ERROR = None if find_spec("jsonschema") else "No module named 'jsonschema'"
WORDS = {
    "string": "a string (quote it if it looks like another type)",
    "boolean": "true or false",
    "integer": "an integer",
    "number": "a number",
    "array": "a list",
    "object": "a dictionary",
}


def workspace_schema() -> dict[str, Any]:
    """The schema (draft 2020-12) of a whole document."""
    sections = {
        section: {"$ref": f"#/$defs/{kind.name}"}
        if kind.routes.singleton
        else {"type": "array", "items": {"$ref": f"#/$defs/{kind.name}"}}
        for section, kind in SECTIONS.items()
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A Kinescope workspace",
        "type": "object",
        "additionalProperties": False,
        "required": ["version"],
        "properties": {"version": {"const": 1}, **sections},
        "$defs": {kind.name: _entry(kind) for kind in KINDS.values() if _in_documents(kind)},
    }


def _in_documents(kind: Kind) -> bool:
    return kind.section in SECTIONS or (kind.parent is not None and kind.section in nested_kinds(kind.parent))


def _entry(kind: Kind) -> dict[str, Any]:
    """One object of a kind: its fields and nested sections, except for fields that its position implies."""
    fields = [field for field in kind.fields if field.name != kind.routes.owner and not field.nests]
    properties = {field.name: field.schema() for field in fields}
    properties["state"] = {"type": "string", "enum": ["present", ABSENT]}
    if not kind.routes.singleton:
        properties["id"] = {"type": "string", "minLength": 1}
        properties[PREVIOUS_NAMES] = {"type": "array", "items": {"type": "string", "minLength": 1}}
        properties["allow_similar"] = {"type": "boolean"}
    if kind.sources:
        properties["replace"] = {"type": "boolean"}
    if kind.has_secrets:
        properties["update_secrets"] = {"type": "string", "enum": list(SECRETS_SENT)}
    for section, other in sections_in(kind).items():
        item = {"$ref": f"#/$defs/{other.name}"}
        properties[section] = item if other.routes.singleton else {"type": "array", "items": item}
    required = {} if kind.routes.singleton else {"required": [name for name in kind.key if name in properties][:1]}
    return {"type": "object", "additionalProperties": False, **required, "properties": properties}


@cache
def _fits() -> Check:
    return certainly_valid(workspace_schema())


def schema_faults(document: Any) -> list[tuple[Path, str]]:
    """Where a document violates the schema, as (path, sentence). No value of a secret is repeated."""
    if _fits()(document):
        return []
    found = []
    for error in _violations(document):
        path = tuple(error.absolute_path)
        if error.validator == "additionalProperties":
            known = list(error.schema["properties"])
            found += [((*path, name), _unknown(str(name), known)) for name in error.instance if name not in known]
        elif error.validator == "required":
            missing = [name for name in error.validator_value if name not in error.instance]
            rules = error.schema["properties"]
            named = [f"{name}: {rules[name]['const']}" if "const" in rules[name] else name for name in missing]
            found.append((path, f"requires {' and '.join(named)}"))
        else:
            found.append((path, _sentence(error.validator, error.validator_value, error.schema.get("required", [""]))))
    return found


def _violations(document: Any) -> Iterator[Any]:
    """The errors of jsonschema. Raises DocumentError if it is not the version that the collection requires."""
    try:
        from jsonschema import Draft202012Validator
    except ImportError:  # jsonschema 3, which old distributions have, does not know this draft
        raise DocumentError(
            "the document does not match the schema, and the installed jsonschema is too old to find out where; "
            "install jsonschema 4.17.3 or newer"
        ) from None
    found: Iterator[Any] = Draft202012Validator(workspace_schema()).iter_errors(document)
    return found


def _unknown(name: str, known: Sequence[str]) -> str:
    return f"is not a valid option; {suggestion(name, known, 'valid options are ' + ', '.join(sorted(known)))}"


def _sentence(rule: str, expected: Any, required: Sequence[str]) -> str:
    """What a value must be; ``required`` are the keys of a dictionary that it may be."""
    if rule == "type":
        if isinstance(expected, str):
            return f"must be {WORDS[expected]}"
        several = {**WORDS, "object": f"{{{required[0]}: <name>}}"}  # such dictionaries are references by name
        return f"must be {' or '.join(several[each] for each in expected)}"
    if rule == "enum":
        return f"must be one of {', '.join(expected)}"
    if rule == "const":
        return f"must be the number {expected}"
    return "must not be empty"

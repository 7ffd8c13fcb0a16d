# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Write schemas/workspace.json, the JSON Schema of workspace documents for editors.

The kinds determine its rules, as at run time. Descriptions, defaults and examples, which only editors use, are merged
in: from the documentation of the modules and, for anything that is not an option of a module, from schema_texts.yml.
"""

from __future__ import annotations

import json
import pathlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml
from module_docs import documentation, examples, merged, plain

from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.schema import workspace_schema

HERE = pathlib.Path(__file__).resolve().parent
FILE = HERE.parent / "schemas/workspace.json"
ID = "https://raw.githubusercontent.com/kinescope/ansible-collection-kinescope/main/schemas/workspace.json"
TEXTS = yaml.safe_load((HERE / "schema_texts.yml").read_text(encoding="utf-8"))
MOST = 2  # examples taken from a module
TITLES = {"cdn_zone": "CDN zone", "drm_auth": "DRM callback"}
IN_TASKS = " Required, unless id is set."  # always required in documents
MISSING = """\
{what} has no description for editors. Document the option in its module or, if it is no option of a module, add it to
scripts/schema_texts.yml.
"""
Option = Mapping[str, Any]  # a module's documentation of an option, with its examples


def text() -> str:
    """The expected content of the file."""
    return json.dumps(described(workspace_schema()), indent=2, ensure_ascii=False) + "\n"


def described(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of a document with descriptions. Exits if a property has none."""
    kinds = {name: _option(name, entry) for name, entry in schema["$defs"].items()}
    sections = {name: {"examples": _entries(part, kinds)} for name, part in schema["properties"].items()}
    document = merged({"suboptions": sections}, TEXTS["document"])
    whole = _overlaid(schema, document)
    whole["$defs"] = {
        name: {
            "title": TITLES.get(name) or name.replace("_", " ").capitalize(),
            **_overlaid(entry, {"suboptions": kinds[name]["suboptions"]}),
        }
        for name, entry in schema["$defs"].items()
    }
    # suggestions only, so without types: the API may accept other keys and values
    suggested = {"properties": {name: _overlaid({}, said) for name, said in TEXTS["player_settings"].items()}}
    whole["$defs"]["player"]["properties"]["settings"].update(suggested)
    whole["$defs"]["webhook"]["properties"]["events"]["items"].update(examples=TEXTS["webhook_events"])
    whole = {"$schema": whole["$schema"], "$id": ID, **whole}
    lacking = list(undescribed(whole))
    if lacking:
        raise SystemExit("".join(MISSING.format(what=what) for what in lacking))
    return whole


def undescribed(schema: Any, where: str = "workspace.json") -> Iterator[str]:
    """The properties of a schema, at any depth, that have no description."""
    for key, part in schema.items() if isinstance(schema, Mapping) else enumerate(schema):
        if key == "properties":
            for name, inner in part.items():
                if not inner.get("description"):
                    yield f"{where}.{name}"
                yield from undescribed(inner, f"{where}.{name}")
        elif isinstance(part, (Mapping, list)) and key not in ("examples", "default"):
            yield from undescribed(part, f"{where}.{key}" if isinstance(schema, Mapping) else where)


def _option(name: str, entry: Mapping[str, Any]) -> Option:
    """An entry of a document as an option: the module's documentation, overridden by schema_texts.yml."""
    said = documentation(f"kinescope_{name}")["options"]
    options = {option: said.get(option, {}) for option in entry["properties"]}
    given = examples(f"kinescope_{name}")
    words = {word: TEXTS["entry"].get(word, {}) for word in options}
    suboptions = merged(merged(_with_examples(options, given), words), TEXTS["kinds"].get(name, {}))
    whole = [{part: value for part, value in task.items() if part in options and _is_plain(value)} for task in given]
    whole = [task for task in whole if set(entry.get("required", ())) <= set(task)]
    return {"suboptions": suboptions, "examples": [max(whole, key=len)] if whole else []}


def _with_examples(options: Option, given: Sequence[Any]) -> dict[str, Any]:
    """Options with the values that they have in a module's examples, at any depth."""
    result = {}
    for name, option in options.items():
        values = [task[name] for task in given if name in task]
        shown = [value for number, value in enumerate(values) if _is_plain(value) and value not in values[:number]]
        inner = [item for value in values for item in (value if isinstance(value, list) else [value])]
        below = _with_examples(option.get("suboptions", {}), [item for item in inner if isinstance(item, dict)])
        more = {"examples": shown[:MOST], "suboptions": below}
        result[name] = {**option, **{key: value for key, value in more.items() if value}}
    return result


def _is_plain(value: Any) -> bool:
    """Whether a value of an example contains no template."""
    return "{{" not in str(value)


def _entries(section: Mapping[str, Any], kinds: Mapping[str, Option]) -> list[Any]:
    """The example of a section, from that of its kind."""
    reference = section.get("$ref") or section.get("items", {}).get("$ref") or ""
    shown: list[Any] = list(kinds.get(reference.rpartition("/")[2], {}).get("examples", ()))
    return [shown] if shown and "items" in section else shown


def _overlaid(schema: Mapping[str, Any], option: Option) -> dict[str, Any]:
    """A schema with the description of an option and, within it, those of its suboptions."""
    said = {"description": plain(option["description"]).replace(IN_TASKS, "")} if "description" in option else {}
    if said and "secret" in schema.get("properties", ()):
        said["description"] += f"\n{TEXTS['secrets']}"
    result = {**said, **schema}
    given = option.get("examples") or ([not option.get("default")] if schema.get("type") == "boolean" else [])
    result.update({"default": option["default"]} if "default" in option else {})
    result.update({"examples": given} if given else {})
    below = option.get("suboptions", {})
    if "properties" in schema:
        texts = {name: merged(TEXTS["anywhere"].get(name, {}), below.get(name, {})) for name in schema["properties"]}
        result["properties"] = {name: _overlaid(part, texts[name]) for name, part in schema["properties"].items()}
    if "items" in schema:
        result["items"] = _overlaid(schema["items"], {"suboptions": below})
    for key in ("anyOf", "oneOf"):
        if key in schema:
            result[key] = [_overlaid(part, {"suboptions": below}) for part in schema[key]]
    return result

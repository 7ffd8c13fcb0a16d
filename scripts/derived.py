# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Parts that are derived from the declarations of kinds, in files that also have manually written parts.

Existing text is kept: queries that differ for a reason, the wording of rows, kinds of the simulator.
"""

from __future__ import annotations

import pathlib
import re

import yaml

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.base import Field
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.kind import Kind
from ansible_collections.kinescope.kinescope.plugins.module_utils._info.kinds import READABLE
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import KINDS

ROOT = pathlib.Path(__file__).resolve().parent.parent
FQCN = "kinescope.kinescope.kinescope_{name}"
QUERY = """\
kinescope.kinescope.kinescope_{name}:
  query: >-
    .resource? | objects | select(.id) |
    {{name: ((.{key} | strings | select(contains("@") | not)) // .id), canonical_facts: {{type: "{name}", id: .id}},
    facts: {{device_type: "resource", infra_type: "SaaS", platform: "kinescope"}}}}
"""
SIMULATED = '''{head}"""{title}s: made from the declaration of the module. Check it against the API."""

from __future__ import annotations

from ..fields import Field, Kind, stamps

{constant} = Kind(
    name="{name}",
    path="{path}",
    id_param="{name}_id",
    verbs=({verbs}),
    family="B",
    required_create=({required}),
    key="{key}",
    order=(("created_at", "asc"),),
    go_name="{go_name}",
    fields=(
        Field("id", "uuid"),
{fields}
        *stamps(),
    ),
)
'''
TYPES = {"str": "string", "path": "string", "bool": "bool", "int": "int", "float": "number", "dict": "map"}


def audit_queries(text: str) -> str:
    """The queries for audits, completed by one for every kind whose objects have IDs."""
    head, *blocks = re.split(r"\n\n(?=#[^\n]*\n(?:#[^\n]*\n)*kinescope\.|kinescope\.)", text.rstrip("\n"))
    queries = {(re.search(r"^kinescope\.\S+(?=:)", block, re.MULTILINE) or [""])[0]: block for block in blocks}
    for kind in KINDS.values():
        if kind.has_ids and not kind.one_time_secret and kind.routes.id_key == "id":
            query = QUERY.format(name=kind.name, key=".".join(kind.key_fields[0].where))
            queries.setdefault(FQCN.format(name=kind.name), query.rstrip("\n"))
    return "\n\n".join([head, *(queries[name] for name in sorted(queries))]) + "\n"


def readme(text: str) -> str:
    """The README, with a row for every kind in its table of modules."""
    for kind in KINDS.values():
        module = f"kinescope_{kind.name}"
        if f"| `{module}` |" not in text:
            about = re.sub(r"^Manage ", "", documentation(module)["short_description"])
            keys = ", ".join(f"`{name}`" for name in [*([kind.parent.name] if kind.parent else []), *kind.key])
            row = f"| `{module}` | {about} | {keys} |\n"
            text = text.replace("| `kinescope_workspace` |", f"{row}| `kinescope_workspace` |", 1)
    return text


def info_choices(text: str) -> str:
    """The documentation of kinescope_info, with all readable kinds as choices of ``kind``."""
    choices = "".join(f"      - {name}\n" for name in READABLE)
    return re.sub(r"(    required: true\n    choices:\n)(?:      - \w+\n)+", rf"\1{choices}", text, count=1)


def simulated(head: str) -> dict[pathlib.Path, str]:
    """A first version of the simulator's kind, for each regular kind that it does not have."""
    folder = ROOT / "tests/simulator/kinds"
    known = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    regular = [kind for kind in KINDS.values() if not (kind.parent or kind.routes.singleton or kind.one_time_secret)]
    new = [kind for kind in regular if f'path="{kind.routes.path}"' not in known]
    files = {folder / f"{kind.name}.py": _simulated(kind, head) for kind in new}
    registry = (folder / "__init__.py").read_text(encoding="utf-8")
    for kind in new:
        constant = kind.name.upper()
        line = f"from .{kind.name} import {constant}\n"
        later = next(other for other in registry.splitlines() if other.startswith("from .") and other > line)
        registry = registry.replace(later, line + later, 1)
        registry = registry.replace("    TAG,\n", f"    {constant},\n    TAG,\n", 1)
    return {**files, folder / "__init__.py": registry}


def _simulated(kind: Kind, head: str) -> str:
    verbs = ["list", "create", *(["get"] if kind.routes.reads_one else []), kind.routes.update.lower(), "delete"]
    return SIMULATED.format(
        head=head,
        title=kind.title.capitalize(),
        constant=kind.name.upper(),
        name=kind.name,
        path=kind.routes.path,
        verbs=", ".join(f'"{verb}"' for verb in verbs if verb),
        required="".join(f'"{field.where[0]}", ' for field in kind.fields if field.needed is True).rstrip(),
        key=kind.key_fields[0].where[0],
        go_name="".join(word.capitalize() for word in kind.name.split("_")),
        fields="\n".join(f"        {_field(field)}," for field in kind.fields),
    )


def _field(field: Field) -> str:
    type = "strings" if field.type == "list" else TYPES[field.type]
    secret = ', secret="secrets"' if field.secret and field.type == "str" else ""
    return f'Field("{field.where[0]}"{"" if type == "string" else f", {type!r}"}, on="both"{secret})'.replace("'", '"')


def documentation(module: str) -> dict[str, str]:
    """The documentation of a module, parsed."""
    text = (ROOT / f"plugins/modules/{module}.py").read_text(encoding="utf-8")
    said: dict[str, str] = yaml.safe_load(text.split('DOCUMENTATION = r"""')[1].split('"""')[0])
    return said

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The module that reads a whole workspace as a document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .._api.gateway import Gateway
from .._api.progress import Progress
from .._api.threads import pools
from .._kinds.catalog import READ_WHOLE, SECTIONS
from .._workspace.document import entries, path_text
from .._workspace.read import live_document
from .._workspace.schema import JSONSCHEMA_IMPORT_ERROR
from .info import Reader, ReadTask

NAMED = 5  # entries that the warning lists by name


def _workspace(task: ReadTask) -> Mapping[str, Any]:
    """The document, with warnings about possible secrets in it and about what it leaves out. Raises KinescopeError."""
    client, progress = task.gateway.client, Progress(task.gateway.say)
    with progress.watching(client), pools(client.halt) as (pages, pool):
        gateway = Gateway(client, pool=pages)
        left_out: list[dict[str, str]] = []
        named = task.options["secrets"] == "named"
        document = live_document(gateway, pool, task.options["kinds"] or READ_WHOLE, left_out, named, progress)
    found = [
        path
        for entry in entries(document)
        for field in entry.kind.fields
        for path in field.revealing(entry.options.get(field.name), (*entry.path, field.name))
    ]
    if found:
        where = ", ".join(map(path_text, found))
        task.warnings.append(f"the document contains user information or a query, which may be secret, in {where}")
    if left_out:
        task.warnings.append(_warning(left_out))
    return {"workspace": document, **({"left_out": left_out} if left_out else {})}


def _warning(left_out: Sequence[Mapping[str, str]]) -> str:
    """A warning about what a document leaves out, with the first few names."""
    named = [f"{one['kind']} '{one['key']}': {one['path']} ({one['why']})" for one in left_out[:NAMED]]
    more = f"; and {len(left_out) - NAMED} more, see left_out" if len(left_out) > NAMED else ""
    return (
        "the document does not contain the whole workspace. Applied to the same workspace, it leaves these parts "
        f"unchanged, but another workspace does not get them: {'; '.join(named)}{more}"
    )


WORKSPACE = Reader(
    name="workspace",
    options={
        "kinds": {"type": "list", "elements": "str", "choices": list(SECTIONS)},
        "secrets": {"type": "str", "choices": ["omit", "named"], "default": "omit", "no_log": False},
    },
    run=_workspace,
    libraries={"jsonschema": JSONSCHEMA_IMPORT_ERROR},  # validates the document
)

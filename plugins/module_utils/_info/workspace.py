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
from .info import Question, Reading

NAMED = 5  # entries that the warning lists by name


def _answer(question: Question) -> Mapping[str, Any]:
    """The document, with warnings about possible secrets in it and about what it leaves out. Raises KinescopeError."""
    client, progress = question.gateway.client, Progress(question.gateway.say)
    with progress.hearing(client), pools() as (pages, pool):
        gateway = Gateway(client, pool=pages)
        told: list[dict[str, str]] = []
        named = question.options["secrets"] == "named"
        document = live_document(gateway, pool, question.options["kinds"] or READ_WHOLE, told, named, progress)
    found = [
        path
        for entry in entries(document)
        for field in entry.kind.fields
        for path in field.revealing(entry.options.get(field.name), (*entry.path, field.name))
    ]
    if found:
        where = ", ".join(map(path_text, found))
        question.warnings.append(f"the document contains user information or a query, which may be secret, in {where}")
    if told:
        question.warnings.append(_warning(told))
    return {"workspace": document, **({"left_out": told} if told else {})}


def _warning(told: Sequence[Mapping[str, str]]) -> str:
    """A warning about what a document leaves out, with the first few names."""
    named = [f"{one['kind']} '{one['key']}': {one['path']} ({one['why']})" for one in told[:NAMED]]
    more = f"; and {len(told) - NAMED} more, see left_out" if len(told) > NAMED else ""
    return (
        "the document does not contain the whole workspace. Applied to the same workspace, it leaves these parts "
        f"unchanged, but another workspace does not get them: {'; '.join(named)}{more}"
    )


WORKSPACE = Reading(
    name="workspace",
    options={
        "kinds": {"type": "list", "elements": "str", "choices": list(SECTIONS)},
        "secrets": {"type": "str", "choices": ["omit", "named"], "default": "omit", "no_log": False},
    },
    answer=_answer,
    libraries={"jsonschema": JSONSCHEMA_IMPORT_ERROR},  # validates the document
)

# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A document from wherever it came, to its entries ready for planning; all that is wrong with it, each in its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from .._core.errors import DocumentError
from .._core.options import given_values
from .._reconcile.effects import EffectsOf
from .document import (
    Entry,
    Path,
    entries,
    faults,
    given,
    path_text,
    templates_in,
)
from .schema import schema_faults
from .secrets import Secrets
from .source import Source

TEMPLATE = (
    "looks like a template, and files are not templated; mark it with !unsafe if it is meant as it is, and give a "
    "secret by its name: {secret: <name>}"
)


def checked(source: Source, effects_of: EffectsOf, secrets: Secrets | None = None) -> list[Entry]:
    """The entries of the document, the files read and the secrets taken that they name.

    Raises DocumentError that tells every fault.
    """
    secrets = Secrets() if secrets is None else secrets
    document, told = given(source.document)
    told += [(path, TEMPLATE) for path in templates_in(document) if source.place(path)]
    if not isinstance(document, Mapping):
        raise DocumentError("the document must be a dictionary of sections")
    known = {path for path, _text in told}
    told += [fault for fault in schema_faults(document) if fault[0] not in known]
    found = []
    for entry in entries(document, [path for path, _text in told]):
        entry, wrong_in_it = secrets.taken_by(entry, source)
        told += wrong_in_it
        found.append(entry)
    told += faults(found)
    wrong = {path for path, _text in told}
    ready = []
    for entry in found:
        if entry.path in wrong:
            continue
        try:
            ready.append(_with_files(entry, source, effects_of))
        except DocumentError as error:
            told.append((entry.path, error.message))
    if told:
        raise DocumentError(listed("the document is not valid", source, told))
    return ready


def _with_files(entry: Entry, source: Source, effects_of: EffectsOf) -> Entry:
    """An entry with its values, the files read that they name. Raises DocumentError."""

    def folder_of(option: Sequence[str]) -> str:
        return source.folder((*entry.path, *option))

    effects = effects_of(entry.kind, entry.options, folder_of)
    values = given_values(entry.kind, entry.options)
    if not entry.present and "id" in entry.options:  # which says it all
        values = {name: value for name, value in values.items() if name == entry.kind.routes.owner}
    return replace(entry, values=effects.read_options(values))


def merge_faults(source: Source, told: Sequence[tuple[Path, str]]) -> None:
    """Raise a DocumentError for files that contradict each other."""
    if told:
        raise DocumentError(listed("the files of src cannot be merged", source, told))


def listed(what: str, source: Source, told: Sequence[tuple[Path, str]]) -> str:
    """One sentence of all faults, each with its path, and its file and line."""
    lines = []
    for path, text in told:
        place = source.place(path)
        lines.append(f"{path_text(path)}{f' ({place})' if place else ''}: {text}")
    return f"{what}, nothing was written: " + "; ".join(lines)

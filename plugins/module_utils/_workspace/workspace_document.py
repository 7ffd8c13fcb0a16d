# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A document from any source -> its entries, ready for planning, or all of its faults with their positions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .._api.threads import one_for_each_core
from .._core.display import visible
from .._core.errors import DocumentError
from .._reconcile.effects import EffectsOf
from .document import (
    Encrypted,
    Entry,
    Path,
    entries,
    faults,
    given,
    path_text,
    without,
)
from .schema import schema_faults
from .secrets import PLAIN, Secrets
from .source import Source

TEMPLATE = (
    "looks like a template, and files are not templated; mark it with !unsafe if it is meant as it is, and give a "
    "secret by its name: {secret: <name>}"
)
ENCRYPTED = "is an encrypted value; write {secret: <name>} and set its value in secrets, which Ansible decrypts"


def checked(source: Source, effects_of: EffectsOf, secrets: Secrets | None = None) -> list[Entry]:
    """The entries of the document, with files read and named secrets resolved.

    Raises a DocumentError that lists every fault.
    """
    found, problems, templates, _broken = _validated(source, "the document", Secrets() if secrets is None else secrets)
    paths = {path for path, _text in templates}
    problems = [*templates, *(fault for fault in problems if fault[0] not in paths)]
    ready = []
    for result in _with_files(found, source, effects_of):
        if isinstance(result, Entry):
            ready.append(result)
        else:
            problems.append(result)
    refuse_faults(source, problems)
    return ready


def _with_files(found: Sequence[Entry], source: Source, effects_of: EffectsOf) -> Iterator[Entry | tuple[Path, str]]:
    """The entries with the files they name read, or their faults.

    Files to be uploaded are read concurrently: their digests are part of the plan, and take more than a second per GiB.
    """

    def ready(entry: Entry) -> Entry | tuple[Path, str]:
        try:
            return entry._replace(values=_read(entry, entry.values, source, effects_of), place_of=source.place)
        except DocumentError as error:
            return entry.path, error.message

    large = [entry for entry in found if any(field.name in entry.options for field in entry.kind.sources)]
    with one_for_each_core() as pool:
        done = dict(zip(map(id, large), pool.map(ready, large)))
    return (done.get(id(entry)) or ready(entry) for entry in found)


def compared(
    source: Source, contradictions: Sequence[tuple[Path, str]], effects_of: EffectsOf
) -> tuple[list[Entry], list[str]]:
    """The entries of a document that is only compared with another, and warnings about what cannot be used of it.

    ``contradictions`` are those between its files. Files to be uploaded are not examined, which would take long. Raises
    DocumentError for an invalid document.
    """
    found, problems, templates, broken = _validated(source, "base", Secrets())
    problems = [*contradictions, *(fault for fault in problems if fault[1] != PLAIN), *templates]
    ready = []
    for entry in found:
        if entry.path[:2] in broken:
            continue
        values: Mapping[str, Any] = {n: value for n, value in entry.values.items() if not entry.kind.field(n).source}
        try:
            values = _read(entry, values, source, effects_of)
        except DocumentError as error:
            problems.append((entry.path, error.message))
            values = {name: value for name, value in values.items() if not entry.kind.field(name).file}
        ready.append(entry._replace(values=values, place_of=source.place))
    return ready, [f"only a part of base can be used; {line}" for line in listed(source, problems)]


def _validated(
    source: Source, what: str, secrets: Secrets
) -> tuple[list[Entry], list[tuple[Path, str]], list[tuple[Path, str]], set[Path]]:
    """The entries with the secrets they name, all faults, and the paths of entries that break the schema.

    The faults of texts from files that look like templates, which nobody fills in, are separate. Entries that break the
    schema are without what breaks it, so that their other faults are found as well.

    Raises DocumentError if the document has no sections.
    """
    document, problems, templates = given(source.document)
    if not isinstance(document, Mapping):
        raise DocumentError(f"{what} must be a dictionary of sections")
    nulls = {path for path, _text in problems}
    problems += [fault for fault in schema_faults(document) if fault[0] not in nulls]
    paths = [path for path, _text in problems]
    broken = {path[:size] for path in paths for size in (1, 2)}
    found = []
    for entry in entries(without(document, paths) if paths else document):
        entry, wrong_in_it = secrets.taken_by(entry, source)
        problems += wrong_in_it
        found.append(entry)
    problems += faults(found, source.place)
    wrong = {path for path, _text in problems}
    unfilled = [
        (path, ENCRYPTED if isinstance(text, Encrypted) else TEMPLATE) for path, text in templates if source.place(path)
    ]
    return [entry for entry in found if entry.path not in wrong], problems, unfilled, broken


def _read(entry: Entry, values: Mapping[str, Any], source: Source, effects_of: EffectsOf) -> Mapping[str, Any]:
    """The values of an entry, with the files they name read. Raises DocumentError."""

    def folder_of(option: Sequence[str]) -> str:
        return source.folder((*entry.path, *option))

    if not entry.present and "id" in entry.options:  # the ID alone identifies the object to be deleted
        values = {name: value for name, value in values.items() if name == entry.kind.routes.owner}
    return effects_of(entry.kind, entry.options, folder_of).read_options(values)


def refuse_faults(source: Source, problems: Sequence[tuple[Path, str]]) -> None:
    """Raise a DocumentError that lists the faults of a document, if it has any."""
    if problems:
        raise DocumentError("the document is not valid, nothing was written:", listed(source, problems))


def listed(source: Source, problems: Sequence[tuple[Path, str]]) -> list[str]:
    """Every fault on its own line, with its path, file and line, in the order of these."""
    return [
        visible(f"{path_text(path)}{f' ({place})' if place else ''}: {text}")
        for _order, place, path, text in sorted(
            ((source.order(path), source.place(path), path, text) for path, text in problems), key=lambda one: one[0]
        )
    ]

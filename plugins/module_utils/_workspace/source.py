# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The source of a workspace document: given directly, or read from YAML files and directories of them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from typing import Any

from .._core.display import visible
from .._core.errors import DocumentError
from .._core.values import type_in_words
from .._files.safe_open import DOCUMENT, expanded, read_regular
from .document import Path
from .layers import Origin, Part, joined, layer_of_file, overlaid
from .loader import composed, line_of, loaded

SUFFIXES = (".yml", ".yaml", ".json")


class Source:
    """A document, and the file for each of its parts; '' for parts that come from no file."""

    def __init__(self, document: Any, origin: Origin | None = None) -> None:
        self.document = document
        self.base = ""  # the directory to which file names in it are relative; '' for the working directory
        self.layers: Sequence[str] = ()  # what it was merged from, as the user gave it
        self._origin = origin or Origin()
        self._nodes: dict[str, Any] = {}

    def place(self, path: Path) -> str:
        """The file and line of a part of the document; all of them if several layers contribute. '' for no file.

        For the whole document, these are its layers.
        """
        if not path:
            return " and ".join(map(self._named, self.layers))
        found = self.order(path)
        return ", and ".join(f"{self._named(file)}, line {line}" if line else self._named(file) for file, line in found)

    def order(self, path: Path) -> list[tuple[str, int]]:
        """A sort key for parts of a document in reading order: the files that contribute to one, and its lines."""
        return [(file, self._line(file, inner)) for file, inner in self._origin.at(path).places]

    def folder(self, path: Path) -> str:
        """The directory to which the file name at a path is relative; '' for the working directory."""
        file = self._origin.at(path).file
        return os.path.dirname(os.path.abspath(file)) if file else ""

    def _line(self, file: str, path: Path) -> int:
        """The line on which a part of a file begins; 0 if unknown."""
        if file not in self._nodes:
            try:
                self._nodes[file] = composed(read_regular(file, DOCUMENT))
            except OSError:
                self._nodes[file] = None
        return line_of(self._nodes[file], path) or 0

    def _named(self, file: str) -> str:
        """The file name as people know it."""
        base = os.path.join(os.path.abspath(self.base), "")
        return file[len(base) :] if file.startswith(base) else file


def read_source(
    src: str | Sequence[str], config: Any = None, option: str = "src"
) -> tuple[Source, list[tuple[Path, str]]]:
    """The document merged from one or more layers, each a file or a directory of YAML and JSON files, and its faults.

    ``config`` is the document of the last layer, or None. Faults are contradictions between files of the same layer, as
    (path, sentence). Raises DocumentError for files that cannot be read; it names the ``option`` that they come from.
    """
    given = [src] if isinstance(src, str) else src
    broken: list[str] = []
    contents = [list(_documents(each, broken)) for each in given]
    if len(broken) > 1:
        raise DocumentError(f"{option} has files that cannot be used:", [visible(each) for each in broken])
    if broken:
        raise DocumentError(f"{option} {broken[0]}")
    layers = []
    for content in contents:
        layer, faults = _layer(content)
        if faults:
            return Source(*layer), faults
        layers.append(layer)
    if config is not None:
        if not isinstance(config, Mapping):
            raise DocumentError("config must be a dictionary of sections")
        layers.append(Part(config, Origin()))
    whole = Source(*reduce(overlaid, layers))
    whole.layers = [*given, *(["config"] if config is not None else [])]
    return whole, []


def _documents(src: str, broken: list[str]) -> Iterator[tuple[str, Any]]:
    """Each file of a layer with the document in it; what is wrong with those that cannot be read goes to ``broken``."""
    try:
        files = _files(expanded(src))
    except DocumentError as error:
        broken.append(error.message)
        return
    for file in files:
        try:
            yield file, _loaded(file)
        except DocumentError as error:
            broken.append(error.message)


def _layer(content: Sequence[tuple[str, Any]]) -> tuple[Part, list[tuple[Path, str]]]:
    """The merged documents of all files of a layer, and their faults."""
    layer = Part({}, Origin())
    faults: list[tuple[Path, str]] = []
    for file, document in content:
        if document is not None and not isinstance(document, Mapping):
            faults.append(((), f"{file} is {type_in_words(document)}, not a dictionary of sections such as players"))
            continue
        layer, more = joined(layer, layer_of_file(file, document or {}))
        faults += more
    return layer, faults


def _files(src: str) -> list[str]:
    if not os.path.isdir(src):
        return [src]
    try:
        found = sorted(_walk(src, ()))
    except OSError as error:
        raise DocumentError(f"'{error.filename}' cannot be read: {error.strerror}") from None
    if not found:
        raise DocumentError(f"'{src}' contains no files with the extensions {', '.join(SUFFIXES)}")
    return found


def _walk(folder: str, above: tuple[str, ...]) -> Iterator[str]:
    above = (*above, os.path.realpath(folder))
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        if name.startswith("."):
            continue
        if os.path.isdir(path):
            if os.path.realpath(path) not in above:  # a link to a parent directory would be followed forever
                yield from _walk(path, above)
        elif name.endswith(SUFFIXES):
            yield path


def _loaded(file: str) -> Any:
    """The document in one file. Raises DocumentError."""
    try:
        data = read_regular(file, DOCUMENT)
    except OSError as error:
        raise DocumentError(f"'{file}' cannot be read: {error.strerror}") from None
    if data.startswith(b"$ANSIBLE_VAULT;"):
        advice = (
            "give the secrets in it by name ({secret: <name>}), or set its content as config, which Ansible decrypts"
        )
        raise DocumentError(f"'{file}' is encrypted; {advice}")
    return loaded(file, data)

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where a workspace document comes from: given as it is, or read from files and folders of YAML files."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from typing import Any

from .._core.errors import DocumentError
from .._files.safe_open import DOCUMENT, expanded, read_regular
from .document import Path
from .layers import Origin, Part, joined, laid_over, whole
from .loader import composed, line_of, loaded

SUFFIXES = (".yml", ".yaml", ".json")


class Source:
    """A document, and for each of its parts the file that it is from; '' for what is from none."""

    def __init__(self, document: Any, origin: Origin | None = None) -> None:
        self.document = document
        self.base = ""  # the folder that files within it are named from; '' for the working directory
        self._origin = origin or Origin()
        self._nodes: dict[str, Any] = {}

    def place(self, path: Path) -> str:
        """The file and line of a part of the document; of each, where several layers give it. '' for no file."""
        found = self.order(path)
        return ", and ".join(f"{self._named(file)}, line {line}" if line else self._named(file) for file, line in found)

    def order(self, path: Path) -> list[tuple[str, int]]:
        """What orders the parts of a document as people read it: the files that give one, and its line in each."""
        return [(file, self._line(file, inner)) for file, inner in self._origin.at(path).places]

    def folder(self, path: Path) -> str:
        """The folder from which the file name that stands there is meant; '' for the working directory."""
        file = self._origin.at(path).file
        return os.path.dirname(os.path.abspath(file)) if file else ""

    def _line(self, file: str, path: Path) -> int:
        """The line on which a part of a file begins; 0 where that is not known."""
        if file not in self._nodes:
            try:
                self._nodes[file] = composed(read_regular(file, DOCUMENT))
            except OSError:
                self._nodes[file] = None
        return line_of(self._nodes[file], path) or 0

    def _named(self, file: str) -> str:
        """The file as people look for it."""
        base = os.path.join(os.path.abspath(self.base), "")
        return file[len(base) :] if file.startswith(base) else file


def read_source(src: str | Sequence[str], config: Any = None) -> tuple[Source, list[tuple[Path, str]]]:
    """The document of one or several layers, each a file or a folder of YAML and JSON files, merged; and its faults.

    ``config`` is a document that is the last layer; None for none. A fault is where the files of one layer contradict
    each other: (path, sentence). Raises DocumentError for what cannot be read.
    """
    layers = []
    for each in [src] if isinstance(src, str) else src:
        layer, faults = _layer(each)
        if faults:
            return Source(*layer), faults
        layers.append(layer)
    if config is not None:
        if not isinstance(config, Mapping):
            raise DocumentError("config must be a dictionary of sections")
        layers.append(Part(config, Origin()))
    return Source(*reduce(laid_over, layers)), []


def _layer(src: str) -> tuple[Part, list[tuple[Path, str]]]:
    """What all files of a source hold together, and its faults. Raises DocumentError."""
    layer = Part({}, Origin())
    faults: list[tuple[Path, str]] = []
    for file in _files(expanded(src)):
        document = _loaded(file)
        if document is not None and not isinstance(document, Mapping):
            faults.append(((), f"{file} does not contain a dictionary of sections"))
            continue
        layer, more = joined(layer, whole(file, document or {}))
        faults += more
    return layer, faults


def _files(src: str) -> list[str]:
    if not os.path.isdir(src):
        return [src]
    try:
        found = sorted(_walk(src, ()))
    except OSError as error:
        raise DocumentError(f"src '{error.filename}' cannot be read: {error.strerror}") from None
    if not found:
        raise DocumentError(f"src '{src}' contains no files with the extensions {', '.join(SUFFIXES)}")
    return found


def _walk(folder: str, above: tuple[str, ...]) -> Iterator[str]:
    above = (*above, os.path.realpath(folder))
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        if name.startswith("."):
            continue
        if os.path.isdir(path):
            if os.path.realpath(path) not in above:  # a link upwards would lead round and round
                yield from _walk(path, above)
        elif name.endswith(SUFFIXES):
            yield path


def _loaded(file: str) -> Any:
    """The document of one file. Raises DocumentError."""
    try:
        data = read_regular(file, DOCUMENT)
    except OSError as error:
        raise DocumentError(f"src '{file}' cannot be read: {error.strerror}") from None
    if data.startswith(b"$ANSIBLE_VAULT;"):
        ways = "give the secrets in it by name ({secret: <name>}), or set its content as config, which Ansible decrypts"
        raise DocumentError(f"src '{file}' is encrypted; {ways}")
    return loaded(file, data)

# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where a workspace document comes from: given as it is, or read from a file or a folder of YAML files."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any

from .._core.errors import DocumentError
from .._files.safe_open import DOCUMENT, expanded, read_regular
from .document import Path
from .loader import composed, line_of, loaded

SUFFIXES = (".yml", ".yaml", ".json")


class Source:
    """A document, and for each of its parts the file that it is from."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self._files: dict[str, list[tuple[str, int]]] = {}  # section -> (file, items before it)
        self._nodes: dict[str, Any] = {}

    def merge(self, file: str, part: Any) -> list[tuple[Path, str]]:
        """Add what a file holds; its faults: (path, sentence)."""
        if part is None:
            return []
        if not isinstance(part, Mapping):
            return [((), f"{file} does not contain a dictionary of sections")]
        faults: list[tuple[Path, str]] = []
        for section, value in part.items():
            known = self.document.get(section)
            self._files.setdefault(str(section), []).append((file, len(known) if isinstance(known, list) else 0))
            if isinstance(known, list) and isinstance(value, list):
                self.document[section] = known + value
            elif value is None:  # which is not given
                continue
            elif known is not None and known != value:
                faults.append(((section,), f"is defined differently in {self._files[str(section)][0][0]} and {file}"))
            else:
                self.document[section] = value
        return faults

    def place(self, path: Path) -> str:
        """The file and line of a part of the document; '' when it came from no file."""
        file, inner = self._file(path)
        if file is None:
            return ""
        line = self._line(file, inner)
        return f"{file}, line {line}" if line else file

    def folder(self, path: Path) -> str:
        """The folder from which file names in that part are meant; '' for the working directory."""
        file, _inner = self._file(path)
        return os.path.dirname(os.path.abspath(file)) if file else ""

    def _file(self, path: Path) -> tuple[str | None, Path]:
        parts = self._files.get(str(path[0])) if path else None
        if not parts:
            return None, path
        if len(path) > 1 and isinstance(path[1], int):
            file, before = [part for part in parts if part[1] <= path[1]][-1]
            return file, (path[0], path[1] - before, *path[2:])
        return parts[-1][0], path

    def _line(self, file: str, path: Path) -> int | None:
        if file not in self._nodes:
            try:
                self._nodes[file] = composed(read_regular(file, DOCUMENT))
            except OSError:
                self._nodes[file] = None
        return line_of(self._nodes[file], path)


def read_source(src: str) -> tuple[Source, list[tuple[Path, str]]]:
    """The document of a file, or of all YAML and JSON files of a folder, merged by section; and faults in merging.

    Raises DocumentError for what cannot be read.
    """
    source = Source({})
    faults = []
    for file in _files(expanded(src)):
        faults += source.merge(file, _loaded(file))
    return source, faults


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

# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where a workspace document comes from: given as it is, or read from a file or a folder of YAML files."""

from __future__ import annotations

import json
import os
import re
import traceback
from collections.abc import Iterator, Mapping
from typing import Any

from .._core.errors import DocumentError
from .._files.safe_open import DOCUMENT, expanded, read_regular
from .document import Path

try:
    import yaml

    YAML_IMPORT_ERROR: str | None = None
except ImportError:
    YAML_IMPORT_ERROR = traceback.format_exc()

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
                self._nodes[file] = yaml.compose(read_regular(file, DOCUMENT), Loader=_Loader)
            except (OSError, ValueError, yaml.YAMLError):  # JSON may be what YAML is not: it takes tabs
                self._nodes[file] = None
        return _line_of(self._nodes[file], path)


def _line_of(node: Any, path: Path) -> int | None:
    """The line of the deepest part of a path that there is, counted from 1."""
    line: int | None = None
    for part in path:
        if isinstance(node, yaml.MappingNode):
            pair = next(((key, value) for key, value in node.value if key.value == str(part)), None)
            if pair is None:
                break
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
        else:
            break
    return line


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
    """The documents of one file, with the places of their keys. Raises DocumentError."""
    try:
        data = read_regular(file, DOCUMENT)
        if data.startswith(b"$ANSIBLE_VAULT;"):
            raise DocumentError(f"src '{file}' is encrypted; set its content as config, which Ansible decrypts")
        if file.endswith(".json"):
            return json.loads(data, object_pairs_hook=_unique)
        return yaml.load(data, Loader=_Loader)  # noqa: S506 - a safe loader  # nosec B506
    except OSError as error:
        raise DocumentError(f"src '{file}' cannot be read: {error.strerror}") from None
    except RecursionError:
        raise DocumentError(f"src '{file}' is not valid: it is nested too deeply") from None
    except (ValueError, yaml.YAMLError) as error:
        raise DocumentError(f"src '{file}' is not valid: {_reason(error)}") from None


def _reason(error: Exception) -> str:
    """What is wrong with a file, without a word of what is in it: an unquoted secret may be taken for a tag."""
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return " ".join(str(error).split())
    problem = re.sub(r" ?'.*'", "", str(getattr(error, "problem", "")))
    return f"{problem} (line {mark.line + 1}, column {mark.column + 1})"


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        raise ValueError(f"duplicate key {next(name for name in names if names.count(name) > 1)}")
    return found


if YAML_IMPORT_ERROR is None:

    class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        """YAML as documents use it: no duplicate keys, no dates, and !unsafe, which is a text that is no template."""

        yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's own way
            first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
            for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }

        def construct_mapping(self, node: Any, deep: bool = False) -> Any:
            """A dictionary in which each key stands once."""
            names = [key.value for key, _value in node.value if key.value != "<<"]
            if len(set(map(str, names))) < len(names):
                twice = [key for key, _value in node.value if names.count(key.value) > 1][-1]
                raise yaml.constructor.ConstructorError(None, None, f"duplicate key {twice.value}", twice.start_mark)
            return super().construct_mapping(node, deep)

    def _text(loader: Any, node: Any) -> Any:
        return loader.construct_scalar(node)

    def _encrypted(loader: Any, node: Any) -> Any:
        said = "an encrypted value; set the document as config, which Ansible decrypts"
        raise yaml.constructor.ConstructorError(None, None, said, node.start_mark)

    def _strictly(loader: Any, node: Any) -> Any:
        """A number or a truth value, whose tag may be written out before what is none."""
        try:
            return yaml.SafeLoader.yaml_constructors[node.tag](loader, node)
        except (ValueError, KeyError):
            said = f"a value that is not of type {node.tag.rpartition(':')[2]}"
            raise yaml.constructor.ConstructorError(None, None, said, node.start_mark) from None

    _Loader.add_constructor("!unsafe", _text)
    _Loader.add_constructor("!vault", _encrypted)
    for _tag in ("int", "float", "bool"):
        _Loader.add_constructor(f"tag:yaml.org,2002:{_tag}", _strictly)
    for _tag in ("timestamp", "binary", "omap", "pairs", "set"):  # JSON has none of them
        _Loader.add_constructor(f"tag:yaml.org,2002:{_tag}", yaml.SafeLoader.construct_undefined)

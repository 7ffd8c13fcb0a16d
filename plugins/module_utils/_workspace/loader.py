# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The text of a file -> the document in it, with JSON types only. Memory use is limited in proportion to the file."""

from __future__ import annotations

import itertools
import json
import re
import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from .._core.errors import DocumentError
from .._core.values import DEEPEST
from .document import Encrypted, PlainText

try:
    import yaml

    YAML_IMPORT_ERROR: str | None = None
except ImportError:
    YAML_IMPORT_ERROR = traceback.format_exc()

MOST_REPEATED = 200_000  # nodes that aliases may add to those written in the file
TEXT = "tag:yaml.org,2002:str"
QUOTED = re.compile(r""" ?['"](.*['"])?""")  # what PyYAML quotes of a file in its messages
LONGEST_NUMBER = 400  # characters; parsing some forms of numbers takes quadratic time


def loaded(file: str, data: bytes) -> Any:
    """The document in the content of a file. Raises DocumentError."""
    try:
        if file.endswith(".json"):
            return json.loads(data, object_pairs_hook=_unique, parse_int=_integer)
        return yaml.load(data, Loader=_Loader)  # noqa: S506 - a safe loader  # nosec B506
    except RecursionError:
        raise DocumentError(f"'{file}' is not valid: it is nested too deeply") from None
    except (ValueError, yaml.YAMLError) as error:
        raise DocumentError(f"'{file}' is not valid: {_reason(error, data)}") from None


def composed(data: bytes) -> Any:
    """The YAML nodes of a document, which have line numbers; None if it is not valid YAML."""
    try:
        return yaml.compose(data, Loader=_Loader)
    except (ValueError, RecursionError, yaml.YAMLError):  # some JSON is not valid YAML, such as JSON with tabs
        return None


def line_of(node: Any, path: tuple[Any, ...]) -> int | None:
    """The line, counted from 1, of the deepest existing part of a path."""
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


def _reason(error: Exception, data: bytes) -> str:
    """What is wrong with a file, without quoting it: an unquoted secret could be taken for a tag."""
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return " ".join(str(error).split())
    parts = (getattr(error, "context", None), getattr(error, "problem", None))
    problem = ", ".join(QUOTED.sub("", part) for part in parts if part)
    line = b"".join(data.splitlines()[mark.line : mark.line + 1])
    tab = "; indent with spaces instead of tabs" if b"\t" in line[: len(line) - len(line.lstrip())] else ""
    return f"{problem} (line {mark.line + 1}, column {mark.column + 1}){tab}"


def _repeated(names: Iterable[Any]) -> Any:
    """The first name that occurs more than once; None if there is none."""
    return next((name for name, count in Counter(names).items() if count > 1), None)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError(f"duplicate key {_repeated(name for name, _value in pairs)}")
    return found


def _integer(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise ValueError(f"a number of {len(text):,} characters")
    return int(text)


if YAML_IMPORT_ERROR is None:

    class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        """YAML for documents: no duplicate keys, no dates, and !unsafe, which marks a text that is not a template."""

        yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's own way
            first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
            for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }

        # called for each node, to find path resolvers, of which there are none; chain() takes any arguments
        descend_resolver = ascend_resolver = itertools.chain

        def __init__(self, data: bytes) -> None:
            super().__init__(data)
            self._may_repeat = b"*" in data  # no aliases without it
            self._depth = 0

        def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
            """The tag of a node without one; most nodes are texts by their quotes or their first character."""
            if kind is not yaml.ScalarNode:
                return super().resolve(kind, value, implicit)
            return _plain_tag(value) if implicit[0] and value[:1] in self.yaml_implicit_resolvers else TEXT

        def get_single_node(self) -> Any:
            """The nodes of the document. Aliases share nodes and the values constructed from them."""
            node = super().get_single_node()
            if node is not None and self._may_repeat:
                _size(node, {})
            return node

        def construct_object(self, node: Any, deep: bool = False) -> Any:
            """The value of a node; most nodes are texts."""
            if node.tag == TEXT and isinstance(node, yaml.ScalarNode):
                return node.value
            if self._may_repeat:  # PyYAML constructs a node once, however many aliases it has
                return super().construct_object(node, deep)
            constructors = self.yaml_constructors
            return (constructors.get(node.tag) or constructors[None])(self, node)

        def construct_mapping(self, node: Any, deep: bool = False) -> Any:
            """A dictionary without duplicate keys."""
            _refuse_nested_keys(node)
            names = [key.value for key, _value in node.value if key.value != "<<"]
            if len(set(names)) < len(names):
                twice = _repeated(names)
                last = [key for key, _value in node.value if key.value == twice][-1]
                raise _fault(f"duplicate key {twice}", last)
            if len(names) < len(node.value):
                self.flatten_mapping(node)
                _refuse_nested_keys(node)  # of merged dictionaries
            return {
                key.value if key.tag == TEXT else self.construct_object(key): self.construct_object(value, deep)
                for key, value in node.value
            }

        def nested(self, node: Any, construct: Callable[..., Any]) -> Any:
            """A list or a dictionary, built at once: PyYAML would also build those that contain themselves."""
            if self._depth > DEEPEST:
                raise _fault(f"nested more than {DEEPEST} levels deep", node)
            self._depth += 1
            value = construct(node, deep=True)
            self._depth -= 1
            return value

    @lru_cache(maxsize=1024)  # keys repeat
    def _plain_tag(value: str) -> str:
        """The tag of a scalar without quotes: that of the first pattern that it matches."""
        tags = _Loader.yaml_implicit_resolvers[value[:1]]
        return next((tag for tag, pattern in tags if pattern.match(value)), TEXT)

    def _refuse_nested_keys(node: Any) -> None:
        for key, _value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise _fault("a key that is a list or a dictionary", key)

    def _fault(said: str, node: Any) -> Exception:
        return yaml.constructor.ConstructorError(None, None, said, node.start_mark)

    def _size(node: Any, sizes: dict[int, int]) -> int:
        """The number of nodes in and below a node, counting the targets of aliases each time.

        ``sizes`` has the numbers for known nodes, 0 while one is being counted. Raises YAMLError for nodes that contain
        themselves, or expand to far more than is written.
        """
        known = sizes.setdefault(id(node), -1)
        if known == 0:
            raise _fault("an anchor whose value contains an alias of itself", node)
        if known > 0:
            return known
        sizes[id(node)] = 0
        inner: Any = ()
        if isinstance(node, yaml.MappingNode):
            inner = (part for pair in node.value for part in pair)
        elif isinstance(node, yaml.SequenceNode):
            inner = node.value
        size = 1
        for part in inner:
            if isinstance(part, yaml.ScalarNode):  # most nodes
                sizes[id(part)] = 1
                size += 1
            else:
                size += _size(part, sizes)
            if size > len(sizes) + MOST_REPEATED:
                raise _fault(f"aliases that repeat more than {MOST_REPEATED:,} values", part)
        sizes[id(node)] = size
        return size

    def _list(loader: Any, node: Any) -> Any:
        return loader.nested(node, loader.construct_sequence)

    def _dictionary(loader: Any, node: Any) -> Any:
        return loader.nested(node, loader.construct_mapping)

    def _plain_text(loader: Any, node: Any) -> Any:
        return PlainText(loader.construct_scalar(node))

    def _encrypted(_loader: Any, _node: Any) -> Any:
        return Encrypted("{{ vault }}")

    def _unsupported(_loader: Any, node: Any) -> Any:
        raise _fault("a tag that is not supported; quote a text that begins with an exclamation mark", node)

    def _strictly(loader: Any, node: Any) -> Any:
        """A number or a boolean; an explicit tag may precede a text that is neither."""
        if len(node.value) > LONGEST_NUMBER:
            raise _fault(f"a number of {len(node.value):,} characters", node)
        try:
            return yaml.SafeLoader.yaml_constructors[node.tag](loader, node)
        except (ValueError, KeyError, OverflowError):
            raise _fault(f"a value that is not of type {node.tag.rpartition(':')[2]}", node) from None

    _Loader.add_constructor("tag:yaml.org,2002:seq", _list)
    _Loader.add_constructor("tag:yaml.org,2002:map", _dictionary)
    _Loader.add_constructor("!unsafe", _plain_text)
    _Loader.add_constructor("!vault", _encrypted)
    for _tag in ("int", "float", "bool"):
        _Loader.add_constructor(f"tag:yaml.org,2002:{_tag}", _strictly)
    for _tag in ("timestamp", "binary", "omap", "pairs", "set"):  # not available in JSON
        _Loader.add_constructor(f"tag:yaml.org,2002:{_tag}", _unsupported)
    _Loader.add_constructor(None, _unsupported)

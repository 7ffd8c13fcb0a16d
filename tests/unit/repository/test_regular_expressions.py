# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""No regular expression takes more than linear time: each is tried on long texts made of its own pieces."""

from __future__ import annotations

import ast
import importlib
import itertools
import pathlib
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest

try:
    from re import _parser as parser  # type: ignore[attr-defined]
except ImportError:  # before Python 3.11
    import sre_parse as parser

ROOT = pathlib.Path(__file__).resolve().parents[3]
PACKAGE = "ansible_collections.kinescope.kinescope"
FILES = sorted(path for part in ("plugins", "extensions") for path in (ROOT / part).rglob("*.py"))
WAYS = ("match", "fullmatch", "search", "split", "findall", "finditer", "sub", "subn")
#: How often a piece is repeated. What takes 2^n is noticed at the first, n^3 at the second, n^2 at the last.
LENGTHS = (20, 400, 6000)
LIMIT = 0.03  # seconds of this process's time; a linear one takes less than a hundredth of that
CATEGORIES = {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "w", "CATEGORY_NOT_SPACE": "n"}
OTHERS = "n1 <&/\n\x00\u00e9"  # some that a negated set may match


class Use(NamedTuple):
    """A pattern and the way in which it is used."""

    place: str
    pattern: re.Pattern[str]
    way: str


def pieces(tree: Any) -> Iterator[str]:
    """Characters that the parts of a pattern match, one for each part."""
    for op, argument in tree:
        name = str(op)
        if name == "LITERAL":
            yield chr(argument)
        elif name == "NOT_LITERAL":
            yield from [other for other in OTHERS if ord(other) != argument][:1]
        elif name == "ANY":
            yield "n"
        elif name == "IN":
            yield from members(argument)
        elif name == "BRANCH":
            for branch in argument[1]:
                yield from pieces(branch)
        elif name == "SUBPATTERN":
            yield from pieces(argument[-1])
        elif "REPEAT" in name:
            yield from pieces(argument[2])
        elif name.startswith("ASSERT"):
            yield from pieces(argument[1])
        elif name != "AT":
            raise NotImplementedError(name)


def members(items: Any) -> Iterator[str]:
    """Characters of a set, one for each of its items."""
    if str(items[0][0]) == "NEGATE":
        known = re.compile("[" + "".join(re.escape(piece) for piece in members(items[1:])) + "]")
        yield from [other for other in OTHERS if not known.match(other)][:3]
        return
    for op, argument in items:
        name = str(op)
        yield CATEGORIES[str(argument)] if name == "CATEGORY" else chr(argument if name == "LITERAL" else argument[0])


def examples(tree: Any) -> list[str]:
    """Short texts that a pattern matches, one for each way through its branches; at most some."""
    found = [""]
    for op, argument in tree:
        name = str(op)
        ways = [""]
        if name == "BRANCH":
            ways = [text for branch in argument[1] for text in examples(branch)]
        elif name == "SUBPATTERN":
            ways = examples(argument[-1])
        elif "REPEAT" in name:
            ways = [text * max(1, argument[0]) for text in examples(argument[2])]
        elif name != "AT" and not name.startswith("ASSERT"):
            ways = [next(pieces([(op, argument)]))]
        found = [before + way for before in found for way in ways][:8]
    return found


def attacks(pattern: re.Pattern[str]) -> Iterator[tuple[str, str, str]]:
    """What to begin with, to repeat, and to end with."""
    tree = parser.parse(pattern.pattern, pattern.flags)
    alphabet = list(dict.fromkeys(pieces(tree)))[:12]
    whole = examples(tree)
    begins = dict.fromkeys(text[:end] for text in whole for end in range(min(len(text), 24) + 1))
    pairs = ["".join(pair) for pair in itertools.permutations(alphabet[:6], 2)]
    for repeated in dict.fromkeys([*alphabet, *pairs, *whole]):
        for begin in begins if len(repeated) == 1 else [""]:
            for end in ("\x00", "\n", ""):
                yield begin, repeated, end


def seconds(call: Callable[[], Any]) -> float:
    """What a call takes of this process's time: the least of some tries, as others may disturb one."""
    best = float("inf")
    for _try in range(3):
        began = time.thread_time()
        call()
        best = min(best, time.thread_time() - began)
        if best < LIMIT:
            break
    return best


def slow(use: Use) -> str:
    """A text that takes the pattern too long; '' when there is none."""
    run = getattr(use.pattern, use.way)
    arguments = ("",) if use.way.startswith("sub") else ()
    for length in LENGTHS:
        for begin, repeated, end in attacks(use.pattern):
            text = begin + repeated * length + end
            if seconds(lambda: run(*arguments, text)) > LIMIT:  # noqa: B023 - called at once
                return f"{begin!r} + {repeated!r} * {length} + {end!r}"
    return ""


def named(node: ast.expr) -> str:
    """The last word of what a method is called of."""
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def calls() -> Iterator[tuple[pathlib.Path, ast.Call, str, str]]:
    """Calls of methods in the collection: the file, the call, what it is called of, the method."""
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                yield path, node, named(node.func.value), node.func.attr


def uses() -> list[Use]:
    """Every pattern of the collection with each way in which it is used."""
    found = []
    ways = defaultdict(set)
    compiled = set()
    for path, node, owner, method in calls():
        place = f"{path.relative_to(ROOT)}:{node.lineno}"
        if owner == "re" and method == "compile":
            compiled.add(path)
        elif owner == "re" and method in WAYS:
            assert isinstance(node.args[0], ast.Constant), f"{place}: give the pattern a name, so that it can be tried"
            found.append(Use(place, re.compile(node.args[0].value), method))
        elif method in WAYS:
            ways[owner].add(method)
    for path in sorted(compiled):
        module = importlib.import_module(".".join([PACKAGE, *path.relative_to(ROOT).with_suffix("").parts]))
        patterns = {name: one for name, one in vars(module).items() if isinstance(one, re.Pattern)}
        assert patterns, f"{path}: give its patterns names in the module, so that they can be tried"
        for name, pattern in patterns.items():
            assert ways[name], f"{path}: {name} is not used by its name"
            found += [Use(f"{path.relative_to(ROOT)}: {name}", pattern, way) for way in sorted(ways[name])]
    return found


USES = uses()


@pytest.mark.parametrize("use", USES, ids=[f"{use.place}.{use.way}" for use in USES])
def test_no_pattern_is_slow(use: Use) -> None:
    assert slow(use) == ""


@pytest.mark.parametrize(
    ("pattern", "way"),
    [
        (r"(a|a)*b", "match"),
        (r"(\w+\s?)+;", "match"),
        (r"[<]\s*[\w -]+\s*[>]", "fullmatch"),
        (r"<[A-Z][A-Z_ -]*\s*>", "fullmatch"),
        (r"https?://[^\s/?#]+\S*", "fullmatch"),
        (r"\s+$", "search"),
        (r"x[0-9]*\d*y", "sub"),
    ],
)
def test_a_slow_one_is_found(pattern: str, way: str) -> None:
    assert slow(Use("", re.compile(pattern), way))

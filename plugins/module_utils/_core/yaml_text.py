# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Values as YAML, for people: text of any script stands as it is, and every line is visible. Pure.

Modules run where PyYAML need not be.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from .display import visible

# What needs no quotes whoever reads it, if it begins with a letter, and is not a word for something else.
_PLAIN = re.compile(r"[\w ()/+%.,;@-]+")
_WORDS = frozenset(("true", "false", "yes", "no", "on", "off", "null", "y", "n"))


def yaml_text(value: Mapping[str, Any]) -> str:
    """A dictionary of JSON values as lines of YAML; '' for an empty one."""
    return "".join(f"{line}\n" for line in _lines(value)) if value else ""


def _lines(value: Any) -> Iterator[str]:
    """The lines of a dictionary or a list that is not empty."""
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield from _item(f"{scalar(str(name))}:", item, "  ")
    else:
        for item in value:
            inner = list(_lines(item)) if isinstance(item, (Mapping, list)) and item else [scalar(item)]
            yield f"- {inner[0]}"
            yield from (f"  {line}" for line in inner[1:])


def _item(head: str, item: Any, indent: str) -> Iterator[str]:
    if isinstance(item, (Mapping, list)) and item:
        yield head
        yield from (f"{indent}{line}" for line in _lines(item))
    elif isinstance(item, str) and _reads_as_lines(item):
        yield f"{head} |-"
        yield from (f"{indent}{visible(line)}" for line in item.split("\n"))
    else:
        yield f"{head} {scalar(item)}"


def _reads_as_lines(text: str) -> bool:
    """Whether a text of several lines can stand as they are: none is empty at an end, or begins with a blank."""
    lines = text.split("\n")
    return len(lines) > 1 and bool(lines[0] and lines[-1]) and not any(line[:1].isspace() for line in lines)


def scalar(value: Any) -> str:
    """A single value (also an empty dictionary or list) on one line."""
    if isinstance(value, str):
        if value[:1].isalpha() and value[-1:] != " " and _PLAIN.fullmatch(value) and value.lower() not in _WORDS:
            return visible(value)
        return visible(json.dumps(value, ensure_ascii=False))
    return json.dumps(value, default=str)

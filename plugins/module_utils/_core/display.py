# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Output for people: text from others is made visible, and addresses are shown without possible secrets. Pure.

This applies to terminals, CI logs and reports only; data is not changed.

Anyone who can name a video or respond in the API's place could otherwise move the reader's cursor, reverse the
direction of text, begin a line that looks like one of ours, or give the CI system a command.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any
from urllib.parse import unquote

# Characters that are invisible or change the direction of text. The last two code points of each plane are not
# characters, and XML forbids two of them. The members of Unicode's Default_Ignorable_Code_Point that emoji and scripts
# need are handled below.
_UNSEEN = (
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
# The joiners (U+200C, U+200D) are needed after emoji and letters of Semitic and Indic scripts; elsewhere they are
# invisible.
_JOINER = "(?<![\u0590-\u1cff\u2190-\u2bff\ufb1d-\ufdff\ufe0f-\ufefc\U00010000-\U000dffff])[\u200c\u200d]"
# The flags of England, Scotland and Wales are a black flag followed by invisible letters; they are kept.
_FLAG = "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f"
# Commands to CI systems. GitHub obeys `##[name]` anywhere in a line, and `::name::` at its beginning, which may be
# where Ansible wraps a warning; Azure obeys `##vso[`, TeamCity `##teamcity[`. GitLab's need a carriage return and an
# escape character, which are made visible anyway. In reports of JUnit, Jenkins and GitLab take `[[ATTACHMENT|path]]`
# for a file to attach.
_ORDER = (
    r"\#(?=\#\w{0,20}\[)|\[(?=\[attachment\|)"
    r"|:(?=:(?:add-mask|add-matcher|add-path|debug|echo|endgroup|error|group|internal-[a-z-]+|notice|remove-matcher"
    r"|save-state|set-env|set-output|stop-commands|warning)(?:::| ))"
)


@cache
def _harmful() -> re.Pattern[str]:
    """The pattern of what is made visible: compiled for the first text that needs it, which few tasks have."""
    return re.compile(f"{_FLAG}|{_UNSEEN}|{_JOINER}|(?i:{_ORDER})")


def visible(text: str) -> str:
    """The text on one line, without invisible characters or commands to CI systems.

    Characters that are taken out are replaced with their escapes as in Python, such as ``\\u202e``. Ordinary text of
    any script, emoji and combining marks are kept. The function is idempotent.
    """
    if text.isascii() and text.isprintable() and not ("::" in text or "##" in text or "[[" in text):
        return text  # as nearly all are
    return _harmful().sub(_numbered, text)


def count(number: int, noun: str) -> str:
    """A number and its noun, such as "1 change" and "1,204 changes"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def kind_title(name: str) -> str:
    """The name of a kind in words, for messages."""
    return " ".join(word.upper() if word in ("cdn", "drm") else word for word in name.split("_"))


def _numbered(match: re.Match[str]) -> str:
    found = match.group()
    if len(found) > 1:
        return found
    number = ord(found)
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


MASK = "********"
CHANGED = " (changed)"
_SCHEME = re.compile(r"((?:[A-Za-z][A-Za-z0-9+.-]*:)?//)?")
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]*\]|[\w.-]*)(:\d*)?")
_LINK = re.compile(r"\s*[A-Za-z][A-Za-z0-9+.-]+:[/\\]")
_BLANKS = re.compile(r"(\s+)")
_QUERY = re.compile("[?#]")
_OPEN = re.compile(r"https?://[\w.-]+(?:/[^?#@]*)?")  # most addresses


def is_link(text: Any) -> bool:
    """Whether a text can only be meant as a link, even if it is a broken one, and not as the path of a file."""
    return isinstance(text, str) and ("://" in text or _LINK.match(text) is not None)


def link_for_path(name: str, text: Any) -> str:
    """What is wrong if an option that expects a path gets a link; '' for a path."""
    return f"{name} must be the path of a file, not a URL ({masked_address(text)})" if is_link(text) else ""


def masked_address(text: str) -> str:
    """The address with its possible secrets masked."""
    if _OPEN.fullmatch(text):
        return text
    before, user, after, rest = _split(text)
    return f"{before}{f'{MASK}@' if user else ''}{after}{MASK if rest else ''}"


def masked_links(text: str) -> str:
    """A text with its links masked. A text that begins with a link is taken as one link as a whole."""
    words = [text] if _LINK.match(text) else _BLANKS.split(text)
    return "".join(masked_address(word) if is_link(word) else word for word in words)


def is_masked(text: Any) -> bool:
    """Whether a text is a masked address as shown in results and diffs, which nobody can request."""
    if not isinstance(text, str) or MASK not in text:
        return False
    _before, user, _after, rest = _split(text[: -len(CHANGED)] if text.endswith(CHANGED) else text)
    return MASK in (user, rest)


def secret_parts(text: str) -> set[str]:
    """The parts that masked_address() hides, both as written and decoded, and the password alone."""
    _before, user, _after, rest = _split(text)
    parts = (user, user.partition(":")[2], rest)
    return {part for part in (*parts, *map(unquote, parts)) if part}


def _split(text: str) -> tuple[str, str, str, str]:
    """An address as (text before the user information, user information, text after it, query and fragment).

    In a text that is not an address, anything could be secret, so all of it is returned as the last part.
    """
    found = _QUERY.search(text)
    end = found.end() if found else len(text)
    head, mark = (text[: end - 1], text[end - 1]) if found else (text, "")
    scheme = _SCHEME.match(head)
    begin = scheme.end() if scheme else 0
    authority, slash, path = head[begin:].partition("/")
    user, _at, host = authority.rpartition("@")
    named = _HOST.fullmatch(host)
    # if there is no host, or the host has a port, a later "@" may end a password that contains "/" or "?"
    if not named or ((not host or named[2]) and "@" in text[begin + len(authority) :]):
        return "", "", "", text
    return head[:begin], user, f"{host}{slash}{path}{mark}", text[end:]


def unmarked(text: str) -> str:
    """A text of a diff without the mark that says that a secret has changed."""
    return text[: -len(CHANGED)] if text.endswith(CHANGED) else text


# ---- values as YAML, written by hand because modules run where PyYAML may be missing

# text that every YAML reader takes as a string without quotes if it begins with a letter and is not a reserved word
_PLAIN = re.compile(r"[\w ()/+%.,;@-]+")
_QUOTED = json.JSONEncoder(ensure_ascii=False).encode
_OTHERS = json.JSONEncoder(default=str).encode
_NESTED = (dict, list, Mapping)  # in this order, because it takes long to find that something is not a Mapping
_WORDS = frozenset(("true", "false", "yes", "no", "on", "off", "null", "y", "n"))


def yaml_text(value: Mapping[str, Any]) -> str:
    """A dictionary of JSON values as lines of YAML; '' for an empty one."""
    return "\n".join([*_lines(value), ""]) if value else ""


def _lines(value: Any) -> list[str]:
    """The lines of a non-empty dictionary or list."""
    lines: list[str] = []
    if isinstance(value, list):
        for item in value:
            inner = [scalar(item)] if isinstance(item, str) or not _is_nested(item) else _lines(item)
            lines.append(f"- {inner[0]}")
            lines += [f"  {line}" for line in inner[1:]]
        return lines
    for name, item in value.items():
        if isinstance(item, str) and "\n" in item and _reads_as_lines(item):
            lines.append(f"{_key(name)}: |-")
            lines += [f"  {visible(line)}" for line in item.split("\n")]
        elif isinstance(item, str) or not _is_nested(item):
            lines.append(f"{_key(name)}: {scalar(item)}")
        else:
            lines.append(f"{_key(name)}:")
            lines += [f"  {line}" for line in _lines(item)]
    return lines


@lru_cache(maxsize=256, typed=True)
def _key(name: Any) -> str:
    """The key of a dictionary; most are names of options."""
    return scalar(str(name))


def _is_nested(item: Any) -> bool:
    """Whether a value has lines of its own: a dictionary or a list that is not empty."""
    return isinstance(item, _NESTED) and bool(item)


def _reads_as_lines(text: str) -> bool:
    """Whether a text of several lines can be a block scalar: without empty first and last lines and leading blanks."""
    lines = text.split("\n")
    return bool(lines[0] and lines[-1]) and not any(line[:1].isspace() for line in lines)


def scalar(value: Any) -> str:
    """A scalar, or an empty dictionary or list, on one line."""
    if isinstance(value, str):
        if value[:1].isalpha() and value[-1:] != " " and _PLAIN.fullmatch(value) and value.lower() not in _WORDS:
            return visible(value)
        return visible(_QUOTED(value))
    return _OTHERS(value)

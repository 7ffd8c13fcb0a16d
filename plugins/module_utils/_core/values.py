# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Canonical forms of single values. Two values mean the same to the API when their canonical forms are equal."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, time, timedelta, timezone
from typing import Any

from .errors import DocumentError

#: for isinstance(), which takes ten times as long to recognize a dict if only Mapping is given, and as long to find
#: that something is neither: rule out other frequent types first
DICTIONARY = (dict, Mapping)

SHORT_ID_ALPHABET = "123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ"
_HEX = "[0-9a-fA-F]"  # IGNORECASE and groups would make it take four times as long
_UUID = re.compile(f"{_HEX}{{8}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{12}}")
UUID_LENGTH = 36
_SHORT_ID = re.compile(rf"0*[{SHORT_ID_ALPHABET}]*")  # that of the zero UUID is all padding
_TIME = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*([Zz]|[+-]\d{2}:?\d{2})"
)
# Both patterns are matched against foreign texts. No two adjacent parts match the same character, which avoids
# catastrophic backtracking.
_MASK = re.compile(
    r".*[*•●]{3,}.*|[<\[({]\s*[\w-](?:[\w -]*[\w-])?\s*[>\])}]|REDACTED|MASKED|HIDDEN|FILTERED", re.DOTALL
)
_BARE_MASK = re.compile(r"[*•●]{3,}|[<\[({]\s*[A-Z](?:[A-Z_ -]*[A-Z_-])?\s*[>\])}]|REDACTED|MASKED|HIDDEN|FILTERED")
_WHOLE = re.compile(r"(-?[0-9]{1,18})(?:\.0*)?", re.ASCII)
LONGEST_MASK = 4096  # characters; anything longer is not a mask


def is_uuid(text: str) -> bool:
    """Whether the text is a UUID in its usual form; any version and variant is accepted."""
    return _UUID.fullmatch(text) is not None


def object_id(text: Any) -> str | None:
    """The UUID for either public form of an ID (UUID, or 22 characters of Flickr base58); None for anything else."""
    if not isinstance(text, str):
        return None
    if len(text) == UUID_LENGTH and _UUID.fullmatch(text):
        return text.lower()
    if len(text) != 22 or not _SHORT_ID.fullmatch(text):
        return None
    number = 0
    for character in text.lstrip("0"):
        number = number * 58 + SHORT_ID_ALPHABET.index(character)
    if number >> 128:
        return None
    digits = f"{number:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


NO_ID = "is neither a UUID nor a 22-character short ID"


def id_form(id: Any) -> Any:
    """An ID in its comparable form. Other values are returned unchanged, or as text if they are not hashable."""
    return object_id(id) or (plain(id) if isinstance(id, (dict, list)) else id)


def uuid_of(text: Any) -> str:
    """The UUID for either public form of an ID; '' if empty. Raises DocumentError for a text that is not an ID."""
    uuid = object_id(text)
    if uuid is None and text not in (None, ""):
        raise DocumentError(f"'{text}' {NO_ID}")
    return uuid or ""


def uuid_or_null(text: Any) -> str | None:
    """The UUID for either public form of an ID, as the API expects it: null if empty."""
    return uuid_of(text) or None


_ENCODED = "xn--"  # begins a label in punycode


def domain_key(text: str) -> str:
    """The case-folded IDNA form of a domain, which is the same for ``пример.рф`` and its punycode.

    It accepts any text and never fails, because the API stores wildcards, single labels and anything else.
    """
    if text.isascii():  # ASCII text is already in that form
        return text.lower()
    text = unicodedata.normalize("NFKC", text).lower().replace("\u3002", ".")
    return ".".join(
        label if label.isascii() else _ENCODED + label.encode("punycode").decode("ascii") for label in text.split(".")
    )


def domain_text(key: str) -> str:
    """A domain in its own script, from a result of domain_key(); domain_key() turns it back into the same."""
    return ".".join(map(_label_text, key.split("."))) if _ENCODED in key else key


def _label_text(label: str) -> str:
    if not label.startswith(_ENCODED):
        return label
    try:
        text = label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label
    return text if text.isprintable() and domain_key(text) == label else label


def instant(text: Any) -> str:
    """A time in the API's format: RFC 3339, UTC, microseconds without trailing zeros; '' if empty.

    Raises DocumentError for a text that is not a time or has no UTC offset.
    """
    found = _moment(text)
    if found is None:
        return ""
    digits = f".{found.microsecond:06d}".rstrip("0").rstrip(".")
    return f"{found.year:04d}-{found:%m-%dT%H:%M:%S}{digits}Z"


def moment(text: Any) -> datetime | None:
    """A time that the API shows, in UTC; None for an empty or invalid one."""
    try:
        return _moment(text)
    except DocumentError:
        return None


def _moment(text: Any) -> datetime | None:
    """A time in UTC; None for an empty one. Raises DocumentError as instant() does."""
    if text in (None, ""):
        return None
    match = _TIME.fullmatch(str(text).strip())
    if match is None:
        raise DocumentError(f"'{text}' is not a time such as 2026-12-01T10:00:00Z (the UTC offset is required)")
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    try:
        found = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0))
        found += timedelta(microseconds=int((fraction or "0")[:6].ljust(6, "0")))
        if zone not in "Zz":
            time(int(zone[1:3]), int(zone[-2:]))  # an offset has at most 23 hours and 59 minutes
            offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
            found = found - offset if zone[0] == "+" else found + offset
    except (ValueError, OverflowError) as error:
        raise DocumentError(f"'{text}' is not a valid time: {error}") from None
    return found.replace(tzinfo=timezone.utc)


def instant_or_null(text: Any) -> str | None:
    """A time in the API's format: null clears it."""
    return instant(text) or None


def is_mask(text: Any) -> bool:
    """Whether the API shows this text in place of a stored secret: ``<REDACTED>``, ``********`` and the like."""
    return isinstance(text, str) and len(text) <= LONGEST_MASK and _MASK.fullmatch(text) is not None


def is_bare_mask(text: Any) -> bool:
    """Whether a text can only be a mask, for fields about which nothing is known."""
    return isinstance(text, str) and len(text) <= LONGEST_MASK and _BARE_MASK.fullmatch(text) is not None


def frozen(value: Any) -> Any:
    """A hashable form of a JSON value, in which ``1`` and ``1.0`` are equal, but ``1`` and ``true`` are not."""
    if value is None or isinstance(value, str):  # the most frequent types come first
        return value
    if isinstance(value, bool):
        return ("flag", value)
    if isinstance(value, (list, tuple)):
        return ("list", tuple([item if item.__class__ is str else frozen(item) for item in value]))
    if isinstance(value, DICTIONARY):
        return ("dict", frozenset((str(key), frozen(item)) for key, item in value.items()))
    return value


def same(left: Any, right: Any) -> bool:
    """Whether two JSON values are equal as JSON."""
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    return bool(frozen(left) == frozen(right))


def first_of_each(items: Iterable[Any], key: Any) -> list[Any]:
    """The items in order, without later ones whose key has already occurred."""
    seen = set()
    kept = []
    for item in items:
        mark = key(item)
        if mark not in seen:
            seen.add(mark)
            kept.append(item)
    return kept


def without_none(value: Any) -> Any:
    """The value without null in dictionaries, at any depth: null means "not managed"."""
    if isinstance(value, str):
        return value
    if isinstance(value, (list, tuple)):
        return [without_none(item) for item in value if item is not None]
    if isinstance(value, DICTIONARY):
        return {key: without_none(item) for key, item in value.items() if item is not None}
    return value


def given_only(options: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """A task's options without null, at any depth, and the names of lists that contain null.

    A dictionary that contains only null is left out, too: otherwise it would count as empty, which clears the field.
    """
    null_items: list[str] = []
    return _given_only(options, "", null_items), null_items


def _given_only(value: Any, name: str, null_items: list[str]) -> Any:
    if isinstance(value, DICTIONARY):
        given = {}
        for key, item in value.items():
            rest = _given_only(item, f"{name}.{key}" if name else str(key), null_items)
            if rest is not None and (rest or not isinstance(item, Mapping) or not item):
                given[key] = rest
        return given
    if isinstance(value, list):
        if None in value:
            null_items.append(name)
        return [_given_only(item, name, null_items) for item in value if item is not None]
    return value


def leaves(value: Any) -> Iterator[Any]:
    """The single values in a value, at any depth: all but lists and dictionaries. Keys do not count."""
    if isinstance(value, list):
        inside: Iterable[Any] = value
    elif not isinstance(value, str) and isinstance(value, DICTIONARY):
        inside = value.values()
    else:
        yield value
        return
    for item in inside:
        if isinstance(item, str):  # the most frequent type
            yield item
        else:
            yield from leaves(item)


def at(value: Any, path: Iterable[str]) -> Any:
    """The value at a path of keys; None if the path does not exist."""
    for name in path:
        if not isinstance(value, DICTIONARY):
            return None
        value = value.get(name)
    return value


def with_at(value: Any, path: tuple[str, ...], item: Any) -> dict[str, Any]:
    """A copy of a dictionary with an item set at a path; missing dictionaries on the way are created."""
    rest = value if isinstance(value, DICTIONARY) else {}
    return {**rest, path[0]: item if len(path) == 1 else with_at(rest.get(path[0]), path[1:], item)}


def without_at(value: Any, path: tuple[str, ...]) -> dict[str, Any]:
    """A copy of a dictionary without the value at a path, and without dictionaries that become empty."""
    copy = dict(value) if isinstance(value, Mapping) else {}
    if len(path) == 1:
        copy.pop(path[0], None)
    elif isinstance(copy.get(path[0]), Mapping):
        inner = without_at(copy[path[0]], path[1:])
        if inner or not copy[path[0]]:
            copy[path[0]] = inner
        else:
            del copy[path[0]]
    return copy


def digest(content: bytes) -> str:
    """The SHA-256 of the content, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def data_uri_digest(text: Any) -> str | None:
    """The SHA-256 of the content of a ``data:`` URI; None if the text is not one."""
    if not isinstance(text, str) or not text.startswith("data:") or ";base64," not in text:
        return None
    try:
        return digest(base64.b64decode(text.split(";base64,", 1)[1], validate=True))
    except (binascii.Error, ValueError):
        return None


_TYPES: dict[type, str] = {
    bool: "a boolean",
    int: "a number",
    float: "a number",
    str: "a string",
    list: "a list",
    dict: "a dictionary",
}
_MOST_BITS = 1000  # of integers that are compared with other numbers


def type_in_words(value: Any) -> str:
    """The type of a JSON value, in words for messages."""
    if isinstance(value, str):
        return _TYPES[str]
    if isinstance(value, float) and not math.isfinite(value):
        return "infinity" if value == abs(value) else str(value)
    if isinstance(value, int) and value.bit_length() > _MOST_BITS:
        return "a number that is too large"
    if value is None:
        return "null"
    word = _TYPES.get(type(value)) or next((word for one, word in _TYPES.items() if isinstance(value, one)), "")
    return word or type(value).__name__  # Ansible passes types of its own to filters


def as_integer(value: Any) -> Any:
    """A whole number that is written as text or with a zero fraction (``"600"``, ``600.0``), as an integer.

    Other values are returned unchanged.
    """
    if isinstance(value, (str, float)):
        found = _WHOLE.fullmatch(str(value).strip())
        return int(found.group(1)) if found else value
    return value


def plain(value: Any) -> str:
    """A value as a short text for messages."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


DEEPEST = 100  # levels of nested lists and dictionaries, as in responses
_BITS = 64  # of the largest integers that common JSON parsers support
_SURROGATE = re.compile("[\ud800-\udfff]")


def value_fault(value: Any) -> str:
    """Why a request cannot carry a single value; '' if it can. The value itself is not repeated."""
    if isinstance(value, str):
        broken = not value.isascii() and _SURROGATE.search(value)
        return "contains half of a surrogate pair, which is not a character" if broken else ""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, int):
        return "" if -(1 << (_BITS - 1)) <= value < 1 << _BITS else f"is an integer that does not fit into {_BITS} bits"
    if isinstance(value, float):
        return "" if math.isfinite(value) else "is not a finite number"
    return "is not a string, a number or another JSON value"

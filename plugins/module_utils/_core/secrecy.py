# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The secrets in a task's options, all forms in which they can be printed, and the options without them. Pure.

The functions follow the argument spec, but accept any options: they run before the options are validated.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from html import escape
from typing import Any
from urllib.parse import quote, quote_plus

from .display import (
    is_link,
    masked_address,
    masked_links,
    secret_parts,
    visible,
)

_URL_SAFE = str.maketrans("+/", "-_")
_OF_GO = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}  # Go's JSON encoder always escapes these
_HEX = re.compile(r"(?<=%)[0-9A-F]{2}|(?<=\\u)[0-9a-f]{4}")
Spec = Mapping[str, Mapping[str, Any]]
HIDDEN = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"  # Ansible's own text, for results
NOT_LOGGED = "NOT_LOGGING_PARAMETER"  # Ansible's own text, for logs


def printable_forms(texts: Iterable[str]) -> set[str]:
    """Secret texts and all ways to write them within another text.

    These are JSON as written by Python, Go and PHP, Python's repr() of str and bytes, HTML, percent-encoding, Base64,
    and the output of visible(). Texts of one or two characters are skipped: they occur in every sentence, and blanking
    them out would reveal more than it hides.
    """
    return {form for text in texts if len(text) > 2 for form in _all_forms(text)}


@lru_cache(maxsize=64)  # most secrets are the same for all items of a loop
def _all_forms(text: str) -> frozenset[str]:
    return frozenset(_forms(text))


def _forms(text: str) -> Iterator[str]:
    """The text in every form listed in printable_forms()."""
    data = text.encode("utf-8", "surrogatepass")
    yield text
    if len(text.strip()) > 2:  # the API may trim it
        yield text.strip()
    yield visible(text)
    escaped = [json.dumps(text, ensure_ascii=ascii)[1:-1] for ascii in (True, False)]
    escaped += [form.translate(_OF_GO) for form in escaped]
    escaped += [form.replace("/", "\\/") for form in escaped]
    escaped += [quote(data), quote(data, safe=""), quote_plus(data)]
    yield from escaped
    yield from (_HEX.sub(lambda digits: digits.group().swapcase(), form) for form in escaped)
    page = escape(text, quote=False)
    yield from (page, page.replace('"', "&#34;").replace("'", "&#39;"), escape(text))
    # repr() only escapes a single quote if the text has a double quote, too
    for parts in (
        [repr(f'"{part}')[2:-1] for part in text.split("'")],
        [repr(b'"' + p)[3:-1] for p in data.split(b"'")],
    ):
        yield from ("'".join(parts), "\\'".join(parts))
    for code in _encoded(data):
        yield from (code, code.translate(_URL_SAFE))


def _encoded(data: bytes) -> Iterator[str]:
    """The data in Base64, alone and within longer data, such as the user name and password of Basic authentication.

    A Base64 character encodes six bits, so preceding data can shift it in three ways. Characters that depend on
    adjacent data are left out; if too few characters remain to be distinctive, that form is skipped.
    """
    yield base64.b64encode(data).decode("ascii").rstrip("=")
    for before, shared in enumerate((0, 2, 3)):
        code = base64.b64encode(bytes(before) + data)[shared : (before + len(data)) * 8 // 6]
        if len(code) > 5:
            yield code.decode("ascii")


def secret_texts(spec: Spec, options: Mapping[str, Any], addresses: Collection[str] = ()) -> set[str]:
    """The secrets in options, at any depth and of any type.

    Besides declared secrets, these are the possible secrets in links that are given for paths, or for one of the
    ``addresses``: the names of options for addresses, which should not contain secrets.
    """
    return {text for text in _secrets(spec, options, addresses) if text}


def _secrets(spec: Spec, options: Mapping[str, Any], addresses: Collection[str]) -> Iterator[str]:
    for name, value in options.items():
        option = spec.get(name, {})
        if option.get("no_log"):
            yield from _texts(value)
        elif "options" in option:
            for item in value if isinstance(value, list) else [value]:
                if isinstance(item, Mapping):
                    yield from _secrets(option["options"], item, addresses)
                elif _has_secret(option["options"]):  # Ansible accepts a text for a dictionary if it can parse it
                    yield from _texts(item)
        elif isinstance(value, str) and (name in addresses or (option.get("type") == "path" and is_link(value))):
            yield from secret_parts(value)


def _has_secret(spec: Spec) -> bool:
    return any(option.get("no_log") or _has_secret(option.get("options") or {}) for option in spec.values())


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, (Mapping, list)):
        for item in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(item)
    elif not (value is None or isinstance(value, bool)):
        yield str(value)


def shown_options(spec: Spec, options: Mapping[str, Any], addresses: Collection[str] = ()) -> dict[str, Any]:
    """The options as a result may repeat them: without secrets and undeclared texts, and with all addresses masked.

    ``addresses`` are the names of options that are addresses, in any notation.
    """
    return {name: _shown(spec.get(name), name, value, addresses) for name, value in options.items()}


def _shown(option: Mapping[str, Any] | None, name: str, value: Any, addresses: Collection[str]) -> Any:
    if value is None:
        return None
    if option is None or option.get("no_log"):
        return HIDDEN
    inner = option.get("options")
    if isinstance(value, Mapping):
        return shown_options(inner, value, addresses) if inner else _without_texts(value)
    if isinstance(value, list) and (inner or option.get("elements") == "str"):
        return [_shown({"options": inner} if inner else {}, name, item, addresses) for item in value]
    if isinstance(value, str) and not inner:
        return masked_address(value) if name in addresses else masked_links(value)
    return _without_texts(value)


def _without_texts(value: Any) -> Any:
    """A value of which any text may be secret: its keys, numbers and booleans are kept."""
    if isinstance(value, Mapping):
        return {name: _without_texts(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_without_texts(item) for item in value]
    return HIDDEN if isinstance(value, str) else value


def logged_options(spec: Spec, options: Mapping[str, Any], addresses: Collection[str] = ()) -> dict[str, str]:
    """The given options as a host's log may contain them: nested ones by name only."""
    shown = {name: value for name, value in shown_options(spec, options, addresses).items() if value is not None}
    return {
        name: NOT_LOGGED if value == HIDDEN or isinstance(value, (Mapping, list)) else repr(value)
        for name, value in shown.items()
    }

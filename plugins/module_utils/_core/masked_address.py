# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Addresses without what may be secret in them: user information, query and fragment. Pure.

Nothing here judges whether an address can be used; what cannot be read for certain is hidden whole.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

MASK = "********"
CHANGED = " (changed)"
_SCHEME = re.compile(r"((?:[A-Za-z][A-Za-z0-9+.-]*:)?//)?")
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]*\]|[\w.-]*)(:\d*)?")
_LINK = re.compile(r"\s*[A-Za-z][A-Za-z0-9+.-]+:[/\\]")
_BLANKS = re.compile(r"(\s+)")


def is_link(text: Any) -> bool:
    """Whether a text can only be meant as a link, although it may be a broken one, and not as the path of a file."""
    return isinstance(text, str) and ("://" in text or _LINK.match(text) is not None)


def link_for_path(name: str, text: Any) -> str:
    """What is wrong with a link that an option is given instead of a path; '' for a path."""
    return f"{name} must be the path of a file, not a URL ({masked_address(text)})" if is_link(text) else ""


def masked_address(text: str) -> str:
    """The address with masks in the place of what may be secret."""
    before, user, after, rest = _split(text)
    return f"{before}{f'{MASK}@' if user else ''}{after}{MASK if rest else ''}"


def masked_links(text: str) -> str:
    """A text with masks in the links that it holds; one that begins with a link is taken for no more than that."""
    words = [text] if _LINK.match(text) else _BLANKS.split(text)
    return "".join(masked_address(word) if is_link(word) else word for word in words)


def is_masked(text: Any) -> bool:
    """Whether a text is an address as results and diffs show it, which nobody can call."""
    if not isinstance(text, str):
        return False
    _before, user, _after, rest = _split(text[: -len(CHANGED)] if text.endswith(CHANGED) else text)
    return MASK in (user, rest)


def secret_parts(text: str) -> set[str]:
    """What masked_address() hides, as it stands and decoded, and the password alone."""
    _before, user, _after, rest = _split(text)
    parts = (user, user.partition(":")[2], rest)
    return {part for part in (*parts, *map(unquote, parts)) if part}


def _split(text: str) -> tuple[str, str, str, str]:
    """(what is before the user information, that, what follows it, what follows the first "?" or "#").

    Of what is no address nobody can tell what is secret, so all of it is returned as the last part.
    """
    found = re.search("[?#]", text)
    end = found.end() if found else len(text)
    head, mark = (text[: end - 1], text[end - 1]) if found else (text, "")
    scheme = _SCHEME.match(head)
    begin = scheme.end() if scheme else 0
    authority, slash, path = head[begin:].partition("/")
    user, _at, host = authority.rpartition("@")
    named = _HOST.fullmatch(host)
    # where no host stands, or one with a port, a later "@" may end a password with a slash or a "?" in it
    if not named or ((not host or named[2]) and "@" in text[begin + len(authority) :]):
        return "", "", "", text
    return head[:begin], user, f"{host}{slash}{path}{mark}", text[end:]

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Possible secrets in values that no field declares: recognized by their names, or as signed links. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from .comparison import MISSING, NEW_SECRET, SECRET
from .display import CHANGED, is_masked, masked_address
from .values import DICTIONARY, is_bare_mask, leaves, same

#: how names of secrets end, in lower case and without separators
SECRET_ENDS = (
    *("password", "passwd", "passphrase", "passcode", "secret", "token", "credentials"),
    *("apikey", "accesskey", "privatekey", "secretkey", "streamkey"),
)


def may_be_secret(name: Any, value: Any) -> bool:
    """Whether the name of a value suggests a secret. Empty values and booleans are not secrets."""
    if value is None or isinstance(value, bool) or value in ("", [], {}):
        return False
    return _names_secret(str(name))


@lru_cache(maxsize=4096)
def _names_secret(name: str) -> bool:
    return _bare(name).endswith(SECRET_ENDS)


def _bare(name: str) -> str:
    """A name in lower case and without separators."""
    return "".join(sign for sign in name.lower() if sign.isalnum())


def masked(value: Any, before: Any = MISSING) -> Any:
    """A value as it may be shown. A secret that differs from the one in ``before`` is shown as changed.

    Secrets are known by their names, or as a part of a link.
    """
    if isinstance(value, Mapping):
        there = before if isinstance(before, Mapping) else {}
        return {name: _masked_at(name, item, there.get(name, MISSING)) for name, item in value.items()}
    if isinstance(value, list):
        others = before if isinstance(before, list) else []
        return [masked(item, others[n] if n < len(others) else MISSING) for n, item in enumerate(value)]
    return _masked_link(value, before) if _is_signed(value) else value


def _masked_link(link: str, before: Any) -> str:
    shown = masked_address(link.lstrip())
    return shown + CHANGED if before not in (MISSING, link) and masked(before) == shown else shown


def _masked_at(name: Any, value: Any, before: Any) -> Any:
    if not may_be_secret(name, value):
        return masked(value, before)
    return SECRET if before is MISSING or same(value, before) else NEW_SECRET


def secret_texts(value: Any) -> Iterator[str]:
    """The texts in a value that may be secrets by their names."""
    if isinstance(value, DICTIONARY):
        for name, item in value.items():
            if may_be_secret(name, item):
                yield from (text for text in leaves(item) if isinstance(text, str))
            elif not isinstance(item, str):
                yield from secret_texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from secret_texts(item)


def masks_in(value: Any, path: str) -> Iterator[str]:
    """The paths of masks in a value. A mask that was shown in place of a secret cannot be given as its value."""
    if isinstance(value, Mapping):
        for name, item in value.items():
            if may_be_secret(name, item) and is_bare_mask(item):
                yield f"{path}.{name}"
            else:
                yield from masks_in(item, f"{path}.{name}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from masks_in(item, f"{path}[{index}]")
    elif isinstance(value, str) and "//" in value and is_masked(value):
        yield path


def signed_links(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], str]]:
    """The links in a value that hold a secret, each with its path, unless a name above them says so."""
    if isinstance(value, Mapping):
        for name, item in value.items():
            if not may_be_secret(name, item):
                yield from signed_links(item, (*path, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from signed_links(item, (*path, index))
    elif _is_signed(value):
        yield path, value.lstrip()


SIGNED = ("url", "download_link")
HOLDERS = ("assets", "subtitles")
#: parameters of links that sign them, besides those whose names mean a secret; those of S3 and its like have a prefix
SIGNING = frozenset(("sign", "signature", "sig", "expires", "keypairid", "hdnts", "hdnea"))
_STORAGE = ("xamz", "xgoog")
_LINK = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
_LOGIN = re.compile(r"[^/?#\s:@]*:[^/?#\s]*@")
_PARAMETER = re.compile(r"[?&#]([^=&?#\s]+)=")


def unsigned_video(video: Mapping[str, Any]) -> dict[str, Any]:
    """A video without signed links in the fields that are known to have them."""
    return {
        **video,
        **{
            holder: [
                {name: value for name, value in item.items() if name not in SIGNED} for item in video.get(holder) or []
            ]
            for holder in HOLDERS
        },
    }


def without_signatures(value: Any) -> Any:
    """A value without its signed links, at any depth.

    Links are recognized by their form, so use this only for output of undeclared values.
    """
    if isinstance(value, Mapping):
        return {name: without_signatures(item) for name, item in value.items() if not _is_signed(item)}
    if isinstance(value, list):
        return [without_signatures(item) for item in value if not _is_signed(item)]
    return value


def undeclared(value: Any) -> Any:
    """A value that no field declares, for results: without anything that looks like a secret by its name or form."""
    if isinstance(value, Mapping):
        shown = {name: item for name, item in value.items() if not (may_be_secret(name, item) or _is_signed(item))}
        return {name: undeclared(item) for name, item in shown.items()}
    if isinstance(value, list):
        return [undeclared(item) for item in value if not _is_signed(item)]
    return value


def unsigned_link(link: str) -> str:
    """A link without its query and fragment, which may contain a signature, and with its user information masked."""
    return masked_address(link).partition("#")[0].partition("?")[0]


def _is_signed(value: Any) -> bool:
    """Whether a value is a link with a signature, a secret among its parameters, or a password before its host."""
    if not isinstance(value, str) or "//" not in value:
        return False
    link = _LINK.match(value)
    if not link:
        return False
    return _LOGIN.match(value, link.end()) is not None or any(map(_signs, _PARAMETER.findall(value)))


@lru_cache(maxsize=4096)
def _signs(name: str) -> bool:
    bare = _bare(name)
    return bare in SIGNING or bare.startswith(_STORAGE) or _names_secret(name)

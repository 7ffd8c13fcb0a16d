# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Domain names: the forms in which the API may return them (which one it uses is unknown; see switches)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

from .fields import Kind, Row
from .store import Workspace


def _punycode(label: str) -> str:
    if label.isascii():
        return label
    return "xn--" + unicodedata.normalize("NFC", label.lower()).encode("punycode").decode("ascii")


def _unicode(label: str) -> str:
    if not label.lower().startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError):
        return label


FORMS: dict[str, Callable[[str], str]] = {"as_given": str, "punycode": _punycode, "unicode": _unicode}


def form(domain: Any, switches: dict[str, str]) -> Any:
    """A domain name, or a list of them, in the form that the switches idn and domain_case select."""
    if isinstance(domain, list):
        return [form(item, switches) for item in domain]
    if not isinstance(domain, str):
        return domain
    shown = ".".join(FORMS[switches["idn"]](label) for label in domain.split("."))
    return shown.lower() if switches["domain_case"] == "lowered" else shown


def named(ws: Workspace, kind: Kind, domain: Any) -> list[Row]:
    """The objects that a domain names, in whatever spelling those switches take for the same."""
    switches = ws.core.switches
    if switches["idn"] == "as_given" and switches["domain_case"] == "kept":
        return ws[kind.name].keyed(domain)
    wanted = form(domain, switches)
    return [row for row in ws[kind.name] if form(row[kind.key], switches) == wanted]

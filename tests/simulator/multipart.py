# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parsing of multipart/form-data bodies, byte for byte."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """One field of a form."""

    filename: str | None
    content_type: str
    content: bytes


def parse(content_type: str, raw: bytes) -> dict[str, Part] | None:
    """The parts by name; None if the body is not multipart."""
    found = re.match(r'multipart/form-data\s*;.*boundary="?([^";]+)"?', content_type, re.IGNORECASE)
    if found is None:
        return None
    parts = {}
    for chunk in (b"\r\n" + raw).split(b"\r\n--" + found.group(1).encode())[1:]:
        if chunk.startswith(b"--"):
            break
        head, _gap, content = chunk.partition(b"\r\n\r\n")
        headers = head.decode("utf-8", "replace")
        name = re.search(r'\bname="([^"]*)"', headers)
        if name is None:
            continue
        filename = re.search(r'filename="([^"]*)"', headers)
        kind = re.search(r"content-type:\s*([^\r\n]+)", headers, re.IGNORECASE)
        parts[name.group(1)] = Part(
            filename.group(1) if filename else None, kind.group(1).strip() if kind else "text/plain", content
        )
    return parts

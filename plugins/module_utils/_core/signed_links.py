# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Signed links: whoever has one can watch without asking, and each read makes new ones. So no result has any."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

SIGNED = ("url", "download_link")
HOLDERS = ("assets", "subtitles")
_SIGNATURE = re.compile(r"https?://\S*[?&](sign|signature|expires|token|x-amz-\w+)=", re.IGNORECASE)


def unsigned_video(video: Mapping[str, Any]) -> dict[str, Any]:
    """A video without signed links where they are known to be."""
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
    """A value without the links in it, at any depth, that carry a signature.

    This judges by the looks of a text, so it is only for output of what no field declares.
    """
    if isinstance(value, Mapping):
        return {name: without_signatures(item) for name, item in value.items() if not _is_signed(item)}
    if isinstance(value, list):
        return [without_signatures(item) for item in value if not _is_signed(item)]
    return value


def unsigned_link(link: str) -> str:
    """A link without what may be a signature: its query and its fragment."""
    return link.partition("#")[0].partition("?")[0]


def _is_signed(value: Any) -> bool:
    return isinstance(value, str) and _SIGNATURE.match(value) is not None

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
name: poster_url
short_description: Get the URL of a video's poster
version_added: 1.0.0
description:
  - Returns the public URL of a video's active poster from the ID of the video. It does not call the API, and does not
    check whether the video exists.
author:
  - Kinescope collection contributors (@kinescope)
positional: size, format
options:
  _input:
    description:
      - ID of the video, either a UUID or the 22-character short form that is used in links.
    type: str
    required: true
  size:
    description:
      - Size of the image. If omitted, the URL is that of the poster in its original size.
    type: str
    choices: [xs, sm, md, lg]
  format:
    description:
      - Format of the image.
    type: str
    choices: [jpg, webp]
    default: jpg
seealso:
  - module: kinescope.kinescope.kinescope_poster
  - plugin: kinescope.kinescope.id
    plugin_type: lookup
"""

EXAMPLES = r"""
---
- name: Show the URL of a video's poster
  ansible.builtin.debug:
    msg: "{{ '93997264-97ac-4091-b48e-559614c2817a' | kinescope.kinescope.poster_url }}"
  # https://kinescope.io/je7WZBZhdMFQKPHHHmMr2m/poster.jpg

- name: Show the URL of a small poster
  ansible.builtin.debug:
    msg: "{{ 'je7WZBZhdMFQKPHHHmMr2m' | kinescope.kinescope.poster_url(size='sm', format='webp') }}"
  # https://kinescope.io/je7WZBZhdMFQKPHHHmMr2m/poster/sm.webp
"""

RETURN = r"""
---
_value:
  description:
    - The URL.
  type: str
"""

from typing import Any, Callable

from ansible.errors import AnsibleFilterError

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.display import visible
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.values import (
    SHORT_ID_ALPHABET,
    object_id,
    type_in_words,
)

SIZES = ("xs", "sm", "md", "lg")
FORMATS = ("jpg", "webp")


def poster_url(video: Any, size: str | None = None, format: str = "jpg") -> str:
    """The URL of a video's poster. Raises AnsibleFilterError for an invalid ID, size or format."""
    id = object_id(video)
    if id is None:
        shown = f"'{video}'" if isinstance(video, str) else type_in_words(video)
        said = f"poster_url: {shown} is not a valid video ID; use a UUID or the 22-character short form"
        raise AnsibleFilterError(visible(said))
    if size is not None and size not in SIZES:
        raise AnsibleFilterError(visible(f"poster_url: size must be one of {', '.join(SIZES)}, not '{size}'"))
    if format not in FORMATS:
        raise AnsibleFilterError(visible(f"poster_url: format must be one of {', '.join(FORMATS)}, not '{format}'"))
    return f"https://kinescope.io/{short_id(id)}/poster{f'/{size}' if size else ''}.{format}"


def short_id(uuid: str) -> str:
    """An ID as public links contain it: Flickr base58, padded with "0" to 22 characters."""
    number, digits = int(uuid.replace("-", ""), 16), ""
    while number:
        number, digit = divmod(number, len(SHORT_ID_ALPHABET))
        digits = SHORT_ID_ALPHABET[digit] + digits
    return digits.rjust(22, "0")


class FilterModule:
    """The filters that Ansible finds in this file."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """The filters by name."""
        return {"poster_url": poster_url}

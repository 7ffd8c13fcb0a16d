# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files named by options, read before planning."""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Mapping
from typing import Any

from .._api.addresses import link_fault
from .._core.display import is_link
from .._core.errors import DocumentError
from .._core.fields.file import File
from .._core.pictures import picture_type_of
from .._core.values import digest
from .._core.wanted import Content
from .._files.safe_open import (
    PICTURE,
    REQUEST,
    expanded,
    read_regular,
)
from .effects import Effects, FolderOf


class OptionFiles(Effects):
    """The effects of kinds with options that name files."""

    def read_options(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """The given fields, with files replaced by their contents. Raises DocumentError if one cannot be read."""
        files = [field for field in self.kind.fields if isinstance(field, File) and field.name in given]
        return {**given, **{field.name: _content(field, given[field.name], self.folder_of) for field in files}}


def _content(field: File, option: Any, folder_of: FolderOf) -> Content:
    """The file that an option names. Raises DocumentError."""
    named = field.option(option)
    if named is None:
        return Content()
    name, path = named
    folder = folder_of(name.split("."))
    if field.takes_links:
        return _picture(name, path, folder)
    content = content_of(name, path, os.path.join(folder, expanded(path)), REQUEST)
    fault = field.content_fault(content.data or b"")
    if fault:
        raise DocumentError(f"{name} '{path}' {fault}")
    return content


def _picture(name: str, option: str, folder: str) -> Content:
    """A picture given as a path or a link."""
    if not is_link(option):
        return picture_of(name, option, os.path.join(folder, expanded(option)))
    return Content(url=checked_link(name, option))


def checked_link(name: str, link: str) -> str:
    """A link that may be passed to the API. Raises DocumentError if it may not."""
    fault = link_fault(name, link)
    if fault:
        raise DocumentError(fault)
    return link


def picture_of(name: str, given: str, path: str) -> Content:
    """The picture in a file that an option names. Raises DocumentError if it is not a picture."""
    content = content_of(name, given, path, PICTURE)
    return content.replaced(media_type=picture_type_of(name, given, content.data or b""))


def content_of(name: str, given: str, path: str, limit: int) -> Content:
    """The content of the file that an option names, of at most ``limit`` bytes. Raises DocumentError."""
    try:
        data = read_regular(path, limit)
    except OSError as error:
        raise DocumentError(f"{name} '{given}' cannot be read: {error.strerror}") from None
    if not data:
        raise DocumentError(f"{name} '{given}' is empty")
    media_type = mimetypes.guess_type(path)[0] or "application/octet-stream"
    return Content(data, media_type, digest(data), suffix=os.path.splitext(path)[1])

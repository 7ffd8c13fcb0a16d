# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The folders of projects, with as few reads as will do: the list of projects shows them, unless it leaves them out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .._api.gateway import Gateway
from .._core.fields.base import Raw
from .._core.identity import id_of
from .._core.kind import Kind, object_path
from .._kinds.folder import FOLDER
from .._kinds.project import PROJECT


def show_folders(projects: Iterable[Raw]) -> bool:
    """Whether the list of projects shows folders at all, so that those without any have none."""
    return any(raw.get(FOLDER.section) for raw in projects)


def with_folders(kind: Kind, raw: dict[str, Any], gateway: Gateway, age: float | None = None) -> dict[str, Any]:
    """A project with its folders, read by themselves where nothing shows them; any other object as it is.

    ``age`` is for how many seconds their list may have been remembered, when the list of projects is too old to tell.
    """
    if kind is not PROJECT or raw.get(FOLDER.section):
        return raw
    base = object_path(PROJECT, "", id_of(PROJECT, raw))
    if age is not None:
        gateway.renew(FOLDER, base, age)
    elif show_folders(gateway.objects(PROJECT)):
        return raw
    return {**raw, FOLDER.section: gateway.objects(FOLDER, base)}

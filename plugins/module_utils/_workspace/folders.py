# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The folders of projects, with as few requests as possible: usually, the list of projects contains them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .._api.gateway import Gateway
from .._api.responses import is_deleted
from .._core.fields.base import Raw
from .._core.identity import id_of
from .._core.kind import Kind, object_path
from .._kinds.folder import FOLDER
from .._kinds.project import PROJECT


def show_folders(projects: Iterable[Raw]) -> bool:
    """Whether the list of projects contains folders at all, so that projects without folders really have none."""
    return any(raw.get(FOLDER.section) for raw in projects)


def may_have_folders(project: Raw, gateway: Gateway) -> bool:
    """Whether a project may have folders, as far as the list of projects says. Raises ApiError."""
    return bool(project.get(FOLDER.section)) or not show_folders(gateway.objects(PROJECT))


def folders_of(project: Raw, gateway: Gateway, look: bool = True) -> list[dict[str, Any]]:
    """The folders of a project; without ``look``, only those that are already known. Raises ApiError."""
    base = object_path(PROJECT, "", id_of(PROJECT, project))
    if gateway.is_listed(FOLDER, base) or (look and may_have_folders(project, gateway)):
        return gateway.objects(FOLDER, base)
    return [raw for raw in project.get(FOLDER.section) or () if not is_deleted(raw)]


def with_folders(kind: Kind, raw: Raw, gateway: Gateway, age: float | None = None) -> Raw:
    """A project with its folders, requested separately if necessary; any other object is returned unchanged.

    ``age`` is the maximum age of their list in seconds, for when the list of projects is outdated.
    """
    if kind is not PROJECT or raw.get(FOLDER.section):
        return raw
    base = object_path(PROJECT, "", id_of(PROJECT, raw))
    if age is not None:
        gateway.renew(FOLDER, base, age)
    elif not may_have_folders(raw, gateway):
        return raw
    return {**raw, FOLDER.section: gateway.objects(FOLDER, base)}

# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The API's routes, and the one place where an id becomes a part of one: after a look at its form. Pure.

Ids come from answers, and an answer may say anything: ``../projects/…`` as an id would be another object's route.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from .errors import ApiError
from .kind import Kind
from .values import NO_ID, at, object_id

LONGEST_SHOWN = 80  # characters of what should be an id


def collection_path(kind: Kind, base: str = "") -> str:
    """The route of all objects of a kind, below the route of the object that they are in."""
    return f"{base}{kind.routes.path}"


def items_path(kind: Kind, base: str = "") -> str:
    """The route below which the objects of a kind have their own."""
    return kind.routes.apart or collection_path(kind, base)


def object_path(kind: Kind, base: str, id: Any) -> str:
    """The route of one object; a singleton of the workspace has no id (None). Raises ApiError for what is no id."""
    path = items_path(kind, base)
    return (
        path
        if kind.routes.singleton and id is None
        else item_path(path, id, kind.title, kind.one_time_secret is not None)
    )


def item_path(path: str, id: Any, what: str, secret: bool = False) -> str:
    """The route of what has an id below a route. Raises ApiError for what is no id; a secret one is not shown."""
    if object_id(id) is None:
        raise ApiError(f"the API returned {_called(what)} {_fault('id', id, secret)}; no request can be sent for it")
    return f"{path}/{quote(id, safe='')}"


def identified(kind: Kind, raw: Any, path: str, request_id: str | None = None) -> dict[str, Any]:
    """An object that the answer for a path has. Raises ApiError for what is no object, or has no id."""
    if not isinstance(raw, Mapping):
        raise ApiError(f"the API's response for {path} is not an object", request_id=request_id)
    id, secret = raw.get(kind.routes.id_key), kind.one_time_secret is not None
    if kind.has_ids and object_id(id) is None:
        called = _called(kind.title, at(raw, kind.key_fields[0].where) if kind.key else None)
        fault = _fault(kind.routes.id_key, id, secret)
        raise ApiError(f"the API's response for {path} contains {called} {fault}", request_id=request_id)
    return dict(raw)


def _called(what: str, name: Any = None) -> str:
    article = "an" if what[0] in "aeiou" else "a"
    return f"{article} {what} '{name}'" if isinstance(name, str) else f"{article} {what}"


def _fault(key: str, id: Any, secret: bool) -> str:
    if id is None:
        return f"without {key}"
    shown = "" if secret else f" '{str(id)[:LONGEST_SHOWN]}'"
    return f"whose {key}{shown} {NO_ID}"

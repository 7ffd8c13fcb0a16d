# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Plan -> outcomes: sends the changes in their order, and says for each what became of it."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import Any, Callable

from ansible_collections.kinescope.kinescope.plugins.module_utils.bodies import after_create, bound
from ansible_collections.kinescope.kinescope.plugins.module_utils.compare import compare
from ansible_collections.kinescope.kinescope.plugins.module_utils.comparison import Content, Rules, Upload
from ansible_collections.kinescope.kinescope.plugins.module_utils.errors import (
    ApiError,
    ApplyError,
    GuardError,
    KinescopeError,
    PlanError,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils.gateway import Gateway
from ansible_collections.kinescope.kinescope.plugins.module_utils.identity import id_of, only_listed
from ansible_collections.kinescope.kinescope.plugins.module_utils.kind import Kind
from ansible_collections.kinescope.kinescope.plugins.module_utils.membership import without_members, write_members
from ansible_collections.kinescope.kinescope.plugins.module_utils.once import find_made, make_once
from ansible_collections.kinescope.kinescope.plugins.module_utils.plan import Change, Plan
from ansible_collections.kinescope.kinescope.plugins.module_utils.render import secrets_in
from ansible_collections.kinescope.kinescope.plugins.module_utils.routes import collection_path
from ansible_collections.kinescope.kinescope.plugins.module_utils.values import at

UNSURE = (
    "the API does not delete every {kind}: one that is the default, in use or made in the dashboard may have to stay"
)


def nowhere(secret: str) -> None:
    """The place of a secret for which none was given. Raises GuardError."""
    raise GuardError("there is no place to put its secret")


def execute(plan: Plan, gateway: Gateway, keep: Callable[[str], None] = nowhere) -> dict[str, Any]:
    """Carry out a plan and return the object as it is afterwards ({} when it is gone).

    ``keep`` puts a secret that the API shows once to its place; it raises KinescopeError when it cannot.

    Raises ApplyError with the outcome of every change: applied, failed, not_attempted.
    """
    current = dict(plan.observed or {})
    created = False
    made: dict[Any, Any] = {}  # address -> id
    for done, change in enumerate(plan.changes):
        try:
            change = replace(change, body=bound(change.body, made)) if made else change
            if created and change.id is None and change.action != "create":
                change = after_create(change, current)
            elif change.base and done and change.id and change.kind.update == "PUT":
                change = _with_present_id(change, gateway)
            if change.action == "create" and change.kind.issues:
                answer = _issue(change, plan, gateway, keep)
            else:
                answer = _apply(change, gateway)
            if change.makes is not None:
                made[change.makes] = id_of(change.kind, answer or {})
                gateway.remember(change.kind, change.base, None, answer or {})
                continue
            if change.kind is plan.wanted.kind:
                gone = change.action == "delete" and not created  # of two, the old one goes
                current = {} if gone else _laid_over(current, answer, change.kind)
            created = created or change.action == "create"
        except KinescopeError as error:
            error.hide(secrets_in(plan.wanted.kind, current) | secrets_in(plan.wanted.kind, plan.wanted.values))
            gateway.forget(plan.wanted.kind, plan.wanted.base)
            _explain(error, change, created)
            rest = len(plan.changes) - done - 1
            raise ApplyError(error, ["applied"] * done + ["failed"] + ["not_attempted"] * rest) from error
    return _remembered(plan, current, gateway)


def _remembered(plan: Plan, current: dict[str, Any], gateway: Gateway) -> dict[str, Any]:
    """The object after all changes, of which the gateway's lists know by now."""
    kind, id = plan.wanted.kind, (plan.observed or {}).get(plan.wanted.kind.id_key)
    current = without_members(kind, current)
    if kind.ranked:
        return _in_list(kind, plan.wanted.base, current, gateway)
    if kind.inside and plan.holds:
        gateway.forget(kind, plan.wanted.base)  # what was in it went along
        return current
    gateway.remember(kind, plan.wanted.base, id, current)
    if any(_shows_nothing(change, kind) for change in plan.changes):
        # The answers to writes of children, files and parts do not show the object they belong to. Where it cannot be
        # read, all that was planned is done all the same, and must be told so.
        with contextlib.suppress(ApiError):
            current = _laid_over(current, gateway.read(kind, plan.wanted.base, current.get(kind.id_key)), kind)
            gateway.remember(kind, plan.wanted.base, id, current)
    return current


def _shows_nothing(change: Change, kind: Kind) -> bool:
    """Whether the answer to a change does not show the object as it is then."""
    if change.kind is not kind or isinstance(change.body, Content):
        return True
    return change.action == "update" and bool(change.fields) and kind.field(change.fields[0]).stands_alone


def _in_list(kind: Kind, base: str, current: dict[str, Any], gateway: Gateway) -> dict[str, Any]:
    """The object with the place in its list that it has now."""
    gateway.forget(kind, base)
    with contextlib.suppress(ApiError):
        listed = gateway.with_id(kind, id_of(kind, current), base) if current else None
        return {**current, **only_listed(kind, listed or {})}
    return current


def _laid_over(current: dict[str, Any], answer: dict[str, Any] | None, kind: Kind) -> dict[str, Any]:
    """What the answer shows, with what only lists know. Not merged: what an answer leaves out may have become empty."""
    if answer is None:
        return current
    return {**only_listed(kind, current), **answer}


def _explain(error: KinescopeError, change: Change, created: bool) -> None:
    error.about(change.kind.name, change.key, change.action)
    if not isinstance(error, ApiError):
        return
    hint = ""
    if change.action == "delete" and change.kind.delete_is_unsure and error.status in (400, 404, 405):
        hint = UNSURE.format(kind=change.kind.title)
    if change.action == "delete" and created:
        hint = (
            f"the new {change.kind.title} is there and in use, the old one is still there: delete it in the dashboard"
        )
    if change.route and error.status == 405:
        hint = f"the API offers no way to remove a {change.route}; the dashboard does"
    if hint:
        error.message = f"{error.message}; {hint}"


def _apply(change: Change, gateway: Gateway) -> dict[str, Any] | None:
    """Send one change; the object that the answer shows, or that is read when it shows none."""
    kind = change.kind
    if change.action == "delete":
        gateway.delete(change)
        return None
    if kind.sources and (change.action == "create" or isinstance(change.body, Upload)):
        return _send_source(change, gateway)
    if change.action == "create" and not kind.singleton:
        return _create(change, gateway)
    if isinstance(change.body, tuple):
        gateway.write("PATCH", f"{collection_path(kind, change.base)}/{change.route}", change.body, kind)
        return None
    if change.method:
        write_members(change, gateway)
        return None
    if change.route:
        return _apply_below(change, f"{change.path}/{change.route}", gateway)
    answer = gateway.write("PUT" if kind.singleton else kind.update, change.path, change.body, kind)
    if answer is None:
        answer = gateway.find(change)
    return _second_tries(change, change.path, answer, gateway)


# What only few kinds need is imported where it is needed: an import costs every task that runs the module.


def _issue(change: Change, plan: Plan, gateway: Gateway, keep: Callable[[str], None]) -> dict[str, Any] | None:
    """Create an object that comes with a secret."""
    from ansible_collections.kinescope.kinescope.plugins.module_utils.issuing import issue

    return issue(change, plan.observed, gateway, keep)


def _send_source(change: Change, gateway: Gateway) -> dict[str, Any] | None:
    """Make an object from a file or a URL, or send the file of one that is there."""
    from ansible_collections.kinescope.kinescope.plugins.module_utils.uploads import fill, make

    return make(change, gateway) if change.action == "create" else fill(change, gateway)


def _apply_below(change: Change, path: str, gateway: Gateway) -> dict[str, Any] | None:
    if change.action == "move":
        return gateway.write("PUT", path, change.body, change.kind) or gateway.find(change)
    field = change.kind.field(change.fields[0])
    if field.uploaded:
        _send_picture(change, field.uploaded, gateway)
    elif change.body.data is None:
        gateway.delete_file(path)
    else:
        gateway.upload(path, change.body)
    return None


def _send_picture(change: Change, headers: tuple[str, ...], gateway: Gateway) -> None:
    """Upload a picture. It takes the place of the one before, so that sending it twice does no harm."""
    from ansible_collections.kinescope.kinescope.plugins.module_utils.uploader import send_picture

    first, second = headers
    try:
        send_picture(gateway.client, {first: str(change.id)}, change.body, repeatable=True)
    except ApiError as error:
        if error.status not in (400, 404, 422):
            raise
        try:
            send_picture(gateway.client, {second: str(change.id)}, change.body, repeatable=True)
        except ApiError:
            raise error from None


def _second_tries(change: Change, path: str, answer: dict[str, Any] | None, gateway: Gateway) -> dict[str, Any] | None:
    """Write in their other way the fields which the answer shows to have stayed as they were."""
    for field, wanted, other in change.second_tries:
        if answer is None or not compare(field, wanted, at(answer, field.where), Rules()).differs:
            continue
        if other.refusal:
            raise PlanError(other.refusal)
        if other.path:
            gateway.write(
                "PUT", path + other.path, {other.key: field.send(wanted) if field.send else wanted}, change.kind
            )
        else:
            gateway.write(change.kind.update, path, {**change.body, **(other.body or {})}, change.kind)
        answer = gateway.find(change)
    return answer


def _with_present_id(change: Change, gateway: Gateway) -> Change:
    """A child's change with the id that it has now: a write of its owner may have made its children anew."""
    found = gateway.same_key(change)
    return replace(change, id=found[0].get(change.kind.id_key)) if len(found) == 1 else change


def _create(change: Change, gateway: Gateway) -> dict[str, Any]:
    """Create exactly one object, also when an answer is lost: no second POST without a look for what the first made."""
    path = collection_path(change.kind, change.base)

    def sent() -> dict[str, Any] | None:
        created = gateway.write("POST", path, change.body, change.kind, repeatable=False)
        return None if created is None else _marked(change, created)

    unseen = "the API's answer does not show the new object, and no list shows it"
    return make_once(gateway.client, unseen, sent, lambda failure: _look(change, failure, gateway))


def _marked(change: Change, created: dict[str, Any]) -> dict[str, Any]:
    """A new object with what only the lists know of it; without a word from the user the first list's value holds."""
    marks = {mark: change.body.get(mark, value) for mark, value in reversed(change.kind.lists)}
    return {**marks, **created}


def _look(change: Change, failure: ApiError, gateway: Gateway) -> dict[str, Any] | None:
    """The object that a create made although its answer was lost, or None when it surely made none."""
    kind = change.kind

    def new() -> list[dict[str, Any]]:
        return [raw for raw in gateway.same_key(change) if id_of(kind, raw) not in change.besides]

    found = find_made(gateway.client, kind, failure, new)
    if found is not None and kind.reads_one:  # a list may not show all that its own route does
        return _laid_over(found, gateway.find(replace(change, id=found[kind.id_key])), kind)
    return found

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""create_once(): which answers are followed by a look, and which by another request."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._api.create_once import create_once
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import ApiError, PlanError

CLIENT = SimpleNamespace(connection=SimpleNamespace(retries=2))
REFUSED, TAKEN = ApiError("no"), ApiError("there is one", code=400201)
LOST = ApiError("no answer", uncertain=True)


def attempt(answers, seen):
    """What create_once() returns, and its steps; ``answers`` to requests and ``seen`` by looks, one after the other."""
    steps, answers, seen = [], list(answers), list(seen)

    def take(name, what):
        steps.append(name)
        told = what.pop(0)
        if isinstance(told, Exception):
            raise told
        return told

    made = create_once(CLIENT, "unseen", lambda: take("send", answers), lambda _failure: take("look", seen))
    assert not answers
    assert not seen
    return made, steps


@pytest.mark.parametrize(
    ("answers", "seen", "made", "steps"),
    [
        (["new"], [], "new", ["send"]),
        ([None], ["listed"], "listed", ["send", "look"]),
        ([LOST], ["listed"], "listed", ["send", "look"]),
        ([LOST, "new"], [None, "new"], "new", ["send", "look", "send", "look"]),
        # a list that lags behind does not make a good answer a bad one
        ([LOST, "new"], [None, None], "new", ["send", "look", "send", "look"]),
        ([LOST, TAKEN], [None, "listed"], "listed", ["send", "look", "send", "look"]),
        ([LOST, LOST, "new"], [None, None, "new"], "new", ["send", "look"] * 3),
    ],
)
def test_exactly_one_object_is_created(answers, seen, made, steps):
    assert attempt(answers, seen) == (made, steps)


@pytest.mark.parametrize(
    ("answers", "seen", "error"),
    [
        ([REFUSED], [], "no"),
        ([TAKEN], [], "there is one"),
        ([None], [None], "unseen"),
        ([LOST, REFUSED], [None], "no"),
        ([LOST, TAKEN], [None, None], "there is one"),
        ([LOST] * 3, [None] * 3, "no answer"),
        # the first request was carried out after the look, then the second one was, too
        ([LOST, "new"], [None, PlanError("two of them")], "two of them"),
    ],
)
def test_what_errors_say_about_lost_responses(answers, seen, error):
    with pytest.raises((ApiError, PlanError), match=error):
        attempt(answers, seen)


@pytest.mark.parametrize("answer", [None, LOST])
def test_a_search_that_is_refused_leaves_the_outcome_uncertain(answer):
    """The request may have created something: others must look for it, and an undo must delete it."""
    with pytest.raises(ApiError, match="access denied") as caught:
        attempt([answer], [ApiError("access denied", status=403)])
    assert caught.value.uncertain

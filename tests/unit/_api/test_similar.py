# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a list says of names in another spelling: the same as a look at each object, without a look at each."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.kinescope.kinescope.plugins.module_utils._api import list_cache
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.list_cache import CachedList
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.identity import SHORTEST_CUT, is_similar
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.webhook import WEBHOOK

LONG = "x" * (SHORTEST_CUT - 1)
names = st.one_of(
    st.sampled_from(["News", "news", " News", "N&#101;ws", "Й", "И\u0306", "Other", "", LONG]),
    st.text("xX ", min_size=1, max_size=3).map(LONG.__add__),
)
steps = st.lists(st.tuples(st.sampled_from(["put", "drop", "ask"]), st.integers(0, 4), names), max_size=20)


@given(steps, names)
def test_it_finds_what_a_look_at_each_finds(done: list[tuple[str, int, str]], last: str) -> None:
    seen = CachedList(WEBHOOK, {}, 0.0, 0.0)
    for step, id, name in [*done, ("ask", 0, last)]:
        if step == "ask":
            expected = {id: raw for id, raw in seen.by_id.items() if is_similar(WEBHOOK, raw, (name,))}
            assert seen.similar((name,)) == expected
            continue
        seen.drop(id)
        if step == "put":
            seen.put(id, {"id": id, "name": name})


def test_a_name_is_not_compared_with_all_others(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[Any] = []

    def noted(kind: Any, raw: Any, key: Any) -> bool:
        compared.append(raw)
        return is_similar(kind, raw, key)

    monkeypatch.setattr(list_cache, "is_similar", noted)
    seen = CachedList(WEBHOOK, {id: {"id": id, "name": f"Hook {id}"} for id in range(100)}, 0.0, 0.0)
    assert [seen.similar((f"hook {id}",)) for id in range(100)] == [{id: seen.by_id[id]} for id in range(100)]
    assert len(compared) == 100

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Stored secrets that a document does not give, and what an update of their object may do to them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.simulator import Simulator
from tests.unit._workspace.spaces import Space

RESTREAMS = [{"name": name, "url": f"rtmp://{name}", "key": f"key-of-restream-{name}"} for name in "ab"]


@pytest.fixture
def space(sim: Simulator) -> Space:
    """A workspace in which PUT replaces whole objects."""
    sim.set(put="replace")
    return Space(sim)


@pytest.mark.parametrize("shown", ["masked", "omitted"])
def test_leave_out_leaves_out_keys_and_no_restreams(space: Space, shown: str) -> None:
    space.sim.seed("live_event", name="E", type="one-time", restreams=RESTREAMS)
    space.sim.set(restream_keys=shown)
    document = {"live_events": [{"name": "E", "subtitle": "new"}]}
    assert "could erase it" in space.refused(document)
    told = space.apply(document, update_secrets="leave_out")
    (sent,) = [entry.body["restreams"] for entry in told.requests if entry.method == "PUT"]
    assert [(one["name"], one["url"], "key" in one) for one in sent] == [
        ("a", "rtmp://a", False),
        ("b", "rtmp://b", False),
    ]
    assert "key: required" in told.error.text(), "an API that needs the keys says so, and nothing is lost"
    stored = {row["name"]: row["key"] for row in space.sim.objects("restream")}
    assert stored == {one["name"]: one["key"] for one in RESTREAMS}


def test_a_key_that_no_read_shows_is_stored_all_the_same(space: Space) -> None:
    """Nobody can create a restream without one."""
    space.sim.seed("live_event", name="E", type="one-time", restreams=RESTREAMS)
    space.sim.set(restream_keys="omitted")
    other = [{"name": "a", "url": "rtmp://other"}, {"name": "b", "url": "rtmp://b"}]
    assert "the API stores restreams[a].key" in space.refused({"live_events": [{"name": "E", "restreams": other}]})


@pytest.mark.parametrize("put", ["merge", "replace"])
def test_a_restream_that_has_no_key(space: Space, put: str) -> None:
    """The document says so, and an update of the event says it too. If the API takes no empty key, nothing is lost."""
    space.sim.set(put=put)
    restreams = [{**RESTREAMS[0], "key": ""}, RESTREAMS[1]]
    space.sim.seed("live_event", name="E", type="one-time", restreams=restreams)
    assert "set the value ('' if there is none)" in space.refused({"live_events": [{"name": "E", "subtitle": "new"}]})
    space.unchanged({"live_events": [{"name": "E", "restreams": restreams}]})
    told = space.apply({"live_events": [{"name": "E", "subtitle": "new", "restreams": restreams}]})
    (sent,) = [entry.body["restreams"] for entry in told.requests if entry.method == "PUT"]
    assert [(one["name"], one["key"]) for one in sent] == [("a", ""), ("b", RESTREAMS[1]["key"])]
    assert "key: required" in told.error.text()
    stored = {row["name"]: row["key"] for row in space.sim.objects("restream")}
    assert stored == {"a": "", "b": RESTREAMS[1]["key"]}
    told = space.settles({"live_events": [{"name": "E", "subtitle": "new", "restreams": RESTREAMS}]})
    assert told.counted("PUT") == 1, "with a key, it is an event like any other"


ZONE: dict[str, Any] = {"name": "Z", "host": "z.example.com"}
STORED = {"jwt_secret": "jwt-of-zone", "secure_link": "link-of-zone"}


class TestZones:
    """Nothing beside a secret of a zone says whether it is stored."""

    def seed(self, space: Space, shown: str, **stored: str) -> dict[str, Any]:
        space.sim.set(secrets=shown)
        space.sim.seed("cdn_zone", **{**ZONE, "host": "old.example.com"}, access_control=stored)
        return {"cdn_zones": [ZONE]}

    @pytest.mark.parametrize("shown", ["omitted", "empty", "echoed"])
    def test_a_warning_where_it_cannot_be_known(self, space: Space, shown: str) -> None:
        document = self.seed(space, shown, **({} if shown == "echoed" else STORED))
        for check in (True, False):
            (warning,) = space.done(document, check).warnings
            assert warning.startswith("CDN zone 'Z': the API does not show whether it stores")
            assert "access_control.jwt_secret and access_control.secure_link" in warning
        assert space.unchanged(document).warnings == []

    @pytest.mark.parametrize("entry", [{"jwt_secret": "", "secure_link": ""}, STORED], ids=["none", "given"])
    def test_none_for_secrets_that_are_given(self, space: Space, entry: dict[str, str]) -> None:
        self.seed(space, "omitted", **STORED)
        told = space.done({"cdn_zones": [{**ZONE, "access_control": entry}]})
        assert told.warnings == []
        assert space.sim.object("cdn_zone", "Z")["access_control"] == entry

    def test_none_where_a_secret_beside_it_is_shown(self, space: Space) -> None:
        """Then the API shows secrets, and an empty one is none."""
        document = self.seed(space, "echoed", jwt_secret="jwt-of-zone")
        assert space.done(document).warnings == []
        assert space.sim.object("cdn_zone", "Z")["access_control"]["jwt_secret"] == "jwt-of-zone"

    def test_none_where_the_risk_is_accepted(self, space: Space) -> None:
        assert space.done(self.seed(space, "omitted", **STORED), update_secrets="leave_out").warnings == []

    def test_the_module_warns_too(self, space: Space) -> None:
        self.seed(space, "omitted", **STORED)
        (warning,) = space.ok("cdn_zone", check=True, **ZONE).warnings
        assert "set a value, or '' if there is none" in warning

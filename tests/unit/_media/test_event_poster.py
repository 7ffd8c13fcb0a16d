# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The poster of a live event: uploaded once, compared where that is possible, never shown with a signature."""

from __future__ import annotations

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.live_event import LIVE_EVENT
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.export import Names, exported_one
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.source import read_source
from tests.unit._media.attached import JPEG, PNG
from tests.unit._workspace.spaces import Space
from tests.unit.sides import sides

URL = "https://cdn.example.com/one.jpg?sign=a-signature"
EVENT = {"name": "Webinar", "type": "one-time"}


@pytest.fixture
def cover(tmp_path):
    file = tmp_path / "cover"
    file.write_bytes(PNG)
    return file


@pytest.mark.parametrize("event_poster", ["none", "default"])
class TestFiles:
    def test_life(self, world, cover, event_poster):
        world.sim.set(event_poster=event_poster)
        made = world.settles("live_event", **EVENT, poster=str(cover))
        assert [change["fields"] for change in made.result["changes"]] == [["name", "type", "poster"]]
        assert made.result["unverified"] == []
        assert made.requests[-2].content_type == "image/png"
        assert "sha256" not in made.result["resource"]["poster"]
        cover.write_bytes(PNG + b"\1")
        changed = world.settles("live_event", name="Webinar", poster=str(cover))
        assert changed.writes == ["POST /v2/poster"]
        assert sides(changed.result)["before"]["poster"]["sha256"] != sides(changed.result)["after"]["poster"]["sha256"]
        both = world.settles("live_event", name="Webinar", subtitle="s", poster=str(cover))
        assert both.writes[0].startswith("PUT ")

    def test_for_an_event_that_has_none(self, world, cover, event_poster):
        world.sim.set(event_poster=event_poster)
        world.settles("live_event", **EVENT)
        added = world.settles("live_event", name="Webinar", poster=str(cover))
        assert sides(added.result)["before"]["poster"] == {"state": "absent"}
        link = world.settles("live_event", name="Webinar", subtitle="s")
        assert link.result["resource"]["poster"]["original"]


class TestWhatCannotBeCompared:
    def test_a_picture_that_cannot_be_read(self, world, cover):
        world.settles("live_event", **EVENT, poster=str(cover))
        for name in list(world.sim.objects("live_event")):
            original = {**name["poster"], "original": f"{world.sim.url}/_simulator/files/gone"}
            world.sim.edit("live_event", name["id"], poster=original)
        assert world.unchanged("live_event", name="Webinar", poster=str(cover)).result["unverified"] == ["poster"]

    def test_a_picture_of_another_type(self, world, cover):
        world.settles("live_event", **EVENT, poster=str(cover))
        cover.write_bytes(JPEG)
        assert world.unchanged("live_event", name="Webinar", poster=str(cover)).result["unverified"] == ["poster"]

    def test_a_link(self, world):
        made = world.ok("live_event", **EVENT, poster=URL)
        assert made.result["unverified"] == ["poster"]
        assert "a-signature" not in made.text()
        assert sides(made.result)["after"]["poster"]["url"] == "https://cdn.example.com/one.jpg?********"
        assert world.unchanged("live_event", name="Webinar", poster=URL).result["unverified"] == ["poster"]


class TestRefusals:
    def test_nothing_is_written(self, world, cover, tmp_path):
        cover.write_bytes(b"%PDF")
        for poster, said in (
            ("", "poster must not be empty: the API cannot remove it"),
            (str(cover), "is not a supported image"),
            (str(tmp_path / "none"), "cannot be read"),
            ("ftp://a.example/b", "must be a URL that starts with https://"),
            ("https://[a", "must be a URL without backslashes"),
            ("https://a.example/б", "must be a URL in ASCII"),
        ):
            told = world.refused("live_event", **EVENT, poster=poster)
            assert said in told.error.sentence()
            assert told.requests == []

    @pytest.mark.parametrize("status", [400, 404])
    def test_the_other_header(self, world, cover, status):
        world.settles("live_event", **EVENT)
        world.sim.fault("status", method="POST", path="/v2/poster", status=status)
        told = world.settles("live_event", name="Webinar", poster=str(cover), more_writes=1)
        assert told.writes == ["POST /v2/poster"] * 2

    @pytest.mark.parametrize(("status", "attempts"), [(400, 2), (403, 1)])
    def test_a_refused_upload_is_an_error(self, world, status, attempts):
        world.settles("live_event", **EVENT)
        world.sim.fault("status", method="POST", path="/v2/poster", status=status, message=f"no: {URL}", times=None)
        told = world.run("live_event", name="Webinar", poster=URL)
        assert told.error.sentence().startswith("Cannot update live event 'Webinar': ")
        assert "a-signature" not in told.text()
        assert told.writes == ["POST /v2/poster"] * attempts

    def test_a_lost_response(self, world, cover):
        world.settles("live_event", **EVENT)
        world.sim.fault("drop_after", method="POST", path="/v2/poster")
        world.settles("live_event", name="Webinar", poster=str(cover), more_writes=1)


class TestDocuments:
    def test_relative_to_the_file(self, sim, tmp_path):
        space = Space(sim)
        (tmp_path / "covers").mkdir()
        (tmp_path / "covers" / "one.png").write_bytes(PNG)
        (tmp_path / "events.yml").write_text(
            "version: 1\nlive_events:\n  - {name: Webinar, type: one-time, poster: covers/one.png}\n"
        )
        source, faults = read_source(str(tmp_path))
        assert faults == []
        done = space.settles(source)
        assert done.writes == ["POST /v2/live/events", "POST /v2/poster"]
        assert "poster" not in exported_one(LIVE_EVENT, sim.objects("live_event")[0], Names())
        (tmp_path / "covers" / "one.png").write_bytes(JPEG)
        assert space.unchanged(source).result["unverified"] == ["live_events.poster"]
        (tmp_path / "covers" / "one.png").write_bytes(PNG + b"1")
        assert space.settles(source).writes == ["POST /v2/poster"]

    def test_a_fault_is_reported_with_the_others(self, sim):
        document = {"live_events": [{"name": "Webinar", "type": "one-time", "poster": ""}], "tags": [{"tag": ""}]}
        said = Space(sim).refused(document)
        assert "poster must not be empty" in said
        assert "tag must not be empty" in said

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Live events belong in projects with catalog_type live, and their recordings in projects with vod."""

from __future__ import annotations

import pytest

EVENT = {"name": "Webinar", "type": "one-time"}
PLACES = {
    "studio": {"project": "Studio"},
    "stage": {"project": "Studio", "folder": ["Stage"]},
    "courses": {"project": "Courses"},
    "year": {"project": "Courses", "folder": ["2026"]},
}


@pytest.fixture
def places(sim):
    for name, catalog, folder in (("Studio", "live", "Stage"), ("Courses", "vod", "2026")):
        project = sim.seed("project", name=name, privacy_type="anywhere", catalog_type=catalog)
        sim.seed("folder", name=folder, project_id=project["id"])


def warning(option, right, wrong):
    return (
        f"live event 'Webinar': {option} should be in a project with catalog_type {right}, but that project has "
        f"catalog_type {wrong}; the API may reject it"
    )


@pytest.mark.parametrize(
    ("options", "warnings"),
    [
        ({"location": "studio", "record_to": "courses"}, []),
        ({"location": "stage", "record_to": "year"}, []),
        ({"location": "courses"}, [warning("location", "live", "vod")]),
        ({"location": "year"}, [warning("location", "live", "vod")]),
        ({"record_to": "stage"}, [warning("record_to", "vod", "live")]),
        (
            {"location": "year", "record_to": "studio"},
            [warning("location", "live", "vod"), warning("record_to", "vod", "live")],
        ),
    ],
)
@pytest.mark.parametrize("form", ["name", "id"])
def test_a_place_in_the_other_catalog_is_worth_a_warning(world, sim, places, form, options, warnings):
    given = {option: PLACES[place] for option, place in options.items()}
    if form == "id":
        kinds = {option: "folder" if "folder" in place else "project" for option, place in given.items()}
        names = {option: place.get("folder", [place["project"]])[-1] for option, place in given.items()}
        given = {option: {"id": sim.object(kinds[option], names[option])["id"]} for option in given}
    for check in (True, False):
        assert world.ok("live_event", check, **EVENT, **given).warnings == warnings
    assert world.ok("live_event", name="Webinar", **given, subtitle="again").warnings == [], "nothing is placed by that"


def test_a_move_is_worth_a_warning_too(world, places):
    world.ok("live_event", **EVENT, location=PLACES["studio"])
    told = world.ok("live_event", name="Webinar", location=PLACES["year"])
    assert told.warnings == [warning("location", "live", "vod")]


@pytest.mark.parametrize("place", [{}, PLACES["courses"]])
def test_where_the_catalog_is_not_known_there_is_none(world, sim, places, place):
    sim.set(catalog_filter="ignored")
    assert world.ok("live_event", **EVENT, record_to=place, location=PLACES["year"]).warnings == []


def test_it_costs_no_request(world, sim, places):
    world.ok("live_event", **EVENT, location=PLACES["courses"])
    assert len(sim.requests("GET", "/v1/projects")) == 2, "the two lists in which the name is looked up"

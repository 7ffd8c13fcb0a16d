# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""References and locations: names and ids in both forms; what is ambiguous or missing is never guessed."""

from __future__ import annotations

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._api.client import Client
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import PlanError
from tests.simulator import ids
from tests.unit.sides import sides

NOWHERE = "01a1fa74-5c79-779b-464b-4a3975301600"
FORMS = {"uuid": str, "short": ids.to_short, "capitals": str.upper}
BASE58 = "0cxfXwkKh4Wzzd1boAnQFE"


@pytest.fixture(params=["uuid", "short"])
def forms(request, sim):
    """The form of ids in answers."""
    sim.set(id_form=request.param)


def project(**options):
    return {"name": "Courses", "privacy_type": "anywhere", **options}


@pytest.mark.usefixtures("forms")
class TestReferences:
    @pytest.mark.parametrize("form", FORMS)
    def test_by_id(self, world, form):
        id = world.sim.seed("player", name="Main")["id"]
        done = world.settles("project", **project(player=FORMS[form](id)))
        assert world.sim.object("project", "Courses")["player_id"] == id
        assert sides(done.result)["after"]["player"] == "Main", "named in diffs"
        world.unchanged("project", **project(player="Main"))

    def test_by_name(self, world):
        first, second = (world.sim.seed("player", name=name)["id"] for name in ("Main", "main"))
        world.settles("project", **project(player="main"))
        assert world.sim.object("project", "Courses")["player_id"] == second
        done = world.settles("project", **project(player="Main"))
        assert world.sim.object("project", "Courses")["player_id"] == first
        assert sides(done.result) == {
            "before": {"name": "Courses", "privacy_type": "anywhere", "player": "main"},
            "after": {"name": "Courses", "privacy_type": "anywhere", "player": "Main"},
        }

    @pytest.mark.parametrize("name", [BASE58, NOWHERE, " ", "a/b?c#d", "пример", "[]", "0"])
    def test_by_an_odd_name(self, world, name):
        id = world.sim.seed("player", name=name)["id"]
        world.settles("project", **project(player=name))
        assert world.sim.object("project", "Courses")["player_id"] == id

    @pytest.mark.parametrize("check", [True, False])
    def test_an_ambiguous_name(self, world, check):
        world.sim.set(names="free")
        both = [world.sim.seed("player", name="Main")["id"] for _time in range(2)]
        told = world.refused("project", check, **project(player="Main"))
        assert isinstance(told.error, PlanError)
        assert all(id in told.error.sentence() for id in both)
        world.settles("project", **project(player=both[1]))
        assert world.sim.object("project", "Courses")["player_id"] == both[1]

    @pytest.mark.parametrize("check", [True, False])
    def test_the_name_of_one_is_the_id_of_another(self, world, check):
        one = world.sim.seed("player", name="Main")["id"]
        other = world.sim.seed("player", name=one)["id"]
        told = world.refused("project", check, **project(player=one))
        assert one in told.error.sentence()
        assert other in told.error.sentence()

    @pytest.mark.parametrize("name", ["Main", NOWHERE, ids.to_short(NOWHERE)])
    @pytest.mark.parametrize("there", [True, False])
    def test_a_missing_one(self, world, name, there):
        if there:
            world.sim.seed("project", name="Courses", privacy_type="anywhere")
        told = world.refused("project", **project(player=name))
        assert isinstance(told.error, PlanError)
        assert name in told.error.sentence()
        assert "player" in told.error.sentence()
        planned = world.ok("project", True, **project(player=name))
        assert planned.result["changed"] is True
        assert any(name in warning for warning in planned.warnings)
        assert planned.result["changes"][0]["action"] == ("update" if there else "create")
        assert "player" in planned.result["changes"][0]["fields"]

    def test_a_missing_one_does_not_matter_to_what_shall_go(self, world):
        world.sim.seed("project", name="Courses", privacy_type="anywhere")
        world.settles("project", **project(player="Nobody"), state="absent")

    def test_an_empty_reference_is_an_error(self, world):
        told = world.refused("project", **project(player=""))
        assert told.requests == []

    def test_a_list_that_fails(self, world):
        world.sim.fault("status", status=403, path="/v1/players", message="access denied", times=None)
        told = world.refused("project", **project(player="Main"))
        assert "access denied" in told.error.sentence()
        assert "(GET /v1/players, X-Request-ID " in told.error.sentence()
        assert told.error.details()["kind"] == "project"


@pytest.mark.usefixtures("forms")
class TestOwner:
    OPTIONS = {"url": "https://auth.example.com/k"}  # noqa: RUF012

    @pytest.mark.parametrize("form", ["name", *FORMS])
    @pytest.mark.parametrize("catalog", ["vod", "live"])
    def test_the_owner_of_settings_is_found(self, world, form, catalog):
        id = world.sim.seed("project", name="Courses", privacy_type="anywhere", catalog_type=catalog)["id"]
        named = "Courses" if form == "name" else FORMS[form](id)
        done = world.settles("drm_auth", project=named, **self.OPTIONS)
        assert [row["project_id"] for row in world.sim.objects("drm_auth")] == [id]
        assert done.result["changes"][0]["key"] == "Courses"
        world.unchanged("drm_auth", project="Courses", **self.OPTIONS)
        world.settles("drm_auth", project=named, state="absent")

    def test_it_is_not_the_workspaces(self, world):
        world.sim.seed("project", name="Courses", privacy_type="anywhere")
        world.settles("drm_auth", **self.OPTIONS)
        world.settles("drm_auth", project="Courses", url="https://other.example.com")
        assert {row["url"] for row in world.sim.objects("drm_auth")} == {
            "https://other.example.com",
            *self.OPTIONS.values(),
        }
        world.unchanged("drm_auth", **self.OPTIONS)

    def test_it_is_missing(self, world):
        told = world.refused("drm_auth", project="Courses", **self.OPTIONS)
        assert "Courses" in told.error.sentence()
        planned = world.ok("drm_auth", True, project="Courses", **self.OPTIONS)
        assert planned.result["changed"] is True
        assert planned.warnings
        world.unchanged("drm_auth", project="Courses", state="absent")

    def test_it_is_ambiguous(self, world):
        world.sim.set(names="free")
        both = [world.sim.seed("project", name="Courses", catalog_type=kind)["id"] for kind in ("vod", "live")]
        for options in (self.OPTIONS, {"state": "absent"}):
            for check in (True, False):
                told = world.refused("drm_auth", check, project="Courses", **options)
                assert all(id in told.error.sentence() for id in both)


class TestLocations:
    @pytest.fixture(autouse=True, params=[("project", "uuid"), ("null", "short"), ("zero", "short")])
    def tree(self, sim, request):
        """Two projects with folders of the same names at several depths."""
        parent, form = request.param
        sim.set(root_folder_parent=parent, id_form=form)
        self.ids = {}
        for name in ("Courses", "Archive"):
            owner = sim.seed("project", name=name, privacy_type="anywhere")["id"]
            year = sim.seed("folder", name="2026", project_id=owner)["id"]
            spring = sim.seed("folder", name="Spring", project_id=owner, parent_id=year)["id"]
            deep = sim.seed("folder", name="2026", project_id=owner, parent_id=spring)["id"]
            self.ids.update({name: owner, f"{name}/2026": year, f"{name}/Spring": spring, f"{name}/deep": deep})

    def event(self, **options):
        return {"name": "Webinar", "type": "one-time", **options}

    PATHS = {  # noqa: RUF012
        "Courses": {"project": "Courses"},
        "Courses/2026": {"project": "Courses", "folder": ["2026"]},
        "Archive/Spring": {"project": "Archive", "folder": ["2026", "Spring"]},
        "Courses/deep": {"project": "Courses", "folder": ["2026", "Spring", "2026"]},
    }

    @pytest.mark.parametrize("where", PATHS)
    @pytest.mark.parametrize("option", ["location", "record_to"])
    def test_by_path(self, world, where, option):
        done = world.settles("live_event", **self.event(**{option: self.PATHS[where]}))
        stored = world.sim.object("live_event", "Webinar")
        held = stored["parent_id"] if option == "location" else stored["record"]["parent_id"]
        assert held == self.ids[where]
        assert sides(done.result)["after"][option] == self.PATHS[where]
        for form in FORMS.values():
            world.unchanged("live_event", name="Webinar", **{option: {"id": form(held)}})

    @pytest.mark.parametrize("where", PATHS)
    @pytest.mark.parametrize("form", FORMS)
    def test_by_id(self, world, where, form):
        world.settles("live_event", **self.event(location={"id": FORMS[form](self.ids[where])}))
        assert world.sim.object("live_event", "Webinar")["parent_id"] == self.ids[where]
        world.unchanged("live_event", name="Webinar", location=self.PATHS[where])

    def test_by_the_projects_id(self, world):
        place = {"project": ids.to_short(self.ids["Courses"]), "folder": ["2026"]}
        world.settles("live_event", **self.event(location=place))
        world.unchanged("live_event", name="Webinar", location=self.PATHS["Courses/2026"])

    def test_a_move(self, world):
        world.ok("live_event", **self.event(location=self.PATHS["Courses/deep"]))
        done = world.settles("live_event", name="Webinar", location=self.PATHS["Archive/Spring"])
        assert [change["action"] for change in done.result["changes"]] == ["move"]
        assert sides(done.result)["before"]["location"] in (
            self.PATHS["Courses/deep"],
            {"id": self.ids["Courses/deep"]},
        )
        done = world.settles("live_event", name="Webinar", location={"project": "Archive"})
        assert sides(done.result)["after"]["location"] == {"project": "Archive"}

    @pytest.mark.parametrize(
        ("place", "named"),
        [
            ({"project": "Nowhere"}, "Nowhere"),
            ({"project": "Nowhere", "folder": ["2026"]}, "Nowhere"),
            ({"project": "Courses", "folder": ["Spring"]}, "Spring"),
            ({"project": "Courses", "folder": ["2026", "Autumn"]}, "2026 / Autumn"),
            ({"project": "Courses", "folder": ["2025", "Spring"]}, "2025"),
            ({"project": "Courses", "folder": ["2026", "2026"]}, "2026 / 2026"),
            ({"id": NOWHERE}, NOWHERE),
        ],
    )
    @pytest.mark.parametrize("option", ["location", "record_to"])
    @pytest.mark.parametrize("there", [True, False])
    def test_a_missing_one(self, world, place, named, option, there):
        if there:
            world.ok("live_event", **self.event())
        told = world.refused("live_event", **self.event(**{option: place}))
        assert isinstance(told.error, PlanError)
        assert named in told.error.sentence()
        planned = world.ok("live_event", True, **self.event(**{option: place}))
        assert planned.result["changed"] is True
        assert any(named in warning for warning in planned.warnings)

    @pytest.mark.parametrize("folder", [["2026"], ["2026", "Spring"]])
    def test_an_ambiguous_path(self, world, folder):
        first = self.ids["Courses/2026"]
        second = world.sim.seed("folder", name="2026", project_id=self.ids["Courses"])["id"]
        for check in (True, False):
            told = world.refused("live_event", check, **self.event(location={"project": "Courses", "folder": folder}))
            assert first in told.error.sentence()
            assert second in told.error.sentence()
        world.settles("live_event", **self.event(location={"id": second}))

    def test_recording_is_turned_off(self, world):
        world.ok("live_event", **self.event(record_to=self.PATHS["Courses/deep"]))
        done = world.settles("live_event", name="Webinar", record_to={})
        assert sides(done.result)["after"]["record_to"] == {}
        assert world.sim.object("live_event", "Webinar")["record"] == {"parent_id": None}

    @pytest.mark.parametrize(
        "place",
        [
            {},
            {"folder": ["2026"]},
            {"project": ""},
            {"project": "Courses", "folder": [""]},
            {"project": "Courses", "id": NOWHERE},
            {"id": "somewhere"},
            {"id": ""},
        ],
    )
    def test_an_invalid_location(self, world, place):
        told = world.refused("live_event", **self.event(location=place))
        assert "location" in told.error.sentence()
        assert told.requests == []

    def test_a_list_of_projects_without_folders(self, world, monkeypatch):
        """The embedded folders are the quick way; the folders' own lists are the sure one."""
        pages = Client.pages

        def bare(client, path, query=None, id_key="id"):
            for raw in pages(client, path, query, id_key):
                yield {name: value for name, value in raw.items() if name != "folders"}

        monkeypatch.setattr(Client, "pages", bare)
        world.settles("live_event", **self.event(location={"id": self.ids["Archive/Spring"]}))
        assert world.sim.object("live_event", "Webinar")["parent_id"] == self.ids["Archive/Spring"]
        world.unchanged("live_event", name="Webinar", location=self.PATHS["Archive/Spring"])
        told = world.refused("live_event", **self.event(location={"id": NOWHERE}))
        assert NOWHERE in told.error.sentence()

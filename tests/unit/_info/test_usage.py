# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a workspace consumed: which spans are taken, what is asked of the API, and the names of projects."""

from __future__ import annotations

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.kinescope.kinescope.plugins.module_utils._api.gateway import Gateway
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import ApiError, DocumentError, PlanError
from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.read import arguments
from ansible_collections.kinescope.kinescope.plugins.module_utils._info.date_range import span_of
from ansible_collections.kinescope.kinescope.plugins.module_utils._info.info import ReadTask
from ansible_collections.kinescope.kinescope.plugins.module_utils._info.usage import USAGE

NOVEMBER = {"from_": "2026-11-01", "to": "2026-11-03"}


@pytest.fixture
def ask(world):
    """Ask as the module does: the answer, and the warnings."""

    def asking(check=False, **options):
        given = {"api_token": world.sim.token, **{name.rstrip("_"): value for name, value in options.items()}}
        valid = ArgumentSpecValidator(arguments(USAGE)["argument_spec"]).validate(given)
        assert valid.error_messages == []
        question = ReadTask(valid.validated_parameters, check, world.gateway(), [])
        result = USAGE.run(question)
        assert world.sim.writes == []
        return result, question.warnings

    return asking


class TestSpan:
    @pytest.mark.parametrize(
        ("first", "last", "sent"),
        [
            ("2026-11-01", "2026-11-30", None),
            ("2026-11-01", "2026-11-01", None),
            (" 2026-11-01 ", "2026-11-01", ("2026-11-01", "2026-11-01")),
            ("2026-11-01T10:00:00Z", "2026-11-01T10:00:00Z", None),
            ("2026-11-01T10:00:00.25Z", "2026-11-01T10:00:01Z", None),
            (
                "2026-11-01T13:00:00+03:00",
                "2026-11-01T09:00:00-03:00",
                ("2026-11-01T10:00:00Z", "2026-11-01T12:00:00Z"),
            ),
            # midnight of a date is up to 14 hours away from that of UTC
            ("2026-11-02", "2026-11-01T22:00:00Z", None),
            ("2026-11-01T12:00:00Z", "2026-11-01", None),
        ],
    )
    def test_valid_ranges(self, first, last, sent):
        faults = []
        query = span_of({"from": first, "to": last}, faults)
        assert faults == []
        assert tuple(query.values()) == (sent or (first, last))

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "x",
            "2026-1-1",
            "01.11.2026",
            "2026-02-30",
            "2026-11-01T10:00:00",
            "2026-11-01T25:00:00Z",
            "now",
            "0000-01-01",
        ],
    )
    def test_an_invalid_time(self, text):
        faults = []
        span_of({"from": "2020-01-01", "to": text}, faults)
        assert len(faults) == 1
        assert faults[0].startswith(f"to '{text}' is neither a date such as")

    def test_every_fault_is_reported(self):
        faults = []
        span_of({"from": "yesterday", "to": "today"}, faults)
        assert [fault.split()[0] for fault in faults] == ["from", "to"]

    @pytest.mark.parametrize(
        ("first", "last"),
        [
            ("2026-11-02", "2026-11-01"),
            ("2026-11-01T10:00:01Z", "2026-11-01T10:00:00Z"),
            ("2026-11-01T10:00:00Z", "2026-11-01T12:00:00+03:00"),
            ("2026-11-03", "2026-11-01T22:00:00Z"),
            ("2026-11-02T15:00:00Z", "2026-11-01"),
        ],
    )
    def test_one_that_runs_backward(self, first, last):
        faults = []
        span_of({"from": first, "to": last}, faults)
        assert faults == [f"from '{first}' is after to '{last}'"]


class TestUsage:
    def test_rows_are_those_of_the_api(self, ask, sim):
        project = sim.seed("project", name="A", privacy_type="anywhere", items_count=2)
        result, warnings = ask(**NOVEMBER)
        first = {"date": "2026-11-01T00:00:00Z", "usage": 2000, "product": "cdn", "project_id": project["id"]}
        assert first in result["usage"]
        assert {"date": "2026-11-01T00:00:00Z", "usage": 0, "product": "encoding"} in result["usage"]
        assert warnings == []
        (entry,) = sim.journal
        assert (entry.path, entry.query) == ("/v1/billing/usage", {"from": ["2026-11-01"], "to": ["2026-11-03"]})

    @pytest.mark.parametrize("group_by", [None, "project_id"])
    def test_no_rows(self, client_of, canned, group_by):
        options = {"from": "2026-11-01", "to": "2026-11-02", "project": None, "group_by": group_by}
        server = canned((200, {}, {"data": None}))
        assert USAGE.run(ReadTask(options, False, Gateway(client_of(server.url)), [])) == {"usage": []}

    def test_a_project_that_is_gone_has_no_name(self, client_of, canned):
        options = {"from": "2026-11-01", "to": "2026-11-02", "project": None, "group_by": "project_id"}
        rows = [{"usage": 1, "project_id": "93997264-97ac-4091-b48e-559614c2817a"}]
        server = canned((200, {}, {"data": rows}), (200, {}, {"data": []}))
        assert USAGE.run(ReadTask(options, False, Gateway(client_of(server.url)), [])) == {"usage": rows}

    def test_names_of_projects(self, ask, sim):
        for name, kind in (("A", "vod"), ("B", "live")):
            sim.seed("project", name=name, privacy_type="anywhere", catalog_type=kind)
        result, _warnings = ask(group_by="project_id", **NOVEMBER)
        ids = {row["id"]: row["name"] for row in sim.objects("project")}
        assert {row.get("project_name") for row in result["usage"]} == {"A", "B", None}
        for row in result["usage"]:
            assert row.get("project_name") == ids.get(row.get("project_id"))
            assert ("project_name" in row) is ("project_id" in row)
        assert sim.journal[0].query["group_by"] == ["project_id"]

    def test_names_are_not_looked_up_for_nothing(self, ask, sim):
        ask(group_by="project_id", **NOVEMBER)
        assert [entry.path for entry in sim.journal] == ["/v1/billing/usage"]

    @pytest.mark.parametrize("by", ["name", "id"])
    def test_one_project(self, ask, sim, by):
        project = sim.seed("project", name="A", privacy_type="anywhere")
        sim.seed("project", name="B", privacy_type="anywhere")
        result, _warnings = ask(project=project[by], **NOVEMBER)
        assert {row["project_id"] for row in result["usage"]} == {project["id"]}
        assert sim.journal[-1].query["project_id"] == [project["id"]]

    def test_a_project_that_is_missing(self, ask, sim):
        with pytest.raises(PlanError, match="there is no project 'A'"):
            ask(project="A", **NOVEMBER)
        result, warnings = ask(project="A", check=True, **NOVEMBER)
        assert result == {"usage": []}
        assert "'A'" in warnings[0]
        assert sim.requests("GET", "/v1/billing/usage") == []

    def test_two_projects_of_one_name(self, ask, sim):
        ids = [sim.seed("project", name="A", privacy_type="anywhere")["id"] for _number in range(2)]
        with pytest.raises(PlanError, match="ambiguous") as caught:
            ask(project="A", **NOVEMBER)
        assert all(id in str(caught.value) for id in ids)

    def test_faults_are_reported_together_before_any_request(self, ask, sim):
        with pytest.raises(DocumentError, match=r"^from 'x' is .*; project must not be empty$"):
            ask(from_="x", to="2026-11-01", project="")
        assert sim.journal == []

    def test_a_refusal(self, ask, sim):
        sim.fault("status", path="/v1/billing/usage", status=403, code=100103, message="access denied")
        with pytest.raises(ApiError, match="access denied"):
            ask(**NOVEMBER)

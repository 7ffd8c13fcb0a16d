# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How videos are watched: which options belong to which report, what is sent, and answers made regular."""

from __future__ import annotations

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.kinescope.kinescope.plugins.module_utils._api.gateway import Gateway
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import ApiError, DocumentError
from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.read import arguments
from ansible_collections.kinescope.kinescope.plugins.module_utils._info.analytics import ANALYTICS
from ansible_collections.kinescope.kinescope.plugins.module_utils._info.info import ReadTask

WEEK = {"from_": "2026-11-02", "to": "2026-11-09"}
UUID, SHORT = "93997264-97ac-4091-b48e-559614c2817a", "je7WZBZhdMFQKPHHHmMr2m"
NO_TOPS: dict[str, list[str]] = {"oses": [], "devices": [], "browsers": [], "countries": [], "cities": []}
COUNTS = {"views": 0, "duration": 0, "watch_time": 0, "player_loads": 0, "unique_views": 0, "online": 0}


@pytest.fixture
def ask(world):
    """Ask as the module does: the answer, and the warnings."""

    def asking(check=False, **options):
        given = {"api_token": world.sim.token, **{name.rstrip("_"): value for name, value in options.items()}}
        valid = ArgumentSpecValidator(arguments(ANALYTICS)["argument_spec"]).validate(given)
        assert valid.error_messages == []
        question = ReadTask(valid.validated_parameters, check, world.gateway(), [])
        result = ANALYTICS.run(question)
        assert world.sim.writes == []
        return result, question.warnings

    return asking


def sent(sim):
    """What the one request asked for, besides the span."""
    (entry,) = sim.journal
    assert {entry.query.pop("from")[0], entry.query.pop("to")[0]} == set(WEEK.values())
    return entry.path, {name: values[0] for name, values in entry.query.items()}


class TestOverview:
    def test_what_it_returns(self, ask, sim):
        result, warnings = ask(**WEEK)
        assert set(result) == {"time", "overview"}
        assert result["time"]["timezone"] == "Europe/Moscow"
        assert set(result["overview"]) == {"total", "timeline", "top"}
        assert result["overview"]["total"] == COUNTS
        assert result["overview"]["timeline"][0] == {**COUNTS, "date": "2026-11-01T21:00:00Z"}
        assert result["overview"]["top"]["oses"] == []
        assert result["overview"]["top"]["devices"][0]["name"] == "tv"
        assert warnings == []
        assert sent(sim) == ("/v1/analytics/overview", {})

    @pytest.mark.parametrize("video", [UUID, UUID.upper(), SHORT])
    def test_what_it_sends(self, ask, sim, video):
        ask(group_time="hour", video=video, **WEEK)
        assert sent(sim) == ("/v1/analytics/overview", {"group_time": "hour", "video_id": UUID})

    @pytest.mark.parametrize(
        ("data", "overview"),
        [
            (
                {"total": {"views": 1, "date": "0001-01-01T00:00:00Z"}, "timeline": None, "top": None, "more": 1},
                {
                    "total": {"views": 1},
                    "timeline": [],
                    "top": NO_TOPS,
                    "more": 1,
                },
            ),
            (
                {"total": None, "top": {"oses": [1], "devices": None, "regions": None}},
                {"total": {}, "timeline": [], "top": {**NO_TOPS, "oses": [1], "regions": []}},
            ),
            (
                {"total": {"date": "2026-11-02T00:00:00Z"}, "timeline": [{"date": "x"}], "top": {}},
                {
                    "total": {"date": "2026-11-02T00:00:00Z"},
                    "timeline": [{"date": "x"}],
                    "top": NO_TOPS,
                },
            ),
        ],
    )
    def test_nulls_are_empty_and_a_total_has_no_date(self, answered, data, overview):
        assert answered({"data": data}) == {"time": {}, "overview": overview}

    def test_a_response_that_is_no_overview(self, answered):
        with pytest.raises(ApiError, match="/v1/analytics/overview is not an object"):
            answered({"data": [1]})

    @pytest.mark.parametrize("part", ["total", "top"])
    def test_a_part_that_is_no_object(self, answered, part):
        with pytest.raises(ApiError, match=rf"/v1/analytics/overview has {part} that is a list, not an object"):
            answered({"data": {part: [7]}})


@pytest.fixture
def answered(client_of, canned):
    """What becomes of an answer."""

    def answer(payload, **options):
        given = dict.fromkeys(ANALYTICS.options)
        given.update({"from": "2026-11-02", "to": "2026-11-09", "report": "overview"}, **options)
        server = canned((200, {}, payload))
        return ANALYTICS.run(ReadTask(given, False, Gateway(client_of(server.url)), []))

    return answer


class TestCustom:
    def test_rows_are_returned_as_the_api_has_them(self, ask, sim):
        video = sim.seed("video", title="A")
        asked = {"group_entities": ["video_id"], "fields": ["view", "play"], "order": ["view.desc", "play"]}
        result, warnings = ask(report="custom", group="month", **asked, **WEEK)
        assert result["rows"][0] == {"date": "2026-11-01T21:00:00Z", "video_id": video["id"], "view": 0, "play": 0}
        assert result["time"]["timezone"] == "Europe/Moscow"
        assert set(result) == {"time", "rows"}
        assert warnings == []
        path, query = sent(sim)
        assert path == "/v1/analytics"
        assert query == {
            "group": "month",
            "group_entities": "video_id",
            "fields": "view,play",
            "order": "view.desc,play",
        }

    def test_empty_lists_are_not_sent(self, ask, sim):
        result, _warnings = ask(report="custom", fields=[], order=[], **WEEK)
        assert result["rows"] == []
        assert sent(sim) == ("/v1/analytics", {})

    def test_no_rows_and_no_time(self, answered):
        assert answered({"data": None}, report="custom") == {"time": {}, "rows": []}

    def test_names_that_nobody_knows_are_sent_with_a_warning(self, answered, ask, sim):
        with pytest.raises(ApiError, match="400400"):
            ask(report="custom", fields=["view", "views"], group_entities=["town"], **WEEK)
        assert sent(sim)[1] == {"fields": "view,views", "group_entities": "town"}

    def test_the_warning_says_which(self, client_of, canned):
        given = dict.fromkeys(ANALYTICS.options)
        given.update({"from": "2026-11-02", "to": "2026-11-09", "report": "custom", "fields": ["view", "views"]})
        question = ReadTask(given, False, Gateway(client_of(canned((200, {}, {"data": []})).url)), [])
        ANALYTICS.run(question)
        assert question.warnings == ["fields: views is unknown to this collection and is sent to the API as it is"]

    def test_an_order_that_the_api_refuses_is_its_own_response(self, ask):
        with pytest.raises(ApiError, match="not allowed order field") as caught:
            ask(report="custom", order=["watch_time.desc"], **WEEK)
        assert caught.value.code == 400216


class TestFaults:
    @pytest.mark.parametrize(
        ("options", "message"),
        [
            ({"group": "day"}, "group is only supported with report 'custom', not with 'overview'"),
            ({"fields": []}, "fields is only supported with report 'custom', not with 'overview'"),
            ({"report": "custom", "video": UUID}, "video is only supported with report 'overview', not with 'custom'"),
            (
                {"report": "custom", "group_time": "day"},
                "group_time is only supported with report 'overview', not with 'custom'",
            ),
            ({"video": "Intro"}, "video 'Intro' is neither a UUID nor a 22-character short ID"),
            ({"video": ""}, "video '' is neither a UUID nor a 22-character short ID"),
            ({"to": "2026-11-01"}, "from '2026-11-02' is after to '2026-11-01'"),
        ],
    )
    def test_before_any_request(self, ask, sim, options, message):
        with pytest.raises(DocumentError) as caught:
            ask(**{**WEEK, **options})
        assert str(caught.value) == message
        assert sim.journal == []

    def test_all_faults_are_reported_at_once(self, ask):
        with pytest.raises(DocumentError, match=r"from 'x' .*; group is .*; order is .*; video 'y'"):
            ask(from_="x", to="2026-11-09", group="day", order=["view"], video="y")

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A task's options, checked without a look at the workspace."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import DocumentError
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.options import given_id, given_values
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import KINDS

UUID = "93997264-97ac-4091-b48e-559614c2817a"
SHORT = "je7WZBZhdMFQKPHHHmMr2m"


def faults(kind: str, **options: Any) -> list[str]:
    with pytest.raises(DocumentError) as caught:
        given_values(KINDS[kind], options)
    return caught.value.message.split("; ")


class TestGivenValues:
    def test_options_of_the_module_are_no_fields(self) -> None:
        options = {"name": "a", "state": "present", "api_token": "t", "update_secrets": "always", "id": UUID}
        assert given_values(KINDS["webhook"], options) == {"name": "a"}

    def test_null_is_not_given(self) -> None:
        assert given_values(KINDS["webhook"], {"name": "a", "login": None, "events": None}) == {"name": "a"}

    @pytest.mark.parametrize(
        "options",
        [{"login": ""}, {"events": []}, {"password": ""}],
    )
    def test_empty_is_given(self, options: dict[str, Any]) -> None:
        assert given_values(KINDS["webhook"], options) == options

    def test_options_stay_as_they_are(self) -> None:
        options = {"name": "z", "settings": {}, "origins": [{"addr": "a", "basic_auth": {"username": None}}]}
        before = copy.deepcopy(options)
        given_values(KINDS["cdn_zone"], options)
        assert options == before

    def test_false_and_zero_are_given(self) -> None:
        values = {"auto_start": False, "reconnect_window": 0}
        assert given_values(KINDS["live_event"], values) == values

    def test_an_empty_free_dictionary_names_no_key_to_clear(self) -> None:
        assert given_values(KINDS["player"], {"settings": {}}) == {"settings": {}}

    def test_an_empty_dictionary_clears_its_known_keys(self) -> None:
        assert given_values(KINDS["cdn_zone"], {"access_control": {}, "settings": {}}) == {
            "access_control": {"jwt_secret": "", "secure_link": ""},
            "settings": {
                "ignore_query_strings": False,
                "index_html": "",
                "block_bad_bots": False,
                "access_log": False,
                "max_send_size_bytes": 0,
            },
        }


class TestFaults:
    def test_all_faults_are_reported_at_once(self) -> None:
        found = faults("live_event", name="", location={}, starts_at="soon", record_to={"id": "x"}, restreams=[{}])
        assert [text.split()[0].rstrip(":") for text in found] == [
            "name",
            "location",
            "starts_at",
            "record_to.id",
            "restreams[0]",
        ]

    def test_an_empty_key(self) -> None:
        assert faults("privacy_domain", domain="") == ["domain must not be empty"]

    def test_an_empty_reference(self) -> None:
        assert faults("drm_auth", project="") == ["project must not be empty"]

    @pytest.mark.parametrize(
        ("place", "words"),
        [
            ({}, "location requires project or id"),
            ({"folder": ["A"]}, "location requires project or id"),
            ({"project": ""}, "location requires project or id"),
            ({"id": UUID, "project": "A"}, "must have either id, or project and folder"),
            ({"id": UUID, "folder": ["A"]}, "must have either id, or project and folder"),
            ({"id": "Courses"}, "'Courses'"),
            ({"id": ""}, "location.id"),
            ({"project": "A", "folder": ["B", ""]}, "location.folder"),
        ],
    )
    def test_invalid_locations(self, place: dict[str, Any], words: str) -> None:
        assert words in "; ".join(faults("live_event", location=place))

    @pytest.mark.parametrize(
        "place",
        [
            {"project": "A"},
            {"project": " "},
            {"project": "A", "folder": []},
            {"project": "A/B", "folder": ["C / D", " "]},
            {"id": UUID},
            {"id": SHORT},
            {"project": SHORT},
        ],
    )
    def test_places_that_can_be_looked_up(self, place: dict[str, Any]) -> None:
        assert given_values(KINDS["live_event"], {"location": place}) == {"location": place}

    def test_a_place_that_can_be_none(self) -> None:
        assert given_values(KINDS["live_event"], {"record_to": {}}) == {"record_to": {}}

    @pytest.mark.parametrize("moment", ["2026-12-01", "2026-12-01T10:00:00", "x"])
    def test_invalid_times(self, moment: str) -> None:
        (fault,) = faults("live_event", starts_at=moment)
        assert fault.startswith("starts_at")
        assert moment in fault

    @pytest.mark.parametrize(
        ("kind", "options", "where"),
        [
            ("annotation", {"start_time": -1}, "start_time"),
            ("annotation", {"end_time": "-1"}, "end_time"),
            ("video", {"chapters": {"items": [{"time": 0}, {"time": -1}]}}, "chapters.items[1].time"),
            ("video", {"trim": {"start": -0.5}}, "trim.start"),
            ("live_event", {"reconnect_window": -1}, "reconnect_window"),
        ],
    )
    def test_negative_times(self, kind: str, options: dict[str, Any], where: str) -> None:
        assert faults(kind, **options) == [f"{where} must be 0 or greater"]

    def test_a_range_that_ends_before_its_start(self) -> None:
        (fault,) = faults("annotation", start_time="1000", end_time=999)
        assert fault == "end_time must not be before start_time"
        range = {"start_time": 1000, "end_time": 1000}  # whether the API accepts it is unknown
        assert given_values(KINDS["annotation"], range) == range

    def test_a_time_can_be_cleared(self) -> None:
        assert given_values(KINDS["live_event"], {"starts_at": ""}) == {"starts_at": ""}

    def test_items_without_identity(self) -> None:
        items = [{"url": "u"}, {"name": "", "url": "u"}, {"name": "R"}]
        assert faults("live_event", restreams=items) == ["restreams[0] requires name", "restreams[1] requires name"]
        assert faults("cdn_zone", origins=[{"basic_auth": {"username": "u"}}]) == ["origins[0] requires addr"]

    def test_items_of_one_identity(self) -> None:
        (fault,) = faults("cdn_zone", origins=[{"addr": "a"}, {"addr": "b"}, {"addr": "a"}])
        assert "origins" in fault
        assert "'a'" in fault

    def test_identities_are_distinguished_by_every_letter(self) -> None:
        items = [{"name": "R"}, {"name": "r"}, {"name": "R "}, {"name": "r/1"}]
        assert given_values(KINDS["live_event"], {"restreams": items}) == {"restreams": items}

    def test_ads_have_no_identity_to_check(self) -> None:
        ads = [{"url": "a"}, {"url": "a"}, {}]
        assert given_values(KINDS["player"], {"ads": ads}) == {"ads": ads}

    @pytest.mark.parametrize("logo", [{"state": "present"}, {"state": "present", "src": ""}])
    def test_a_file_that_is_not_named(self, logo: dict[str, Any]) -> None:
        (fault,) = faults("player", logo=logo)
        assert "logo" in fault
        assert "src" in fault

    @pytest.mark.parametrize("logo", [{"state": "absent"}, {"state": "present", "src": "a.png"}])
    def test_a_file_that_is(self, logo: dict[str, Any]) -> None:
        assert given_values(KINDS["player"], {"logo": logo}) == {"logo": logo}

    def test_a_file_is_present_unless_said_otherwise(self) -> None:
        assert given_values(KINDS["player"], {"logo": {"src": "a.png"}})["logo"]["src"] == "a.png"


class TestGivenId:
    @pytest.mark.parametrize("text", [UUID, UUID.upper(), SHORT])
    def test_both_forms_of_an_id_are_accepted(self, text: str) -> None:
        assert given_id({"id": text}) == UUID

    @pytest.mark.parametrize("options", [{}, {"id": None}])
    def test_no_id_is_given(self, options: dict[str, Any]) -> None:
        assert given_id(options) is None

    @pytest.mark.parametrize("text", ["", "Courses", SHORT[:-1], UUID[:-1], "199511994"])
    def test_anything_else_is_refused(self, text: str) -> None:
        with pytest.raises(DocumentError) as caught:
            given_id({"id": text})
        assert f"'{text}'" in caught.value.message


@pytest.mark.parametrize("mask", ["********", "<REDACTED>"])
def test_a_mask_copied_from_a_result_is_refused(mask: str) -> None:
    with pytest.raises(DocumentError, match=r"^password is a mask"):
        given_values(KINDS["webhook"], {"name": "ci", "password": mask})
    with pytest.raises(DocumentError, match=r"^restreams\[0\]\.key is a mask"):
        given_values(KINDS["live_event"], {"name": "E", "restreams": [{"name": "R", "url": "rtmp://r", "key": mask}]})

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The one exception tree: what an error says, and what it never says."""

from __future__ import annotations

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import (
    ApiError,
    ApplyError,
    DocumentError,
    GuardError,
    KinescopeError,
    PlanError,
)

DETAILS = {"kind", "key", "action", "status", "code", "request_id", "invalid_params"}


def api_error() -> ApiError:
    params = [{"index": 0, "name": "password", "reason": "required", "message": "s3cret is too short"}]
    return ApiError("no s3cret here", status=400, code=400400, request_id="r-1", invalid_params=params)


class TestSentence:
    @pytest.mark.parametrize("make", [KinescopeError, DocumentError, PlanError, GuardError, ApiError])
    def test_what_was_being_done_to_which_object(self, make: type[KinescopeError]) -> None:
        error = make("it is not there")
        assert error.sentence() == "it is not there"
        assert error.about("live_event", "Webinar", "update") is error
        assert error.sentence() == "Cannot update live event 'Webinar': it is not there"

    def test_who_knows_first_knows_best(self) -> None:
        error = PlanError("x").about("restream", "Webinar/R1", "create").about("live_event", "Webinar", "plan")
        assert error.sentence() == "Cannot create restream 'Webinar/R1': x"

    @pytest.mark.parametrize(
        ("kind", "key", "expected"),
        [
            ("webhook", None, "Cannot read webhook: x"),
            (None, None, "Cannot read workspace: x"),
            ("project", " ", "Cannot read project ' ': x"),
            ("project", "{{ a }}'b/c", "Cannot read project '{{ a }}'b/c': x"),
        ],
    )
    def test_keys_of_any_kind(self, kind: str, key: str, expected: str) -> None:
        assert KinescopeError("x").about(kind, key, "read").sentence() == expected

    def test_the_number_that_support_asks_for(self) -> None:
        assert api_error().sentence() == "no s3cret here (X-Request-ID r-1)"
        assert ApiError("x", status=500).sentence() == "x"


class TestDetails:
    def test_every_error_has_the_same_keys(self) -> None:
        errors = [KinescopeError("x"), api_error(), ApplyError(api_error(), ["failed"])]
        assert all(set(error.details()) == DETAILS for error in errors)

    def test_details_of_an_api_error(self) -> None:
        error = api_error().about("webhook", "ci", "create")
        assert error.details() == {
            "kind": "webhook",
            "key": "ci",
            "action": "create",
            "status": 400,
            "code": 400400,
            "request_id": "r-1",
            "invalid_params": [
                {"index": 0, "name": "password", "reason": "required", "message": "s3cret is too short"}
            ],
        }

    def test_details_of_other_errors(self) -> None:
        details = GuardError("x").about("project", "A", "delete").details()
        assert (details["kind"], details["key"], details["action"]) == ("project", "A", "delete")
        assert [details[name] for name in ("status", "code", "request_id", "invalid_params")] == [None, None, None, []]


class TestHide:
    def test_in_words_and_parameters(self) -> None:
        error = api_error()
        error.hide({"s3cret"})
        assert "s3cret" not in repr((error.sentence(), error.details(), error.args, str(error)))
        assert "********" in error.sentence()
        assert error.invalid_params[0]["index"] == 0

    def test_in_a_failed_change(self) -> None:
        error = ApplyError(api_error(), ["applied", "failed"])
        error.hide({"s3cret"})
        assert "s3cret" not in repr((error.sentence(), error.details(), error.message, error.args, error.cause.args))

    def test_a_secret_that_is_part_of_another(self) -> None:
        error = PlanError("neither s3cret-long nor s3cret")
        error.hide(["s3cret", "s3cret-long"])
        assert error.message == "neither ******** nor ********"

    def test_as_json_spells_it(self) -> None:
        error = PlanError(r'bad value "a\"b\u0451\n" and aёb')
        error.hide(['a"bё\n', "aёb"])
        assert 'a\\"b' not in error.message
        assert "aёb" not in error.message

    @pytest.mark.parametrize("secret", ["", "a", "is"])
    def test_a_text_too_short_to_be_hidden(self, secret: str) -> None:
        error = PlanError("this is a sentence")
        error.hide([secret])
        assert error.message == "this is a sentence"

    def test_parameters_of_any_shape(self) -> None:
        error = ApiError("x", invalid_params=["s3cret", 7, None, ["s3cret"], {"a": {"b": ["s3cret", True]}}])
        error.hide(["s3cret"])
        assert error.invalid_params == ["********", 7, None, ["********"], {"a": {"b": ["********", True]}}]


class TestCodes:
    @pytest.mark.parametrize(
        ("status", "code", "expected"),
        [(404, None, True), (400, 400404, True), (400, 404404, True), (405, 400405, False), (None, None, False)],
    )
    def test_which_errors_mean_not_found(self, status: int, code: int, expected: bool) -> None:
        assert ApiError("x", status=status, code=code).not_found is expected

    @pytest.mark.parametrize(
        ("code", "expected"), [(400201, True), (400202, True), (400203, True), (400400, False), (None, False)]
    )
    def test_which_errors_mean_taken(self, code: int, expected: bool) -> None:
        assert ApiError("x", status=400, code=code).taken is expected

    def test_nothing_is_uncertain_unless_said(self) -> None:
        assert not ApiError("x").uncertain
        assert ApiError("x", uncertain=True, still_working=True).still_working


def test_a_failed_change_says_what_its_cause_says() -> None:
    cause = api_error().about("webhook", "ci", "update")
    error = ApplyError(cause, ["applied", "failed", "not_attempted"])
    assert error.outcomes == ("applied", "failed", "not_attempted")
    assert error.sentence() == cause.sentence()
    assert error.details() == cause.details()
    assert (error.kind, error.key, error.action) == ("webhook", "ci", "update")


def test_every_error_is_one_of_the_tree() -> None:
    assert all(
        issubclass(kind, KinescopeError) for kind in (DocumentError, PlanError, GuardError, ApiError, ApplyError)
    )

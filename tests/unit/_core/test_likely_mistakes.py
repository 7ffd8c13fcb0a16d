# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is probably a mistake and gets a warning; what is none, or is there already, gets none."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._core import guards
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.comparison import Rules
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.planner import plan_object
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.wanted import NamedSecret, Wanted
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import KINDS
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.player import SETTINGS

ID = "93997264-97ac-4091-b48e-559614c2817a"
NO_URL = "is not an http:// or https:// URL, so the API can probably not call it"
KNOWN = "known names are media.update.status, live.created, live.connected, live.disconnected"

FINE = [
    ("video", {"title": "я" * 140, "subtitle": "", "description": "d" * 1000}),
    ("webhook", {"endpoint": "https://lms.example.com/hook", "events": ["live.created", "media.update.status"]}),
    ("webhook", {"endpoint": "HTTP://localhost:8080", "events": []}),
    ("drm_auth", {"url": "https://user@lms.example.com"}),
    ("drm_auth", {"url": ""}),
    ("player", {"settings": {"autoplay": True, "volume": 50, "logo_title": "", "default_language_audio": "ru"}}),
    ("player", {"settings": {"autoplay": "viewable", "brand_color": NamedSecret("color")}}),
    *(
        ("privacy_domain", {"domain": domain})
        for domain in [
            "school.example.com",
            "*.example.com",
            "localhost",
            "пример.рф",
            "*.ПРИМЕР.РФ",
            "xn--e1afmkfd.xn--p1ai",
            "my_host.example",
            "10.0.0.1",
            "例え。テスト",
        ]
    ),
]
MISTAKEN = [
    (
        "video",
        {"title": "я" * 141, "subtitle": "b" * 1000},
        [
            "title has 141 characters; the dashboard takes at most 140, and the API may reject or cut it",
            "subtitle has 1000 characters; the dashboard takes at most 140, and the API may reject or cut it",
        ],
    ),
    ("webhook", {"endpoint": "lms.example.com/hook"}, [f"endpoint {NO_URL}"]),
    ("webhook", {"endpoint": "https://"}, [f"endpoint {NO_URL}"]),
    ("webhook", {"endpoint": "ftp://user:password@lms.example.com"}, [f"endpoint {NO_URL}"]),
    ("drm_auth", {"url": "lms.example.com"}, [f"url {NO_URL}"]),
    (
        "webhook",
        {"events": ["live.created", "live.connect", "pong"]},
        [
            "events[1] is 'live.connect', which is not a known name; did you mean live.connected?",
            f"events[2] is 'pong', which is not a known name; {KNOWN}",
        ],
    ),
    (
        "player",
        {"settings": {"autoply": True, "qwertz": 1, "volume": "50", "share": None, "logo_url": {}}},
        [
            "settings.autoply is not a known key; did you mean autoplay?",
            "settings.qwertz is not a known key; the API may ignore it",
            "settings.volume is a string, but is known to be a number",
            "settings.share is null, but is known to be a boolean",
            "settings.logo_url is a dictionary, but is known to be a string",
        ],
    ),
    (
        "player",
        {"settings": {"autoplay": 1}},
        ["settings.autoplay is a number, but is known to be a boolean or a string"],
    ),
    *(
        (
            "privacy_domain",
            {"domain": domain},
            [f"domain is a URL or has a port or path, not a domain name; probably {meant} is meant"],
        )
        for domain, meant in [
            ("https://school.example.com/courses?token=canary", "school.example.com"),
            ("school.example.com:8080", "school.example.com"),
            ("//пример.рф/", "пример.рф"),
            ("*.example.com/", "*.example.com"),
        ]
    ),
    *(
        ("privacy_domain", {"domain": domain}, ["domain is not a domain name"])
        for domain in [
            "",
            "my school",
            "*",
            "a..b",
            "example.com.",
            "https://user:canary@example.com",
            "-a.example",
            "a" * 64,
        ]
    ),
    ("project", {"privacy_domains": ["example.com", "no domain"]}, ["privacy_domains[1] is not a domain name"]),
]


def plan_warnings(kind: str, values: dict[str, Any], observed: Any = None, present: bool = True) -> list[str]:
    return guards.plan_warnings(
        plan_object(Wanted(KINDS[kind], "Main", values, present), observed, Rules()), "on_create"
    )


@pytest.mark.parametrize(("kind", "values"), FINE)
def test_what_is_usual_gets_no_warning(kind: str, values: dict[str, Any]) -> None:
    assert guards.likely_mistakes(KINDS[kind], values, {}) == []


@pytest.mark.parametrize(("kind", "values", "told"), MISTAKEN)
def test_what_is_odd_is_reported_with_the_place(kind: str, values: dict[str, Any], told: list[str]) -> None:
    assert guards.likely_mistakes(KINDS[kind], values, {}) == told
    assert "canary" not in str(told)


def test_a_plan_names_the_object() -> None:
    assert plan_warnings("player", {"name": "Main", "settings": {"volume": "50"}}) == [
        "player 'Main': settings.volume is a string, but is known to be a number"
    ]


def test_what_the_api_stores_is_not_questioned() -> None:
    """Somebody who knows an event that nobody documents is not warned in every run."""
    stored = {"id": ID, "name": "Main", "endpoint": "lms.example.com", "events": ["live.finished"]}
    values = {"name": "Main", "endpoint": "lms.example.com", "events": ["live.finished", "live.created"]}
    assert plan_warnings("webhook", values, stored) == []
    player = {"id": ID, "name": "Main", "settings": {"fog": 1, "volume": 5}}
    assert plan_warnings("player", {"settings": {"fog": 1, "volume": 6}}, player) == []
    assert plan_warnings("player", {"settings": {"fog": 2}}, player) == [
        "player 'Main': settings.fog is not a known key; the API may ignore it"
    ]
    project = {"id": ID, "name": "Main", "privacy_type": "custom", "privacy_domains": ["a b", "example.com"]}
    assert plan_warnings("project", {"privacy_domains": ["a b"]}, project) == []


def test_a_long_title_that_is_there_is_not_questioned() -> None:
    title = "a" * 150
    assert guards.likely_mistakes(KINDS["video"], {"title": title}, {"title": title}) == []


def test_a_field_that_nobody_sees_may_be_reset() -> None:
    """No response shows whether DRM is strict."""
    stored = {"url": "https://a.example", "username": "", "password": ""}
    other, told = {"url": "https://b.example"}, "the API does not show strict, and the whole object is sent"
    assert plan_warnings("drm_auth", other, stored) == [f"DRM auth 'Main': {told}, which could reset it; set strict"]
    assert plan_warnings("drm_auth", {**other, "strict": True}, stored) == []
    assert plan_warnings("drm_auth", other, {**stored, "strict": True}) == []
    assert plan_warnings("drm_auth", other) == []
    assert plan_warnings("drm_auth", {}, stored, present=False) == []


def test_what_is_deleted_is_not_questioned() -> None:
    assert plan_warnings("privacy_domain", {"domain": "a b"}, {"id": ID, "domain": "a b"}, present=False) == []


def test_settings_are_known_in_each_type() -> None:
    assert len(SETTINGS) == 84
    assert set(SETTINGS.values()) == {
        ("a boolean",),
        ("a number",),
        ("a string",),
        ("a boolean", "a string"),
    }

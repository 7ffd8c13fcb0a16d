# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The addresses of posters."""

from __future__ import annotations

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.kinescope.kinescope.plugins.filter.poster_url import FilterModule, poster_url, short_id
from tests.simulator import ids

PAIRS = {
    "93997264-97ac-4091-b48e-559614c2817a": "je7WZBZhdMFQKPHHHmMr2m",
    "f236071b-dad9-43c3-a9c3-a3a98f631f86": "vUJJ5W5wmgKBLwVEnHf9uN",
    "019c71e0-18ce-7ad0-6d31-7f6d026d6564": "0cxfXwkKh4Wzzd1boAnQFE",
    "00000000-0000-0000-0000-000000000001": "0" * 21 + "2",
}


@pytest.mark.parametrize(("uuid", "short"), PAIRS.items())
def test_either_form_of_an_id(uuid, short):
    for id in (uuid, uuid.upper(), short):
        assert poster_url(id) == f"https://kinescope.io/{short}/poster.jpg"


def test_short_forms():
    for _number in range(100):
        id = ids.new_id()
        assert short_id(id) == ids.to_short(id)


@pytest.mark.parametrize("size", ["xs", "sm", "md", "lg"])
@pytest.mark.parametrize("format", ["jpg", "webp"])
def test_sizes_and_formats(size, format):
    address = "https://kinescope.io/je7WZBZhdMFQKPHHHmMr2m/poster"
    assert poster_url("je7WZBZhdMFQKPHHHmMr2m", size, format) == f"{address}/{size}.{format}"
    assert poster_url("je7WZBZhdMFQKPHHHmMr2m", format=format) == f"{address}.{format}"


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["Intro"], "'Intro' is not a valid video ID"),
        ([""], "'' is not a valid video ID"),
        (["199511994"], "'199511994' is not a valid video ID"),
        ([None], "null is not a valid video ID"),
        ([{"id": "x"}], "a dictionary is not a valid video ID"),
        ([type("_AnsibleLazyTemplateList", (list,), {})()], "a list is not a valid video ID"),
        (["je7WZBZhdMFQKPHHHmMr2m", "xl"], "size must be one of xs, sm, md, lg, not 'xl'"),
        (["je7WZBZhdMFQKPHHHmMr2m", ""], "size must be one of xs, sm, md, lg, not ''"),
        (["je7WZBZhdMFQKPHHHmMr2m", "xs", "png"], "format must be one of jpg, webp, not 'png'"),
    ],
)
def test_what_is_refused(arguments, part):
    with pytest.raises(AnsibleFilterError, match="poster_url") as caught:
        poster_url(*arguments)
    assert part in str(caught.value)


def test_it_has_a_name():
    assert FilterModule().filters() == {"poster_url": poster_url}

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Subtitle files: which are such, and which say the same."""

from __future__ import annotations

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.cues import content_fault, equivalent

VTT = b"WEBVTT\n\n00:01.000 --> 01:00:02.500 align:start line:0\nHello\nworld\n\n00:03.000 --> 00:04.000\nBye\n"
PLAIN = b"WEBVTT\n\n00:01.000 --> 00:02.500\nHello\n"
SRT = b"1\n00:00:01,000 --> 00:00:02,500\nHello\n"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (VTT, VTT),
        (VTT, VTT.replace(b"\n", b"\r\n")),
        (VTT, VTT.replace(b"\n", b"\r")),
        (VTT, b"\xef\xbb\xbf" + VTT),
        (VTT, VTT.rstrip() + b"\n\n\n"),
        (VTT, VTT.replace(b"Hello\n", b"Hello  \n")),
        (VTT, VTT.replace(b"WEBVTT\n", b"WEBVTT - Lesson\nKind: captions\n\nNOTE made by hand\n")),
        (VTT, VTT.replace(b"00:03.000 -->", b"second\n00:00:03.000 -->")),
        (VTT, VTT.replace(b"align:start line:0", b"line:0  align:start")),
        (VTT, VTT.replace(b"\n\n", b"\n\n\n")),
        (SRT, PLAIN),
        (PLAIN, SRT),
        (SRT, SRT.replace(b"1\n", b"7\n")),
        (SRT, SRT.replace(b",000", b",0")),
        (
            b"1\n00:00:01,000 --> 00:00:02,500\n{\\an8}<i>Me & you</i>\n",
            b"WEBVTT\n\n00:01.000 --> 00:02.500\nMe &amp; you",
        ),
        (b"WEBVTT\n", b"WEBVTT"),
        (b"\xff", b"\xff"),
    ],
)
def test_equivalent_subtitle_files(one, other):
    assert equivalent(one, other)
    assert equivalent(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (VTT, VTT.replace(b"Hello", b"Hi")),
        (VTT, VTT.replace(b"03.000", b"03.001")),
        (VTT, VTT.replace(b"align:start", b"align:end")),
        (VTT, VTT.replace(b"\n\n00:01", b"\n\nSTYLE\n::cue { color: red }\n\n00:01")),
        (VTT, VTT.replace(b"Bye", b"<i>Bye</i>")),
        (VTT, b"WEBVTT\n"),
        (SRT, PLAIN.replace(b"Hello", b"hello")),
        (SRT, PLAIN.replace(b"02.500", b"02.050")),
        (SRT, b"\xff"),
        (b"\xff", b"\xfe"),
    ],
)
def test_different_subtitle_files(one, other):
    assert not equivalent(one, other)
    assert not equivalent(other, one)


@pytest.mark.parametrize("data", [VTT, SRT, PLAIN, b"\xef\xbb\xbf" + SRT, b"WEBVTT\n"])
def test_valid_subtitle_files(data):
    assert content_fault(data) == ""


HOURS = b"1" * 5000 + b":00:00,000 --> 00:00:01,000\nx\n"  # more digits than Python makes a number of


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"Hello", "no cue"),
        (b"\n", "no cue"),
        (SRT.replace(b"-->", b"->"), "no cue"),
        (b"\xff\xfe1\x00", "UTF-8"),
        (HOURS, "no cue"),
    ],
)
def test_invalid_subtitle_files(data, said):
    assert said in content_fault(data)

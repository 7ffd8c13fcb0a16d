# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Times as people write them, with a UTC offset or a time zone -> UTC. Pure, except for the time zone database."""

from __future__ import annotations

import re
from datetime import datetime, timezone, tzinfo
from typing import NamedTuple

from .errors import DocumentError

_WRITTEN = re.compile(r"(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)\s*(.*)", re.ASCII)
_OFFSET = re.compile(r"[+-]\d{2}:?\d{2}", re.ASCII)


class Moments(NamedTuple):
    """The earliest and the latest moment (UTC) that a time can mean.

    They only differ for times that clocks show twice, or skip, because of daylight saving time.
    """

    earliest: datetime
    latest: datetime


def zoned(text: str, usual: str = "") -> datetime:
    """A time such as ``2026-12-01 18:00 Europe/Moscow``, in its zone; ``usual`` is the default zone.

    Raises DocumentError.
    """
    match = _WRITTEN.fullmatch(text.strip())
    if match is None:
        raise DocumentError(f"'{text}' is not a time such as {_ways('2026-12-01T18:00')}")
    day, clock, own = match.groups()
    zone = own or usual
    if not zone:
        raise DocumentError(f"'{text}' has no time zone; write it with one, such as {_ways(f'{day}T{clock}')}")
    try:
        local = datetime.fromisoformat(f"{day}T{_full(clock)}{_offset(zone)}")
    except ValueError as error:
        raise DocumentError(f"'{text}' is not a valid time: {error}") from None
    return local.replace(tzinfo=_zone(zone)) if local.tzinfo is None else local


def moments(text: str) -> Moments:
    """The moments that a time with its zone can mean. Raises DocumentError."""
    return sides(zoned(text))


def sides(local: datetime) -> Moments:
    """The moments that a time in its zone can mean. Raises DocumentError if the time is out of range in UTC."""
    try:
        found = [local.replace(fold=fold).astimezone(timezone.utc) for fold in (0, 1)]
    except OverflowError as error:
        raise DocumentError(f"'{local.replace(tzinfo=None)}' is not a valid time: {error}") from None
    return Moments(min(found), max(found))


def one_moment(local: datetime, name: str, advice: str = "write it with its UTC offset") -> datetime:
    """The moment (UTC) that a time in its zone means. Raises DocumentError if clocks show it twice or skip it.

    ``advice`` is what the error says to do.
    """
    earliest, latest = sides(local)
    if earliest != latest:
        raise DocumentError(
            f"{name}: clocks show {local:%H:%M} twice or not at all on {local:%Y-%m-%d}, because of daylight saving "
            f"time; {advice}"
        )
    return earliest


def _ways(text: str) -> str:
    return f"{text}+03:00 or {text.replace('T', ' ')} Europe/Moscow"


def _full(clock: str) -> str:
    """Hours, minutes and seconds in the format that Python 3.9 parses."""
    whole, _dot, fraction = clock.partition(".")
    return f"{whole}{':00' if len(whole) == len('18:00') else ''}" + (f".{fraction:0<6}" if fraction else "")


def _offset(zone: str) -> str:
    """A UTC offset in the format that Python parses; '' for the name of a zone."""
    if zone in ("Z", "z"):
        return "+00:00"
    return f"{zone[:3]}:{zone[-2:]}" if _OFFSET.fullmatch(zone) else ""


def _zone(name: str) -> tzinfo:
    """A time zone by its IANA name. Raises DocumentError."""
    import zoneinfo  # takes longer than any file of this collection, and few tasks have a time in a named zone

    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise DocumentError(
            f"'{name}' is neither an offset such as +03:00 nor a time zone such as Europe/Moscow that this machine "
            "knows (it needs the time zone data of its system, or the Python package tzdata)"
        ) from None

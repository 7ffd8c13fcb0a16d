# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Analytics, usage and dictionaries: numbers that only depend on the query, in the documented format."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from .. import checks, clock
from ..answers import Answer, Problem, invalid, missing, not_found
from ..router import Call, Route

METRICS = ("views", "duration", "watch_time", "player_loads", "unique_views", "online")
DEVICES = ("tv", "desktop", "tablet", "mobile")
STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1), "month": timedelta(days=30)}
# names from the API reference
ENTITIES = ["video_id", "device", "watch_time", "city", "country_code", "folder_name", "folder_id", "project_name"]
ENTITIES += ["project_id"]
FIELDS = ["view", "seek", "play", "pause", "replay", "player_init", "player_load", "buffering_time", "buffering_count"]
FIELDS += ["unique_view", "external_id", "workspace_id", *ENTITIES]
ORDERED = FIELDS[:10]
ZONE = "Europe/Moscow"
OFFSET = timezone(timedelta(hours=3))
ZONES = (
    ("Pacific/Majuro", "Pacific/Majuro", "Океания/Маджуро", "+12", 43200),
    ("Africa/Nairobi", "Africa/Nairobi", "Африка/Найроби", "EAT", 10800),
    ("America/Detroit", "America/Detroit", "Америка/Детройт", "EST", -18000),
    ("Asia/Yerevan", "Asia/Yerevan", "Азия/Ереван", "+04", 14400),
    (ZONE, ZONE, "Европа/Москва", "MSK", 10800),
    ("Asia/Colombo", "Asia/Colombo", "Азия/Коломбо", "+0530", 19800),
    ("Europe/Tirane", "Europe/Tirane", "Европа/Тирана", "CET", 3600),
)
MOST_BUCKETS = 1000


def _moment(call: Call, name: str) -> datetime:
    """A date or an RFC 3339 time (documented)."""
    text = call.asked(name) or ""
    found = clock.parse(text if "T" in text else f"{text}T00:00:00Z")
    if found is None:
        raise invalid([{"index": 0, "name": name, "reason": "datetime", "message": "2006-01-02"}])
    return found


def _span(call: Call) -> tuple[datetime, datetime]:
    """from and to. Without them, requests were answered with "not found" (observed); a help page says 400400."""
    absent = [missing(name) for name in ("from", "to") if not call.asked(name)]
    if absent:
        raise not_found() if call.switch("usage_without_dates") == "not_found" else invalid(absent)
    return _moment(call, "from"), _moment(call, "to")


def _choice(call: Call, name: str, default: str, choices: tuple[str, ...]) -> str:
    value = call.asked(name) or default
    if value not in choices:
        raise invalid([{"index": 0, "name": name, "reason": "oneof", "message": " ".join(choices)}])
    return value


def _buckets(start: datetime, end: datetime, group: str) -> list[datetime]:
    """The starts of the intervals: midnights of the workspace's time zone in UTC (documented)."""
    local = start.astimezone(OFFSET)
    if group != "hour":
        local = local.replace(hour=0, minute=0, second=0, microsecond=0)
    moment = local.astimezone(timezone.utc)
    out: list[datetime] = []
    while moment < end and len(out) < MOST_BUCKETS:
        out.append(moment)
        moment += STEPS[group]
    return out


def _time(start: datetime, end: datetime) -> dict[str, str]:
    return {"from": clock.stamp(start), "to": clock.stamp(end), "timezone": ZONE}


def overview(call: Call) -> Answer:
    """Totals, a timeline and top lists; every count is 0 in a simulated workspace."""
    start, end = _span(call)
    group = _choice(call, "group_time", "day", tuple(STEPS))
    if call.asked("video_id"):
        checks.one_id(call.asked("video_id"))
    zero = dict.fromkeys(METRICS, 0)
    devices = [{"name": name, "views": 0, "player_loads": 0, "unique_views": 0} for name in DEVICES]
    data = {
        "total": {**zero, "date": clock.ZERO_TIME},
        "timeline": [{**zero, "date": clock.stamp(moment)} for moment in _buckets(start, end, group)],
        "top": {"oses": None, "devices": devices, "browsers": None, "countries": None, "cities": None},
    }
    return Answer(body={"meta": {"time": _time(start, end)}, "data": data})


def _names(call: Call, name: str, known: list[str]) -> list[str]:
    asked = [part for part in (call.asked(name) or "").split(",") if part]
    for part in asked:
        if part not in known:
            raise invalid([{"index": 0, "name": name, "reason": "oneof", "message": " ".join(known)}])
    return asked


def custom(call: Call) -> Answer:
    """Rows of date and the selected fields; sorting works for metrics such as views, not for watch_time (observed)."""
    start, end = _span(call)
    group = _choice(call, "group", "day", tuple(STEPS))
    entities = _names(call, "group_entities", ENTITIES)
    fields = _names(call, "fields", FIELDS)
    order = {}
    for part in (call.asked("order") or "").split(","):
        name, _dot, direction = part.partition(".")
        if part and (name not in ORDERED or direction not in ("", "asc", "desc")):
            raise Problem(400, 400216, "not allowed order field")
        if part:
            order[name] = direction or "asc"
    rows: list[dict[str, Any]] = []
    for video in call.ws["video"] if "video_id" in entities else []:
        for moment in _buckets(start, end, group):
            rows.append({"date": clock.stamp(moment), **dict.fromkeys(fields, 0), "video_id": video["id"]})
    return Answer(body={"meta": {"order": order, "time": _time(start, end), "group_entities": entities}, "data": rows})


def usage(call: Call) -> Answer:
    """Usage per day and product; some rows have no project (documented). No paging, no meta."""
    start, end = _span(call)
    wanted = checks.one_id(call.asked("project_id")) if call.asked("project_id") else None
    projects = [row for row in call.ws["project"] if wanted in (None, row["id"])]
    rows: list[dict[str, Any]] = []
    for number, moment in enumerate(_buckets(start, end, "day")):
        date = clock.stamp(moment.astimezone(OFFSET).replace(tzinfo=timezone.utc))
        for row in projects:
            rows.append(
                {"date": date, "usage": row["items_count"] * 1000 + number, "product": "cdn", "project_id": row["id"]}
            )
            rows.append({"date": date, "usage": row["size"], "product": "storage", "project_id": row["id"]})
        if wanted is None:
            rows += [{"date": date, "usage": 0, "product": name} for name in ("cdn", "encoding", "live_traffic")]
    return Answer(body={"data": rows})


def timezones(call: Call) -> Answer:
    """Time zones, unsorted (documented); abbreviations and offsets of the real ones vary with daylight saving time."""
    return Answer(body={"data": [dict(zip(("name", "en", "ru", "abbr", "offset"), row)) for row in ZONES]})


ROUTES = [
    Route("GET", "/v1/analytics/overview", overview),
    Route("GET", "/v1/analytics", custom),
    Route("GET", "/v1/billing/usage", usage),
    Route("GET", "/v1/dictionaries/timezones", timezones),
]

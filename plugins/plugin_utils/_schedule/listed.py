# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Broadcasts from a list of their options or from CSV."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import DocumentError
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.zoned import one_moment, zoned
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._csv_rows import header_faults, rows_of, width_fault

from .plan import DEFAULT, OPTIONS, Broadcast, Found, Rules, in_utc
from .series import calendar_of_rule, occurrences

#: the columns of CSV; a location is written as Project/Folder
COLUMNS = ("name", "start", "length", "rrule", "except", "template", "location", "record_to", "subtitle", "poster")
PLACES = ("location", "record_to")
LONGEST = 7 * 24 * 60  # minutes
_APART = "leave this date out with except, and add a broadcast for it that has a start with its UTC offset"
_OWN = ("name", "start", "length", "rrule", "except", "template")


def read_list(entries: Sequence[Any], rules: Rules) -> Found:
    """The broadcasts in a list of {name, start, ...}."""
    return _read(((f"broadcast {number}", given) for number, given in enumerate(entries, 1)), rules)


def read_csv(text: str, rules: Rules) -> Found:
    """The broadcasts in a CSV text with a header."""
    faults: list[str] = []
    rows = rows_of(text, faults)
    if not rows:
        return Found(faults=faults or ["it contains no broadcasts"])
    columns = [cell.lower() for cell in rows.pop(0)[1]]
    faults += header_faults(columns, COLUMNS[:2], COLUMNS)
    known = f"known are {', '.join(COLUMNS)}"
    faults += [f"line 1: unknown column {name}; {known}" for name in columns if name not in COLUMNS]
    if faults:
        return Found(faults=faults)
    found = Found()
    entries = []
    for line, cells in rows:
        fault = width_fault(cells, columns)
        if fault:
            found.faults.append(f"line {line}: {fault}")
        else:
            entries.append((f"line {line}", {name: _cell(name, cell) for name, cell in zip(columns, cells) if cell}))
    more = _read(iter(entries), rules)
    return Found(more.broadcasts, found.faults + more.faults)


def _cell(name: str, cell: str) -> Any:
    if name in PLACES:
        project, *folder = [part.strip() for part in cell.split("/")]
        return {"project": project, "folder": folder}
    return cell.split() if name == "except" else cell


def _read(entries: Iterator[tuple[str, Any]], rules: Rules) -> Found:
    found = Found()
    for where, given in entries:
        try:
            found.broadcasts += _broadcasts(where, given, rules)
        except DocumentError as error:
            found.faults.append(f"{where}: {error}")
    return found


def _broadcasts(where: str, given: Any, rules: Rules) -> list[Broadcast]:
    """The broadcasts of one entry: one, or those of a series. Raises DocumentError."""
    if not isinstance(given, Mapping):
        raise DocumentError("must be a dictionary with name and start")
    given = {str(name): value for name, value in given.items() if value is not None}
    unknown = [name for name in given if name not in (*_OWN, *OPTIONS)]
    if unknown:
        raise DocumentError(f"unknown option {' and '.join(unknown)}")
    wrong = [option for option in _OWN if option != "except" and isinstance(given.get(option), (list, tuple, Mapping))]
    if wrong:
        raise DocumentError(f"{' and '.join(wrong)} must be {'strings' if len(wrong) > 1 else 'a string'}")
    name = str(given.get("name", "")).strip()
    if not name or "start" not in given:
        raise DocumentError("must have name and start")
    start, length = zoned(str(given["start"]), rules.zone), _length(given, rules)
    one_moment(start, "start")
    options = {**template_of(str(given.get("template", DEFAULT)), rules), **_options(given)}
    if "rrule" not in given:
        if "except" in given:
            raise DocumentError("except requires rrule")
        return [Broadcast(where, name, in_utc(start), length, options)]
    calendar = calendar_of_rule(start, length, str(given["rrule"]), _dates(given))
    times = occurrences(calendar, rules.now, rules.until)
    single = options.get("type") == "recurring"  # one event for the whole series, which shows the next start
    return [
        Broadcast(
            where,
            name if single else rules.named(name, one.planned),
            one_moment(one.start, "rrule", _APART),
            length,
            options,
        )
        for one in (times[:1] if single else times)
    ]


def template_of(name: str, rules: Rules) -> Mapping[str, Any]:
    """The options of a template. Raises DocumentError for an unknown one."""
    if name not in rules.templates and name != DEFAULT:
        raise DocumentError(f"there is no template {name}")
    return rules.templates.get(name, {})


def _options(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: given[name] for name in OPTIONS if name in given}


def _length(given: Mapping[str, Any], rules: Rules) -> timedelta:
    if "length" not in given:
        return rules.length
    text = str(given["length"]).strip()
    if not (text.isascii() and text.isdigit() and 0 < int(text[:9]) <= LONGEST):
        raise DocumentError(f"length must be a number of minutes from 1 to {LONGEST}")
    return timedelta(minutes=int(text))


def _dates(given: Mapping[str, Any]) -> list[date]:
    given_dates = given.get("except", [])
    if not isinstance(given_dates, (list, tuple)):
        raise DocumentError("except must be a list of dates")
    try:
        return [date.fromisoformat(str(one)) for one in given_dates]
    except ValueError:
        raise DocumentError("except must be a list of dates such as 2026-12-31") from None

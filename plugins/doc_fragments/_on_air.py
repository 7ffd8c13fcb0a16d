# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options that protect broadcasts from a task."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  on_air:
    description:
      - What to do about a change that can hurt a broadcast which is on air or about to start. Examples are to delete or
        to reschedule the live event, to change its restreams, the privacy or the player of its project, or to archive a
        domain that its viewers watch on. Names, subtitles, descriptions, posters and the chat can always be changed,
        unless the same request carries such an option that no response shows, such as C(apply_to_videos).
      - V(refuse) fails before anything is written, in check mode, too. The message names the live event, since when it
        is on air or when it starts, the change, and until when to wait.
      - V(warn) only warns, and V(allow) does not look for broadcasts at all.
      - Live events are read only if there is such a change. If the token is not allowed to read them, V(refuse) fails,
        and V(warn) warns that it cannot tell.
      - A live event whose stream is in a state that this collection does not know counts as on air for 24 hours after
        it was started or last updated, unless the API shows when it ended.
    type: str
    choices: [refuse, warn, allow]
    default: refuse
  on_air_margin:
    description:
      - For how many minutes before its scheduled start a broadcast is protected, and for how many minutes after it if
        it has not started.
    type: int
    default: 15
"""

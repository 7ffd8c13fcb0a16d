# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options and notes of modules that keep one object as declared."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  state:
    description:
      - V(present) creates the object if it does not exist, and updates it if it differs.
      - V(absent) deletes the object. If it does not exist, nothing happens. Only the options that identify the object
        are used.
    type: str
    choices: [present, absent]
    default: present
notes:
  - Options that are omitted are not managed. They are not compared, and the object keeps its current values. V(null)
    counts as omitted, also inside dictionaries. As an item of a list it is an error. To clear a value, set the empty
    value that the description of the option names.
  - If nothing differs, nothing is written. An object that differs takes one write request, and one more for each part
    that the API stores separately. RV(changes) has one entry for each request.
  - In check mode only, an object that another object refers to may be missing. The task then assumes that an earlier
    task will create it, reports a change and issues a warning. Outside check mode, the task fails before anything is
    written.
"""

    ID = r"""
options:
  id:
    description:
      - ID of the object, either a UUID or the 22-character short form that is used in links.
      - Use it to rename the object. The object gets the name that the task sets.
      - Required when several objects have the same name. Without it, the task fails and lists their IDs. The module
        never guesses.
      - With O(state=present), an object with this ID must exist.
    type: str
  allow_similar:
    description:
      - Whether to create the object although there is one whose name differs only in spelling, which means in capitals,
        spaces, HTML escapes or in the way its characters are composed.
      - Without it, such a task fails before anything is written, because the two are probably meant to be one object.
    type: bool
    default: false
"""

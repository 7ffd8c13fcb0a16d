# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options and notes of modules that keep one object as declared."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  state:
    description:
      - V(present) creates the object when there is none, and changes what differs when there is one.
      - V(absent) deletes it. That there is none is no error and no change. Of the other options, only those that say
        which object is meant have a meaning then.
    type: str
    choices: [present, absent]
    default: present
notes:
  - An option that is not given is not managed. Nothing is compared, and what it stands for keeps the value that it
    has. V(null) counts as not given, also inside dictionaries; as an item of a list it is an error. To clear
    something, give the empty value that its description names.
  - Nothing is written when nothing differs. An object that differs costs one write request, and one more for each
    part that the API keeps apart. The key RV(changes) of the result has one entry for each of them.
  - In check mode only, an object that another one refers to may be missing. The task then takes it that an earlier
    task will create it, reports a change, and warns. Outside check mode it is an error, before anything is written.
"""

    ID = r"""
options:
  id:
    description:
      - Which object is meant, by its id. Both public forms are accepted, the UUID and the short form of 22 characters
        that stands in links.
      - With it, the object can be renamed. Its name becomes the one that the task gives.
      - Needed when several objects have the same name. Without it, such a task fails with a list of their ids;
        nothing is ever guessed.
      - With O(state=present), an object with this id must exist.
    type: str
"""

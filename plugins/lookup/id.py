# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
name: id
short_description: Look up the ID of an object by its name
version_added: 1.0.0
description:
  - Looks up the ID of an object by the key that its module uses, which is the name, title, domain, tag, email address,
    language or file name.
  - Exactly one object must match. If none or several match, the lookup fails. It never guesses.
  - Keys are case-sensitive, except for domains, email addresses and languages of subtitles.
  - Most options of the modules accept names where the API expects IDs. Use this lookup for the others, such as
    O(kinescope.kinescope.kinescope_analytics_info#module:video), and for your own API calls.
author:
  - Kinescope collection contributors (@kinescope)
options:
  _terms:
    description:
      - Kind of the object, as in O(kinescope.kinescope.kinescope_info#module:kind), followed by its key. For several
        keys, the lookup returns several IDs in the same order.
      - Kinds without a key or an ID, such as V(poster) and V(drm_auth), cannot be looked up. Neither can
        V(access_token), whose ID may be its secret.
    type: list
    elements: str
    required: true
  project:
    description: Name or ID of the project of a V(folder).
    type: str
  video:
    description: Title or ID of the video that a V(subtitle), an V(annotation) or a V(material) belongs to.
    type: str
  event:
    description: Name or ID of the live event that a V(live_event_video) belongs to.
    type: str
  location:
    description:
      - Location to search, for names that are not unique. Same as
        O(kinescope.kinescope.kinescope_info#module:location), a dictionary with V(project) and V(folder), or V(id).
    type: dict
  api_token:
    description:
      - API token of the workspace.
      - Do not write it into a playbook. Use the environment, or a variable from a vault.
      - Without it, the lookup fails.
    type: str
    env:
      - name: KINESCOPE_API_TOKEN
    vars:
      - name: kinescope_api_token
  api_url:
    description: URL of the API.
    type: str
    default: https://api.kinescope.io
    env:
      - name: KINESCOPE_API_URL
    vars:
      - name: kinescope_api_url
  api_timeout:
    description:
      - Timeout in seconds for opening a connection, and then for each part of a response. A whole response may take
        four times as long.
    type: float
    default: 30
    env:
      - name: KINESCOPE_API_TIMEOUT
    vars:
      - name: kinescope_api_timeout
  api_retries:
    description: Number of times to retry a request that failed for a temporary reason.
    type: int
    default: 5
    env:
      - name: KINESCOPE_API_RETRIES
    vars:
      - name: kinescope_api_retries
  api_rate_deadline:
    description: For how many seconds the API may answer every request with a rate limit before a request fails.
    type: float
    default: 300
    env:
      - name: KINESCOPE_API_RATE_DEADLINE
    vars:
      - name: kinescope_api_rate_deadline
  validate_certs:
    description: Whether to validate the TLS certificate of O(api_url).
    type: bool
    default: true
    env:
      - name: KINESCOPE_VALIDATE_CERTS
    vars:
      - name: kinescope_validate_certs
  ca_path:
    description:
      - A file with the certificates of the authorities to trust, or a directory of such files.
      - A regular file of at most 16 MiB.
    type: path
    env:
      - name: KINESCOPE_CA_PATH
    vars:
      - name: kinescope_ca_path
requirements:
  - requests >= 2.25.1
notes:
  - Lookups always run on the controller, also for tasks on other hosts, and do not use C(module_defaults).
  - Within a task, a list is read once for all lookups, and again if it is older than three seconds.
  - In check mode, objects that earlier tasks would create do not exist yet, so looking them up fails. With
    C(errors='ignore'), the lookup returns no ID and no error.
seealso:
  - module: kinescope.kinescope.kinescope_info
"""

EXAMPLES = r"""
---
- name: Show the ID of a project
  ansible.builtin.debug:
    msg: "{{ lookup('kinescope.kinescope.id', 'project', 'Courses') }}"

- name: Show the IDs of two players as a list
  ansible.builtin.debug:
    msg: "{{ query('kinescope.kinescope.id', 'player', 'Main', 'Landing page') }}"

- name: Show the ID of a folder
  ansible.builtin.debug:
    msg: "{{ lookup('kinescope.kinescope.id', 'folder', 'Spring', location=year) }}"
  vars:
    year: {project: Courses, folder: ["2026"]}
"""

RETURN = r"""
---
_list:
  description: The IDs, one for each key.
  type: list
  elements: str
  sample: [0199f0a4-52c1-7d3e-8a6b-3f1f6c9d2e10]
"""

import sys
from collections.abc import Mapping
from typing import Any

from ansible.errors import AnsibleLookupError
from ansible.plugins.lookup import LookupBase

from ansible_collections.kinescope.kinescope.plugins.module_utils._api.connection import API_URL, UPLOADER_URL
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.display import visible
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import KinescopeError
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.location import OPTIONS
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.options import as_declared, type_faults
from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.module import (
    LIBRARIES,
    connection_of,
    gateway_of,
    how_to_install,
    missing,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils._info.objects import id_of_object
from ansible_collections.kinescope.kinescope.plugins.module_utils._reconcile.observe import FRESH

ASKED = ("project", "video", "event", "location")
CONNECTION = ("api_token", "api_url", "api_timeout", "api_retries", "api_rate_deadline", "validate_certs", "ca_path")
SPEC = {"location": {"type": "dict", "options": OPTIONS}}


class LookupModule(LookupBase):
    """Looks up IDs by natural keys."""

    def run(self, terms: list[Any], variables: Mapping[str, Any] | None = None, **kwargs: Any) -> list[str]:
        """The IDs of the objects of a kind with these keys."""
        self.set_options(var_options=variables, direct=kwargs)  # type: ignore[no-untyped-call]
        library = missing(LIBRARIES)
        if library:
            said = (
                f"kinescope.kinescope.id requires the Python library {library}, and {sys.executable} does not have it"
            )
            raise AnsibleLookupError(visible(f"{said}; to install it, {how_to_install(library)}"))
        if len(terms) < 2:
            raise AnsibleLookupError("kinescope.kinescope.id requires a kind and a key, such as 'project', 'Courses'")
        given = {name: self.get_option(name) for name in (*ASKED, *CONNECTION)}  # type: ignore[no-untyped-call]
        asked = as_declared(SPEC, {name: given[name] for name in ASKED})
        faults = _faults(kwargs, terms[1:], asked["location"])
        if faults:
            raise AnsibleLookupError(visible(f"kinescope.kinescope.id: {'; '.join(faults)}"))
        try:
            gateway = gateway_of(
                connection_of(
                    {
                        **given,
                        "api_token": given["api_token"] or "",
                        "api_url": given["api_url"] or API_URL,
                        "uploader_url": UPLOADER_URL,
                    }
                )
            )
            gateway.forget_older(FRESH)
            return [id_of_object(gateway, str(terms[0]), str(key), asked) for key in terms[1:]]
        except KinescopeError as error:
            raise AnsibleLookupError(visible(f"kinescope.kinescope.id: {error.sentence()}")) from None


def _faults(given: Mapping[str, Any], keys: list[Any], location: Mapping[str, Any] | None) -> list[str]:
    """What a module's argument spec would refuse, a sentence each; Ansible ignores unknown options of lookups."""
    known, parts = (*ASKED, *CONNECTION), {k: v for k, v in (location or {}).items() if v is not None}
    unknown = [name for name in given if name not in (*known, "wantlist")]  # loops set wantlist
    faults = [f"{name} is not a valid option; valid options are {', '.join(known)}" for name in unknown]
    faults += [f"location must not contain {name}, only {', '.join(OPTIONS)}" for name in parts if name not in OPTIONS]
    faults += type_faults(SPEC, {"location": parts})
    if not isinstance(parts.get("folder", []), list):
        faults.append("location.folder must be a list")
    kinds = ((Mapping, "a dictionary"), (list, "a list"), (type(None), "null"))
    return faults + [
        f"a key must be a string, not {word}" for key in keys for kind, word in kinds if isinstance(key, kind)
    ]

# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
name: id
short_description: The id of an object by its name
version_added: 1.0.0
description:
  - Looks up the id of an object by the key that its module knows it by, which is its name, title, domain, tag, e-mail
    address, language or file name.
  - There must be exactly one. None and several are errors; nothing is ever guessed.
  - Capitals count, but for domains, e-mail addresses and languages of subtitles.
  - The modules of this collection take names wherever the API wants ids, so this is for what they do not cover, such as
    your own calls of the API.
author:
  - Kinescope collection contributors (@kinescope)
options:
  _terms:
    description:
      - The kind of the object, as O(kinescope.kinescope.kinescope_info#module:kind) names it, and then its key. With
        several keys there are several ids, in their order.
      - Kinds without a key or without an id, such as V(poster) and V(drm_auth), cannot be looked up. Nor can
        V(access_token), whose id may be its secret.
    type: list
    elements: str
    required: true
  project:
    description: The project of a V(folder), by its name or id.
    type: str
  video:
    description: The video that a V(subtitle), an V(annotation) or a V(material) belongs to, by its title or id.
    type: str
  event:
    description: The live event that a V(live_event_video) is of, by its name or id.
    type: str
  location:
    description:
      - Where to look, for names that repeat. The same as O(kinescope.kinescope.kinescope_info#module:location), a
        dictionary of V(project) and V(folder), or V(id).
    type: dict
  api_token:
    description:
      - The API token of the workspace.
      - Do not write it into a playbook. Use the environment, or a variable from a vault.
    type: str
    required: true
    env:
      - name: KINESCOPE_API_TOKEN
    vars:
      - name: kinescope_api_token
  api_url:
    description: The address of the API.
    type: str
    default: https://api.kinescope.io
    env:
      - name: KINESCOPE_API_URL
    vars:
      - name: kinescope_api_url
  api_timeout:
    description: For how many seconds to wait for a connection, and then for each part of an answer.
    type: float
    default: 30
    env:
      - name: KINESCOPE_API_TIMEOUT
    vars:
      - name: kinescope_api_timeout
  api_retries:
    description: How often to repeat a request that failed for a reason that may pass.
    type: int
    default: 5
    env:
      - name: KINESCOPE_API_RETRIES
    vars:
      - name: kinescope_api_retries
  validate_certs:
    description: Whether to check the certificate of O(api_url).
    type: bool
    default: true
    env:
      - name: KINESCOPE_VALIDATE_CERTS
    vars:
      - name: kinescope_validate_certs
  ca_path:
    description: A file with the certificates of the authorities to trust, or a directory of such files.
    type: path
    vars:
      - name: kinescope_ca_path
requirements:
  - requests >= 2.25.1
notes:
  - Lookups run where C(ansible-playbook) does, also for tasks of other hosts, and see nothing of C(module_defaults).
  - Within a task, a list is read once for all lookups, and once more when it is older than three seconds.
  - In check mode, what earlier tasks would create does not exist yet, and to look it up fails. With C(errors='ignore')
    there is no id then, and no error.
seealso:
  - module: kinescope.kinescope.kinescope_info
"""

EXAMPLES = r"""
---
- name: Show the id of a project
  ansible.builtin.debug:
    msg: "{{ lookup('kinescope.kinescope.id', 'project', 'Courses') }}"

- name: Show the ids of two players as a list
  ansible.builtin.debug:
    msg: "{{ query('kinescope.kinescope.id', 'player', 'Main', 'Landing page') }}"

- name: Show the id of a folder
  ansible.builtin.debug:
    msg: "{{ lookup('kinescope.kinescope.id', 'folder', 'Spring', location=year) }}"
  vars:
    year: {project: Courses, folder: ["2026"]}
"""

RETURN = r"""
---
_list:
  description: The ids, one for each key.
  type: list
  elements: str
  sample: [0199f0a4-52c1-7d3e-8a6b-3f1f6c9d2e10]
"""

from collections.abc import Mapping
from typing import Any

from ansible.errors import AnsibleLookupError
from ansible.plugins.lookup import LookupBase

from ansible_collections.kinescope.kinescope.plugins.module_utils.client import REQUESTS_IMPORT_ERROR
from ansible_collections.kinescope.kinescope.plugins.module_utils.connection import API_URL, UPLOADER_URL
from ansible_collections.kinescope.kinescope.plugins.module_utils.edge import connection_of, gateway_of
from ansible_collections.kinescope.kinescope.plugins.module_utils.errors import KinescopeError
from ansible_collections.kinescope.kinescope.plugins.module_utils.info_reading import the_id
from ansible_collections.kinescope.kinescope.plugins.module_utils.observe import FRESH
from ansible_collections.kinescope.kinescope.plugins.module_utils.visible import visible

ASKED = ("project", "video", "event", "location")
CONNECTION = ("api_token", "api_url", "api_timeout", "api_retries", "validate_certs", "ca_path")


class LookupModule(LookupBase):
    """Ids by keys."""

    def run(self, terms: list[Any], variables: Mapping[str, Any] | None = None, **kwargs: Any) -> list[str]:
        """The ids of the objects of a kind that have the keys."""
        self.set_options(var_options=variables, direct=kwargs)  # type: ignore[no-untyped-call]
        if REQUESTS_IMPORT_ERROR:
            raise AnsibleLookupError("kinescope.kinescope.id needs the Python library requests")
        if len(terms) < 2:
            raise AnsibleLookupError("kinescope.kinescope.id needs a kind and a key, such as 'project', 'Courses'")
        given = {name: self.get_option(name) for name in (*ASKED, *CONNECTION)}  # type: ignore[no-untyped-call]
        asked = {name: given[name] for name in ASKED}
        try:
            gateway = gateway_of(
                connection_of({**given, "api_url": given["api_url"] or API_URL, "uploader_url": UPLOADER_URL})
            )
            gateway.forget_older(FRESH)
            return [the_id(gateway, str(terms[0]), str(key), asked) for key in terms[1:]]
        except KinescopeError as error:
            raise AnsibleLookupError(visible(f"kinescope.kinescope.id: {error.sentence()}")) from None

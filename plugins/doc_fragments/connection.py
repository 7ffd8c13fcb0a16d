# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options that say where the API is and how to reach it."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  api_token:
    description:
      - The API token of the workspace. It selects the workspace, so there is no option that names one.
      - It is a UUID. Anything else is refused before the first request.
      - If not set, the environment variable E(KINESCOPE_API_TOKEN) is used.
    type: str
    required: true
  api_url:
    description:
      - The address of the API. Change it to go through a proxy of yours, or to a simulator in tests.
      - If not set, the environment variable E(KINESCOPE_API_URL) is used.
    type: str
    default: https://api.kinescope.io
  uploader_url:
    description:
      - The address of the host that takes uploads of videos and of files that belong to them.
      - Modules that upload nothing there accept it and do not use it, so that it can be set once for all of them.
      - If not set, the environment variable E(KINESCOPE_UPLOADER_URL) is used.
    type: str
    default: https://uploader.kinescope.io
  api_timeout:
    description:
      - For how many seconds to wait for a connection, and then for each part of an answer. Above 0, and at most
        a day.
      - If not set, the environment variable E(KINESCOPE_API_TIMEOUT) is used.
    type: float
    default: 30
  api_retries:
    description:
      - How often to repeat a request that failed for a reason that may pass, which is the rate limit (HTTP 429), a
        fault of the server (HTTP 5xx), a time-out or a lost connection. V(0) turns repeating off.
      - Pauses grow from attempt to attempt. A C(Retry-After) of up to five minutes is honoured, a longer one is an
        error.
      - A request that creates something is not repeated before a look whether the first attempt created it.
      - If not set, the environment variable E(KINESCOPE_API_RETRIES) is used.
    type: int
    default: 5
  validate_certs:
    description:
      - Whether to check the certificates of O(api_url) and O(uploader_url). V(false) lets anyone on the way read the
        token.
      - If not set, the environment variable E(KINESCOPE_VALIDATE_CERTS) is used.
    type: bool
    default: true
  ca_path:
    description:
      - A file with the certificates of the authorities to trust, or a directory of such files, instead of the ones
        that come with C(requests). Not used with O(validate_certs=false).
    type: path
requirements:
  - python >= 3.9
  - requests >= 2.25.1
notes:
  - The API is called from the host of the task, which needs C(requests) and a way to the API. Use C(localhost), or
    C(delegate_to). The environment variables are read, and files are looked for, on that host. An empty
    variable counts as not set. With a local connection, a relative path is meant from the folder of the playbook.
  - The module keeps to the API's limits of 10 requests a second and 300 a minute. The environment variable
    E(KINESCOPE_API_PACE) asks for another pace, V(off) in tests against a simulator, or a whole number of requests a
    second.
  - To give the connection once for many tasks, set C(group/kinescope.kinescope.kinescope) in C(module_defaults).
seealso:
  - name: Kinescope API reference
    description: The vendor's description of the API that this module uses.
    link: https://docs.kinescope.ru/api
"""

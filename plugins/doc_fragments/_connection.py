# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options for the address of the API and the connection to it."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  api_token:
    description:
      - API token of the workspace. The token selects the workspace, so no other option names it.
      - It must be a UUID. Any other value fails before the first request is sent. Tokens are created in the dashboard,
        under Settings, API tokens.
      - If omitted, the environment variable E(KINESCOPE_API_TOKEN) is used.
    type: str
    required: true
  api_url:
    description:
      - URL of the API. Change it to use a proxy, or a simulator in tests.
      - A scheme, an ASCII host, and optionally a port and a path. A URL with user information, a query string, a
        backslash or blanks is an error before the first request.
      - If omitted, the environment variable E(KINESCOPE_API_URL) is used.
    type: str
    default: https://api.kinescope.io
  uploader_url:
    description:
      - URL of the host that receives uploads of videos and related files, in the same form as O(api_url).
      - Modules that do not upload files to this host accept the option and ignore it, so you can set it once for all
        modules.
      - If omitted, the environment variable E(KINESCOPE_UPLOADER_URL) is used.
    type: str
    default: https://uploader.kinescope.io
  api_timeout:
    description:
      - Timeout in seconds for opening a connection, and then for each part of a response. Must be greater than 0 and
        at most one day.
      - A whole response must arrive within four times as many seconds, counted from when the request was sent, however
        steadily its parts come in. It may have 64 MiB, also after decompression. The time for sending a file is not
        limited by this.
      - If omitted, the environment variable E(KINESCOPE_API_TIMEOUT) is used.
    type: float
    default: 30
  api_retries:
    description:
      - Number of times to retry a request that failed for a temporary reason, which is a server error (HTTP 5xx), a
        timeout (also HTTP 408), HTTP 425 or a lost connection. V(0) disables retries. A rate limit (HTTP 429) is not
        counted, see O(api_rate_deadline).
      - The delay grows with each attempt. A C(Retry-After) of up to five minutes is honored, and a longer one is an
        error.
      - Before it repeats a request that creates something, the module checks whether the first attempt created it.
      - If omitted, the environment variable E(KINESCOPE_API_RETRIES) is used.
    type: int
    default: 5
  api_rate_deadline:
    description:
      - For how many seconds the API may answer every request with a rate limit (HTTP 429) before a request fails. Until
        then, such requests are sent again, when C(Retry-After) says or with growing delays. From 0 to one day.
      - Any request that gets through starts the time anew, so processes that share a token do not make each other fail.
      - If omitted, the environment variable E(KINESCOPE_API_RATE_DEADLINE) is used.
    type: float
    default: 300
  validate_certs:
    description:
      - Whether to validate the TLS certificates of O(api_url) and O(uploader_url). With V(false), anyone who can
        intercept the connection can read the token.
      - If omitted, the environment variable E(KINESCOPE_VALIDATE_CERTS) is used.
    type: bool
    default: true
  ca_path:
    description:
      - A file with the certificates of the authorities to trust, or a directory of such files, instead of the ones
        that come with C(requests). Not used with O(validate_certs=false).
      - If omitted, the environment variable E(KINESCOPE_CA_PATH) is used, and then E(REQUESTS_CA_BUNDLE),
        E(CURL_CA_BUNDLE) and E(SSL_CERT_FILE).
      - A regular file of at most 16 MiB.
    type: path
requirements:
  - python >= 3.9
  - requests >= 2.25.1
notes:
  - The host where the task runs calls the API, so this host needs C(requests) and network access to the API. Use
    C(localhost) or C(delegate_to). Environment variables are read and files are looked up on this host. An empty
    variable counts as unset. With a local connection, relative paths are relative to the directory of the playbook.
  - The module stays within the API's limits of 10 requests per second and 300 per minute. The environment variable
    E(KINESCOPE_API_PACE) sets another pace. V(off) is for tests with a simulator; an integer is the number of
    requests per second.
  - To configure the connection once for many tasks, set C(group/kinescope.kinescope.kinescope) in C(module_defaults).
seealso:
  - name: Kinescope API reference
    description: Kinescope's description of the API that this module uses.
    link: https://docs.kinescope.ru/api
"""

# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The one place where a task's options become a connection, and where errors become a failed task."""

from __future__ import annotations

from typing import Any

from ansible.module_utils.basic import AnsibleModule, missing_required_lib

from ansible_collections.kinescope.kinescope.plugins.module_utils.client import (
    REQUESTS_IMPORT_ERROR,
    Client,
    Connection,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils.errors import KinescopeError
from ansible_collections.kinescope.kinescope.plugins.module_utils.gateway import Gateway
from ansible_collections.kinescope.kinescope.plugins.module_utils.kind import Kind
from ansible_collections.kinescope.kinescope.plugins.module_utils.runner import Report, run


def connection_of(options: dict[str, Any]) -> Connection:
    """The connection that a task's options describe. Raises DocumentError."""
    verify: bool | str = options["validate_certs"]
    if verify and options["ca_path"]:
        verify = options["ca_path"]
    return Connection(
        token=options["api_token"],
        api_url=options["api_url"],
        uploader_url=options["uploader_url"],
        timeout=options["api_timeout"],
        retries=options["api_retries"],
        verify=verify,
    )


def manage(module: AnsibleModule, kind: Kind) -> None:
    """Run a module that manages one object, and leave it with its result."""
    if REQUESTS_IMPORT_ERROR:
        module.fail_json(msg=missing_required_lib("requests"), exception=REQUESTS_IMPORT_ERROR)
    report = Report()
    try:
        connection = connection_of(module.params)
        if connection.token_travels_in_clear:
            module.warn("api_url is not https: the token travels in clear")
        run(kind, module.params, module.check_mode, Gateway(Client(connection)), report)
    except KinescopeError as error:
        for warning in report.warnings:
            module.warn(warning)
        module.fail_json(msg=error.sentence(), error=error.details(), **report.result)
    for warning in report.warnings:
        module.warn(warning)
    module.exit_json(**report.result)

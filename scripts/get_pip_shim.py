# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Replacement for get-pip.py, which ansible-test would download from a host other than PyPI.

ansible-test runs it with the arguments of "pip install" and with --no-setuptools and --no-wheel.
"""

from __future__ import annotations

import os
import subprocess
import sys

env = {key: value for key, value in os.environ.items() if key != "GET_PIP"}
args = [arg for arg in sys.argv[1:] if arg not in ("--no-setuptools", "--no-wheel")]
subprocess.check_call([sys.executable, "-m", "ensurepip", "--default-pip"], env=env, stdout=subprocess.DEVNULL)
sys.exit(subprocess.call([sys.executable, "-m", "pip", "install", "--quiet", *args], env=env))

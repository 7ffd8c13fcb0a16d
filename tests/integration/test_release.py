# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a release publishes, signed by a key that is made for the test, as users verify it."""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.integration.play import ROOT

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: pathlib.Path) -> Run:
    """Runs a command with a key ring of its own, in which there is one key."""
    ring = (
        pathlib.Path(os.environ.get("XDG_RUNTIME_DIR", "/tmp")) / f"kinescope-{os.getpid()}"
    )  # a socket's name is short
    ring.mkdir(mode=0o700)
    tools = f"{pathlib.Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    home = {"GNUPGHOME": str(ring), "HOME": str(tmp_path), "ANSIBLE_HOME": str(tmp_path / "ansible"), "PATH": tools}

    def running(*command: str | pathlib.Path, **options: str) -> subprocess.CompletedProcess[str]:
        words = [str(word) for word in command]
        return subprocess.run(words, env=home, capture_output=True, text=True, check=False, **options)

    try:
        made = running(
            "gpg", "--batch", "--passphrase", "", "--quick-generate-key", "test@example.com", "ed25519", "sign"
        )
        assert made.returncode == 0, made.stderr
        yield running
    finally:
        running("gpgconf", "--kill", "all")
        shutil.rmtree(ring)


@pytest.mark.worker_only
@pytest.mark.skipif(not shutil.which("gpg"), reason="signing takes gpg")
def test_a_release_is_verified_by_its_signature(tmp_path: pathlib.Path, run: Run) -> None:
    """ansible-galaxy verifies what is installed by the signature, and refuses one of something else."""
    folder = tmp_path / "release"
    release = [sys.executable, ROOT / "scripts/release.py"]
    assert "the tag is v0.9.9, but galaxy.yml has version" in run(*release, "v0.9.9", folder).stderr
    assert not folder.exists()
    version = next(line.split()[1] for line in (ROOT / "galaxy.yml").read_text().splitlines() if "version:" in line)
    done = run(*release, f"v{version}", folder)
    assert done.returncode == 0, done.stderr
    archive, signature, sbom = (
        folder / name for name in (f"kinescope-kinescope-{version}.tar.gz", "MANIFEST.json.asc", "sbom.spdx")
    )
    assert sorted(folder.iterdir()) == sorted([archive, signature, sbom])
    assert "plugins/modules/kinescope_project.py" in sbom.read_text(encoding="utf-8")

    ring = tmp_path / "ring.kbx"
    public = run("gpg", "--armor", "--export").stdout
    assert run("gpg", "--no-default-keyring", "--keyring", ring, "--import", input=public).returncode == 0
    other = tmp_path / "other.asc"
    assert run("gpg", "--batch", "--armor", "--detach-sign", "--output", other, sbom).returncode == 0
    place = ["-p", tmp_path / "collections"]
    installed = run("ansible-galaxy", "collection", "install", "--offline", *place, archive)
    assert installed.returncode == 0, installed.stderr
    verify = ["ansible-galaxy", "collection", "verify", "--offline", "--required-valid-signature-count", "+1"]
    for given, fine in ((signature, True), (other, False)):
        done = run(*verify, *place, "--keyring", ring, "--signature", given.as_uri(), "kinescope.kinescope")
        assert (done.returncode == 0) == fine, done.stderr
        assert ("Signature verification failed" in done.stdout + done.stderr) != fine

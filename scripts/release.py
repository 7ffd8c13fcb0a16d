# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""release.py TAG FOLDER: build the files of a release into a new folder.

These are the archive; MANIFEST.json.asc, the signature of its manifest with gpg's default key, with which
ansible-galaxy verifies it; and the bill of materials in SPDX. The script fails if the tag does not match the version,
or if the changelog does not contain it.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
from pathlib import Path

import yaml
from stage import ROOT

TOOLS = Path(sys.executable).parent
MANIFEST = "MANIFEST.json"


def check(tag: str) -> None:
    """Fail if the tag does not match the version or the changelog."""
    version = yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))["version"]
    if tag != f"v{version}":
        raise SystemExit(f"release: the tag is {tag}, but galaxy.yml has version {version}")
    changelog = yaml.safe_load((ROOT / "changelogs/changelog.yaml").read_text(encoding="utf-8"))
    if version not in changelog["releases"]:
        raise SystemExit(
            f"release: changelogs/changelog.yaml has no release {version}; run antsibull-changelog release"
        )


def build(folder: Path) -> Path:
    """Build the archive."""
    command = [str(TOOLS / "ansible-galaxy"), "collection", "build", "--output-path", str(folder), str(ROOT)]
    subprocess.run(command, check=True)
    (archive,) = folder.glob("*.tar.gz")
    return archive


def sign(archive: Path) -> None:
    """Sign the manifest of the archive, which has the checksums of everything in it."""
    with tarfile.open(archive) as opened:
        manifest = opened.extractfile(MANIFEST)
        if manifest is None:
            raise SystemExit(f"release: {archive.name} has no {MANIFEST}")
        command = ["gpg", "--batch", "--armor", "--detach-sign", "--output", f"{archive.parent / MANIFEST}.asc"]
        subprocess.run(command, input=manifest.read(), check=True)


def main() -> None:
    """Build and sign the release."""
    tag, folder = sys.argv[1], Path(sys.argv[2])
    check(tag)
    folder.mkdir(parents=True)
    sign(build(folder))
    subprocess.run([TOOLS / "reuse", "--root", ROOT, "spdx", "--output", folder / "sbom.spdx"], check=True)


if __name__ == "__main__":
    main()

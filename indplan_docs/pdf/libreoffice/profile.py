"""What a LibreOffice process may do: its settings, its surroundings and its limits; made anew for each."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from markupsafe import escape

_COMMON: Final = "/org.openoffice.Office.Common"
_SETTINGS: Final = (
    (f"{_COMMON}/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    (f"{_COMMON}/Security/Scripting", "DisableActiveContent", "true"),
    (f"{_COMMON}/Security/Scripting", "DisableMacrosExecution", "true"),
    (f"{_COMMON}/Security/Scripting", "MacroSecurityLevel", "3"),
    (f"{_COMMON}/Misc", "CrashReport", "false"),
    (f"{_COMMON}/Misc", "CollectUsageInformation", "false"),
    (f"{_COMMON}/Misc", "FirstRun", "false"),
    ("/org.openoffice.Office.Recovery/AutoSave", "Enabled", "false"),
    ("/org.openoffice.Office.Recovery/RecoveryInfo", "Enabled", "false"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    (
        "/org.openoffice.Office.Jobs/Jobs/org.openoffice.Office.Jobs:Job['UpdateCheck']/Arguments",
        "AutoCheckEnabled",
        "false",
    ),
    ("/org.openoffice.Office.Java/VirtualMachine", "Enable", "false"),
)
_MEMORY_KB: Final = 4 * 1024 * 1024
_FILE_BLOCKS: Final = 400_000  # of 512 bytes: 200 MB
_LIMITS: Final = (
    'ulimit -c 0; ulimit -v "$1" 2>/dev/null; ulimit -t "$2" 2>/dev/null; ulimit -f "$3" 2>/dev/null; '
    'shift 3; exec "$@"'
)
_KEPT: Final = ("PATH", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PROGRAMFILES", "PROGRAMDATA")


def make_profile(folder: Path) -> None:
    """A user profile: nothing is fetched, no macro runs, no link is followed, no crash is reported, nothing is kept."""
    items = "".join(
        f'<item oor:path="{escape(path)}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    user = folder / "user"
    user.mkdir(parents=True, mode=0o700)
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{items}</oor:items>\n',
        encoding="utf-8",
    )


def surroundings(folder: Path) -> Mapping[str, str]:
    """The environment variables: nothing of the user's but where the system is."""
    own = dict.fromkeys(("HOME", "TMPDIR", "TMP", "TEMP", "XDG_RUNTIME_DIR", "APPDATA", "LOCALAPPDATA"), str(folder))
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return kept | own | {"LC_ALL": "C.UTF-8", "TZ": "UTC", "SAL_USE_VCLPLUGIN": "svp"}


def limited(command: list[str], seconds: int) -> list[str]:
    """The command with limits on memory, processor time and files, and without network where the system allows it."""
    if sys.platform == "win32":
        return command
    limits = [str(_MEMORY_KB), str(seconds), str(_FILE_BLOCKS)]
    return [*_without_network(), "/bin/sh", "-c", _LIMITS, "sh", *limits, *command]


@lru_cache(maxsize=1)
def _without_network() -> tuple[str, ...]:
    """The command before a command that takes the network away; nothing where there is none, or it is not allowed."""
    unshare = shutil.which("unshare")
    if not unshare:
        return ()
    command = (unshare, "--map-root-user", "--net")
    try:
        tried = subprocess.run([*command, "true"], capture_output=True, check=False, timeout=10)  # noqa: S603 - made here
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return command if tried.returncode == 0 else ()

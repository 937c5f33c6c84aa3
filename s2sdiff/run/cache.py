"""Emitted text on disk, so that a new process need not generate it again.

One JSON file for each derivative, in the user's cache folder; S2SDIFF_CACHE_DIR moves it and S2SDIFF_CACHE=0 turns it
off.  A cache that cannot be read or written is no cache: nothing here raises for the state of the disk.  A record that
is there is found within a millisecond, so modules that are slow to import wait until something is written.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from typing import Any

try:
    from _blake2 import blake2b  # what hashlib gives, without OpenSSL
except ImportError:
    from hashlib import blake2b

PYTHON = f"{sys.implementation.name}-{sys.version_info[0]}.{sys.version_info[1]}"


def key(*parts: str) -> str:
    """The key of a derivative: a digest of all that its text depends on, this Python included."""
    digest = blake2b(digest_size=16)
    for part in (PYTHON, *parts):
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "little"))  # so that ("ab", "c") and ("a", "bc") differ
        digest.update(data)
    return digest.hexdigest()


def get(key: str) -> dict[str, Any] | None:
    """The record kept under `key`, None if there is none that can be read."""
    folder = _folder()
    if folder is None:
        return None
    try:
        with open(os.path.join(folder, f"{key}.json"), encoding="utf-8") as file:
            record = json.loads(file.read())
    except (OSError, ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) and record.pop("key", None) == key else None


def put(key: str, record: dict[str, Any]) -> None:
    """Keep `record`, a dict that JSON can hold, under `key`; readers see all of it or nothing."""
    folder = _folder()
    if folder is None:
        return
    import tempfile
    from pathlib import Path

    text = json.dumps({**record, "key": key}, indent=1)
    with contextlib.suppress(OSError):
        Path(folder).mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{key}.", suffix=".tmp", dir=folder)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            Path(temporary).replace(Path(folder) / f"{key}.json")
        except OSError:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()


def is_on() -> bool:
    """Whether there is a folder for records."""
    return _folder() is not None


def _folder() -> str | None:
    """Where records are kept, None when the cache is off or the user has no home."""
    if os.environ.get("S2SDIFF_CACHE") == "0":
        return None
    chosen = os.environ.get("S2SDIFF_CACHE_DIR")
    if chosen:
        return chosen
    base = _user_caches()
    return os.path.join(base, "s2sdiff") if os.path.isabs(base) else None


def _user_caches() -> str:
    """The folder where this system keeps a user's caches; a `~` is left where the user has no home."""
    if sys.platform == "win32":
        return os.environ.get("LOCALAPPDATA") or os.path.expanduser(r"~\AppData\Local")
    if sys.platform == "darwin":
        return os.path.expanduser("~/Library/Caches")
    return os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")

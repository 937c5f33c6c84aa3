from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from s2sdiff.run import cache


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("S2SDIFF_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv("S2SDIFF_CACHE", raising=False)
    return tmp_path / "cache"


def test_what_is_put_is_got(folder: Path) -> None:
    key = cache.key("def f(x): ...", "grad")
    assert cache.get(key) is None
    cache.put(key, {"text": "def f_grad(x):\n    return 'ä'\n", "count": 1})
    assert cache.get(key) == {"text": "def f_grad(x):\n    return 'ä'\n", "count": 1}
    assert [f.name for f in folder.iterdir()] == [f"{key}.json"]


def test_keys() -> None:
    assert cache.key("a", "b") == cache.key("a", "b")
    assert len({cache.key("a", "b"), cache.key("ab"), cache.key("ab", ""), cache.key("", "ab")}) == 4


def test_turned_off(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("S2SDIFF_CACHE", "0")
    cache.put(cache.key("a"), {"text": ""})
    assert cache.get(cache.key("a")) is None
    assert not folder.exists()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"text": "of another key", "key": "b"}', "\x00\xff"])
def test_a_file_that_cannot_be_read_is_no_record(folder: Path, content: str) -> None:
    folder.mkdir()
    (folder / f"{cache.key('a')}.json").write_text(content, encoding="latin-1")
    assert cache.get(cache.key("a")) is None
    cache.put(cache.key("a"), {"text": "new"})
    assert cache.get(cache.key("a")) == {"text": "new"}


def test_a_folder_that_cannot_be_made_is_no_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("S2SDIFF_CACHE_DIR", str(tmp_path / "file" / "cache"))
    cache.put(cache.key("a"), {"text": ""})
    assert cache.get(cache.key("a")) is None


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser writes anywhere")
def test_a_read_only_folder_is_read(folder: Path) -> None:
    cache.put(cache.key("a"), {"text": "old"})
    folder.chmod(0o500)
    try:
        cache.put(cache.key("b"), {"text": ""})
        assert cache.get(cache.key("b")) is None
        assert cache.get(cache.key("a")) == {"text": "old"}
    finally:
        folder.chmod(0o700)


def test_a_disk_that_fails_leaves_nothing_behind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(Path, "replace", fails)
    cache.put(cache.key("a"), {"text": ""})
    assert list(folder.iterdir()) == []


def test_folder_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("S2SDIFF_CACHE_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(cache.sys, "platform", "linux")
    assert cache._folder() == str(tmp_path / "s2sdiff")
    monkeypatch.setattr(cache.sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "local"))
    assert cache._folder() == str(tmp_path / "local" / "s2sdiff")
    monkeypatch.setattr(cache.sys, "platform", "darwin")
    assert cache._folder() == str(Path.home() / "Library" / "Caches" / "s2sdiff")


WRITER = "from s2sdiff.run import cache\nfor i in range(300): cache.put('k', {'text': str(i) * 2000})"


def test_two_processes_at_once() -> None:
    writers = [subprocess.Popen([sys.executable, "-c", WRITER], cwd=Path(__file__).parents[2]) for _ in range(2)]
    seen = 0
    while any(w.poll() is None for w in writers):
        record = cache.get("k")
        if record is not None:
            seen += 1
            assert len(record["text"]) in (2000, 4000, 6000)
    assert [w.wait() for w in writers] == [0, 0]
    assert seen

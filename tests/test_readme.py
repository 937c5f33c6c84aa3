"""What the README and the pages in docs show is so."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import pytest

from loading import TOOLS, module_at
from s2sdiff import cli

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()


def blocks(language: str) -> list[str]:
    """The code blocks of a language."""
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_tour() -> None:
    failed, tried = doctest.testfile(str(ROOT / "README.md"), module_relative=False, encoding="utf-8")
    assert tried > 20
    assert failed == 0


def test_two_shell_lines(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    main, tests = blocks("sh")[0].splitlines()
    assert tests in (ROOT / ".ci" / "run").read_text().splitlines()
    setup, _, command = main.rpartition(" && ")
    assert setup == "python3 -m venv .venv && .venv/bin/pip install -q ."
    program, *argv = shlex.split(command)
    assert program == ".venv/bin/s2sdiff"
    monkeypatch.chdir(ROOT)
    assert cli.main(argv) == 0
    assert "def residual_grad(w, b, x, y):" in capsys.readouterr().out


def test_emitted_text_is_what_is_emitted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program, emitted = blocks("python")
    (tmp_path / "residual.py").write_text(program)
    at = "np.ones(3), 0.5, np.ones((7, 3)), np.ones(7)"
    assert cli.main(["dump", f"{tmp_path / 'residual.py'}:residual", "--wrt", "w,b", "--at", at]) == 0
    assert capsys.readouterr().out == emitted


def test_supported_page_is_current() -> None:
    """`python tools/supported.py > docs/supported.md` brings it up to date."""
    assert (ROOT / "docs" / "supported.md").read_text() == module_at(TOOLS / "supported.py").page()


@pytest.mark.parametrize("page", ["README.md", "docs/notation.md", "docs/supported.md", "docs/rooms.md"])
def test_links_lead_somewhere(page: str) -> None:
    path = ROOT / page
    for link in re.findall(r"\]\(([^)#]+)\)", path.read_text()):
        assert (path.parent / link).exists(), link


def test_what_is_quoted_stands_there() -> None:
    """Each block of code in docs/rooms.md is part of the file that is linked last before it."""
    text = (ROOT / "docs" / "rooms.md").read_text()
    pieces = re.findall(r"\]\((\.\./s2sdiff/[^)]+\.py)\)|```python\n(.*?)```", text, re.DOTALL)
    link, quoted = "", 0
    for linked, block in pieces:
        link = linked or link
        if block:
            quoted += 1
            assert block in (ROOT / "docs" / link).read_text(), f"not in {link}:\n{block}"
    assert quoted == 9

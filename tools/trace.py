"""Prints a function after each stage of the pipeline: `python tools/trace.py FILE.py:FUNCTION --at "1.0, np.ones(3)"`.

Every stage is Python, so each text can be run and compared with the one before.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))

from s2sdiff import pipeline, stages, types
from s2sdiff.sizes import sizes_for


def load(target: str) -> Callable[..., Any]:
    """The function that FILE.py:FUNCTION names."""
    path, _, name = target.rpartition(":")
    spec = importlib.util.spec_from_file_location(Path(path).stem, path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"no Python file: {path}")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    function: Callable[..., Any] = getattr(module, name)
    return function


def parameters_asked_for(wrt: str, function: Callable[..., Any]) -> tuple[int | str, ...]:
    """Positions of the parameters named in `wrt`."""
    names = function.__code__.co_varnames[: function.__code__.co_argcount]
    return tuple(names.index(name.strip()) for name in wrt.split(",")) if wrt else (0,)


def main() -> None:
    """Print the stages that were asked for, all of them unless told otherwise."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("target", metavar="FILE.py:FUNCTION")
    parser.add_argument("--at", required=True, metavar="ARGS", help="example arguments, with np at hand")
    parser.add_argument("--wrt", default="", metavar="NAMES", help="parameters to differentiate (the first)")
    parser.add_argument("--mode", default="grad")
    parser.add_argument("--stage", metavar="NAME", help="only the stage of this name")
    options = parser.parse_args()

    function = load(options.target)
    wrt = parameters_asked_for(options.wrt, function)
    request = pipeline.Request(mode=options.mode, wrt=wrt, bare=len(wrt) == 1)
    sizes = sizes_for(function)
    args = tuple(types.type_of(arg, sizes) for arg in eval(f"({options.at},)", {"np": np}))
    for name, text in stages.stages(function, request, args, sizes=sizes):
        if options.stage in (None, name):
            print(f"# {'-' * 20} {name} {'-' * (90 - len(name))}\n{text.rstrip()}\n")


if __name__ == "__main__":
    main()

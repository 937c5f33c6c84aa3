"""Python functions to gast trees, with all that their names stand for.

A function is found by recompiling the file it came from: the node whose code object equals `function.__code__` is the
function.  That is exact for lambdas and closures, and it notices when the file has changed since it was imported.
"""

from s2sdiff.read.primal import MISSING as MISSING
from s2sdiff.read.primal import Primal as Primal
from s2sdiff.read.primal import read as read
from s2sdiff.read.primal import read_nested as read_nested
from s2sdiff.read.source import EMITTED as EMITTED

"""The reverse sweep: cotangents flow from the result back to the arguments, last statement first.

A cotangent is kept per variable and per part of a container, under the variable's name with `_bar`.  The writer of the
sweep is a chain of layers, one a file, each of which uses only those before it:

    bars           what is known of one cotangent: its expression, its type, whether it owns its memory
    reading        the state of the sweep, and primal values as its statements read them
    cotangents     zeros, sizes, memory of their own
    accumulation   contributions: the first assigns, later ones add
    summation      contributions summed down to what was stretched
    masks          what np.where does not take stays out
    functions      functions with rules: an `adjoint_Apply` by partial derivatives or by statements
    items          loads, stores and changes in place: an `adjoint_<Op>` for each
    structures     tuples, dicts, records and lists, put together and taken apart: likewise
    user_calls     calls of the user's functions, by the halves of their pairs
    branching      `if`
    looping        `for` and `while`: the fixed point
    sweep          the whole: blocks, statements, and the cotangents that are returned
"""

from s2sdiff.differentiate.reverse.bars import Bar
from s2sdiff.differentiate.reverse.sweep import Reverse

__all__ = ["Bar", "Reverse"]

"""The tangent sweep: each statement is followed by, or follows, the statement of its tangent.

A tangent is kept per variable and per part of a container, under the variable's name with `_dot`.  It may be smaller
than its primal as long as it broadcasts to it.  Tangents of stores and views are the same stores and views, so the
memory of tangents mirrors that of the primal; a tangent that shares memory where its primal does not is copied before
it is changed.

The writer of the sweep is a chain of layers, one a file, each of which uses only those before it:

    dots           what is known of tangents: names, zeros and sizes, and how statements with tangents are written
    functions      functions with rules: a `tangent_Apply` by partial derivatives, by statements, or by the call itself
    structures     tuples, dicts, records and lists: a `tangent_<Op>` for each
    items          loads, and stores and changes in place, whose tangents are the same changes
    user_calls     calls of the user's functions, by their tangent functions
    branching      `if`
    looping        `for` and `while`: the fixed point
    sweep          the whole: blocks and statements
"""

from s2sdiff.differentiate.forward.dots import Dot
from s2sdiff.differentiate.forward.sweep import Forward

__all__ = ["Dot", "Forward"]

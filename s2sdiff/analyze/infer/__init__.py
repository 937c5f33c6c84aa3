"""Types of results: what an operation gives, from the types of what it takes.

NumPy is its own authority on shapes and dtypes.  A call is tried on two small samples of its argument types, with
different prime sizes, and the sizes found in the results are read back as expressions of the sizes put in.  Indexing
and broadcasting, where a size may depend on values, are worked out by hand.  Each file uses those before it:

    meeting        what holds both of two types
    naming         names for sizes inside of types
    samples        values of types
    trials         calls on samples, and what is read from what comes back
    elementwise    operators and broadcasting
    indices        what an index takes of an array
    results        the type of any call's result
"""

from s2sdiff.analyze.infer.elementwise import broadcast, elementwise, of_numbers, size_arithmetic
from s2sdiff.analyze.infer.indices import index_items, indexed, length_of
from s2sdiff.analyze.infer.meeting import (
    BOTTOM,
    Bottom,
    attributes_apart,
    dict_of,
    join,
    join_all,
    join_shapes,
    key_type,
    mixes_ranks,
    parts_at_times,
    without_values,
)
from s2sdiff.analyze.infer.naming import canonical, translated, with_names, without_sizes
from s2sdiff.analyze.infer.results import result_of
from s2sdiff.analyze.infer.trials import parts_are_apart, product_size, result_at, shared_arguments

__all__ = [
    "BOTTOM",
    "Bottom",
    "attributes_apart",
    "broadcast",
    "canonical",
    "dict_of",
    "elementwise",
    "index_items",
    "indexed",
    "join",
    "join_all",
    "join_shapes",
    "key_type",
    "length_of",
    "mixes_ranks",
    "of_numbers",
    "parts_are_apart",
    "parts_at_times",
    "product_size",
    "result_at",
    "result_of",
    "shared_arguments",
    "size_arithmetic",
    "translated",
    "with_names",
    "without_sizes",
    "without_values",
]

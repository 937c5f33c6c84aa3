"""How the reverse sweep gets at primal values: as they are, computed again, saved, or recorded on a tape per loop.

The reverse sweep reads values under markers.  A value that nothing overwrites is read under its own name.  What is
free to compute again (a view, an item, a shape, an index) is, and inside loops short scalar arithmetic too.  Anything
else is kept: outside loops under a second name, inside a loop on a list that grows by one item a trip.  Tapes are read
by index or from their end, never popped, so that a pullback may be called many times.

Decisions and edits are a chain of layers, one a file, each of which uses only those before it:

    at_hand        values that are still there, and where lines go that keep others
    shapes         values that are read for their shape alone
    choices        computed again, saved, or recorded
    trips          the tapes of loops, and how the reverse loops read them
    sweeps         both sweeps, as they were decided
"""

from s2sdiff.differentiate.tape.sweeps import Tape

__all__ = ["Tape"]

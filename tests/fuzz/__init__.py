"""Random programs of typed, ordinary NumPy Python, and what must hold of the derivatives of each.

`generate(seed)` writes a program as text: functions of scalars, arrays, containers and objects, with loops, exits,
stores, views, calls and closures, whose every value has a known type and shape, so that it runs.  `check(program)`
holds it against the oracles: a refusal at the user's line is fine, a wrong number or a crash is a `Failure`.  Nothing
here needs pytest.

    types        what names hold, and which are in force
    choices      what is drawn: names, numbers, indices
    places       parts of arrays, entries of lists, dicts and objects
    expressions  values of a wanted type
    statements   statements without others inside
    objects      statements about lists, dicts and objects
    control      branches, loops, exits
    programs     helpers, classes, the whole
    holdings     cells, lists and dicts in one another
    deeds        what is done with these
    holders      short programs of them
    idioms       what people write about arrays, containers, objects and functions
    idiomatic    short programs of these
    options      what people ask of NumPy by its options, and short programs of it
    narrow       short programs in several dtypes
    plain        short programs whose numbers, texts, lists and dicts decide what is read
    tight        short programs about a handful of places
    ordered      short programs about when things are read
    called       short programs of functions that share memory with those that call them
    asked        short programs of objects that Python itself asks for their items, truth, order, sums
    library      short programs of queues, heaps, counters, iterators, enumerations, records and trees
    shelved      short programs of one list, dict or array under several names, deep inside of others
    transforming short programs that take derivatives themselves
    interrupted  short programs that exceptions, exits, contexts and generators cut short
    meanwhile    functions that read what changes between calls of their derivatives
    outside      what these read
    names        several values under one name, and names that mean something elsewhere
    modules      the modules that a program is taken apart into
    parting      programs of several modules
    given        arguments inside of others, or laid out otherwise
    results      programs that give several of their variables
    tries        statements in `try` blocks
    rewrites     programs put in other words, those of the corpus too
    truth        the value and the derivative, by complex step
    check        the oracles
"""

from fuzz.asked import generate_asked
from fuzz.called import generate_called
from fuzz.check import STAGES, Failure, check
from fuzz.given import with_other_arguments
from fuzz.holders import generate_holders
from fuzz.idiomatic import generate_idiomatic
from fuzz.interrupted import generate_interrupted
from fuzz.library import generate_library
from fuzz.meanwhile import Story, check_meanwhile, generate_meanwhile
from fuzz.names import with_fewer_names, with_taken_names
from fuzz.narrow import generate_narrow
from fuzz.options import generate_optioned
from fuzz.ordered import generate_ordered
from fuzz.parting import in_functions, in_modules
from fuzz.plain import generate_plain
from fuzz.programs import Program, generate
from fuzz.rewrites import in_other_words, text_of, with_other_words
from fuzz.shelved import generate_shelved
from fuzz.tight import generate_tight
from fuzz.transforming import generate_transforming
from fuzz.tries import with_tries
from fuzz.truth import Rejected, run_text

__all__ = ["STAGES", "Failure", "Program", "Rejected", "Story", "check", "check_meanwhile", "generate", "generate_asked", "generate_called", "generate_holders", "generate_idiomatic", "generate_interrupted", "generate_library", "generate_meanwhile", "generate_narrow", "generate_optioned", "generate_ordered", "generate_plain", "generate_shelved", "generate_tight", "generate_transforming", "in_functions", "in_modules", "in_other_words", "run_text", "text_of", "with_fewer_names", "with_other_arguments", "with_other_words", "with_taken_names", "with_tries"]

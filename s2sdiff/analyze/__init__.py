"""What a program means: the function in normal form and the types of its arguments give a `Program` and its activity.

    infer      types of results, from the types of what a call takes
    program    what is known of one function: versions, meanings of assignments, edges, memory
    world      what the interpreter asks about everything outside the function
    state ... elaborate    the interpreter that finds it out, layer by layer
    updates    stores that add to what was there
    activity   what depends on the arguments asked for, and matters to the result

Where a construct of Python has its place in the interpreter, the docstring of `elaborate` says.
"""

"""Several values that are returned from loops which are left in other ways, too."""

from oracles import Case


def halved_or_given_up(x):
    for k in range(5):
        if x < 1.0:
            return x, k * x
        if k == 4:
            break
        x = x / 2
    raise RuntimeError("no convergence")


def halved_or_as_it_is(x):
    k = 0
    while True:
        if x < 1.0:
            return {"x": x * x, "k": k * 1.0}
        if k == 4:
            break
        x = x / 2
        k += 1
    return {"x": x, "k": -x}


CASES = [
    Case(halved_or_given_up, (3.0,), complex_step=False),
    *(Case(halved_or_as_it_is, (x,), complex_step=False, label=f"from_{x:.0f}") for x in (3.0, 100.0)),
]

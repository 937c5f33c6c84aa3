"""Values that leave the numeric world, and come back: each program is differentiated rightly or refused at its own line."""

import array
import copy
import ctypes
import inspect
import io
import json
import pickle
import queue
import re
import struct
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest

import s2sdiff as sd

X = np.array([0.7, 1.2, 0.4])
kept = {}
total = 0.0


def through_str(x):
    return float(str(x[0])) * x[1]


def through_repr(x):
    return float(repr(float(x[0]))) * x[1]


def through_an_f_string(x):
    return float(f"{x[0]:.17g}") * x[1]


def through_format(x):
    return float("{}".format(x[0])) * x[1]


def through_percent(x):
    return float("%.17g" % x[0]) * x[1]


def through_json(x):
    return json.loads(json.dumps(x.tolist()))[0] * x[1]


def through_pickle(x):
    return pickle.loads(pickle.dumps(x))[0] * x[1]


def through_a_deep_copy(x):
    return copy.deepcopy(x)[0] * x[1]


def through_a_copy(x):
    return copy.copy(x)[0] * x[1]


def through_tolist(x):
    a, b, _ = x.tolist()
    return a * b


def through_a_list(x):
    a, b, _ = list(x)
    return a * b


def through_item(x):
    return x[0].item() * x.item(1)


def through_bytes(x):
    return np.frombuffer(x.tobytes())[0] * x[1]


def through_bytes_of_a_number(x):
    return struct.unpack("d", struct.pack("d", x[0]))[0] * x[1]


def through_an_array_of_the_library(x):
    return array.array("d", x)[0] * x[1]


def through_a_memoryview(x):
    return memoryview(x)[0] * x[1]


def through_ctypes(x):
    return ctypes.c_double(x[0]).value * x[1]


def through_a_pointer(x):
    y = x * 2.0
    place = y.ctypes.data_as(ctypes.POINTER(ctypes.c_double))
    place[0] = 5.0
    return y[0] * x[1]


def through_a_thread(x):
    out = []
    worker = threading.Thread(target=lambda: out.append(x[0] * x[1]))
    worker.start()
    worker.join()
    return out[0]


def through_a_pool(x):
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: x[0] * x[1]).result()


def through_a_queue(x):
    q = queue.Queue()
    q.put(x[0])
    return q.get() * x[1]


def through_an_object_array(x):
    boxed = np.array([x[0], x[1]], dtype=object)
    return boxed[0] * boxed[1]


def through_astype_object(x):
    return np.sum(x.astype(object) * x)


def through_an_object_buffer(x):
    box = np.empty(1, dtype=object)
    box[0] = x
    return np.sum(box[0] * x)


def through_strings_in_an_array(x):
    return np.sum(x.astype(str).astype(float) * x)


def through_integers(x):
    return np.sum(x.astype(int) * x)


def through_eval(x):
    return eval("x[0] * x[1]")


def through_eval_with_names(x):
    return eval("a * b", {"a": x[0], "b": x[1]})


def through_exec(x):
    names = {"x": x}
    exec("y = x[0] * x[1]", names)
    return names["y"]


def through_globals(x):
    globals()["total"] = x[0]
    return globals()["total"] * x[1]


def through_a_global(x):
    global total
    total = x[0]
    return total * x[1]


def through_a_dict_outside(x):
    kept["first"] = x[0]
    return kept["first"] * x[1]


def through_locals(x):
    a = x[0]
    return locals()["a"] * x[1]


def through_vars(x):
    return vars()["x"][0] * x[1]


def through_setattr(x):
    box = SimpleNamespace()
    setattr(box, "a", x[0])
    return box.a * x[1]


def through_getattr(x):
    return getattr(x, "sum")() * x[1]


def through_a_namespace(x):
    box = SimpleNamespace(a=x[0], b=x[1])
    return box.a * box.b


def through_attributes_of_a_function(x):
    through_attributes_of_a_function.kept = x[0]
    return through_attributes_of_a_function.kept * x[1]


def through_a_generator(x):
    def numbers():
        for v in x:
            yield v * v

    return sum(numbers())


def through_next(x):
    it = iter(x)
    return next(it) * next(it)


def through_send(x):
    def doubled():
        v = 0.0
        while True:
            v = yield 2.0 * v

    running = doubled()
    next(running)
    return running.send(x[0]) * x[1]


def through_an_exception(x):
    try:
        raise ValueError(x[0])
    except ValueError as e:
        return e.args[0] * x[1]


def through_stop_iteration(x):
    def once():
        return x[0]
        yield

    try:
        next(once())
    except StopIteration as e:
        return e.value * x[1]


def through_a_file(x):
    f = io.StringIO()
    np.savetxt(f, x)
    f.seek(0)
    return np.loadtxt(f)[0] * x[1]


def through_a_fraction(x):
    return float(Fraction(float(x[0]))) * x[1]


def through_a_decimal(x):
    return float(Decimal(float(x[0]))) * x[1]


def through_hash(x):
    return {float(x[0]): 1.0}[float(x[0])] * x[1]


def as_a_key(x):
    table = {x[0]: x[1]}
    return sum(k * v for k, v in table.items())


def through_hex(x):
    return float.fromhex(float(x[0]).hex()) * x[1]


def through_an_integer_ratio(x):
    p, q = float(x[0]).as_integer_ratio()
    return p / q * x[1]


def through_int(x):
    return int(7.3 * x[0]) * x[1]


def through_round(x):
    return round(x[0], 1) * x[1]


def through_a_structured_array(x):
    table = np.zeros(2, dtype=[("a", float), ("b", float)])
    table["a"] = x[0]
    table[1]["b"] = x[1]
    return np.sum(table["a"] * table["b"])


def through_a_record_array(x):
    table = np.rec.array([(0.0, 1.0)], dtype=[("a", float), ("b", float)])
    table.a = x[0]
    return table.a[0] * x[1]


def through_a_view_of_another_type(x):
    return x.view(np.int64).view(float)[0] * x[1]


def through_a_view_as_complex(x):
    return np.sum(np.abs(x[:2].view(complex)))


def through_a_masked_array(x):
    return np.ma.masked_array(x, [False, False, True]).sum() * x[1]


def through_masked_where(x):
    return np.ma.masked_where(x > 1.0, x).sum() * x[1]


def through_a_matrix(x):
    m = np.matrix([[x[0], x[1]]])
    return (m * m.T)[0, 0]


def through_nditer(x):
    return sum(v * v for v in np.nditer(x))


def through_nditer_writes(x):
    y = x * 1.0
    with np.nditer(y, op_flags=["readwrite"]) as it:
        for v in it:
            v[...] = 2.0 * v
    return np.sum(y * x)


def through_flat(x):
    return x.flat[0] * x[1]


def through_flat_writes(x):
    y = x * 1.0
    y.flat[0] = x[1] * x[2]
    return np.sum(y * x)


def over_flat(x):
    return sum(v * v for v in x.flat)


def through_set_flat(x):
    y = x * 1.0
    y.flat = x[1]
    return np.sum(y * x)


def through_data(x):
    y = x * 1.0
    y.data[0] = 3.0
    return np.sum(y * x)


def through_setflags(x):
    y = x * 1.0
    y.setflags(write=False)
    return np.sum(y * x)


def through_shape(x):
    y = x * 1.0
    y.shape = (3, 1)
    return np.sum(y * x)


def through_dtype(x):
    y = x * 1.0
    y.dtype = np.int64
    return np.sum(y) * x[0]


def through_resize(x):
    y = x * 1.0
    y.resize(2, refcheck=False)
    return np.sum(y * x[:2])


def through_strides(x):
    return np.sum(np.lib.stride_tricks.as_strided(x, (2, 2), (8, 8)) ** 2)


def through_windows(x):
    return np.sum(np.lib.stride_tricks.sliding_window_view(x, 2) ** 2)


def through_an_id(x):
    a = x[0] * 2.0
    return [v for v in [a, x[1]] if id(v) == id(a)][0] * x[1]


def through_the_frame(x):
    a = x[0]
    return sys._getframe().f_locals["a"] * x[1]


def through_vectorize(x):
    return np.sum(np.vectorize(lambda v: v * v)(x))


def through_frompyfunc(x):
    return np.sum(np.frompyfunc(lambda v: v * v, 1, 1)(x))


def through_fromiter(x):
    return np.sum(np.fromiter((v * v for v in x), float))


def through_fromfunction(x):
    return np.sum(np.fromfunction(lambda i: x[i.astype(int)] * i, (3,)))


def through_apply_along_axis(x):
    return np.sum(np.apply_along_axis(lambda v: v * v, 0, x))


def through_piecewise(x):
    return np.sum(np.piecewise(x, [x > 1.0], [lambda v: v * v, 0.0]))


def through_a_sort_key(x):
    return sorted(x, key=lambda v: -v)[0] * x[0]


def through_a_set(x):
    return sum({x[0], x[1]}) * x[1]


def through_a_lambda_default(x):
    return (lambda a=x[0]: a)() * x[1]


def through_a_class_in_the_function(x):
    class Box:
        a = x[0]

    return Box.a * x[1]


def through_open_axes(x):
    a, b = np.ix_(x, x)
    return np.sum(a * b) + x[np.ix_([1, 2])][0]


def through_a_partial_string(x):
    return {"a": x[0]}["".join(["a"])] * x[1]


PROGRAMS = [f for name, f in list(globals().items()) if name.startswith(("through_", "over_", "as_a"))]
RIGHT = {
    through_a_copy, through_a_deep_copy, through_a_generator, through_a_lambda_default, through_a_namespace,
    through_a_sort_key, through_an_id, through_int, through_integers, through_item, through_round,
    through_windows,
}  # fmt: skip


def differences(f):
    step = 1e-6
    return np.array([(f(X + step * e) - f(X - step * e)) / (2 * step) for e in np.eye(3)])


def columns(f):
    return np.array([sd.jvp(f, (X.copy(),), (e,))[1] for e in np.eye(3)])


@pytest.mark.parametrize("ask", [lambda f: sd.grad(f)(X.copy()), columns], ids=["reverse", "forward"])
@pytest.mark.parametrize("program", PROGRAMS)
def test_right_or_refused_at_its_line(program, ask):
    first = program.__code__.co_firstlineno
    length = len(inspect.getsource(program).splitlines())
    try:
        got = ask(program)
    except sd.errors.Unsupported as e:
        assert program not in RIGHT
        found = re.search(r"test_edges\.py:(\d+)", str(e))
        assert found is not None, str(e)
        assert first <= int(found[1]) < first + length
        assert "cure: " in str(e)
    else:
        np.testing.assert_allclose(got, differences(program), rtol=1e-6, atol=1e-8)

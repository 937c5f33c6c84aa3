"""What people write about vectors, matrices, masks, indices and lists, by the letter of what it gives.

    s  a real number       v  a real vector       A  a real matrix       i  a whole number
    c  a complex number    z  a complex vector    m  a mask              I  indices
    S  a list of numbers   L  a list of vectors   D  a dict of them      f  a function of a vector

In a text {v} is a name that holds a vector and {v'} another one, which may be the same; {n} is a number as one writes
it.  Lengths are not known: what does not run is not written.
"""

from __future__ import annotations

VALUES = {
    "s": (
        "{s} * 0.7", "{s} + {s'}", "np.sin({s})", "{s} ** 2", "{n}", "{v}[0]", "{v}[-1]", "{v}[{i}]", "{v}.sum()", "np.mean({v})", "float({v}[0])", "{v}.max()",
        "np.dot({v}, {v'})", "{v} @ {v'}", "np.prod({v})", "np.linalg.norm({v})", "{A}[0, 1]", "{A}[{i}][0]", "np.trace({A})", "max({s}, {s'})", "abs({s})", "sum({S})",
        "min({S})", "{S}[0]", "{S}[-1]", "{S}.pop()", "np.median({v})", "np.std({v})", "np.sum({v}, where={m})", "np.sum({v}[{m}])", "{v}[np.argmax({v'})]", "np.real({c})", "{c}.imag",
        "abs({c})", "np.interp({s}, np.arange(3.0), {v}[:3])", "{v}.item(0)", "sum({v})", "max({v})", "{s} if {v}[0] > {n} else {n}", "len({v}) * {s}", "{s} / len({v})",
        "sum(e * e for e in {v})", "sum(e for e in {v} if e > {n})", "{L}[0][1]", "np.max({v}, initial={s})", "{v}[{I}[0]]", "np.real(np.vdot({z}, {z'}))", "{D}['p'][0]", "functools.reduce(lambda a, b: a * 0.5 + b, {v})",
    ),
    "v": (
        "{v} * {s}", "{v} + {v'}", "np.sin({v})", "{v} ** 2", "{v}.copy()", "np.array({v})", "np.asarray({v})", "np.copy({v})", "{v}.astype(float)", "{v}[1:]", "{v}[:-1]", "{v}[::-1]",
        "{v}[::2]", "{v}[-3:]", "{v}[{i}:]", "{v}[:{i}]", "{v}[[0, 1, 1]]", "{v}[[-1, 0]]", "{v}[{m}]", "{v}[~{m}]", "{v}[{I}]", "{v}[np.where({m})[0]]", "{v}[np.nonzero({m})]", "{v}[{m}.nonzero()]",
        "{v}.compress({m})", "np.compress({m}, {v})", "np.extract({m}, {v})", "np.take({v}, {I})", "{v}.take([0, -1])", "np.delete({v}, 0)", "np.delete({v}, {i})", "np.insert({v}, 1, {s})", "np.append({v}, {s})", "np.concatenate([{v}, {v'}])",
        "np.hstack(({v}, {s}))", "np.repeat({v}, 2)", "np.tile({v}, 2)", "np.roll({v}, 1)", "np.roll({v}, {i})", "np.sort({v})", "{v}[np.argsort({v'})]", "np.where({m}, {v}, {v'})", "np.where({m}, {v}, {s})", "np.where({v} > {n}, {v}, 0.0)",
        "np.select([{m}, {m'}], [{v}, {v'}], {s})", "np.clip({v}, -0.9, {s})", "np.abs({v})", "np.maximum({v}, {v'})", "np.cumsum({v})", "np.cumprod({v})", "np.diff({v})", "np.pad({v}, 1)", "np.pad({v}, (0, 1), mode='edge')", "np.flip({v})",
        "np.ravel({A})", "{A}.flatten()", "{A}.ravel()", "{A}.reshape(-1)", "{A}[0]", "{A}[:, 1]", "{A}[{i}]", "{A}.T[0]", "np.diag({A})", "{A}.diagonal()", "np.diagonal({A}).copy()", "{A}[{I}, {I'}]", "{A}[{A} > {n}]", "{A}[0, [0, 1]]", "{A} @ {v}",
        "{v} @ {A}", "{A}.sum(axis=0)", "{A}.mean(axis=1)", "np.max({A}, axis=0)", "np.real({z})", "{z}.imag", "{z}.real", "{z}.real.copy()", "np.abs({z})", "np.array([{s}, {s'}])", "np.array([{s}, 0.5, {v}[0]])", "np.array({S})", "np.full(3, {s})", "np.zeros(4)",
        "np.ones_like({v})", "np.zeros_like({v})", "np.linspace({s}, 1.5, 4)", "np.convolve({v}, {v'})", "np.convolve({v}, [0.5, 0.5], mode='same')", "{f}({v})", "{f}({v}.copy())", "{L}[0]", "{L}[-1]", "{L}[{i}]", "{L}.pop()", "{D}['p']", "{D}.get('q', {v})",
        "np.broadcast_to({s}, 3)", "np.squeeze({A}[:1])", "np.atleast_1d({s})", "np.meshgrid({v}, {v'})[0][0]", "np.array([e * 2.0 for e in {v}])", "np.array([e for e in {v} if e > {n}])", "np.fromiter((e * 0.5 for e in {v}), float)", "np.array(list(map(np.sin, {v})))", "np.split({v}, [2])[0]",
        "np.array_split({v}, 2)[1]", "np.linalg.solve({A} + 3.0 * np.eye(len({A})), {v})", "np.einsum('ij,j->i', {A}, {v})", "np.stack({L}).mean(axis=0)", "sum({L})", "np.concatenate({L})", "{v} - {v}.mean()", "{v} / (1.0 + np.sum({v} ** 2))",
        "{v} if {s} > {n} else {v'}", "({v} + 0.0)[{m}]", "np.add({v}, {s})", "np.outer({v}, {v'})[0]", "np.lib.stride_tricks.sliding_window_view({v}, 2).sum(axis=1)", "np.trim_zeros({v})", "{v}.clip({s}, 2.0)", "np.nan_to_num({v})", "{v}[None, :][0]", "np.ones(3) * {s}", "np.gradient({v})", "np.unique({v})",
        "-{v}", "np.take_along_axis({v}, {I}, axis=0)", "np.choose([0, 1, 0], [{v}[:3], {v'}[:3]])", "{v}.reshape(-1, 1)[:, 0]", "np.vstack([{v}, {v'}])[1]", "np.column_stack([{v}, {v'}]).ravel()",
    ),
    "A": (
        "np.outer({v}, {v'})", "np.stack([{v}, {v'}])", "np.vstack([{v}, {v'}])", "np.column_stack([{v}, {v'}])", "np.array([{v}, {v'}])", "np.array({L})", "np.stack({L}, axis=1)", "{v}[:, None] * {v'}", "{v}[:, None] - {v}[None, :]", "{A}.T", "{A} @ {A'}", "{A} * {s}", "{A} + {v}", "{A}.copy()", "{A}[1:]", "{A}[:, ::-1]",
        "{A}[{I}]", "{A}[:, {I}]", "{A}[np.ix_({I}, {I'})]", "{A}[:2, :2]", "{A}[{m}]", "{A}[:, {m}]", "np.diag({v})", "np.eye(3) * {s}", "np.tril({A})", "np.triu({A}, 1)", "np.linalg.inv({A} + 3.0 * np.eye(len({A})))", "np.sort({A}, axis=0)", "np.zeros((2, 3))", "np.where({A} > {n}, {A}, {s})", "np.tile({v}, (2, 1))",
        "np.swapaxes({A}, 0, 1)", "np.rot90({A})", "np.kron({A}[:2, :2], np.eye(2))", "np.cumsum({A}, axis=0)", "np.roll({A}, 1, axis=1)", "np.concatenate([{A}, {A'}])", "np.einsum('i,j->ij', {v}, {v'})", "np.array([[{s}, 0.5], [{v}[0], {s'}]])", "np.delete({A}, 0, axis=0)", "np.repeat({A}, 2, axis=0)", "{v}[:4].reshape(2, 2)", "{A}[[0, 0]]", "np.take({A}, [1, 0], axis=0)", "{A}[::-1]",
    ),
    "c": ("{s} * 1j", "{z}[0]", "{z}.sum()", "{s} + 0.5j", "{c} * {c'}", "np.exp(1j * {s})", "complex({s}, {s'})", "np.conj({c})", "{c} * {s}", "np.vdot({z}, {z'})"),
    "z": ("{v} * 1j", "np.exp(1j * {v})", "{v} + 0.5j", "np.fft.fft({v})", "np.fft.ifft({z})", "{z} * {s}", "{z} * {z'}", "{z}.conj()", "{z}[::-1]", "{z}[{m}]", "{z}[{I}]", "{z}.copy()", "{v}.astype(complex)", "np.zeros(3, complex)", "{v} + 1j * {v'}", "{z}[1:]", "{c} * {v}", "np.array([{c}, {s}])", "np.fft.rfft({v})", "np.where({m}, {z}, {v})", "np.concatenate([{z}, {v}])"),
    "m": ("{v} > {n}", "{v} < {v'}", "np.abs({v}) > 0.5", "~{m}", "{m} & {m'}", "{m} | ({v} > {n})", "np.array([True, False, True, True, False])", "np.isfinite({v})", "np.zeros(5, bool)", "{m}.copy()", "{m}[::-1]", "{v} == {v}.max()", "np.logical_and({m}, {v} > {n})", "np.arange(5) < {i}", "np.diff({v}, prepend=0.0) > 0"),
    "i": ("0", "1", "2", "len({v}) - 1", "{v}.size // 2", "int(np.sum({m}))", "np.count_nonzero({m})", "int(np.argmax({v}))", "np.argmin({v})", "{i} + 1", "-1", "{i} % 3", "len({L}) - 1", "{I}[0]", "len({S})", "int(np.searchsorted(np.sort({v}), {s}))"),
    "I": ("np.where({m})[0]", "np.flatnonzero({m})", "np.argsort({v})", "np.argsort({v})[::-1]", "np.arange(3)", "[0, 2]", "[1, 1, 0]", "np.array([0, 1])", "np.arange(len({v}))", "{I}[::-1]", "np.arange(3)[{v}[:3] > {n}]", "list(range(len({v})))", "np.array([{i}, 0])", "[k for k in range(len({v})) if {v}[k] > {n}]"),
    "S": ("[{s}, {s'}]", "list({v})", "{v}.tolist()", "[e * 2.0 for e in {v}]", "[e for e in {v} if e > {n}]", "[{s}]", "sorted({v})", "{S}[1:]", "{S} + [{s}]", "[a * b for a, b in zip({v}, {v'})]", "[]"),
    "L": ("[{v}, {v'}]", "[{v}.copy(), {v'} * {s}]", "[{v} * k for k in range(3)]", "list({A})", "[r for r in {A}]", "{L}[::-1]", "{L} + [{v}]", "np.split({v}[:4], 2)", "[{v}[k:k + 2] for k in range(2)]", "[u * {s} for u in {L}]", "[]", "list({L})"),
    "D": ("dict(p={v}, q={v'})", "{{'p': {v}.copy(), 'q': {v} * {s}}}", "{{key: u * {s} for key, u in {D}.items()}}", "dict({D})"),
}  # fmt: skip

CHANGES = (
    "{v}[{i}] = {s}", "{v}[0] += {s}", "{v}[-1] *= {s}", "{v} *= {s}", "{v} *= {v'}", "{v} += {v'}", "{v} -= {v}[::-1]", "{v} **= 2", "{v} /= 1.5 + {s} ** 2", "{v}[1:] = {v}[:-1]", "{v}[1:] += {v}[:-1]", "{v}[:] = {v}[::-1]", "{v}[:] = {v'}", "{v}[...] = {s}", "{v}[{m}] = {s}",
    "{v}[{m}] *= 1.5", "{v}[{m}] = {v}[{m}] ** 2", "{v}[{m}] = {v'}[{m}]", "{v}[{m}] += {v'}[{m}] * {s}", "{v}[{v} > {n}] = {s}", "{v}[{v} > {n}] *= {s}", "{v}[{I}] += {s}", "{v}[{I}] = {v'}[{I}]", "{v}[[0, 1]] = {v}[[1, 0]]", "{v}[{I}] *= {v'}[{I}]", "np.add.at({v}, {I}, {s})", "np.add.at({v}, {I}, {v'}[{I}])", "{v}.sort()",
    "{v}.fill({s})", "np.copyto({v}, {v'})", "np.copyto({v}, {s}, where={m})", "np.put({v}, {I}, {s})", "np.putmask({v}, {m}, {v'})", "np.multiply({v}, {v'}, out={v})", "np.sin({v}, out={v})", "np.cumsum({v}, out={v})", "np.add({v}, {s}, out={v}, where={m})", "{v}[::2] *= -0.9", "{v}[::-1][0] = {s}", "{v}[1:-1] = 0.5 * ({v}[2:] + {v}[:-2])",
    "{v}[0], {v}[1] = {v}[1], {v}[0]", "{A}[0] = {v}", "{A}[:, 1] *= {s}", "{A} += {v}", "{A}[{I}] += {s}", "{A}[{i}, 0] = {s}", "{A}[1] -= {A}[0] * {s}", "np.fill_diagonal({A}, {s})", "{A}[0], {A}[1] = {A}[1].copy(), {A}[0].copy()", "{A}[[0, 1]] = {A}[[1, 0]]", "{A}[{A} > {n}] = {s}", "{A} *= {A'}", "{A}.T[0] = {s}", "{A}[:, 0] += {A}[:, 1]", "{A}[{m}] = {s}", "{A}[np.ix_({I}, {I'})] += {s}", "{A}[{I}, {I'}] = {s}",
    "{z} *= 1j", "{z}[0] = {c}", "{z}[{m}] = {s}", "{z} += {v}", "{z}.real = {v}", "{z}.imag *= {s}", "{z}[1:] = {z}[:-1]", "{z}.real[0] = {s}", "{m}[0] = False", "{m} &= {m'}", "{m}[:] = {v} > {n}", "{m}[1:] |= {m}[:-1]", "{I} += 1", "{I}[0] = 1",
    "{L}.append({v})", "{L}.append({v}.copy())", "{L}[0] = {v}", "{L}[0][0] = {s}", "{L}[-1] *= {s}", "del {L}[0]", "{L}[0], {L}[-1] = {L}[-1], {L}[0]", "{L}.insert(0, {v})", "{L} += [{v} * {s}]", "{S}.append({s})", "{S}[0] = {s}", "{S}[-1] *= {s}", "{S}.reverse()", "{S} += [{s}]", "{S}.extend({v})", "{S}.sort()", "{S}[1:] = [{s}]", "{D}['p'] = {v}", "{D}['p'] *= {s}", "{D}['q'][0] = {s}", "{D}.update(p={v} * {s})",
    "{s} += {v}.sum()", "{s} *= {s'}", "{s} -= {v}[0] * {n}", "{c} *= 1j", "{c} += {s}", "{f}({v})", "{i} += 1", "{v}, {v'} = {v'}, {v}", "{s}, {s'} = {s'}, {s} * 0.5", "{v}, {s} = {v} * {s}, {v}[0]", "{A}, {v} = {A}.T, {A}[0]", "{v} = {v}[1:]", "{v} = {v}[::-1]", "{v} = {v} * {s}", "{v} = {v}[{m}]", "{s} = {v}[0]; {v} = {v}[1:]", "{z} = {z} * {c}", "{v} = {v} + {z}.real",
    "{v} = {v'} = {v} * {s}", "{s}, *S = {v}", "{s}, *_, {s'} = {v}", "({v}, {s}), {v'} = ({v'} * 1.1, {v}[0]), {v}", "{v}[{i}], {s} = {s}, {v}[{i}]", "{v}[1:], {s} = {v}[:-1] * {s}, {v}[-1]", "{v}[...] = {f}({v})", "{v} = {f}({f}({v}))", "{v} += {f}({v'})",
    "{s} = (b := {v}.sum()) * b", "row = {A}[{i}]; row *= {s}", "row = {A}[{i}]; row[0] = {s}; {A} = {A} * 0.9", "col = {A}[:, 0]; col += {s}", "u = {A}.reshape(-1); u[1] = {s}", "u = {A}.T; u[0] *= {s}", "u = {v}[1:]; w2 = u[1:]; w2[0] = {s}; {v} = {v} * u[0]", "{A}[1:, 1:] -= np.outer({A}[1:, 0], {A}[0, 1:]) * 0.1", "{A}[{i}] /= 2.0 + {A}[{i}, {i}] ** 2",
    "{A}[:, {i}] -= {A}[:, 0] * {s}", "{A}[::2, ::-1] *= 0.9", "{A}[..., 0] = {s}", "{A}[{i}, {m}[:3]] = {s}", "{A}[:, None, 0][0] = {s}", "{v}[:, None][0] = {s}", "{v} = {v}[np.random.default_rng(1).permutation(len({v}))]", "{v} = {v} + np.random.default_rng(2).normal(size=len({v}))", "{v}.partition(1)", "{v}[np.argmax({v})] = {s}", "{v}[{v}.argmin():] *= {s}",
    "{v}[np.ix_({I})] = {s}", "{v}[{I}], {v'}[{I}] = {v'}[{I}], {v}[{I}]", "{v}[1], {v'}[0] = {v'}[0], {v}[1]", "{L} = [u for u in {L} if u[0] > {n}]", "{L}.sort(key=lambda u: u[0])", "{L} = sorted({L}, key=np.sum)", "{L}[0], {v} = {v}, {L}[0]", "{v} = {L}.pop(0); {L}.append({v} * {s})", "{S}[{i}] = {S}[0] * {s}", "{S} = [e * 0.9 for e in {S}]", "{S} = {S}[::-1]", "{D}['p'], {D}['q'] = {D}['q'], {D}['p']",
    "{D}['p'] = {D}.pop('q'); {D}['q'] = {v}", "{D} = {{**{D}, 'p': {v}}}", "{D}.setdefault('r', {v})[0] = {s}", "for u in {D}.values(): u *= {s}", "del {v}; {v} = x * 0.5", "assert {v}.ndim == 1", "{s} = {s} if {v}[0] > {n} else {v'}[0]", "{v} = {v} if {m}.any() else {v'}", "{v} = {v}.copy() if {s} > {n} else {v}", "{s} = {v}[0] > {n} and {s} or {s'}", "{v} = np.where({v} > {n}, {v}, {v'}); {v}[0] = {s}", "{v}[{m}], {s} = {s}, {v}[{m}].sum()",
)  # fmt: skip

FUNCTIONS = (
    "def {f}(y, c={s}):\n    y[0] = c\n    return y", "def {f}(y, w={v}):\n    return y * w.sum()", "def {f}(y):\n    y *= {s}\n    return y", "def {f}(y, c={v}[0] or 1.0):\n    return y + c", "{f} = lambda y, c={s}: y * c", "{f} = lambda y: y * {s}", "{f} = functools.partial(np.multiply, {s})",
    "def {f}(y):\n    nonlocal {s}\n    {s} = {s} * 0.5 + y[0]\n    return y[1:]", "def {f}(y):\n    nonlocal {v}\n    {v} = {v} * y[0]\n    return {v}", "def {f}(y):\n    {v}[0] = y[0]\n    return y * {s}", "def {f}(y, n=2):\n    return y if n == 0 else {f}(y * {s}, n - 1)", "def {f}(y):\n    for k in range(len(y)):\n        if y[k] > {n}:\n            return y[k:]\n        y[k] = {s}\n    return y",
    "def {f}(y):\n    u = y.copy()\n    u[y > {n}] = {s}\n    return u", "def {f}(y, seen=[]):\n    return y * {s}", "def {f}(y):\n    if y[0] > {n}:\n        return {v}\n    return y", "def {f}(y, m={m}):\n    return np.where(m, y, {s})", "def {f}(y, *rest, scale={s}):\n    return y * scale", "{f} = [lambda y: y * {s}, lambda y: y + {v}][{i}]", "{f} = np.sin", "{f} = np.cumsum",
)  # fmt: skip

HEADS = (  # of blocks, with the letters and names of what they bind
    ("for k in range(3):", {"i": "k"}), ("for k in range(len({v})):", {"i": "k"}), ("for e in {v}:", {"s": "e"}), ("for k, e in enumerate({v}):", {"i": "k", "s": "e"}), ("for row in {A}:", {"v": "row"}), ("for u in {L}:", {"v": "u"}), ("for e, q in zip({v}, {v'}):", {"s": "e"}),
    ("for e in {S}:", {"s": "e"}), ("for k in {I}:", {"i": "k"}), ("for key, u in {D}.items():", {"v": "u"}), ("while len({v}) > 2:", {}), ("while {L}:", {}), ("while {s} < 1.613:", {}), ("if {s} > {n}:", {}), ("if {m}.any():", {}), ("if len({v}) > 3:", {}), ("if {v}[0] > {v'}[-1]:", {}), ("with np.errstate(all='ignore'):", {}),
    ("try:", {}), ("for k in range({i}, len({v})):", {"i": "k"}), ("for k in range(len({v}) - 1, -1, -1):", {"i": "k"}), ("for k in range(0, len({v}), 2):", {"i": "k"}), ("for (k, l), e in np.ndenumerate({A}):", {"i": "k", "s": "e"}), ("for u, q in zip({L}, {L'}):", {"v": "u"}), ("for a, b in zip({v}, {v}[1:]):", {"s": "a"}), ("for k, u in enumerate({L}):", {"i": "k", "v": "u"}), ("for u in map(np.sin, {L}):", {"v": "u"}), ("for row in {A}.T:", {"v": "row"}), ("for e in {A}.flat:", {"s": "e"}), ("while True:", {}),
    ("for u in ({v}, {v'}):", {"v": "u"}), ("for k in reversed(range(3)):", {"i": "k"}), ("if not {m}.all():", {}), ("for e in sorted({v}):", {"s": "e"}), ("for k in np.flatnonzero({m}):", {"i": "k"}), ("for a, u in zip({S}, {L}):", {"s": "a", "v": "u"}), ("for z in np.ndindex(2):", {}), ("if {L}:", {}), ("for u in {L}[::-1]:", {"v": "u"}),
)  # fmt: skip

READS = {
    "s": ("{s} * {s}", "np.sin({s})"), "v": ("np.sum({v} ** 2)", "np.sum(np.cos({v}))", "np.sum({v} * np.arange(1, len({v}) + 1))"), "A": ("np.sum({A} ** 2)", "np.sum(np.cos({A}) * 0.3)"),
    "c": ("abs({c}) ** 2", "np.real({c}) * 0.7 + np.imag({c})"), "z": ("np.sum(np.abs({z}) ** 2)", "np.sum(np.real({z})) * 0.7 + np.sum({z}.imag)"), "S": ("sum(e * e for e in {S})",), "L": ("sum(np.sum(u ** 2) for u in {L})",), "D": ("np.sum({D}['p'] * 0.7 + {D}['q'] ** 2)", "sum(np.sum(u ** 2) for u in {D}.values())"),
}  # fmt: skip

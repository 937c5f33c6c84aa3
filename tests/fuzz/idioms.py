"""What people write about arrays, numbers, containers and objects, by the letter of what it gives.

    s  a real number       v  a real vector       A  a real matrix       G  a real array of three axes
    c  a complex number    z  a complex vector    m  a mask              i  a whole number
    I  indices             k  a key of a D        S  a list of numbers   L  a list of vectors
    E  a list of lists     N  a dict of numbers   D  a dict of vectors   T  a vector and a number
    o  a Body              P  a list of them      f  a function of a vector

In a text {v} is a name that holds a vector and {v'} another one, which may be the same; {n} is a number as one writes
it.  Lengths are not known: what does not run is not written.
"""

from __future__ import annotations

VALUES = {
    "s": (
        "{s} * 0.7", "{s} + {s'}", "np.sin({s})", "{s} ** 2", "{n}", "{v}[0]", "{v}[-1]", "{v}[{i}]", "{v}.sum()", "np.mean({v})", "float({v}[0])", "{v}.max()", "np.dot({v}, {v'})", "{v} @ {v'}", "np.prod({v})", "np.linalg.norm({v})",
        "{A}[0, 1]", "{A}[{i}][0]", "np.trace({A})", "max({s}, {s'})", "abs({s})", "sum({S})", "min({S})", "{S}[0]", "{S}[-1]", "{S}.pop()", "np.median({v})", "np.std({v})", "np.sum({v}, where={m})", "np.sum({v}[{m}])",
        "{v}[np.argmax({v'})]", "np.real({c})", "{c}.imag", "abs({c})", "np.interp({s}, np.arange(3.0), {v}[:3])", "{v}.item(0)", "sum({v})", "max({v})", "{s} if {v}[0] > {n} else {n}", "len({v}) * {s}", "{s} / len({v})",
        "sum(e * e for e in {v})", "sum(e for e in {v} if e > {n})", "{L}[0][1]", "np.max({v}, initial={s})", "{v}[{I}[0]]", "np.real(np.vdot({z}, {z'}))", "{D}['p'][0]", "functools.reduce(lambda a, b: a * 0.5 + b, {v})", "{o}.m",
        "{o}.energy()", "{o}.speed", "{o}({s})", "{o}.p[0]", "sum(b.m for b in {P})", "max({P}, key=lambda b: b.m).m", "{P}[0].m", "min(b.energy() for b in {P})", "{T}[1]", "{T}[0][0]", "Pair(*{T}).b", "{G}[0, 1, 2]", "{G}.max()",
        "np.einsum('ijj->', {G})", "{G}[{i}, {i'}][0]", "{N}[0]", "{N}.get({i}, {s})", "sum({N}.values())", "max({N}.values())", "{N}[min({N}, key={N}.get)]", "next(iter({N}.values()))", "{D}[{k}][0]", "{D}[{k}].sum()", "{E}[0][-1]",
        "{E}[{i}][0]", "sum(map(sum, {E}))", "sum(e for row in {E} for e in row)", "max(max(row) for row in {E})", "getattr({o}, 'm')", "len({P}) * {s}", "float({T}[1] > {n}) * {s}", "{o}.other.m if {o}.other else {s}", "{N}.pop(0)",
        "{N}.setdefault({i}, {s})", "np.linalg.det({A})", "np.linalg.norm({A})", "{A}.max()", "{A}[-1, {i}]", "np.sum({A} * {A'})", "np.einsum('ij,ij', {A}, {A'})", "np.einsum('ii', {A})", "{v} @ {A} @ {v'}", "np.vdot({A}, {A'})",
        "np.sum(np.triu({A}))", "{A}[np.unravel_index(np.argmax({A}), {A}.shape)]", "np.min({A}[{A} > {n}])", "{A}.flat[{i}]", "{A}.item(0, 1)", "float(np.linalg.slogdet({A} @ {A}.T + np.eye(len({A})))[1])",
        "sum({s} * e for e in ({s}, {n}, {s'}))", "{s} // 0.3 * {s'}", "{s} % 0.7", "divmod({s}, 0.4)[1]", "np.hypot({s}, {s'})", "np.maximum({s}, {n})", "round({s}, 1) * {s'}", "math.sqrt(1.0 + {s} ** 2)", "math.fsum({v})",
        "math.exp(-{s} ** 2)", "math.prod({S})", "-{s}", "+{s}", "{s} ** {n}", "np.polyval({v}, {s})", "np.sign({s}) * {s'}", "(lambda a, b=2.0: a * b)({s})", "[{s}, {s'}][{v}[0] > {n}]", "{m}.sum() * {s}", "({v} > {n}) @ {v}",
        "{v}[{m}.argmax()]",
    ),
    "v": (
        "{v} * {s}", "{v} + {v'}", "np.sin({v})", "{v} ** 2", "{v}.copy()", "np.array({v})", "np.asarray({v})", "np.copy({v})", "{v}.astype(float)", "{v}[1:]", "{v}[:-1]", "{v}[::-1]", "{v}[::2]", "{v}[-3:]", "{v}[{i}:]", "{v}[:{i}]",
        "{v}[[0, 1, 1]]", "{v}[[-1, 0]]", "{v}[{m}]", "{v}[~{m}]", "{v}[{I}]", "{v}[np.where({m})[0]]", "{v}[np.nonzero({m})]", "{v}[{m}.nonzero()]", "{v}.compress({m})", "np.compress({m}, {v})", "np.extract({m}, {v})",
        "np.take({v}, {I})", "{v}.take([0, -1])", "np.delete({v}, 0)", "np.delete({v}, {i})", "np.insert({v}, 1, {s})", "np.append({v}, {s})", "np.concatenate([{v}, {v'}])", "np.hstack(({v}, {s}))", "np.repeat({v}, 2)",
        "np.tile({v}, 2)", "np.roll({v}, 1)", "np.roll({v}, {i})", "np.sort({v})", "{v}[np.argsort({v'})]", "np.where({m}, {v}, {v'})", "np.where({m}, {v}, {s})", "np.where({v} > {n}, {v}, 0.0)",
        "np.select([{m}, {m'}], [{v}, {v'}], {s})", "np.clip({v}, -0.9, {s})", "np.abs({v})", "np.maximum({v}, {v'})", "np.cumsum({v})", "np.cumprod({v})", "np.diff({v})", "np.pad({v}, 1)", "np.pad({v}, (0, 1), mode='edge')",
        "np.flip({v})", "np.ravel({A})", "{A}.flatten()", "{A}.ravel()", "{A}.reshape(-1)", "{A}[0]", "{A}[:, 1]", "{A}[{i}]", "{A}.T[0]", "np.diag({A})", "{A}.diagonal()", "np.diagonal({A}).copy()", "{A}[{I}, {I'}]", "{A}[{A} > {n}]",
        "{A}[0, [0, 1]]", "{A} @ {v}", "{v} @ {A}", "{A}.sum(axis=0)", "{A}.mean(axis=1)", "np.max({A}, axis=0)", "np.real({z})", "{z}.imag", "{z}.real", "{z}.real.copy()", "np.abs({z})", "np.array([{s}, {s'}])",
        "np.array([{s}, 0.5, {v}[0]])", "np.array({S})", "np.full(3, {s})", "np.zeros(4)", "np.ones_like({v})", "np.zeros_like({v})", "np.linspace({s}, 1.5, 4)", "np.convolve({v}, {v'})", "np.convolve({v}, [0.5, 0.5], mode='same')",
        "{f}({v})", "{f}({v}.copy())", "{L}[0]", "{L}[-1]", "{L}[{i}]", "{L}.pop()", "{D}['p']", "{D}.get('q', {v})", "np.broadcast_to({s}, 3)", "np.squeeze({A}[:1])", "np.atleast_1d({s})", "np.meshgrid({v}, {v'})[0][0]",
        "np.array([e * 2.0 for e in {v}])", "np.array([e for e in {v} if e > {n}])", "np.fromiter((e * 0.5 for e in {v}), float)", "np.array(list(map(np.sin, {v})))", "np.split({v}, [2])[0]", "np.array_split({v}, 2)[1]",
        "np.linalg.solve({A} + 3.0 * np.eye(len({A})), {v})", "np.einsum('ij,j->i', {A}, {v})", "np.stack({L}).mean(axis=0)", "sum({L})", "np.concatenate({L})", "{v} - {v}.mean()", "{v} / (1.0 + np.sum({v} ** 2))",
        "{v} if {s} > {n} else {v'}", "({v} + 0.0)[{m}]", "np.add({v}, {s})", "np.outer({v}, {v'})[0]", "np.lib.stride_tricks.sliding_window_view({v}, 2).sum(axis=1)", "np.trim_zeros({v})", "{v}.clip({s}, 2.0)", "np.nan_to_num({v})",
        "{v}[None, :][0]", "np.ones(3) * {s}", "np.gradient({v})", "np.unique({v})", "-{v}", "np.take_along_axis({v}, {I}, axis=0)", "np.choose([0, 1, 0], [{v}[:3], {v'}[:3]])", "{v}.reshape(-1, 1)[:, 0]", "np.vstack([{v}, {v'}])[1]",
        "np.column_stack([{v}, {v'}]).ravel()", "{o}.p", "{o}.p.copy()", "{o}.p * {o'}.m", "{o}[1:]", "{P}[0].p", "{P}[-1].p", "sum(b.p for b in {P})", "np.array([b.m for b in {P}])", "np.concatenate([b.p for b in {P}])", "{T}[0]",
        "Pair(*{T}).a", "divide({v}, {s})[0]", "{G}[0, 1]", "{G}[:, 0, 1]", "{G}[0].ravel()", "{G}.sum(axis=(0, 1))", "{G}.max(axis=2)[0]", "{G}[:, {I}, {I'}][0]", "np.diagonal({G})[0]", "np.einsum('ijk,k->ij', {G}, {v})[0]",
        "{G}[{G} > {n}]", "{D}[{k}]", "{D}[{k}].copy()", "np.array(list({N}.values()))", "np.array({E})[0]", "np.array({E}[0])", "np.array(sum({E}, []))", "np.array([row[0] for row in {E}])", "{v} * {m}", "{v} * {m}[:len({v})]",
        "np.arange(3) * {s}", "np.where({m}, {v}, 0.0)", "np.einsum('ij->j', {A})", "{A}[-1]", "{A}[{i}, ::-1]", "{A}.min(axis=0)", "np.sum({A} ** 2, axis=1)", "{A}.T @ {v}", "np.dot({A}, {v})", "np.linalg.norm({A}, axis=1)",
        "np.diag({A}, 1)", "np.triu({A})[np.triu_indices(3)]", "{A}[np.arange(3), [1, 0, 2]]", "{A}[{m}[:3]][0]", "np.prod({A}, axis=0)", "np.apply_along_axis(np.sum, 1, {A})", "np.array([row @ row for row in {A}])",
        "np.array([{A}[k, k] for k in range(3)])", "np.linalg.eigvalsh({A} + {A}.T + np.diag(np.arange(len({A}))))", "np.tensordot({A}, {v}, 1)", "np.ndarray.flatten({A})", "np.bincount([0, 1, 1, 0, 2], weights={v})",
        "np.histogram([0.1, 0.7, 0.4], bins=2, weights={v}[:3])[0]", "np.interp({v}, [-2.0, 0.0, 2.0], [{s}, 0.3, {s'}])", "np.heaviside({v}, 0.5) * {v'}", "np.fmax({v}, {s})", "np.hypot({v}, {s})", "np.exp(-{v} ** 2)", "np.tanh({v})",
        "{v} % 0.7", "np.cross({v}[:3], {v'}[:3])", "np.add.accumulate({v})", "np.maximum.accumulate({v})", "np.add.reduceat({v}, [0, 2])", "np.add.outer({v}, {v'})[0]", "np.einsum('i,i->i', {v}, {v'})", "np.ediff1d({v})",
        "np.r_[{v}, {s}]", "np.polyfit(np.arange(5.0), {v}, 1)", "np.kron({v}, [1.0, 0.5])", "np.resize({v}, 7)", "np.array([{v}[k] * {s} for k in {I}])", "np.array([max(e, {s}) for e in {v}])", "np.array(sorted({v}))",
        "np.array({S} + {S'})", "np.asarray({S})", "np.nancumsum({v})", "np.average({A}, axis=0, weights={v}[:3])", "np.vectorize(lambda e: e * {s})({v})", "np.full_like({v}, {s})", "np.array({v}, copy=True)[::-1]", "{v}.view()",
        "{v}.swapaxes(0, 0)", "{v}.T", "np.ascontiguousarray({v}[::2])", "np.asarray({v}, dtype=float)", "np.require({v})", "{v}.dot({A})", "{v}.repeat(2)", "{v}.cumsum()",
    ),
    "A": (
        "np.outer({v}, {v'})", "np.stack([{v}, {v'}])", "np.vstack([{v}, {v'}])", "np.column_stack([{v}, {v'}])", "np.array([{v}, {v'}])", "np.array({L})", "np.stack({L}, axis=1)", "{v}[:, None] * {v'}", "{v}[:, None] - {v}[None, :]",
        "{A}.T", "{A} @ {A'}", "{A} * {s}", "{A} + {v}", "{A}.copy()", "{A}[1:]", "{A}[:, ::-1]", "{A}[{I}]", "{A}[:, {I}]", "{A}[np.ix_({I}, {I'})]", "{A}[:2, :2]", "{A}[{m}]", "{A}[:, {m}]", "np.diag({v})", "np.eye(3) * {s}",
        "np.tril({A})", "np.triu({A}, 1)", "np.linalg.inv({A} + 3.0 * np.eye(len({A})))", "np.sort({A}, axis=0)", "np.zeros((2, 3))", "np.where({A} > {n}, {A}, {s})", "np.tile({v}, (2, 1))", "np.swapaxes({A}, 0, 1)", "np.rot90({A})",
        "np.kron({A}[:2, :2], np.eye(2))", "np.cumsum({A}, axis=0)", "np.roll({A}, 1, axis=1)", "np.concatenate([{A}, {A'}])", "np.einsum('i,j->ij', {v}, {v'})", "np.array([[{s}, 0.5], [{v}[0], {s'}]])", "np.delete({A}, 0, axis=0)",
        "np.repeat({A}, 2, axis=0)", "{v}[:4].reshape(2, 2)", "{A}[[0, 0]]", "np.take({A}, [1, 0], axis=0)", "{A}[::-1]", "{G}[0]", "{G}[-1]", "{G}[:, 0]", "{G}[..., 1]", "{G}.sum(axis=0)", "{G}.mean(axis=1)", "{G}.reshape(-1, 3)",
        "{G}.reshape(len({G}), -1)", "np.einsum('ijk->jk', {G})", "{G}[0] @ {G}[1].T", "np.array([b.p for b in {P}])", "np.stack([u for u in {D}.values()])", "np.array({E})", "{A} - {A}.mean(axis=0)",
        "{A} / {A}.sum(axis=1, keepdims=True)", "np.linalg.cholesky({A} @ {A}.T + np.eye(len({A})))", "np.linalg.qr({A} + 2.0 * np.eye(len({A})))[1]", "np.linalg.solve({A} + 3.0 * np.eye(len({A})), {A'})", "np.linalg.matrix_power({A}, 2)", "{A} ** 2",
        "np.exp(-{A})", "np.maximum({A}, {s})", "{A} * {v}[:, None]", "{A} - {v}[None, :]", "{A}[:, None, :].sum(axis=1)", "{A}[{i}:]", "{A}[:, :{i}]", "{A}[{A}[:, 0] > {n}]", "{A}[np.argsort({A}[:, 0])]",
        "np.block([[{A}, {A'}], [{A'}, {A}]])", "np.hstack([{A}, {A'}])", "np.pad({A}, 1)", "np.flipud({A})", "np.transpose({A})", "{A}.reshape(-1, 1)", "np.linalg.inv({A})", "np.zeros_like({A})", "np.empty((3, 3)) * 0.0",
        "np.vander({v}, 3)", "np.array([{v}, {v'}, {v}])", "np.array([[{s}, {s'}, {n}]] * 3)", "np.subtract.outer({v}, {v'})", "np.lib.stride_tricks.sliding_window_view({v}, 3)", "np.clip({A}, -0.5, {s})", "np.matmul({A}, {A'})",
        "np.asfortranarray({A})", "{A}.astype(float).T.copy()", "np.full((3, 3), {s})", "np.fliplr({A})", "np.array([row * {s} for row in {A}])", "np.array([[{f}({v})[0], {s}], [{s'}, {n}]])",
        "np.take_along_axis({A}, np.argsort({A}, axis=1), axis=1)", "{A}[tuple(np.ix_([0, 1], [1, 2]))]", "np.convolve({v}, {v'})[:4].reshape(2, 2)",
    ),
    "G": (
        "{A}[None] * np.arange(1.0, 4.0)[:, None, None]", "np.stack([{A}, {A'}])", "np.zeros((2, 3, 3))", "{G}.transpose(1, 0, 2)", "{G}[::-1]", "{G}.copy()", "{G} * {s}", "np.stack([{A}] * 2, axis=-1)", "{v}[:, None, None] * {A}",
        "np.einsum('i,jk->ijk', {v}, {A})", "{G}[:, {I}]", "{G}[{I}]", "{G}[..., ::-1]", "np.moveaxis({G}, 0, 2)", "{G} + {v}", "{G} @ {A}", "np.where({G} > {n}, {G}, {s})", "np.cumsum({G}, axis=1)", "np.tile({A}, (2, 1, 1))",
        "{A}.reshape(1, 3, 3) - {v}[:3]", "np.array([{A}, {A'} * {s}])", "np.broadcast_to({A}, (2, 3, 3)).copy()", "{G}[{G}[:, 0, 0] > {n}]",
    ),
    "c": (
        "{s} * 1j", "{z}[0]", "{z}.sum()", "{s} + 0.5j", "{c} * {c'}", "np.exp(1j * {s})", "complex({s}, {s'})", "np.conj({c})", "{c} * {s}", "np.vdot({z}, {z'})",
    ),
    "z": (
        "{v} * 1j", "np.exp(1j * {v})", "{v} + 0.5j", "np.fft.fft({v})", "np.fft.ifft({z})", "{z} * {s}", "{z} * {z'}", "{z}.conj()", "{z}[::-1]", "{z}[{m}]", "{z}[{I}]", "{z}.copy()", "{v}.astype(complex)", "np.zeros(3, complex)",
        "{v} + 1j * {v'}", "{z}[1:]", "{c} * {v}", "np.array([{c}, {s}])", "np.fft.rfft({v})", "np.where({m}, {z}, {v})", "np.concatenate([{z}, {v}])",
    ),
    "m": (
        "{v} > {n}", "{v} < {v'}", "np.abs({v}) > 0.5", "~{m}", "{m} & {m'}", "{m} | ({v} > {n})", "np.array([True, False, True, True, False])", "np.isfinite({v})", "np.zeros(5, bool)", "{m}.copy()", "{m}[::-1]", "{v} == {v}.max()",
        "np.logical_and({m}, {v} > {n})", "np.arange(5) < {i}", "np.diff({v}, prepend=0.0) > 0", "{m} ^ {m'}", "np.isin(np.arange(5), {I})", "{v}.astype(bool)", "np.array([e > {n} for e in {v}])", "{A}[:, 0] > {n}",
        "np.any({A} > {n}, axis=1)", "{v} != 0", "np.logical_not({m})", "np.roll({m}, 1)", "{v} >= np.median({v})", "({v} > {n}) & ({v} < {s})", "np.r_[True, np.diff({v}) > 0]", "{m} * ({v} < {s})",
    ),
    "i": (
        "0", "1", "2", "len({v}) - 1", "{v}.size // 2", "int(np.sum({m}))", "np.count_nonzero({m})", "int(np.argmax({v}))", "np.argmin({v})", "{i} + 1", "-1", "{i} % 3", "len({L}) - 1", "{I}[0]", "len({S})",
        "int(np.searchsorted(np.sort({v}), {s}))", "len({P})", "len({N})", "{A}.shape[0] - 1", "{G}.shape[1] - 2", "{A}.argmax() % 3", "int({s})", "round({s})", "{m}.sum()", "sum(e > {n} for e in {v})", "{i} // 2", "{i} ^ 1",
        "bool({m}[0])", "{v}.ndim", "int({s} > {n})", "np.unravel_index(np.argmax({A}), {A}.shape)[0]", "{I}[-1]", "max({i}, 1)", "'pq'.index({k})", "len({E}) - 1", "{i} - {i'}",
    ),
    "I": (
        "np.where({m})[0]", "np.flatnonzero({m})", "np.argsort({v})", "np.argsort({v})[::-1]", "np.arange(3)", "[0, 2]", "[1, 1, 0]", "np.array([0, 1])", "np.arange(len({v}))", "{I}[::-1]", "np.arange(3)[{v}[:3] > {n}]",
        "list(range(len({v})))", "np.array([{i}, 0])", "[k for k in range(len({v})) if {v}[k] > {n}]", "np.argsort({A}[:, 0])", "np.argmax({A}, axis=0)", "[{i}, {i'}]", "range(len({v}))", "np.nonzero({v} > {n})[0]",
        "np.array([k for k, e in enumerate({v}) if e > {n}])", "np.random.default_rng(3).permutation(3)", "np.array([2, 0, 1])", "slice(0, 2)", "slice({i}, None)", "np.array([-1, -2])", "sorted(range(len({v})), key=lambda k: {v}[k])",
        "np.argpartition({v}, 1)[:2]", "np.searchsorted(np.sort({v}), {v'})[:3] % 3", "np.unique({I})", "(np.abs({v}) * 2).astype(int)",
    ),
    "k": (
        "'p'", "'q'", "'pq'[{i}]", "'p' if {s} > {n} else 'q'", "max({D}, key=lambda name: {D}[name][0])", "next(iter({D}))", 'f"{{\'p\'}}"', "list({D})[{i}]", "min({D})", "['q', 'p'][{i} % 2]",
    ),
    "S": (
        "[{s}, {s'}]", "list({v})", "{v}.tolist()", "[e * 2.0 for e in {v}]", "[e for e in {v} if e > {n}]", "[{s}]", "sorted({v})", "{S}[1:]", "{S} + [{s}]", "[a * b for a, b in zip({v}, {v'})]", "[]", "[b.m for b in {P}]",
        "[u[0] for u in {L}]", "list({N}.values())", "[{s}] * 3", "{E}[0]", "[e for row in {E} for e in row]", "[{v}[k] for k in {I}]", "[sum(row) for row in {E}]", "[*{S}, {s}]", "[e if e > {n} else {s} for e in {v}]",
        "list(map(lambda e: e * {s}, {v}))", "list(itertools.accumulate({v}))", "[k * {s} for k in range(3)]", "{S}[:]", "list(reversed({S}))", "[a - b for a, b in zip({S}, {S}[1:])]", "[abs(e) for e in {A}[0]]",
        "list(filter(lambda e: e > {n}, {v}))", "[max(row) for row in {E}]", "[float(e) for e in {v}]", "[None, {s}][1:]",
    ),
    "E": (
        "[{S}, [{s}]]", "[[e, e * {s}] for e in {v}]", "{A}.tolist()", "[[0.0] * 3 for _ in range(3)]", "[list(row) for row in {A}]", "[[{s}, {n}, 0.3] for _ in range(3)]", "[row[:] for row in {E}]", "copy.deepcopy({E})",
        "[list(row) for row in zip(*{E})]", "{E}[::-1]", "[]", "{E} + [{S}]", "[[a * b for b in {S}] for a in {S'}]",
    ),
    "L": (
        "[{v}, {v'}]", "[{v}.copy(), {v'} * {s}]", "[{v} * k for k in range(3)]", "list({A})", "[r for r in {A}]", "{L}[::-1]", "{L} + [{v}]", "np.split({v}[:4], 2)", "[{v}[k:k + 2] for k in range(2)]", "[u * {s} for u in {L}]", "[]",
        "list({L})", "[b.p for b in {P}]", "list({D}.values())", "[{A}[k] for k in range(len({A}))]", "[{T}[0], {v}]", "[u.copy() for u in {L}]", "{L}[1:]", "[{L}[0]] * 2", "[np.array(row) for row in {E}]",
        "sorted({L}, key=lambda u: u.sum())", "[{v}] * 3", "list(map(np.sin, {L}))", "[u for u, e in zip({L}, {v}) if e > {n}]", "[*{L}, {v}]", "[None, {v}][1:]", "list({G}[0])",
    ),
    "N": (
        "{{0: {s}, 1: {s'}}}", "{{k: e for k, e in enumerate({v})}}", "dict(zip('abc', {v}))", "{{}}", "{{k: e * {s} for k, e in {N}.items()}}", "dict({N})", "collections.defaultdict(float)", "{{k: {v}[k] for k in {I}}}",
        "{{f'{{k}}': e for k, e in enumerate({S})}}",
    ),
    "D": (
        "dict(p={v}, q={v'})", "{{'p': {v}.copy(), 'q': {v} * {s}}}", "{{key: u * {s} for key, u in {D}.items()}}", "dict({D})", "{{'p': {v}, 'q': np.zeros(3)}}", "{{key: {D}[key] for key in sorted({D})}}", "copy.deepcopy({D})",
        "{{'p': {T}[0], 'q': {v}}}", "{{**{D}, {k}: {v}}}", "{D} | {{'q': {v}}}", "dict(zip('pq', {L}))", "{{name: row for name, row in zip('pq', {A})}}", "vars(types.SimpleNamespace(p={v}, q={v'}))", "dataclasses.asdict({o})",
        "{{'p': {o}.p, 'q': {v}}}",
    ),
    "T": (
        "Pair({v}, {s})", "({v}, {s})", "{T}._replace(a={v})", "Pair(*{T})", "Pair(b={s}, a={v}.copy())", "divide({v}, {s})", "{T}", "({v}[1:], {v}[0])", "{T} if {s} > {n} else ({v}, {s})",
    ),
    "o": (
        "Body({v}, {s})", "Body({v}.copy(), {s})", "{o}.moved({s})", "dataclasses.replace({o}, m={s})", "dataclasses.replace({o}, p={v})", "copy.copy({o})", "copy.deepcopy({o})", "{o} + {o'}", "{P}[0]", "{P}[-1]", "{P}[{i}]",
        "{o} if {s} > {n} else {o'}", "max({P}, key=lambda b: b.m)", "Body(p={o}.p[::-1], m={o}.m)", "{P}.pop()", "{o}.other or {o'}", "Moon({v}, {s})", "Moon({v}, m={s}, other={o})", "Body.of({v})",
        "functools.reduce(lambda a, b: a + b, {P})", "Body(*{T})", "type({o})({v}, {s})",
    ),
    "P": (
        "[{o}, {o'}]", "[Body({v}, {s}), {o}]", "[Body(row, {s}) for row in {A}]", "[Body(u.copy(), k * {s}) for k, u in enumerate({L})]", "{P} + [{o}]", "{P}[::-1]", "sorted({P}, key=lambda b: b.m)", "[b.moved({s}) for b in {P}]",
        "[b for b in {P} if b.m > {n}]", "[copy.copy(b) for b in {P}]", "[]",
    ),
}  # fmt: skip

CHANGES = {
    "s": (
        "{s} += {v}.sum()", "{s} *= {s'}", "{s} -= {v}[0] * {n}", "{s}, {s'} = {s'}, {s} * 0.5", "{s} = {v}[0]; {v} = {v}[1:]", "{s}, *S = {v}", "{s}, *_, {s'} = {v}", "{s} = (b := {v}.sum()) * b",
        "{s} = {s} if {v}[0] > {n} else {v'}[0]", "{s} = {v}[0] > {n} and {s} or {s'}", "{s} /= 1.0 + {s'} ** 2", "{s} = {s'} = {s} * 0.9", "{s} = max({s}, {v}[0])", "{s} += {i} * {n}", "{s} //= 0.25",
        "for e in {v}: {s} = {s} * e + 0.3", "for k in range(3): {s} = math.sin({s} + k)", "{s} = sum(({v} > {n}) * {v})", "{s} += sum(e * k for k, e in enumerate({v}))", "if {s} > {n}: {s} = {s'} * 0.3",
        "{s} = -{s} if {s} < 0.0 else {s}", "{s}: float = {s'} + 0.1", "{s} = 0.0", "{s} = 1", "{s}, {i} = {s} * 0.7, {i}",
        "match {i}:\n    case 0: {s} = {s} * 0.3\n    case k if k > 1: {s} = {s} + k * {v}[0]\n    case _: {s} = {v}[-1]", "match {T}:\n    case Pair(a, b): {s} = b * a[0]\n    case (a, b): {s} = b + a[0]",
        "match ({v}[0], {s}):\n    case (a, b) if a > b: {s} = a\n    case (a, b): {s} = a * b", "match {o}:\n    case Moon(m=a): {s} = a\n    case Body(p, m): {s} = m * p[0]",
        "try: {s} = {v}[{i}] * 0.5\nexcept IndexError: {s} = {s} * 0.7", "try: {s} = {N}[{i}] * 0.5\nexcept KeyError: {s} = {s} * 0.7",
    ),
    "v": (
        "{v}[{i}] = {s}", "{v}[0] += {s}", "{v}[-1] *= {s}", "{v} *= {s}", "{v} *= {v'}", "{v} += {v'}", "{v} -= {v}[::-1]", "{v} **= 2", "{v} /= 1.5 + {s} ** 2", "{v}[1:] = {v}[:-1]", "{v}[1:] += {v}[:-1]", "{v}[:] = {v}[::-1]",
        "{v}[:] = {v'}", "{v}[...] = {s}", "{v}[{m}] = {s}", "{v}[{m}] *= 1.5", "{v}[{m}] = {v}[{m}] ** 2", "{v}[{m}] = {v'}[{m}]", "{v}[{m}] += {v'}[{m}] * {s}", "{v}[{v} > {n}] = {s}", "{v}[{v} > {n}] *= {s}", "{v}[{I}] += {s}",
        "{v}[{I}] = {v'}[{I}]", "{v}[[0, 1]] = {v}[[1, 0]]", "{v}[{I}] *= {v'}[{I}]", "np.add.at({v}, {I}, {s})", "np.add.at({v}, {I}, {v'}[{I}])", "{v}.sort()", "{v}.fill({s})", "np.copyto({v}, {v'})", "np.copyto({v}, {s}, where={m})",
        "np.put({v}, {I}, {s})", "np.putmask({v}, {m}, {v'})", "np.multiply({v}, {v'}, out={v})", "np.sin({v}, out={v})", "np.cumsum({v}, out={v})", "np.add({v}, {s}, out={v}, where={m})", "{v}[::2] *= -0.9", "{v}[::-1][0] = {s}",
        "{v}[1:-1] = 0.5 * ({v}[2:] + {v}[:-2])", "{v}[0], {v}[1] = {v}[1], {v}[0]", "{v}, {v'} = {v'}, {v}", "{v}, {s} = {v} * {s}, {v}[0]", "{v} = {v}[1:]", "{v} = {v}[::-1]", "{v} = {v} * {s}", "{v} = {v}[{m}]",
        "{v} = {v} + {z}.real", "{v} = {v'} = {v} * {s}", "({v}, {s}), {v'} = ({v'} * 1.1, {v}[0]), {v}", "{v}[{i}], {s} = {s}, {v}[{i}]", "{v}[1:], {s} = {v}[:-1] * {s}, {v}[-1]", "{v}[...] = {f}({v})", "{v} = {f}({f}({v}))",
        "{v} += {f}({v'})", "u = {v}[1:]; w2 = u[1:]; w2[0] = {s}; {v} = {v} * u[0]", "{v}[:, None][0] = {s}", "{v} = {v}[np.random.default_rng(1).permutation(len({v}))]", "{v} = {v} + np.random.default_rng(2).normal(size=len({v}))",
        "{v}.partition(1)", "{v}[np.argmax({v})] = {s}", "{v}[{v}.argmin():] *= {s}", "{v}[np.ix_({I})] = {s}", "{v}[{I}], {v'}[{I}] = {v'}[{I}], {v}[{I}]", "{v}[1], {v'}[0] = {v'}[0], {v}[1]", "{v} = {L}.pop(0); {L}.append({v} * {s})",
        "del {v}; {v} = x * 0.5", "assert {v}.ndim == 1", "{v} = {v} if {m}.any() else {v'}", "{v} = {v}.copy() if {s} > {n} else {v}", "{v} = np.where({v} > {n}, {v}, {v'}); {v}[0] = {s}", "{v}[{m}], {s} = {s}, {v}[{m}].sum()",
        "{v}[{m}] -= {v}[{m}].mean()", "{v}[{v} < 0] *= -1.0", "{v}[{i}] += {v}[{i}] * {s}", "{v}[{i}], {v}[0] = {v}[0], {v}[{i}]", "{v}[:3] = {A}[{i}]", "{v}[:3] += {A} @ {v}[:3]", "{v}[np.argsort({v})] = {v'}",
        "{v}[{I}] = {v}[{I}][::-1]", "{v}[{I}] **= 2", "{v}[{I}] = np.sort({v}[{I}])", "{v}[1:] -= {v}[1:] * {v}[:-1]", "{v}[:-1] = np.diff({v})", "{v} = np.concatenate([{v}[1:], {v}[:1]])", "{v} = np.append({v}[1:], {s})",
        "{v} = np.where({v} > {v'}, {v}, {v'}) * {s}", "{v} /= np.linalg.norm({v})", "{v} -= {v}.mean()", "{v} *= {m}", "{v}[~{m}] = 0.0", "{v}[:] = np.cumsum({v})", "{v}[:] = 0", "{v} = {v'}", "{v} = {v'}; {v}[0] = {s}",
        "{v'} = {v}.copy(); {v}[0] = {s}", "for k in range(1, len({v})): {v}[k] += {v}[k - 1] * {s}", "for k in range(len({v}) - 1): {v}[k], {v}[k + 1] = {v}[k + 1], {v}[k]", "for k, e in enumerate({v}): {v}[k] = e * {s}",
        "for k in range(len({v})):\n    if {v}[k] > {n}: {v}[k] = {s}", "for k in {I}: {v}[k] *= {s}", "for e in {v}: {v'} = {v'} * 0.9 + e", "while {v}[0] > {n}: {v} *= 0.7", "while len({v}) > 3: {v} = {v}[1:]", "{v}[0] = {v}[1] = {s}",
        "{v}[len({v}) // 2:] *= {s}", "{v}.flat[0] = {s}", "{v}.put([0, 1], {s})", "np.subtract({v}, {v'}, {v})", "np.multiply({v}, {s}, out={v}, where={m})", "np.subtract.at({v}, {I}, {s})", "np.multiply.at({v}, {I}, {s})",
        "np.maximum({v}, {s}, out={v})", "np.place({v}, {m}, [{s}])", "np.minimum.at({v}, {I}, {s})", "np.negative({v}, out={v})", "np.clip({v}, -0.8, 0.9, out={v})", "{v}.sum(keepdims=True)[0] + 1.0", "{v}.__setitem__(0, {s})",
        "operator.setitem({v}, 0, {s})", "{v} = operator.iadd({v}, {s})", "{v}[0] = {v}.sum()", "{v}[-1] = {v} @ {v'}", "{v}[{i}] = {A}[{i}, 0]", "{v} += 1j * 0.0 + {v'} if False else {s}", "{v} = (lambda u: u * {s})({v})",
        "{v} = [*map(lambda e: e * {s}, {v})]; {v} = np.array({v})", "np.random.default_rng(5).shuffle({v})", "{v} = {v} * (np.arange(len({v})) % 2)", "{v} = {v} + [{s}] * len({v})", "{v}.resize(3)", "{v}.shape = (-1,)",
        "{v} = {v}.reshape(1, -1)[0]", "{v}[:2], {v}[2:4] = {v}[2:4].copy(), {v}[:2].copy()", "{v}[:2], {v}[-2:] = {v}[-2:], {v}[:2]", "{v}[...] += {s}", "{v}[()] = {s}", "{v}[None][0, 0] = {s}", "{v}[np.newaxis, :] *= {s}",
        "{v}[np.arange(len({v})) % 2 == 0] = {s}", "{v}[np.isnan({v})] = {s}", "{v} = np.zeros(4); {v}[1] = {s}; {v}[2:] = {v'}[:2]", "{v} = np.empty(3); {v}[:] = {s}; {v}[0] = {v'}[0]", "{v} = np.zeros(3); {v}[{i}] += {s}",
        "out = np.zeros_like({v}); out[1:] = {v}[:-1] * {s}; {v} = out", "out = np.empty(3)\nfor k in range(3): out[k] = {v}[k] * {s}\n{v} = out", "out = []\nfor e in {v}: out.append(e * {s})\n{v} = np.array(out)",
        "{v}, {v'} = {v'}, {v}; {v}[0] = {s}", "u = {v}; u *= {s}; {v} = {v} + u", "u = {v}[::2]; {v}[0] = {s}; u[0] += 1.0", "u, w2 = {v}[:2], {v}[2:4]; u += w2; w2 *= {s}", "u = {v}.reshape(-1, 1); u[0, 0] = {s}",
        "u = {v}.view(); u[1:] = {s}",
    ),
    "A": (
        "{A}[0] = {v}", "{A}[:, 1] *= {s}", "{A} += {v}", "{A}[{I}] += {s}", "{A}[{i}, 0] = {s}", "{A}[1] -= {A}[0] * {s}", "np.fill_diagonal({A}, {s})", "{A}[0], {A}[1] = {A}[1].copy(), {A}[0].copy()", "{A}[[0, 1]] = {A}[[1, 0]]",
        "{A}[{A} > {n}] = {s}", "{A} *= {A'}", "{A}.T[0] = {s}", "{A}[:, 0] += {A}[:, 1]", "{A}[{m}] = {s}", "{A}[np.ix_({I}, {I'})] += {s}", "{A}[{I}, {I'}] = {s}", "{A}, {v} = {A}.T, {A}[0]", "row = {A}[{i}]; row *= {s}",
        "row = {A}[{i}]; row[0] = {s}; {A} = {A} * 0.9", "col = {A}[:, 0]; col += {s}", "u = {A}.reshape(-1); u[1] = {s}", "u = {A}.T; u[0] *= {s}", "{A}[1:, 1:] -= np.outer({A}[1:, 0], {A}[0, 1:]) * 0.1",
        "{A}[{i}] /= 2.0 + {A}[{i}, {i}] ** 2", "{A}[:, {i}] -= {A}[:, 0] * {s}", "{A}[::2, ::-1] *= 0.9", "{A}[..., 0] = {s}", "{A}[{i}, {m}[:3]] = {s}", "{A}[:, None, 0][0] = {s}", "{A}[{i}], {A}[0] = {A}[0].copy(), {A}[{i}].copy()",
        "{A}[[0, {i}]] = {A}[[{i}, 0]]", "{A} -= {A}.mean(axis=0)", "{A} @= {A'}", "{A} /= 2.0 + {A} ** 2", "{A}[1:] = {A}[:-1]", "{A}[1:, :] += {A}[:-1, :] * {s}", "{A}[:, {i}] = {v}", "{A}[{i}] = {A}[0] * {s} + {A}[{i}]",
        "{A}[{i}, {i'}] += {s}", "{A}[:] = {A}.T", "{A} += {A}.T", "{A}[np.triu_indices(3)] = {s}", "{A}[np.tril_indices(3, -1)] = 0.0", "{A}[np.diag_indices(3)] += {s}", "{A}[range(3), range(3)] *= {s}", "{A}.sort(axis=0)",
        "{A}[{A}[:, 0] > {n}] *= {s}", "{A}[:, {m}[:3]] = {s}", "{A}[np.argsort({A}[:, 0])] = {A'}", "np.multiply({A}, {s}, out={A})", "np.matmul({A}, {A'}, out={A}.copy())", "np.add.at({A}, ({I}, {I'}), {s})",
        "np.add.at({A}, {I}, {v})", "np.copyto({A}, {v})", "np.put({A}, {I}, {s})", "np.put_along_axis({A}, np.argmax({A}, axis=1)[:, None], {s}, axis=1)", "{A}.flat[{i}] = {s}", "{A}.fill({s})", "{A} = {A}[1:, 1:]", "{A} = {A} @ {A'}",
        "{A} = {A} * {s} + {A}.T", "{A}[1:-1, 1:-1] = 0.25 * ({A}[2:, 1:-1] + {A}[:-2, 1:-1] + {A}[1:-1, 2:] + {A}[1:-1, :-2])", "{A}[{i}, 1:] -= {A}[{i}, :-1]", "for row in {A}: row /= 1.5 + row @ row",
        "for k in range(len({A})): {A}[k] -= {A}[k, k] * {v}", "for k in range(1, len({A})): {A}[k] += {A}[k - 1] * {s}", "for k in range(3):\n    for l in range(k):\n        {A}[k, l] = {A}[l, k] * {s}",
        "u = {A}[:, {i}]; u -= u.mean()", "u = {A}.diagonal().copy(); {A} *= u", "u = {A}.ravel(); u *= {s}", "u = {A}[1:]; u[:, 0] = {s}; {v} = u[0] * 2.0", "u = {A}[None]; u[0, 0] = {v}", "u = {A}.swapaxes(0, 1); u[{i}] += {s}",
        "{A}[{i}] = np.sort({A}[{i}])", "{A}[{i}][{m}[:3]] = {s}", "{A}[{i}, {I}] = {s}", "{A}[{I}, {i}] += {s}", "{A}[{I}, :2] *= {s}", "{A}[{I}][0] = {s}", "{A}, {A'} = {A'}, {A} @ {A'}", "{A}[0] = {A}[1] = {v}",
        "{A}[0, 0], {A}[1, 1] = {A}[1, 1], {A}[0, 0]", "{A}[:, 0] @= {A'}", "{A}[np.abs({A}) < 0.4] = 0.0", "{A}[0] = 0.0", "{A}[..., {i}] = {A}[..., 0]",
    ),
    "G": (
        "{G}[0] = {A}", "{G}[:, 0] += {v}", "{G}[0, 1, 2] = {s}", "{G}[..., 0] *= {s}", "{G}[1:] = {G}[:-1]", "{G}[0], {G}[1] = {G}[1].copy(), {G}[0].copy()", "{G}[{G} > {n}] = {s}", "{G}[{I}] *= {s}", "{G}[:, {I}] += {s}",
        "{G}[:, {I}, 0] = {s}", "{G}[{i}, :, {i'}] = {v}", "{G} *= {G}[::-1]", "{G}[:, 1:] -= {G}[:, :-1] * 0.3", "for page in {G}: page *= {s}", "for page in {G}: page[0] = {v}", "{G}[0].T[1] = {v}", "{G}[:, 1, ...] *= {s}",
        "{G}.transpose(2, 0, 1)[0] = {s}", "page = {G}[{i}]; page[:, 0] = {s}", "np.fill_diagonal({G}[0], {s})", "{G}.sort(axis=1)", "{G}[{G}[:, 0, 0] > {n}] = {s}", "{G}[0] @= {A}", "{G}[{I}, {I'}] = {v}", "{G}[{I}, :, {I'}] += {s}",
        "{G} -= {A}", "{G} = {G} - {G}.mean(axis=0)", "np.add.at({G}, ({I}, {I'}), {s})", "{G}.reshape(-1)[{i}] = {s}", "{G}[..., None, 0][0] = {s}",
    ),
    "c": (
        "{c} *= 1j", "{c} += {s}", "{c} = {c} * {s} + 1j", "{c}, {s} = {c} * 1j, abs({c})", "{c} = {c}.conjugate()", "{c} **= 2", "{c} = {z}[0] * {c}", "{s} = {c}.real", "{c} /= 1.5 + 0.5j",
    ),
    "z": (
        "{z} *= 1j", "{z}[0] = {c}", "{z}[{m}] = {s}", "{z} += {v}", "{z}.real = {v}", "{z}.imag *= {s}", "{z}[1:] = {z}[:-1]", "{z}.real[0] = {s}", "{z} = {z} * {c}", "{z}[{I}] += {c}", "{z}[::2] = {v}[:1]", "{z} = np.fft.fft({z})",
        "{z}[{i}], {c} = {c}, {z}[{i}]", "{z}[{m}] *= 1j", "{z}.real[1:] = {s}", "{z}.imag = {v}", "np.add.at({z}, {I}, {c})", "{z} /= 1.0 + np.abs({z}) ** 2", "{v} = ({z} * {z}.conj()).real", "{z}[:] = {z}[::-1].conj()", "{z} += {c}",
        "{z} *= np.exp(1j * {v})", "{z}[0] += {s}", "for k in range(len({z})): {z}[k] *= {c}", "{z}[:, None][0] = {c}", "np.multiply({z}, 1j, out={z})", "{z}.sort()", "{z} = {z}.real + 1j * {v}",
    ),
    "m": (
        "{m}[0] = False", "{m} &= {m'}", "{m}[:] = {v} > {n}", "{m}[1:] |= {m}[:-1]", "{m}[{i}] = True", "{m}[{v} > {n}] = False", "{m} = {m} & ({v} > {n})", "{m}[{I}] = True", "{m} ^= {m'}", "{m}[:2] = {m}[1:3]",
        "np.logical_or({m}, {m'}, out={m})", "{m} = {v} > {s}", "{m}.fill(True)",
    ),
    "i": (
        "{i} += 1", "{i} -= 1", "{i} = {i} * 2 % 3", "{i} = min({i}, 2)", "if {i} > 0: {s} = {s} * {i}", "while {i} < 2: {i} += 1", "{i}, {i'} = {i'}, {i}", "{i} //= 2", "{v}[{i}] = {v}[{i} - 1]",
    ),
    "I": (
        "{I} += 1", "{I}[0] = 1", "{I} = {I}[::-1]", "{I} = np.append({I}, 0)", "{I}[0], {I}[1] = {I}[1], {I}[0]", "{I} = [k for k in {I} if {v}[k] > {n}]", "{I}.append(1)", "{I} = [*{I}, 2]", "np.random.default_rng(4).shuffle({I})",
        "{I} %= 2",
    ),
    "k": (
        "{k} = 'q' if {k} == 'p' else 'p'", "if {k} == 'p': {s} = {s} * 0.5", "{D}[{k}] = {D}[{k}] * {s}", "if {k} in {D}: {D}[{k}][0] = {s}",
    ),
    "S": (
        "{S}.append({s})", "{S}[0] = {s}", "{S}[-1] *= {s}", "{S}.reverse()", "{S} += [{s}]", "{S}.extend({v})", "{S}.sort()", "{S}[1:] = [{s}]", "{S}[{i}] = {S}[0] * {s}", "{S} = [e * 0.9 for e in {S}]", "{S} = {S}[::-1]",
        "for k in range(len({S})): {S}[k] *= {s}", "{S}[0], {S}[-1] = {S}[-1], {S}[0]", "{S} = {S}[1:] + [{s}]", "{S}[:] = [e * {s} for e in {S}]", "{S}.insert(0, {s})", "{s} = {S}.pop(0)", "{S}[0] += {S}[-1] * {s}",
        "for k, e in enumerate({S}): {S}[k] = e * {s}", "{S} += {S'}", "{S} *= 2", "{S}.remove({S}[0])", "while len({S}) > 2: {S}.pop()", "{S}[-1], {s} = {s}, {S}[-1]", "{S}.sort(reverse=True)", "del {S}[1:]",
        "{S}.append({S}[-1] * {s})", "{S}[{S}.index(max({S}))] = {s}", "{S} = [max(e, {s}) for e in {S}]", "{s}, *{S} = {S'}",
    ),
    "E": (
        "{E}[0][0] = {s}", "{E}[{i}][{i'}] = {s}", "{E}[{i}][0] += {s}", "{E}[0] = {S}", "{E}.append({S})", "{E}.append([{s}, {s'}])", "for row in {E}: row[0] *= {s}", "for row in {E}: row.append({s})",
        "{E}[0], {E}[-1] = {E}[-1], {E}[0]", "{E}[0].append({s})", "for k, row in enumerate({E}): row[0] += k * {s}", "for row in {E}:\n    for k in range(len(row)):\n        row[k] = row[k] * {s}",
        "{E} = [[e * {s} for e in row] for row in {E}]", "{E}[-1].extend({v})", "{s} += {E}.pop()[0]", "{E}[0][1:] = [{s}]", "{E}[0].sort()", "{E}[0] += {E}[-1]",
    ),
    "L": (
        "{L}.append({v})", "{L}.append({v}.copy())", "{L}[0] = {v}", "{L}[0][0] = {s}", "{L}[-1] *= {s}", "del {L}[0]", "{L}[0], {L}[-1] = {L}[-1], {L}[0]", "{L}.insert(0, {v})", "{L} += [{v} * {s}]",
        "{L} = [u for u in {L} if u[0] > {n}]", "{L}.sort(key=lambda u: u[0])", "{L} = sorted({L}, key=np.sum)", "{L}[0], {v} = {v}, {L}[0]", "for u in {L}: u *= {s}", "for u in {L}: u[0] = {s}",
        "for k in range(len({L})): {L}[k] = {L}[k] * {s}", "for k, u in enumerate({L}): u[0] += k * {s}", "{L}[{i}][{i'}] = {s}", "{L}[0][{m}] = {s}", "{L}[0][:] = {v}", "{L}.extend([{v}, {v'}])", "{L}.reverse()",
        "{L}[:] = [u * {s} for u in {L}]", "{L}[1:] = [{v}]", "{L}[0] += {L}[-1]", "{L}[0] = {L}[0] + {L}[-1]", "{v} = {L}[0]; {v}[0] = {s}", "{L}.remove({L}[0])", "{L} = {L}[1:] + {L}[:1]", "{L}.clear()",
        "for a, b in zip({L}, {L}[1:]): b += a", "for u, e in zip({L}, {v}): u *= e", "{L}, {L'} = {L'}, {L}", "{L} = [{L}[0], *{L}[:1]]", "{L}[0], {L}[1] = {L}[1], {L}[0] * {s}", "{L} *= 2", "{L}[0] = {L}[1]", "{v}, *rest = {L}",
    ),
    "N": (
        "{N}[{i}] = {s}", "{N}[{i}] = {N}.get({i}, 0.0) + {s}", "{N}[0] *= {s}", "{N}.update({{0: {s}}})", "{N}.setdefault({i}, 1.5)", "for k in {N}: {N}[k] *= {s}", "for k, e in {N}.items(): {s} += e * 0.3",
        "for e in {v}: {N}[int(e > {n})] = e", "for k in {I}: {N}[k] = {N}.get(k, {s}) * 0.9", "{N} = {{k: e for k, e in {N}.items() if e > {n}}}", "del {N}[0]", "{N}['total'] = sum({N}.values())", "{N}[f'{{{i}}}'] = {s}",
        "for k, e in sorted({N}.items()): {s} = {s} * 0.8 + e", "for k in list({N}): {N}[k] += {N}.pop(k) * {s}", "if {i} not in {N}: {N}[{i}] = {s}",
    ),
    "D": (
        "{D}['p'] = {v}", "{D}['p'] *= {s}", "{D}['q'][0] = {s}", "{D}.update(p={v} * {s})", "{D}['p'], {D}['q'] = {D}['q'], {D}['p']", "{D}['p'] = {D}.pop('q'); {D}['q'] = {v}", "{D} = {{**{D}, 'p': {v}}}",
        "{D}.setdefault('r', {v})[0] = {s}", "for u in {D}.values(): u *= {s}", "{D}[{k}] *= {s}", "{D}[{k}][0] = {s}", "{D}[{k}] = {v}", "{D}[{k}], {v} = {v}, {D}[{k}]", "for name in {D}: {D}[name] = {D}[name] * {s}",
        "for name, u in {D}.items(): u[0] = {s}", "{v} = {D}[{k}]; {v}[0] = {s}", "{D}['p'][1:] += {D}['p'][:-1]", "{D}['p'] = {D}['q'] * {s}", "{D}[{k}][{m}] = {s}", "{D} |= {{'p': {v}}}", "{D}.pop('r', None)", "{D}['p'] += {D}['q']",
    ),
    "T": (
        "{v}, {s} = {T}", "{T} = ({T}[0] * {s}, {T}[1] + 1.0)", "{T} = {T}[0], {s}", "{T} = Pair({T}[0][::-1], {s})", "({v}, {s}), {o} = {T}, {o'}", "{T}[0][0] = {s}", "{v} = {T}[0]; {v} *= {s}", "{T} = divide({T}[0], {T}[1])",
        "{v}, {s} = divide({v}, {s})", "{T}, {s} = ({v}, {s}), {T}[1]", "{T} = (*{T}[:1], {T}[1] * {s})",
    ),
    "o": (
        "{o}.p = {v}", "{o}.p = {v}.copy()", "{o}.p[{i}] = {s}", "{o}.p[{m}] = {s}", "{o}.p *= {s}", "{o}.p += {v}", "{o}.m += {s}", "{o}.m = {s}", "{o}.m *= {o'}.m", "{o}.step({s})", "{o}.step(0.1).step({s})",
        "{o}.p, {o'}.p = {o'}.p, {o}.p", "{o}.m, {s} = {s}, {o}.m", "{o}.p[1:] = {o}.p[:-1]", "{o}.p[:] = {v}", "setattr({o}, 'm', {s})", "{o}, {o'} = {o'}, {o}", "{o}.p = {o}.p * {s}", "{o}.p = {o}.p[1:]", "{v} = {o}.p; {v}[0] = {s}",
        "{o}[0] = {s}", "{o}.push({o'}, {s})", "{o} += {o'}", "{o}.other = {o'}", "{o}.other.step({s})", "if {o}.other: {s} = {o}.other.m", "{o}.m, {o}.p = {o}.p[0], {o}.p * {o}.m", "{o}.reset()", "{o}.speed = {s}",
        "np.multiply({o}.p, {s}, out={o}.p)", "{o}.m = {o}.p.sum()", "{o}.p[0], {o}.m = {o}.m, {o}.p[0]", "{o} = {o}.moved({s}).moved({s})", "np.add.at({o}.p, {I}, {s})", "{o}.p, {v} = {v}, {o}.p",
        "for name in ('p', 'm'): setattr({o}, name, getattr({o}, name) * {s})", "{o}.p.sort()", "{o}.p = {o'}.p",
    ),
    "P": (
        "{P}.append({o})", "{P}[0].p *= {s}", "{P}[-1].m = {s}", "for b in {P}: b.step({s})", "for b in {P}: b.p[0] = {s}", "{P}[0], {P}[-1] = {P}[-1], {P}[0]", "for a, b in itertools.combinations({P}, 2): a.push(b, {s})",
        "{P}.sort(key=lambda b: b.m)", "{P} = [b.moved({s}) for b in {P}]", "{P}[{i}].m += {s}", "{P}[0] = {o}", "{o} = {P}.pop(); {o}.m *= {s}", "for k, b in enumerate({P}): b.m += k * {s}", "for b in {P}: {v} = {v} + b.p",
        "del {P}[0]", "for b in {P}: b.other = {P}[0]", "for b in {P}: {s} = {s} * 0.5 + b.energy()", "{P}.insert(0, Body({v}, {s}))", "{P}[{i}] = dataclasses.replace({P}[{i}], m={s})",
        "for a in {P}:\n    for b in {P}:\n        if a is not b: a.push(b, 0.1)", "{P}.reverse()",
    ),
    "f": (
        "{f}({v})", "{v} = {f}({v}); {v}[0] = {s}", "{v} = {f}({f}({v}))", "{v}[...] = {f}({v})", "{f'} = {f}; {v} = {f'}({v})", "{v} = [{f}(e) for e in [{v}, {v'}]][0]", "{f} = lambda y, g={f}: g(y) * 0.9",
        "{v} = np.array(list(map({f}, [{v}])))[0]", "{L} = [{f}(u) for u in {L}]", "{o}.p = {f}({o}.p)", "{f}({o}.p)", "{D}[{k}] = {f}({D}[{k}])", "for row in {A}: {f}(row)", "{A}[0] = {f}({A}[0])", "{f}({L}[0])",
    ),
}  # fmt: skip

FUNCTIONS = (
    "def {f}(y, c={s}):\n    y[0] = c\n    return y", "def {f}(y, w={v}):\n    return y * w.sum()", "def {f}(y):\n    y *= {s}\n    return y", "def {f}(y, c={v}[0] or 1.0):\n    return y + c", "{f} = lambda y, c={s}: y * c",
    "{f} = lambda y: y * {s}", "{f} = functools.partial(np.multiply, {s})", "def {f}(y):\n    nonlocal {s}\n    {s} = {s} * 0.5 + y[0]\n    return y[1:]", "def {f}(y):\n    nonlocal {v}\n    {v} = {v} * y[0]\n    return {v}",
    "def {f}(y):\n    {v}[0] = y[0]\n    return y * {s}", "def {f}(y, n=2):\n    return y if n == 0 else {f}(y * {s}, n - 1)",
    "def {f}(y):\n    for k in range(len(y)):\n        if y[k] > {n}:\n            return y[k:]\n        y[k] = {s}\n    return y", "def {f}(y):\n    u = y.copy()\n    u[y > {n}] = {s}\n    return u",
    "def {f}(y, seen=[]):\n    return y * {s}", "def {f}(y):\n    if y[0] > {n}:\n        return {v}\n    return y", "def {f}(y, m={m}):\n    return np.where(m, y, {s})", "def {f}(y, *rest, scale={s}):\n    return y * scale",
    "{f} = [lambda y: y * {s}, lambda y: y + {v}][{i}]", "{f} = np.sin", "{f} = np.cumsum", "def {f}(y):\n    def walk():\n        for e in y:\n            yield e * {s}\n    return np.array(list(walk()))",
    "def {f}(y):\n    total = 0.0\n    for e in y:\n        if e > {n}:\n            continue\n        total += e * {s}\n    return y + total",
    "def {f}(y):\n    while True:\n        y = y * 0.8\n        if y[0] < {n}:\n            return y\n        if abs(y).max() < 0.3:\n            break\n    return y + {s}", "@doubled\ndef {f}(y):\n    return y + {s}",
    "{f} = doubled(lambda y: y * {s})", "def {f}(y, o={o}):\n    o.m += y[0]\n    return y * o.m", "def {f}(y):\n    {o}.step(y[0])\n    return {o}.p", "{f} = {o}.scaled", "{f} = functools.partial(blend, {v})",
    "{f} = functools.partial(blend, a={s}, y={v})", "{f} = compose(np.sin, lambda y: y * {s})", "def {f}(y, memo={{}}):\n    if len(y) not in memo:\n        memo[len(y)] = y * {s}\n    return memo[len(y)] + y",
    "def {f}(y, store=None):\n    store = {{}} if store is None else store\n    store['y'] = y\n    return store['y'] * {s}", "def {f}(y):\n    A = np.outer(y, {v})\n    A[0] = y * {s}\n    return A.sum(axis=1)",
    "def {f}(y):\n    a, b = divide(y, {s})\n    return a * b", "def {f}(y):\n    try:\n        y[0] = {s}\n    finally:\n        {s} = 2.0\n    return y",
    "def {f}(y):\n    try:\n        return y * {s}\n    finally:\n        {v}[0] = 0.3", "def {f}(y, k=0):\n    if k < 2:\n        return {f}(np.sin(y), k + 1) * {s}\n    return y",
    "def {f}(*rows, scale={s}):\n    return sum(rows) * scale", "def {f}(y, **more):\n    return y * more.get('s', {s})", "{f} = {{'a': np.sin, 'b': lambda y: y * {s}}}['ab'[{i}]]",
    "def {f}(y):\n    def inner(u):\n        nonlocal y\n        y = y + u\n    inner({v})\n    return y * {s}",
    "def {f}(y):\n    global_ = y.copy()\n    for k in range(len(y)):\n        global_[k] += y[:k].sum()\n    return global_", "{f} = np.vectorize(lambda e: e * {s} if e > {n} else e)",
    "def {f}(y):\n    y = np.asarray(y)\n    y[0] = {s}\n    return y", "def {f}(y):\n    y = np.array(y, dtype=float)\n    y[0] = {s}\n    return y",
    "def {f}(y):\n    if not len(y):\n        return y\n    return np.concatenate([y[:1] * {s}, {f}(y[1:])])", "def {f}(y):\n    {L}.append(y)\n    return {L}[0]", "def {f}(y):\n    {D}['p'] = y\n    return {D}['q']",
    "def {f}(y):\n    {S}.append(y[0])\n    return y * sum({S})", "def {f}(y):\n    return y / np.sum(y ** 2) ** 0.5", "class Local:\n    def __init__(self, y):\n        self.y = y * {s}\n{f} = lambda y: Local(y).y",
)  # fmt: skip

HEADS = (  # of blocks, with the letters and names of what they bind
    ("for k in range(3):", {"i": "k"}), ("for k in range(len({v})):", {"i": "k"}), ("for e in {v}:", {"s": "e"}), ("for k, e in enumerate({v}):", {"i": "k", "s": "e"}), ("for row in {A}:", {"v": "row"}),
    ("for u in {L}:", {"v": "u"}), ("for e, q in zip({v}, {v'}):", {"s": "e"}), ("for e in {S}:", {"s": "e"}), ("for k in {I}:", {"i": "k"}), ("for key, u in {D}.items():", {"v": "u"}), ("while len({v}) > 2:", {}),
    ("while {L}:", {}), ("while {s} < 1.613:", {}), ("if {s} > {n}:", {}), ("if {m}.any():", {}), ("if len({v}) > 3:", {}), ("if {v}[0] > {v'}[-1]:", {}), ("with np.errstate(all='ignore'):", {}), ("try:", {}),
    ("for k in range({i}, len({v})):", {"i": "k"}), ("for k in range(len({v}) - 1, -1, -1):", {"i": "k"}), ("for k in range(0, len({v}), 2):", {"i": "k"}), ("for (k, l), e in np.ndenumerate({A}):", {"i": "k", "s": "e"}),
    ("for u, q in zip({L}, {L'}):", {"v": "u"}), ("for a, b in zip({v}, {v}[1:]):", {"s": "a"}), ("for k, u in enumerate({L}):", {"i": "k", "v": "u"}), ("for u in map(np.sin, {L}):", {"v": "u"}), ("for row in {A}.T:", {"v": "row"}),
    ("for e in {A}.flat:", {"s": "e"}), ("while True:", {}), ("for u in ({v}, {v'}):", {"v": "u"}), ("for k in reversed(range(3)):", {"i": "k"}), ("if not {m}.all():", {}), ("for e in sorted({v}):", {"s": "e"}),
    ("for k in np.flatnonzero({m}):", {"i": "k"}), ("for a, u in zip({S}, {L}):", {"s": "a", "v": "u"}), ("for z in np.ndindex(2):", {}), ("if {L}:", {}), ("for u in {L}[::-1]:", {"v": "u"}), ("for b in {P}:", {"o": "b"}),
    ("for k, b in enumerate({P}):", {"i": "k", "o": "b"}), ("for page in {G}:", {"A": "page"}), ("for k in {N}:", {"i": "k"}), ("for k, e in {N}.items():", {"i": "k", "s": "e"}), ("for key in {D}:", {"k": "key"}),
    ("for key, u in {D}.items():", {"k": "key", "v": "u"}), ("for key in ('p', 'q'):", {"k": "key"}), ("for r in {E}:", {"S": "r"}), ("for r, row in zip({E}, {A}):", {"S": "r", "v": "row"}),
    ("for a, b in itertools.product({S}, {v}[:2]):", {"s": "a"}), ("for a, b in zip({P}, {P}[1:]):", {"o": "a"}), ("while {P}:", {}), ("while {s} < 1.2 and {v}[0] > {n}:", {}), ("for k in range(len({A})):", {"i": "k"}),
    ("for k, row in enumerate({A}):", {"i": "k", "v": "row"}), ("for k in range({A}.shape[1]):", {"i": "k"}), ("if {A}[0, 0] > {A}[1, 1]:", {}), ("if {o}.m > {n}:", {}), ("if {k} == 'p':", {}), ("if {o} is {o'}:", {}),
    ("if {s} > {n} and {v}[0] < {s'}:", {}), ("if {i} in {N}:", {}), ("if {o}.other is None:", {}), ("if isinstance({o}, Moon):", {}), ("with scope({o}):", {}), ("with contextlib.suppress(ValueError):", {}),
    ("for k in {I}[:2]:", {"i": "k"}), ("for e in itertools.accumulate({v}):", {"s": "e"}), ("for e, u in zip({v}, {A}):", {"s": "e", "v": "u"}), ("for e in {S}[::-1]:", {"s": "e"}),
    ("for e in filter(lambda e: e > {n}, {v}):", {"s": "e"}), ("for e in windows({v}):", {"v": "e"}), ("for k in range(2):\n    for l in range(3):", {"i": "k"}), ("for row in {A}[1:]:", {"v": "row"}),
    ("for row in {A}[{I}]:", {"v": "row"}), ("for u in np.split({v}[:4], 2):", {"v": "u"}), ("for u in {G}[:, 0]:", {"v": "u"}), ("for u in {L} + [{v}]:", {"v": "u"}),
    ("for (a, b), u in zip({T} and [{T}], {L}):", {"v": "u", "s": "b"}),
)  # fmt: skip

READS = {
    "s": (
        "{s} * {s}", "np.sin({s})",
    ),
    "v": (
        "np.sum({v} ** 2)", "np.sum(np.cos({v}))", "np.sum({v} * np.arange(1, len({v}) + 1))",
    ),
    "A": (
        "np.sum({A} ** 2)", "np.sum(np.cos({A}) * 0.3)",
    ),
    "c": (
        "abs({c}) ** 2", "np.real({c}) * 0.7 + np.imag({c})",
    ),
    "z": (
        "np.sum(np.abs({z}) ** 2)", "np.sum(np.real({z})) * 0.7 + np.sum({z}.imag)",
    ),
    "S": (
        "sum(e * e for e in {S})",
    ),
    "L": (
        "sum(np.sum(u ** 2) for u in {L})",
    ),
    "D": (
        "np.sum({D}['p'] * 0.7 + {D}['q'] ** 2)", "sum(np.sum(u ** 2) for u in {D}.values())",
    ),
    "o": (
        "np.sum({o}.p ** 2) * {o}.m", "{o}.energy()",
    ),
    "P": (
        "sum(b.energy() for b in {P})", "sum(np.sum(np.cos(b.p)) + b.m ** 2 for b in {P})",
    ),
    "T": (
        "np.sum({T}[0] ** 2) * {T}[1]",
    ),
    "G": (
        "np.sum({G} ** 2)", "np.sum(np.cos({G}) * 0.3)",
    ),
    "N": (
        "sum(e * e for e in {N}.values())",
    ),
    "E": (
        "sum(e * e for row in {E} for e in row)",
    ),
}  # fmt: skip

DEFINITIONS = {  # outside the function, by name: those that it mentions stand before it
    "Moon": """
class Moon(Body):
    def step(self, s):
        super().step(s * 0.5)
        self.p = self.p * 1.1
        return self
""",
    "Body": """
@dataclasses.dataclass
class Body:
    p: np.ndarray
    m: float
    other: object = None

    @classmethod
    def of(cls, p):
        return cls(p, p[0] * 0.5)

    @property
    def speed(self):
        return np.sqrt(self.p @ self.p + 0.1)

    @speed.setter
    def speed(self, value):
        self.p = self.p * value

    def energy(self):
        return self.m * np.sum(self.p ** 2)

    def moved(self, s):
        return dataclasses.replace(self, p=self.p + s)

    def step(self, s):
        self.p[1:] += s * self.p[:-1]
        self.m = self.m * 0.9
        return self

    def push(self, other, s):
        other.p[0] += s * self.m
        self.m -= s

    def reset(self):
        self.p = np.zeros_like(self.p)

    def scaled(self, y):
        return y * self.m

    def __call__(self, s):
        return self.m * s + self.p[0]

    def __getitem__(self, k):
        return self.p[k]

    def __setitem__(self, k, value):
        self.p[k] = value

    def __add__(self, other):
        return Body(self.p + other.p, self.m * other.m)
""",
    "Pair": """
Pair = collections.namedtuple("Pair", "a b")
""",
    "divide": """
def divide(v, s):
    return v / (1.5 + s * s), s * 0.8
""",
    "doubled": """
def doubled(function):
    @functools.wraps(function)
    def inner(*args, **more):
        return function(*args, **more) * 2.0

    return inner
""",
    "blend": """
def blend(y, a, b=0.5):
    return y * a + b
""",
    "compose": """
def compose(*functions):
    def composed(y):
        for function in functions:
            y = function(y)
        return y

    return composed
""",
    "scope": """
@contextlib.contextmanager
def scope(body):
    body.m = body.m * 1.5
    yield body
    body.m = body.m - 0.2
""",
    "windows": """
def windows(y):
    for k in range(len(y) - 1):
        yield y[k : k + 2]
""",
}

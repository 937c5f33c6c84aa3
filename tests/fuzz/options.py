"""What people ask of NumPy by its options: axes, shapes that are kept, places that are given, modes, orders, starts.

The letters are those of `idioms`; what is said there of other letters holds here, too.
"""

from __future__ import annotations

from fuzz import idioms
from fuzz.idiomatic import Writer
from fuzz.programs import Program

VALUES = {
    "s": (
        "np.sum({A}, axis=(0, -1), keepdims=True)[0, 0]", "{A}.sum(axis=(0, 1))", "np.mean({v}, dtype=float)", "np.add.reduce({v}, initial={s})", "np.multiply.reduce({v}, where={m}[:len({v})])", "np.max({A}, axis=(0, 1), initial=-9.0)", "np.min({v}, initial=9.0, where={m}[:len({v})])",
        "np.var({A}, ddof=1)", "np.std({v}, ddof=1, keepdims=True)[0]", "np.quantile({v}, 0.3)", "np.quantile({v}, 0.3, method='lower')", "np.percentile({v}, [20, 70])[1]", "np.median({A}, axis=None)", "np.linalg.norm({v}, ord=1)", "np.linalg.norm({A}, ord='fro')", "np.linalg.norm({v}, ord=np.inf)",
        "np.linalg.norm({A}, axis=(0, 1))", "np.linalg.norm({A}, 2)", "np.trace({A}, offset=1)", "np.ptp({v})", "np.average({v}, weights=np.abs({v}) + 0.1)", "np.trapezoid({v})", "np.trapezoid({v}, dx={s})", "np.trapezoid({v}, np.sort({v'}))", "np.interp({s}, np.arange(len({v})), {v}, left={s'}, right=0.0)",
        "np.inner({v}, {v'})", "np.tensordot({A}, {A'}, axes=2)", "np.tensordot({A}, {A'}, axes=([0, 1], [1, 0]))", "np.einsum('ij,kj,ki', {A}, {A'}, {A})", "np.einsum('i,ij,j->', {v}, {A}, {v'}, optimize=True)", "np.nansum({v})", "np.nanmax({A})", "np.prod({A}, axis=None)", "np.logaddexp({s}, {s'})",
        "np.logaddexp.reduce({v})", "np.hypot.reduce({v})", "np.maximum.reduce({v})", "np.array({s})[()]", "np.asarray({s}).item()", "np.float64({s})", "np.cumsum({v})[-1]", "np.corrcoef({v}, {v'})[0, 1]", "np.cov({A})[0, 1]", "np.cov({v}, {v'}, ddof=0)[1, 0]", "np.linalg.multi_dot([{v}, {A}, {v'}])",
        "np.linalg.slogdet({A})[1]", "np.sinc({s})", "np.ldexp({s}, 2)", "np.fmod({s}, 0.7)", "np.float_power({s} ** 2 + 0.1, {s'})", "np.power({s} ** 2 + 0.1, {s'})", "np.cbrt({s})", "np.exp2({s})", "np.log1p({s} ** 2)", "np.arctan2({s}, {s'})", "np.unwrap({v})[-1]", "np.copysign({s}, {s'})", "np.clip({s}, a_min=-0.3, a_max={s'})",
        "np.clip({s}, None, {s'})", "np.sum({v}, axis=0, where={v} > {n})", "np.mean({v}, where={m}[:len({v})])", "np.sum({G}, axis=None)", "np.linalg.norm({v}, 3)", "np.vecdot({v}, {v'})", "np.max({v}, where={m}[:len({v})], initial={s})",
    ),
    "v": (
        "np.sum({A}, axis=1, keepdims=True)[:, 0]", "{A}.mean(axis=-1)", "np.max({A}, axis=1, keepdims=True).ravel()", "np.min({A}, 0, None)", "{A}.std(axis=0, ddof=1)", "np.var({A}, axis=1)", "np.median({A}, axis=0)", "np.quantile({A}, 0.4, axis=1)", "np.percentile({A}, 30, axis=0, keepdims=True)[0]", "np.sort({v}, kind='stable')[::-1]",
        "np.partition({v}, 1)", "np.cumsum({A}, axis=None)", "np.cumprod({A}, axis=1)[0]", "np.diff({v}, n=2)", "np.diff({v}, prepend={s}, append=0.0)", "np.diff({A}, axis=0)[0]", "np.pad({v}, (1, 2), constant_values={s})", "np.pad({v}, 1, mode='wrap')", "np.pad({v}, 2, mode='reflect')", "np.pad({v}, 1, 'linear_ramp', end_values=0.3)",
        "np.roll({A}, (1, 2), axis=(0, 1))[0]", "np.rot90({A}, k=3)[0]", "np.flip({A}, axis=1)[0]", "np.moveaxis({A}, 0, -1)[0]", "np.linspace({s}, {s'}, num=3, endpoint=False)", "np.linspace({v}, {v'}, 3)[1]", "np.geomspace({s} ** 2 + 0.1, 2.0, 3)", "np.logspace({s}, 1.0, 3)", "np.full((3,), {s}, dtype=float)", "np.zeros_like({v}, dtype=float) + {s}",
        "np.ones_like({A})[0] * {s}", "np.tile({v}, (2, 1))[1]", "np.repeat({v}[:3], [1, 2, 0])", "np.repeat({A}, 2, axis=1)[0]", "np.take({A}, [0, 2], axis=1)[1]", "np.take({v}, [0, 7, -4], mode='clip')", "np.take({v}, [0, 7], mode='wrap')", "np.compress([True, False, True], {A}, axis=1)[0]", "np.choose([0, 1, 1], [{v}[:3], {s}], mode='clip')",
        "np.select([{m}[:3]], [{v}[:3]], default={s})", "np.where({A} > {n}, {v}[:3], {s})[0]", "np.convolve({v}, {v'}, 'valid')", "np.correlate({v}, {v'}, mode='same')", "np.gradient({v}, 0.5)", "np.gradient({v}, edge_order=2)", "np.gradient({A}, axis=1)[0]", "np.interp({v}, [-1.0, 0.0, 2.0], {v'}[:3], left={s})", "np.kron({v}, {v'}[:2])", "np.outer({v}, {v'}).diagonal(1)",
        "np.diag({A}, k=-1)", "np.tril({A}, -1)[1]", "np.triu(np.outer({v}, {v'}), 1).sum(axis=0)", "np.vander({v}, 3, increasing=True)[0]", "np.stack([{v}, {v'}], axis=-1)[0]", "np.concatenate([{A}, {A'}], axis=1)[0]", "np.concatenate([{A}, {A'}], axis=None)", "np.dstack([{v}, {v'}])[0, 0]", "np.append({A}, {A'}, axis=0)[1]", "np.insert({v}, [1, 2], {s})",
        "np.insert({A}, 1, {v}[:3], axis=0)[1]", "np.delete({v}, slice(0, 2))", "np.delete({A}, 1, axis=1)[0]", "np.split({A}, 3, axis=0)[1][0]", "np.squeeze({A}[:, :1], axis=1)", "np.expand_dims({v}, axis=(0, 2))[0, :, 0]", "np.broadcast_to({v}[:, None], ({v}.size, 2))[:, 1]", "np.ravel({A}, order='F')", "{A}.flatten('F')", "{A}.reshape(-1, order='F')",
        "{A}.T.ravel(order='K')", "np.copy({A}, order='F')[0]", "np.array({A}, order='F', copy=True)[:, 0]", "np.array({v}, ndmin=2)[0]", "np.asarray({A}, order='F').T[0]", "np.einsum('ij,ij->i', {A}, {A'})", "np.einsum('...i,i->...', {A}, {v}[:3])", "np.einsum('ij->ji', {A})[0]", "np.matmul({A}, {v}[:3])", "np.tensordot({A}, {v}[:3], axes=([0], [0]))",
        "np.linalg.lstsq({A}, {v}[:3], rcond=None)[0]", "np.linalg.pinv({A})[0]", "np.linalg.eigh({A} + {A}.T + np.diag(np.arange(len({A}))))[0]", "np.linalg.svd({A} + np.diag(np.arange(3.0)), compute_uv=False)", "np.linalg.norm({A}, ord=1, axis=1)", "np.linalg.norm({A}, axis=0, keepdims=True)[0]", "np.apply_along_axis(lambda u: u * u.sum(), 0, {A})[0]", "np.vectorize(lambda a, b: a * b, otypes=[float])({v}, {s})",
        "np.add({v}, {s}, where={m}[:len({v})], out={v'}[:len({v})].copy())", "np.multiply({v}, {s}, out={v}.copy())", "np.fft.rfft({v}).real", "np.fft.irfft(np.fft.rfft({v}), n=len({v}))", "np.fft.fft({v}, norm='ortho').imag", "np.fft.fftshift({v})", "np.fft.ifft({v}, n=4).real", "np.polyder({v})", "np.polyint({v}, k=0.5)", "np.polymul({v}, {v'})", "np.polyadd({v}, {v'})",
        "np.bincount([0, 1, 0], weights={v}[:3], minlength=4)", "np.ediff1d({v}, to_end={s})", "np.cumulative_sum({v}, include_initial=True)", "np.nancumsum({A}, axis=1)[0]", "np.nanmean({A}, axis=0)", "np.modf({v})[0]", "np.divmod({v}, 0.7)[1]", "np.frexp({v})[0]", "np.r_[{s}, {v}, 0.5]", "np.c_[{v}, {v'}][0]", "np.meshgrid({v}, {v'}, indexing='ij')[0][:, 0]",
        "np.lib.stride_tricks.sliding_window_view({v}, 2)[:, 1]", "np.swapaxes({G}, 0, 2)[0, 0]", "np.rollaxis({G}, 2)[0, 0]", "np.sum({G}, axis=(0, 2))", "np.max({G}, axis=(1, 2))", "np.mean({G}, axis=(0, 1), keepdims=True)[0, 0]", "np.einsum('ijk->k', {G})", "np.tensordot({G}, {A}, axes=([1, 2], [0, 1]))", "np.vecdot({A}, {v}[:3])", "np.matvec({A}, {v}[:3])",
        "np.vecmat({v}[:3], {A})", "np.unstack({A}, axis=1)[1]", "np.average({A}, axis=1, weights=[0.2, 0.5, 0.3])", "np.clip({v}, {v'}[:len({v})], None)", "np.clip({v}, min=-0.1)", "np.maximum.accumulate({A}, axis=1)[0]", "np.add.reduceat({A}, [0, 1], axis=1)[0]", "np.multiply.accumulate({v})", "np.logaddexp.accumulate({v})", "np.sort({A}, axis=None)", "np.nanmax({A}, axis=0)",
        "np.trapezoid({A}, axis=0)", "np.trapezoid({A}, x=[0.0, 0.4, 1.0])", "np.sum({A}, axis=0, where={A} > {n})", "np.mean({A}, axis=1, where={A} < 2.0)", "np.linalg.solve({A}, {v}[:3])", "np.linalg.eigvalsh({A} @ {A}.T + np.diag(np.arange(len({A}))))", "np.block([{v}, {s}])", "np.asarray([{s}, {s'}], dtype=float)", "np.fromiter({v}, dtype=float, count=2)", "np.unique({v}, return_index=True)[0]",
        "np.astype({v}, np.float64)", "np.permute_dims({A}, (1, 0))[0]", "np.matrix_transpose({A})[1]", "np.concat([{v}, {v'}])", "np.pow({v} ** 2 + 0.1, {s})", "np.einsum({v}, [0], {A}, [0, 1], [1])", "np.resize({v}, (2, 2))[1]", "np.array_split({A}, 2, axis=1)[1][0]", "np.rot90({A}, axes=(1, 0))[0]", "np.positive({v})[::-1]", "np.fmin({v}, {s})",
    ),
    "A": (
        "np.sum({G}, axis=0)", "np.sum({A}, axis=0, keepdims=True) * {A}", "{A} - np.max({A}, axis=1, keepdims=True)", "np.exp({A}) / np.exp({A}).sum(axis=-1, keepdims=True)", "np.sort({A}, axis=None).reshape({A}.shape)", "np.cumsum({A}, axis=1)", "np.pad({A}, ((0, 1), (1, 0)))", "np.pad({A}, 1, mode='edge')[1:-1, 1:-1]", "np.roll({A}, 1, axis=None)", "np.concatenate([{A}, {A'}], axis=1)",
        "np.stack([{v}[:3], {v'}[:3]], axis=1)", "np.tile({A}, 2)", "np.kron({A}, [[1.0, 0.5]])", "np.linalg.inv({A} + 2.0 * np.eye(3))", "np.linalg.matrix_power({A}, 3)", "np.multiply.outer({v}, {v'})", "np.cov({A})", "np.corrcoef({A})", "np.vander({v})", "np.fft.fft2({A}).real", "np.where({A} > {n}, {A}, {v}[:3])", "np.select([{A} > {n}, {A} < 0], [{A}, {A} ** 2], default={s})",
        "np.take_along_axis({A}, np.argmax({A}, axis=1)[:, None], axis=1) * {A}", "np.apply_over_axes(np.sum, {A}, [0]) + {A}", "np.einsum('ij,jk->ik', {A}, {A'}, optimize='greedy')", "np.matmul({A}, {A'}.T)", "np.add({A}, {v}[:3])", "np.insert({A}, 0, {s}, axis=1)", "np.delete({A}, [0], axis=0)", "np.broadcast_to({v}[:3], (3, 3)) * {A}", "np.reshape({A}, (3, -1), order='F')", "{A}.reshape((-1, 1)) * {v}[:3]",
        "np.gradient({A})[1]", "np.diff({A}, axis=1, prepend=0.0)", "np.trapezoid({G}, axis=0)", "np.cross({A}, {v}[:3])", "np.cross({A}, {A'}, axis=0)", "np.flip({A})", "np.transpose({A}, (1, 0))", "np.linalg.qr({A} + 2.0 * np.eye(3))[0]", "np.diagflat({v}, 1)", "np.tri(3) * {A}", "np.block([[{A}, {v}[:3, None]], [{v'}[None, :3], np.full((1, 1), {s})]])", "np.clip({A}, {v}[:3], {v}[:3] + 1.0)",
        "np.maximum({A}, {A}.T)", "np.vstack([{A}, {v}[:3]])", "np.einsum('ijk,k->ij', {G}, {v}[:3])", "np.einsum('ijk->kj', {G})", "np.tensordot({v}[:3], {G}, axes=(0, 1))", "np.linalg.cholesky({A} @ {A}.T + 2.0 * np.eye(3), upper=True)", "np.repeat({v}[:3, None], 3, axis=1)", "np.asfortranarray({A} * {s})", "np.array([{v}[:3], {v'}[:3]]).T", "np.linspace({v}[:3], {v'}[:3], 3, axis=1)",
        "np.swapaxes({G}, 1, 2)[0]", "np.add.reduce({G}, axis=1)", "np.min({G}, axis=2)", "np.multiply({A}, {s}, where={A} > {n}, out={A'}.copy())", "np.maximum.accumulate({A}, axis=1)", "np.add.reduceat({A}, [0, 2], axis=0)", "np.outer({v}, {v'}, out=np.empty(({v}.size, {v'}.size)))", "np.lib.stride_tricks.sliding_window_view({A}, (2, 2))[0, 0]", "np.atleast_2d({v})", "np.squeeze({A}[None])",
        "np.moveaxis({G}, 2, 0)[1]", "np.quantile({A}, [0.2, 0.7], axis=0)", "np.partition({A}, 1, axis=0)", "np.linalg.pinv({A})", "np.linalg.eigh({A} + {A}.T + np.diag(np.arange(len({A}))))[0][:, None] * {A}", "np.fft.irfft2(np.fft.rfft2({A}), {A}.shape)", "{A}.astype(float, order='F')", "{A}.copy(order='F')", "np.ravel({A}, 'F').reshape({A}.shape)", "np.take({A}, [2, 0], axis=-1)", "np.extract({A} > {n}, {A})[:, None]",
    ),
    "G": (
        "np.stack([{A}, {A'}], axis=1)", "np.cumsum({G}, axis=2)", "np.sort({G}, axis=0)", "{G} - {G}.mean(axis=(1, 2), keepdims=True)", "np.einsum('ij,kj->ikj', {A}, {A'})", "np.multiply.outer({v}[:2], {A})", "np.roll({G}, 1, axis=(0, 1))", "np.flip({G}, (0, 2))", "np.expand_dims({A}, 0) * {v}[:2, None, None]", "np.matmul({G}, {A}[None])", "np.pad({G}, ((0, 0), (1, 0), (0, 1)))",
        "np.broadcast_to({A}, (2, 3, 3)) + {s}", "np.transpose({G}, (2, 0, 1))", "np.repeat({A}[None], 2, axis=0)", "np.where({G} > {n}, {G}, {v}[:3])", "np.tensordot({v}[:2], {A}, axes=0)", "np.linalg.inv({G} + 3.0 * np.eye(3))", "np.linalg.solve({G} + 3.0 * np.eye(3), {A}[None])",
    ),
}  # fmt: skip
CHANGES = {
    "v": (
        "np.add({v}, {s}, out={v})", "np.multiply({v}, {v'}, out={v}, where={m}[:len({v})])", "np.exp({v}, out={v})", "np.cumsum({v}, out={v})", "np.clip({v}, -0.5, {s}, out={v})", "np.copyto({v}, {v'}, where={m}[:len({v})])", "np.putmask({v}, {m}, {v'})", "np.place({v}, {m}, [{s}, {s'}])", "np.put({v}, [0, 1], [{s}, {s'}])",
        "np.add.at({v}, [0, 1, 0], {s})", "np.subtract.at({v}, {I}, {v'}[{I}])", "np.multiply.at({v}, [0, 0], {s})", "{v}.partition(1)", "np.einsum('ij->i', {A}, out={v}[:3])", "np.sum({A}, axis=0, out={v}[:3])", "np.mean({A}, axis=1, out={v}[:3])", "np.maximum({v}, {s}, out={v}[:])", "np.sqrt({v}, where={v} > 0.1, out={v})", "np.negative({v}, {v})", "{v}.clip(-0.4, {s}, out={v})",
        "{A}.sum(axis=1, out={v}[:3])", "np.take({v}, [0, 1, 1], out={v'}[:3])", "np.concatenate([{v}[:1], {v'}[:2]], out={v}[:3])", "np.subtract({v}[1:], {v}[:-1], out={v}[1:])", "np.dot({A}, {v}[:3], out={v'}[:3])", "np.matmul({A}, {v}[:3], out={v}[:3])", "{v}[:3] = {A}.max(axis=0, out={v}[:3])", "np.add.reduce({A}, axis=1, out={v}[:3])", "np.divide({v}, 1.0 + {v'} ** 2, {v})",
        "{v}[...] = {s}", "{v}[None, 1:] *= {s}", "{v}[:, None][1] = {s}", "{v}[({I},)] += {s}", "np.fmod({v}, 0.6, out={v})", "{v} = np.sin({v}, out=np.empty_like({v}))", "np.square({v}[::2], out={v}[::2])", "np.add({v}[:2], {v}[1:3], out={v}[1:3])", "np.multiply({v}, {s}, {v}[::-1])", "np.power({v}, 2, out={v}, dtype=float)",
    ),
    "A": (
        "np.fill_diagonal({A}, {s})", "np.fill_diagonal({A}, {v}[:3])", "np.put_along_axis({A}, np.array([[0], [1], [2]]), {s}, axis=1)", "{A}.sort(axis=0)", "np.matmul({A}, {A'}, out={A})", "np.add({A}, {v}[:3], out={A})", "np.copyto({A}, {v}[:3])", "np.copyto({A}, {s}, where={A} > {n})", "np.exp({A}[0], out={A}[0])", "np.cumsum({A}, axis=1, out={A})", "np.clip({A}, -0.4, {s}, out={A})",
        "np.multiply({A}, {A}.T, out={A})", "np.putmask({A}, {A} > {n}, {s})", "np.put({A}, [0, 4], {v})", "np.add.at({A}, ([0, 1, 0], [1, 1, 1]), {s})", "np.add.at({A}, [0, 0], {v}[:3])", "{A}[..., 0] = {s}", "{A}[:, None, 1] += {v}[:3, None]", "{A}[np.arange(3), [0, 1, 0]] *= {s}", "np.outer({v}[:3], {v'}[:3], out={A})", "np.einsum('ij,jk->ik', {A}, {A'}, out={A})", "{A}.T[0] = {v}[:3]",
        "{A}.reshape(-1)[::2] *= {s}", "{A}.ravel()[1] = {s}", "np.negative({A}, out={A}, where={A} < 0)", "np.subtract({A}[1:], {A}[:-1], out={A}[1:])", "np.stack([{v}[:3], {v'}[:3], {v}[:3]], out={A})", "{A}.T[...] = {A}", "{A}.flat[1] = {s}", "np.maximum({A}, {A}.T, out={A})", "np.add({A}[0], {A}[1], out={A}[2])", "np.dot({A}, {A'}, out={A})", "{A}.partition(1, axis=0)",
    ),
    "G": ("{G}[..., 0] *= {s}", "{G}[:, 1] = {A}[0]", "np.add({G}, {A}, out={G})", "{G}[0, ..., 1] += {v}[:3]", "np.copyto({G}, {s}, where={G} > {n})", "{G}.transpose(2, 1, 0)[0] = {s}", "np.cumsum({G}, axis=1, out={G})", "{G}.sort(axis=0)", "{G}[:, :, None, 0] *= {s}", "{G}.reshape(len({G}), -1)[0] = {s}"),
}  # fmt: skip


def generate_optioned(seed: int) -> Program:
    """The program of a seed."""
    return Optioned(seed).program()


class Optioned(Writer):
    """Writes one program about arrays."""

    texts = {**idioms.VALUES, **VALUES}, {**idioms.CHANGES, **CHANGES}
    subjects = (("vvvvvvsssAAAmmIi", "v", "u = y[1:]"), ("vvvvssAAAAAAAAIimGGGG", "A", "M = np.outer(y, y)"))

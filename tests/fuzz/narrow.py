"""Short programs of idioms in several dtypes: single precision, whole numbers, truth values, complex numbers, stored into one another.

The letters are those of `idioms`.  In double precision throughout the programs give the same, but for rounding.
"""

from __future__ import annotations

from dataclasses import replace

from fuzz import idioms
from fuzz.idiomatic import SUBJECTS, Writer
from fuzz.programs import Program

VALUES = {
    "s": (
        "np.float32({s})", "{v}.astype(np.float32)[0]", "np.sum({v}, dtype=np.float32)", "{v}.dtype.type({s})", "np.array({s}, np.float32)[()]", "np.float64({s})", "float({s})", "np.int64(2) * {s}", "np.float32({n}) * {s}", "True * {s}",
        "np.mean({v}, dtype=np.float32)", "{s} + np.float32({n})", "{m}.sum() * {s}", "np.float32({s}) * {s'}", "{v}.mean(dtype=float)", "np.array([{s}], np.float32).item()", "{v}.astype(int)[0] * {s}", "np.int32({i}) * {s}", "np.complex64({s}).real",
        "np.asarray({s}, dtype=np.float32) * {s'}", "np.dot({v}, np.float32({v'}))", "np.prod({v}, dtype=np.float32)", "np.max({v}, initial=np.float32({n}))", "{v}.astype(np.float32).sum() + {s}", "np.add({s}, {s'}, dtype=np.float32)", "np.linalg.norm({v}.astype(np.float32))",
        "np.float32({s}) if {s'} > {n} else {s}", "max(np.float32({s}), {s'})", "np.where({s} > {n}, np.float32({s'}), {s})[()]", "{z}.real.sum(dtype=np.float32)", "abs(np.complex64({c}))", "np.real(np.sum({z}.astype(np.complex64)))", "np.bool_({s} > {n}) * {s'}",
    ),
    "v": (
        "{v}.astype(np.float32)", "np.float32({v})", "np.zeros(3, np.float32)", "np.zeros_like({v}, dtype=np.float32)", "np.array({v}, dtype=np.float32)", "np.asarray({v}, np.float32)", "{v}.astype({v'}.dtype)", "np.arange(3, dtype=np.float32) * {s}", "np.arange(4)", "np.zeros(3, int)",
        "({v} * 3).astype(int)", "{v} * np.float32({n})", "np.ones(3, np.float32) * {v}[:3]", "np.full(3, {s}, np.float32)", "np.concatenate([{v}, {v'}], dtype=np.float32)", "np.linspace({s}, 1.0, 3, dtype=np.float32)", "{v}.astype(np.complex64).real", "np.add({v}, {s}, dtype=np.float32)",
        "np.cumsum({v}, dtype=np.float32)", "np.array([{s}, {s'}], np.float32)", "{v}.astype(float)", "{v}.astype(np.float32, copy=False)", "{v}.astype(np.float64, copy=False)", "np.ones(3, bool) * {v}[:3]", "np.where({m}, {v}, np.float32(0.0))", "np.zeros({v}.shape, {v}.dtype)", "np.ones(5, np.float32)",
        "np.zeros_like({v})", "np.empty_like({v}, dtype=np.float32) * 0 + {s}", "np.full_like({v}, {s})", "np.full_like({v}, {s}, dtype=np.float32)", "np.where({v} > {n}, {v}, 0)", "np.array([{s}, 1, {v}[0]], np.float32)", "np.asarray([{v}[0], 2])", "{v} * 2", "{v} ** 2", "{v} * True", "{v} / np.int32(3)",
        "np.clip({v}, np.float32(-0.5), {s})", "np.maximum({v}, np.float32({n}))", "{A}.astype(np.float32)[0]", "{A}.sum(axis=0, dtype=np.float32)", "{A} @ {v}.astype(np.float32)", "np.diff({v}).astype(np.float32)", "np.array({S}, np.float32)", "np.array({L}[0], dtype=np.float32)", "np.fromiter({v}, np.float32)", "np.multiply({v}, {v'}, dtype=np.float32)",
        "np.einsum('i,i->i', {v}, {v'}, dtype=np.float32)", "{v}.copy().astype(np.float32)[::-1]", "np.frombuffer({v}.astype(np.float32).tobytes(), np.float32)", "np.interp({v}, [0.0, 1.0], np.float32({v'}[:2]))", "{v}.astype('float32')", "np.float32({v}) + {v'}", "np.arange(3) / {s}", "np.nan_to_num({v}.astype(np.float32))", "{z}.real.astype(np.float32)", "{m} * np.float32({s})",
        "np.stack([{v}, np.float32({v'})])[1]", "np.append({v}, np.float32({s}))", "np.sort({v}.astype(np.float32))", "np.atleast_1d(np.float32({s}))", "np.repeat(np.float32({s}), 3)", "np.insert({v}.astype(np.float32), 1, {s})", "np.broadcast_to(np.float32({s}), 3)", "{v}[{m}].astype(np.float32)", "{v}.astype(np.float32) - {v}",
    ),
    "A": (
        "{A}.astype(np.float32)", "np.zeros((3, 3), np.float32)", "np.outer({v}, {v'}).astype(np.float32)", "np.eye(3, dtype=np.float32) * {A}", "np.zeros((2, 3), int)", "np.array([{v}, {v'}], np.float32)", "np.stack([{v}, np.float32({v'})])", "np.zeros_like({A}, dtype=np.float32)", "np.float32({A}) @ {A'}", "np.full((3, 3), {s}, dtype=np.float32)",
        "{A} * np.float32({n})", "np.where({A} > {n}, {A}, np.float32({s}))", "np.eye(3, dtype=int) * {s}", "np.diag(np.float32({v}))", "np.array([[{s}, 1], [0, {s'}]], np.float32)", "np.linalg.inv({A}.astype(np.float32) + 3 * np.eye(3, dtype=np.float32))", "np.tri(3, dtype=np.float32) * {A}", "np.outer({v}, np.arange(3))", "np.asarray({A}, dtype=np.float32).T",
    ),
    "c": ("np.complex64({s})", "{c} * np.float32({s})", "np.complex64({c})", "{z}.astype(np.complex64)[0]", "np.float32({s}) * 1j", "complex({c})", "np.complex128({s}) * {c}"),
    "z": (
        "np.zeros(3, np.complex64)", "{z}.astype(np.complex64)", "{v}.astype(np.complex64)", "{v} * np.complex64(1j)", "np.array({v}, dtype=complex)", "np.zeros(4, complex)", "np.full(3, {s}, np.complex64)", "{v}.astype(np.float32) * 1j", "np.zeros_like({v}, dtype=complex)", "np.exp(1j * {v}.astype(np.float32))", "np.array([{s}, {c}], np.complex64)",
        "{z} * np.float32({s})", "np.fft.fft({v}).astype(np.complex64)", "{z}.astype({z'}.dtype)", "np.concatenate([{v}, {z}])", "np.where({m}, {v}, {z})",
    ),
    "m": ("{v}.astype(bool)", "np.zeros(5, bool)", "{v} > np.float32({n})", "np.array([1, 0, 1, 1, 0], bool)"),
    "I": ("np.arange(3, dtype=np.int32)", "({v} * 2).astype(int)", "np.zeros(2, int)", "np.array([0, 1], np.int8)", "{m}.astype(int)"),
    "S": ("[np.float32({s}), {s'}]", "list(np.float32({v}))", "np.float32({v}).tolist()", "[e.astype(np.float32) for e in {v}]", "[{s}, 1, True]", "[np.float32(e) * {s} for e in {v}]"),
    "L": ("[{v}, np.float32({v'})]", "[u.astype(np.float32) for u in {L}]", "[np.zeros(3, np.float32), {v}]", "[np.float32({v})] * 2"),
    "D": ("dict(p=np.float32({v}), q={v'})", "{{k: u.astype(np.float32) for k, u in {D}.items()}}"),
    "N": ("{{0: np.float32({s}), 1: {s'}}}", "{{0: 1, 1: {s}}}", "dict(enumerate(np.float32({v})))"),
    "o": ("Body(np.float32({v}), {s})", "Body({v}, np.float32({s}))", "Body({v}, 1)"),
    "T": ("Pair(np.float32({v}), {s})", "({v}, np.float32({s}))"),
}  # fmt: skip
CHANGES = {
    "s": ("{s} += np.float32({s'})", "{s} = np.float32({s})", "{s} *= 2"),
    "v": (
        "{v}[0] = {s}", "{v}[:2] = {v'}[:2]", "{v}[{m}] = {s}", "{v}[:2] = {v'}[:2].astype(np.float32)", "{v} += {v'}[:len({v})]", "{v} *= {s}", "{v}[0] += {s}", "{v}[1:] *= {v'}[1:len({v})]", "np.add({v}, {v'}, out={v}, casting='unsafe')", "np.copyto({v}, {v'}, casting='unsafe')", "np.copyto({v}, {v'}[:len({v})])", "{v} = {v}.astype(np.float32)",
        "{v} *= np.float32({s})", "{v} -= 0.5", "{v} /= 2", "{v} **= 2", "{v}[::2] = 1", "np.add.at({v}, [0, 1, 0], {s})", "np.multiply({v}, {s}, out={v})", "{v}[:] = {v'}[:len({v})]", "{v}[{I}] += np.float32({s})", "{v}.fill({s})", "np.put({v}, [0, 1], {s})", "np.exp({v}, out={v})", "{v}[0], {v}[1] = {v}[1], {s}", "{v}[-1] -= {v'}[0] * {s}",
        "np.cumsum({v}, out={v})", "{v}.sort()", "np.clip({v}, -0.4, {s}, out={v})", "np.add({v}, 1, out={v})", "{v}[:3] = {A}[0]", "{v}.real[0] = {s}", "{v}[0] = {m}[0]", "{v} = {v} + 1", "np.subtract({v}, {s}, out={v}, dtype=np.float32)", "{v}[...] = {s}", "np.sum({A}, axis=0, out={v}[:3])", "np.dot({A}, {v'}[:3], out={v}[:3])",
    ),
    "A": ("{A}[0] = {v}[:3]", "{A} *= {s}", "{A}[:, 1] += {v}[:3]", "{A}[{i}, 0] = {s}", "np.fill_diagonal({A}, {s})", "{A} += {A'}", "{A} = {A}.astype(np.float32)", "np.matmul({A}, {A'}, out={A})", "{A}[{A} > {n}] = {s}", "{A}.T[0] = {v}[:3]", "{A}.ravel()[::2] = {s}", "np.add({A}, {v}[:3], out={A}, casting='unsafe')", "{A}[...] = 0"),
    "z": ("{z}[0] = {s}", "{z} *= {c}", "{z}[1:] += {v}[1:len({z})]", "{z}.real = {v}[:len({z})]", "{z}.imag[0] = {s}", "{z} += {s}", "{z}[:2] = {v}[:2]", "{z} *= np.complex64({c})", "{z}.real *= {s}", "np.multiply({z}, {s}, out={z})", "{z}[0] = {c}", "{z}[{m}[:len({z})]] = {s}"),
    "S": ("{S}[0] = np.float32({s})", "{S}.append(np.float32({s}))", "{S}[0] += np.float32({s})", "{S}.append(1)"),
    "L": ("{L}[0] = {L}[0].astype(np.float32)", "{L}.append(np.float32({v}))", "{L}[0] += {s}", "{L}[0][0] = {s}"),
    "D": ("{D}['p'] = np.float32({v})", "{D}['p'][0] = {s}", "{D}['q'] += {s}"),
    "N": ("{N}[0] = np.float32({s})", "{N}[0] += {s}"),
    "o": ("{o}.p = np.float32({v})", "{o}.m = np.float32({s})", "{o}.p[0] = {s}", "{o}.m += 1", "{o}.p *= {s}"),
    "T": (),
}  # fmt: skip


def generate_narrow(seed: int) -> Program:
    """The program of a seed."""
    writer = Narrow(seed)
    for name in writer.drawn.sample(sorted(writer.arguments), writer.drawn.choice([0, 1, 2]) % (len(writer.arguments) + 1)):
        letter, text = writer.arguments[name]
        writer.arguments[name] = letter, f"np.float32({text})"
    return replace(writer.program(), narrow=True)


class Narrow(Writer):
    """Writes one program of several dtypes."""

    texts = tuple(
        {letter: (*old[letter], *(new.get(letter, ()) * 3)) for letter in old}
        for old, new in ((idioms.VALUES, VALUES), (idioms.CHANGES, CHANGES))
    )
    subjects = (*SUBJECTS, ("vvvvvvvvvvsssmmAII", "v", "u = np.zeros(5, np.float32)"), ("zzzzzcccvvvsssm", "z", "z = np.zeros(5, np.complex64)"), ("vvvssAAAAAAAAI", "A", "M = np.zeros((3, 3), np.float32)"))

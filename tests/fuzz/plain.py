"""Short programs of plain Python: whole numbers, texts, lists, dicts, sets and functions decide which items of x are read.

Its letters:

    i  a whole number     q  a truth value       t  a text            J  a list of whole numbers
    D  a dict of texts    M  one of numbers      W  a set of numbers  T  a tuple of numbers
    E  a list of lists    f  a function          s  a real number     S  a list of real numbers
"""

from __future__ import annotations

from fuzz.idiomatic import ARGUMENTS, Writer
from fuzz.programs import Program

VALUES = {
    "i": (
        "3", "len({J})", "{i} + {i'}", "{i} * 3", "{i} // 2", "{i} % 3", "-{i}", "{i} ** 2", "abs({i})", "{J}[0]", "{J}[-1]", "{J}[{i} % len({J})]", "max({J})", "min({J}, default=4)", "sum({J})", "{J}.index({J}[-1])", "{J}.count({i})", "{J}.pop()", "{J}.pop(0)",
        "len({t})", "{t}.count('a')", "{t}.find('b')", "ord({t}[0])", "int('1' + str(abs({i})))", "{D}['a']", "{D}.get('z', {i})", "{D}.get({t}, 2)", "sum({D}.values())", "max({D}.values())", "len({D})", "next(iter({D}.values()))", "{M}[0]", "{M}.get({i}, 5)", "len({W})", "sum({W})", "min({W})",
        "{T}[0]", "{T}[-1]", "len({T})", "sum({T})", "{E}[0][0]", "len({E}[-1])", "sum(map(len, {E}))", "sum(e for row in {E} for e in row)", "{f}({i})", "{f}(1) + {f}(2)", "int({q})", "int({s} > {n})", "{i} if {q} else {i'}", "{q} and {i} or {i'}", "({i} or 3)", "divmod({i}, 3)[1]",
        "bin(abs({i})).count('1')", "round({i} / 3)", "int({i} / 2)", "({i} > 2) + ({i'} > 1)", "sorted({J})[0]", "next((e for e in {J} if e > 1), 0)", "functools.reduce(lambda a, b: a * 2 + b, {J}, 0) % 13", "math.gcd({i}, 6)", "sum(1 for e in {J} if e % 2)", "[e for e in {J}][-1]",
        "(lambda a, b=2: a + b)({i})", "{J}[::-1][0]", "len({J}[1:])", "~{i}", "{i} & 3", "{i} | 1", "{i} >> 1", "max({i}, {i'})", "sum(range({i}))", "len(range(0, 7, 2))", "{M}.pop(0, 2)", "{D}.pop('a', {i})", "{M}.setdefault({i}, 4)", "max({M}, key={M}.get)", "min({J}, key=lambda e: (e % 3, e))",
        "sum(a * b for a, b in zip({J}, {J'}))", "len({{*{J}, *{T}}})", "[{i}, {i'}][{q}]", "(0, 1, 2)[{i} % 3]", "{{'a': 1, 'ab': 2}}.get({t}, 3)", "len([*{J}, *{T}])", "sum(e * k for k, e in {M}.items())", "bisect.bisect(sorted({J}), {i})", "{J}.index(max({J}))", "sum({q} for _ in range(2))",
        "(k := {i} + 1) * k", "len({S})", "len({t}.split('a'))", "int({t}.isalpha())", "next(iter(sorted({W})))", "operator.itemgetter(0)({J})", "{T}.index({T}[-1])", "sum(len(k) for k in {D})", "max(len(row) for row in {E})", "{E}[-1][-1]", "int(f'{{len({J})}}')", "2 ** ({i} % 3)", "hash({i}) % 5",
    ),
    "q": (
        "{i} > 1", "{i} == {i'}", "not {q}", "{q} and {i} > 0", "{q} or {i} < 2", "{i} in {J}", "{i} not in {W}", "'a' in {t}", "{t} == 'ab'", "{J} == {J'}", "{J} < {J'}", "bool({J})", "all(e > 0 for e in {J})", "any(e > 2 for e in {J})", "0 < {i} < 4", "{T} == (1, 2)", "{T} > {T'}",
        "'a' in {D}", "{t}.isdigit()", "{t}.startswith('a')", "isinstance({i}, int)", "{W} <= {W'}", "{J} is {J'}", "{s} > {n}", "{i} != 2", "{i} in {T}", "{q} ^ {q'}", "{i} in {M}", "{E} == {E'}", "{D} == {D'}", "{W} == set({J})", "{t} < {t'}", "{i} > 1 > {i'}", "{q} is {q'}", "bool({W} & {{1, 2}})",
    ),
    "t": (
        "'ab'", "{t} + 'c'", "{t}[::-1]", "{t}.upper().lower()", "{t} * 2", "str({i})", "f'{{{i}}}b'", "'-'.join({t})", "'ab'[{i} % 2]", "{t}.replace('a', 'bb')", "'%d' % {i}", "{t}[:2]", "next(iter({D}))", "max({D}, key={D}.get)", "sorted({D})[0]", "chr(97 + {i} % 3)",
        "{t} if {q} else 'b'", "{t}.strip('a')", "list({D})[-1]", "''.join(str(e) for e in {J})", "min({t}, 'b')", "{t}[{i} % len({t})]", "'abc'[{i} % 3:]", "{t}.ljust(3, 'a')", "''.join(sorted({t}))", "{t} or 'a'", "'a' + {t}", "'a,b'.split(',')[{q}]", "f'{{len({J})}}a'",
    ),
    "J": (
        "[{i}, {i'}, 2]", "list(range({i} % 5))", "{J}[:]", "{J}[1:]", "{J}[::-1]", "{J} + {J'}", "{J} * 2", "sorted({J})", "sorted({J}, reverse=True)", "[e * 2 for e in {J}]", "[e for e in {J} if e > 1]", "[a + b for a, b in zip({J}, {J'})]", "list(map(lambda e: e + {i}, {J}))",
        "list(filter(None, {J}))", "list({T})", "list({D}.values())", "sorted({W})", "[len(row) for row in {E}]", "{E}[0]", "[k for k, e in enumerate({J}) if e]", "list(reversed({J}))", "[*{J}, {i}]", "[{f}(e) for e in {J}]", "[0] * 3", "[]", "{J}.copy()", "[ord(c) % 7 for c in {t}]",
        "[e for row in {E} for e in row]", "list(itertools.accumulate({J}))", "list(itertools.chain({J}, {T}))", "[min(p) for p in itertools.combinations({J}, 2)]", "{J} if {q} else {J'}", "{J} or [1]", "list(dict.fromkeys({J}))", "[sum(row) for row in {E}]", "[{i}] * {i'}", "list({M})", "list({M}.values())",
        "[k for k in range(4) if k != {i}]", "[e if e % 2 else -e for e in {J}]", "[a * b for a in {J} for b in {T}]", "sorted({J}, key=lambda e: -e)", "{E}[-1]", "{J}[:{i}]", "{J}[-2:]", "[{M}[k] for k in sorted({M})]", "list(zip(*{E}))[0][:] and [1]", "[(e, 1)[0] for e in {J}]", "heapq.nsmallest(2, {J})",
        "[e for e, keep in zip({J}, [1, 0, 1]) if keep]", "sum({E}, [])", "list(set({J}))", "[{J}.count(e) for e in {J}]", "[max(a, b) for a, b in zip({J}, {J}[1:])]", "list(itertools.islice({J}, 1, None))", "[e for e in {T} if e in {J}]",
    ),
    "D": (
        "{{'a': {i}, 'b': 2}}", "dict(a={i}, b={i'})", "dict(zip('abc', {J}))", "{{c: k for k, c in enumerate({t})}}", "dict({D})", "{{**{D}, 'c': {i}}}", "{{k: e + 1 for k, e in {D}.items()}}", "dict(sorted({D}.items()))", "{D} | {{'a': 5}}", "{{k: len(k) for k in sorted({D}, key={D}.get)}}",
        "{{c: {t}.count(c) for c in {t}}}", "dict.fromkeys('ab', {i})", "{{k: e for k, e in {D}.items() if e > 1}}", "{D}.copy()", "{{t_: k for k, t_ in enumerate(sorted({D}))}}", "collections.Counter({t})", "{{'a': 1}} if {q} else {D}",
    ),
    "M": ("{{0: {i}, 1: 4}}", "{{e: k for k, e in enumerate({J})}}", "{{e: e * e for e in {J}}}", "dict(enumerate({J}))", "{{k: {J}.count(k) for k in {J}}}", "{{}}", "{{k: v for v, k in {M}.items()}}", "{{**{M}}}", "{{0: 3, {i}: {i'}}}", "collections.defaultdict(int)", "dict(zip({T}, {J}))"),
    "W": ("{{{i}, 2}}", "set({J})", "{W} | {W'}", "{W} & {W'}", "{W} - {W'}", "{W} ^ {{1, 2}}", "{{e % 3 for e in {J}}}", "set(range({i} % 4))", "frozenset({J})", "set({M})", "set({T})", "{W}.copy()", "{{1, {i}}} if {q} else {{3}}"),
    "T": ("({i}, {i'})", "tuple({J})", "{T}[::-1]", "{T} + ({i},)", "tuple(e * 2 for e in {T})", "(*{T}, {i})", "divmod({i}, 3)", "max([(1, 2), ({i}, 0)])", "tuple(sorted({T}))", "({i},) * 3", "tuple({J}[:2])", "(1, 2) if {q} else ({i}, 2)", "tuple(map(abs, {T}))", "min({T}, {T'})"),
    "E": (
        "[{J}, [{i}]]", "[[a * b for a in range(3)] for b in range(2)]", "[[0] * 2 for _ in range(2)]", "[[0] * 2] * 2", "[row[::-1] for row in {E}]", "[list(p) for p in zip({J}, {J'})]", "[{J}] * 2", "[{J}[k:k + 2] for k in range(0, len({J}), 2)]", "sorted({E})", "copy.deepcopy({E})",
        "[row for row in {E} if row]", "{E}[::-1]", "{E} + [{J}]", "[*{E}]", "[[e, e + 1] for e in {J}]", "{E}[1:]", "[[] for _ in range(2)]",
    ),
    "s": (
        "x[{i} % 5] * 0.7", "{s} * {i}", "{s} + x[{i} % 5]", "sum(x[k % 5] for k in {J})", "{s} if {q} else x[1]", "x[{J}[0] % 5]", "{S}[0]", "{S}.pop()", "sum({S})", "{S}[{i} % len({S})]", "x[len({t}) % 5]", "x[{M}.get({i}, 1) % 5]", "x[:{i}].sum()", "{s} + {q}", "max({S})", "sum(a * b for a, b in zip({S}, {J}))",
        "x[{T}[0] % 5] * 0.3", "sum(x[k % 5] * e for k, e in {M}.items())", "sum(x[len(k) % 5] * e for k, e in {D}.items())", "x[sorted({W})[0] % 5]", "x[{E}[0][0] % 5]", "{s} * len({J})", "x[{f}({i}) % 5]", "np.sum(x[{J}[:0] + [0, 2]])", "{s} / (1 + abs({i}))", "x[-1 if {q} else 0]",
    ),
    "S": ("[x[k % 5] for k in {J}]", "[{s}, x[{i} % 5]]", "[x[0] * k for k in {J}]", "[e * {i} for e in {S}]", "[{s} if k % 2 else 0.5 for k in {J}]", "{S}[::-1]", "{S} + [{s}]", "[{s}] * ({i} % 4)", "sorted({S})", "[]", "[e for e, k in zip({S}, {J}) if k > 1]", "{S}[:{i}]", "list(x[:{i}])"),
}  # fmt: skip
CHANGES = {
    "i": ("{i} += 1", "{i} -= {i'}", "{i} *= 2", "{i} //= 2", "{i} %= 5", "{i} ^= 3", "{i}, {i'} = {i'}, {i}", "{i} = -{i}", "{i}, *{J} = [{i'}, 1, 2]", "{i} = {i'} = 2", "{i} += {q}"),
    "q": ("{q} = not {q}", "{q} &= {i} > 1", "{q} |= {i} in {J}"),
    "t": ("{t} += 'a'", "{t} *= 2", "{t} = {t}[1:]", "{t} += str({i} % 10)", "{t} = 'b' + {t}"),
    "J": (
        "{J}.append({i})", "{J}.insert(0, {i})", "{J}.insert({i}, 4)", "{J}.pop()", "{J}.pop(0)", "{J}.remove({J}[0])", "{J}.sort()", "{J}.sort(key=lambda e: -e)", "{J}.sort(reverse=True)", "{J}.reverse()", "{J}.extend({J'}[:2])", "{J} += [{i}]", "{J} += {T}", "{J} *= 2", "del {J}[0]", "del {J}[-1:]", "{J}.clear()",
        "{J}[1:2] = [7, 8]", "{J}[{i} % len({J})] = {i'}", "{J}[0], {J}[-1] = {J}[-1], {J}[0]", "{J}[:0] = [{i}]", "{J}[::2] = [0] * len({J}[::2])", "{J}[0] += {i}", "{J}[-1] *= 2", "{J} = {J'}", "{J}[:] = sorted({J})", "{i} = {J}.pop(); {J}.append({i} + 1)", "{J}.append(len({J}))",
        "for k in range(2): {J}.append(k)", "{J}[{J}[0] % len({J})] = 5", "if {i} not in {J}: {J}.append({i})", "while len({J}) > 3: {J}.pop()", "{J}.extend(k * 2 for k in {T})", "heapq.heapify({J})", "heapq.heappush({J}, {i})", "bisect.insort({J}, {i})",
    ),
    "D": (
        "{D}['a'] = {i}", "{D}[{t}] = {i}", "{D}.pop('a', None)", "del {D}['b']", "{D}.update(c={i})", "{D}.setdefault('d', {i})", "{D}['a'] += {i}", "{D}.popitem()", "{D}.clear()", "{D} |= {{'e': {i}}}", "for c in {t}: {D}[c] = {D}.get(c, 0) + 1", "{D}[{t}] = {D}.pop('a', 0)", "for c in list({D}): {D}[c] -= 1",
        "{D}.update({D'})", "{i} = {D}.pop(next(iter({D})))", "if 'a' in {D}: {D}['a'] = 0",
    ),
    "M": ("{M}[{i}] = {i'}", "{M}[0] = {M}.get(0, 0) + 1", "{M}.pop({i}, None)", "{M}.setdefault({i}, {i'})", "{M}.update({M'})", "del {M}[0]", "for e in {J}: {M}[e] = {M}.get(e, 0) + 1", "{M}[len({M})] = {i}", "{M}.clear()", "for k in list({M}): {M}[k] *= 2", "{M} |= {{1: {i}}}"),
    "W": ("{W}.add({i})", "{W}.discard({i})", "{W}.update({J})", "{W} |= {{{i}}}", "{W} &= {W'}", "{W} -= {{{i}}}", "{W} ^= {{1}}", "{W}.remove(min({W}))", "{W}.clear()", "for e in {J}: {W}.add(e % 4)"),
    "T": ("{T} += ({i},)", "{T} = {T}[1:] + {T}[:1]", "{i}, {i'} = {T}[:2]", "{i}, *{J} = {T}"),
    "E": ("{E}[0].append({i})", "{E}.append([{i}])", "{E}[-1][0] = {i}", "{E}[0] = {J}", "{E}.append({J})", "{E}.pop()", "{E}.sort()", "{E}[0] += [{i}]", "{E}[0], {E}[-1] = {E}[-1], {E}[0]", "for row in {E}: row.append({i})", "{E}[0][0] += 1", "{E}.insert(0, {J}[:])", "del {E}[0]", "{J} = {E}[0]", "for row in {E}: row[:] = row[::-1]"),
    "f": ("{i} = {f}({i})", "{f}({i})", "{J} = [{f}(e) for e in {J}]", "{f} = lambda k, g={f}: g(k) + 1", "{i} = sum(map({f}, {J}))", "{M}[{f}(1)] = {i}", "{J}.sort(key={f})"),
    "s": ("{s} += {i} * 0.1", "{s} = {s} * x[{i} % 5]", "{s} -= x[{J}[0] % 5]", "{s} *= 0.5 if {q} else 0.7", "{s} += sum(x[k % 5] for k in {W}) * 0.1"),
    "S": ("{S}.append({s} * {i})", "{S}[{i} % len({S})] = {s}", "{S}.insert({i}, {s})", "{S}.sort(key=lambda e: -e)", "{S}[0] *= {i}", "{S}.pop({i} % len({S}))", "{S} += [{s}] * {i}", "del {S}[{i} % len({S})]", "{S}[:1] = [{s}, {s}]", "for k in {J}: {S}.append(x[k % 5])"),
}  # fmt: skip
FUNCTIONS = (
    "def {f}(k, m={i}):\n    return k * 2 + m", "def {f}(k):\n    return k + {i}", "{f} = lambda k: k * {i}", "def {f}(k):\n    nonlocal {i}\n    {i} += k % 3\n    return {i}", "def {f}(k):\n    {J}.append(k)\n    return len({J})", "def {f}(k):\n    if k <= 1:\n        return 1\n    return (k * {f}(k // 2)) % 11",
    "def {f}(k, seen=[]):\n    seen.append(k)\n    return len(seen)", "def {f}(k):\n    return {M}.get(k, {i})", "def {f}(k):\n    for e in {J}:\n        if e > k:\n            return e\n    return -1", "def {f}(k, *rest, m=1):\n    return k + len(rest) + m", "{f} = functools.partial(max, {i})", "{f} = {J}.count",
    "def {f}(k):\n    try:\n        return {J}[k]\n    except IndexError:\n        return 0", "def {f}(k):\n    while k > 5:\n        k -= {i} % 3 + 1\n    return k", "@functools.cache\ndef {f}(k):\n    return k if k < 2 else ({f}(k - 1) + {f}(k - 2)) % 13 if k < 9 else 1", "{f} = abs", "{f} = [lambda k: k + 1, lambda k: k * 2][{q}]",
    "def {f}(k):\n    def steps():\n        for e in {T}:\n            yield e + k\n    return sum(steps())", "def {f}(k):\n    {M}[k] = {M}.get(k, 0) + 1\n    return {M}[k]", "def {f}(k):\n    total = 0\n    for a in range(3):\n        for b in range(3):\n            if b == k:\n                break\n            total += a * b\n        else:\n            total += 1\n    return total",
    "def {f}(k):\n    try:\n        return k + 1\n    finally:\n        {J}.append(k)", "def {f}(k):\n    {t} = 'ab' * (k % 3)\n    return len({t})", "{f} = {{'a': lambda k: k, 'b': lambda k: -k}}['ab'[{q}]]", "def {f}(k):\n    return [k, k + 1, {i}][k % 3]",
)  # fmt: skip
HEADS = (
    ("for k in range(3):", {"i": "k"}), ("for k in {J}[:4]:", {"i": "k"}), ("for k, e in enumerate({J}[:4]):", {"i": "e"}), ("for c in {t}[:4]:", {"t": "c"}), ("for c, e in {D}.items():", {"i": "e"}), ("for c in list({D}):", {"t": "c"}), ("for e in sorted({W}):", {"i": "e"}), ("for row in {E}:", {"J": "row"}),
    ("for a, b in zip({J}, {T}):", {"i": "a"}), ("while {i} > 0 and len({J}) < 6:\n    {i} -= 1", {}), ("if {q}:", {}), ("if {i} > {i'}:", {}), ("if {t} == 'ab':", {}), ("if not {J}:", {}), ("if {i} in {M}:", {}), ("for k in reversed({J}[:3]):", {"i": "k"}), ("for k in range({i} % 4):", {"i": "k"}),
    ("for k in range(5, 0, -2):", {"i": "k"}), ("for a, b in itertools.combinations({J}[:3], 2):", {"i": "b"}), ("with contextlib.suppress(ValueError, IndexError, KeyError):", {}), ("try:", {}), ("if (w := {i} * 2) > 3:", {"i": "w"}), ("while {J}:\n    {i} = {J}.pop()", {}), ("for k in set({J}[:3]):", {"i": "k"}), ("if {q} and {i}:", {}),
    ("for e in {S}[:4]:", {"s": "e"}), ("if {s} > {n}:", {}), ("for k, e in sorted({M}.items()):", {"i": "e"}), ("for k in map(lambda e: e % 3, {J}[:3]):", {"i": "k"}), ("for k in (e for e in {J}[:5] if e % 2):", {"i": "k"}), ("while True:\n    {i} += 1\n    if {i} > 4: break", {}), ("for row in {E}[:2]:\n    for e in row[:2]:", {"i": "e"}),
    ("match {i} % 3:\n    case 0 | 1:", {}), ("match {T}:\n    case (a, b):", {"i": "a"}), ("match {t}:\n    case 'ab':", {}), ("match {J}:\n    case [a, *rest]:", {"i": "a", "J": "rest"}),
)  # fmt: skip
READS = {
    "i": ("x[{i} % 5] * (1 + {i} % 3)", "{i} % 7 * x[1]"), "q": ("x[{q}]", "float({q}) * x[3]"), "t": ("len({t}) % 9 * x[1]", "sum(ord(c) for c in {t}) % 11 * x[2]"), "J": ("sum(x[k % 5] * (j + 1) for j, k in enumerate({J}[:20]))",), "D": ("sum(x[(len(k) + j) % 5] * (e % 5) for j, (k, e) in enumerate({D}.items()))",),
    "M": ("sum(x[(k + j) % 5] * (e % 5) for j, (k, e) in enumerate({M}.items()))",), "W": ("sum(x[k % 5] for k in sorted({W}))",), "T": ("sum(x[k % 5] * (j + 1) for j, k in enumerate({T}[:20]))",), "E": ("sum(x[k % 5] * (j + 1) for j, row in enumerate({E}[:9]) for k in row[:9])",),
    "s": ("{s} * {s}",), "S": ("sum(e * (j + 1) for j, e in enumerate({S}))",), "f": ("x[{f}(2) % 5] * 0.7",),
}  # fmt: skip
NAMES = {"i": "ijh", "q": ("q", "flag"), "t": ("t", "word"), "J": ("J", "K", "found"), "D": ("D", "table"), "M": ("M", "seen"), "W": ("W", "V"), "T": ("T", "pair"), "E": ("E", "rows"), "f": ("f_", "g"), "s": "sab", "S": ("S", "R")}


def generate_plain(seed: int) -> Program:
    """The program of a seed."""
    return Plain(seed).program()


class Plain(Writer):
    """Writes one program of plain Python."""

    texts, every_head, every_read, names, functions = (VALUES, CHANGES), HEADS, READS, NAMES, FUNCTIONS
    subjects = (("iiiqtJJJJTTEEsS", "J", "J = [3, 1, 2]"), ("iiiqttJDDDDMMMsW", "D", "D = {'a': 2, 'b': 1}"), ("iiqtJJJWWWWMMsf", "W", "W = {3, 1}"), ("iiiqJJEEEETTsSSS", "E", "E = [[1, 2], [0]]"), ("iiiqJMffffsSS", "f", "f_ = lambda k: k + 1"))
    calls = ("{i} = {f}({i})", "{f}({i})", "{i} = {f}(1) + {f}(2)", "{s} = x[{f}({i}) % 5]", "{J} = [{f}(e) for e in {J}]", "{i} = {f}({f}(3))")

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.arguments = {"x": ARGUMENTS["x"]}
        self.held = {"v": ["x"]}

    def begun(self) -> list[str]:
        """A number, a word, a truth value, and what is derived."""
        for letter, name in (("i", "i"), ("t", "t"), ("q", "q"), ("s", "s"), ("J", "K")):
            self.held.setdefault(letter, []).append(name)
        return ["i, t, q = 2, 'ab', True", "s = x[0] * 0.5", "K = [4, 0, 2]"]

"""Random statements about lists, dicts and objects, and the classes that objects are of."""

from __future__ import annotations

from dataclasses import replace

from fuzz.places import Place
from fuzz.statements import Statements
from fuzz.types import CONTAINERS, INDENT, SCALAR, TRUTH, Scope, Type, array, begins_empty, indented


class Objects(Statements):
    """Makes containers and objects, and changes what they hold."""

    def starts_class(self, name: str) -> None:
        """A class whose objects hold arrays, numbers, lists, objects of a class before it; helpers may be its methods."""
        scope = Scope({}, SCALAR)
        types = [array(self.pick([3, 3, 4]), own=True), self.pick([SCALAR, array(3, own=True), array(2, 3, own=True)])]
        if self.holding or self.chance(0.3):
            types.append(self.container_type(scope, bound=self.pick([0, 0, 1, 2])))
        made = Type("object", parts=tuple(types), keys=("u", "v", "w")[: len(types)], name=name)
        given = [key for key, t in zip(made.keys, types, strict=True) if not begins_empty(t)]
        body = [f"self.{key} = {key}" for key in given]
        body += [
            f"self.{key} = {'[]' if t.kind == 'list' else '{}'}"
            for key, t in zip(made.keys, types, strict=True)
            if begins_empty(t)
        ]
        self.methods[name] = indented([f"def __init__(self, {', '.join(given)}):", *indented(body)])
        self.classes.append(made)
        if self.chance(0.3):
            self.counts_calls(made)

    def counts_calls(self, t: Type) -> None:
        """A method that counts how often it was called, changes its object, and says whether to go on."""
        name, v = self.new("tick"), self.new()
        scope = Scope({"self": t, v: SCALAR}, TRUTH, frozenset(["self"]))
        body = ["self.n += 1", *(self.uses_container(scope) or []), f"return self.n < {self.random.randrange(1, 5)}"]
        self.methods[t.name][1:1] = indented(indented(["self.n = 0"]))
        self.methods[t.name] += ["", *indented([f"def {name}(self, {v}):", *indented(body)])]
        self.globals[f".{name}"] = Type("function", parts=(t, SCALAR, TRUTH), keys=("self", v))

    def container_type(self, scope: Scope, bound: int) -> Type:
        """Lists, dicts with computed keys, and objects; lists of lists as well."""
        kind = self.pick(["list", "list", "table", *["object"] * (2 * len(self.classes))])
        if kind == "object":
            return self.pick(self.classes)
        part = SCALAR if self.chance(0.5) else array(*self.some_shape(scope), own=True)
        if self.chance(0.3):
            part = self.pick([Type("list", bound=self.pick([0, 1]), parts=(part,)), *self.classes])
        return Type(kind, bound=bound, parts=(part,), name=self.pick(["", "k"]) if kind == "table" else "")

    def element_type(self, scope: Scope) -> Type:
        if self.chance(0.4 if self.holding else 0.1):
            return self.container_type(scope, bound=self.pick([1, 1, 2]))
        if self.chance(0.2 if self.memory else 0.5):
            return SCALAR
        return array(*self.some_shape(scope), own=self.chance(0.8 if self.memory else 0.5))

    def makes_container(self, scope: Scope) -> list[str]:
        kind = self.pick(["tuple", "list", "list", "dict", "table", *["object"] * (2 * len(self.classes))])
        if kind == "object":
            return [self.makes_object(scope, self.pick(self.classes))]
        if kind in ("list", "table"):
            t = Type(kind, bound=self.random.randrange(1, 3), parts=(self.element_type(scope),))
            if t.bound == 1 and kind == "list" and self.chance(0.4) and t.parts == (SCALAR,):
                item, source = self.new(), self.pick([f"range({self.random.randrange(1, 4)})"])
                inner_scope = scope.inside()
                inner_scope.names[item] = Type("int", bound=4)
                text = f"[{self.scalar(inner_scope, 2)} for {item} in {source}]"
            else:
                t = replace(t, name=self.pick(["", "k"]) if kind == "table" else "")
                text = self.new_container(scope, t)
            return [f"{self.bind(scope, self.new(), t)} = {text}"]
        types = tuple(self.element_type(scope) for _ in range(2))
        values = [self.owned(scope, t) for t in types]
        if kind == "tuple":
            return [f"{self.bind(scope, self.new(), Type('tuple', parts=types))} = ({', '.join(values)})"]
        keys = tuple(self.random.sample(["u", "v", "w"], 2))
        items = [f'"{key}": {value}' for key, value in zip(keys, values, strict=True)]
        return [f"{self.bind(scope, self.new(), Type('dict', parts=types, keys=keys))} = {{{', '.join(items)}}}"]

    def makes_object(self, scope: Scope, t: Type) -> str:
        """A new object of a class, which may hold arrays that have names."""
        value = self.new_container(scope, t)
        return f"{self.bind(scope, self.new(), t)} = {value}"

    def uses_container(self, scope: Scope) -> list[str] | None:
        """Changes a list, dict or object, or something in it, or gives that a name."""
        local = replace(scope, names={n: t for n, t in scope.names.items() if n != "p"})
        places = [Place(n, t, settable=False) for n, t in local.names.items() if t.kind in CONTAINERS]
        places += self.places(local)
        if not places:
            return None
        place = self.pick(places)
        if place.type.kind in CONTAINERS and self.chance(0.3):
            name = self.target(scope, place.type)
            return [f"{name} = {place.text}"] if name != place.text else None
        forms = {"list": self.changes_list, "table": self.changes_table, "array": self.changes_array}
        kind = place.type.kind
        return (forms[kind](scope, place) if kind in forms else None) or self.puts(scope, place)

    def puts(self, scope: Scope, place: Place) -> list[str] | None:
        """Something else where a container holds something."""
        text, t, settable = place
        if not settable:
            return None
        if t.kind == "scalar" and self.chance(0.6):
            return [f"{text} {self.update(scope, t)}"]
        return [f"{text} = {self.owned(scope, t)}"]

    def changes_array(self, scope: Scope, place: Place) -> list[str] | None:
        """An array that a container holds is stored into, or gets a name."""
        text, t, settable = place
        form = self.random.random()
        if not t.own or form < 0.2:
            return None
        if form < 0.5:
            at = ", ".join(self.index(scope, size) for size in t.shape)
            return [f"{text}[{at}] {self.pick(['=', '+=', '*='])} {self.scalar(scope, 1)}"]
        if form < 0.8 and settable:
            return [f"{text} {self.update(scope, t)}"]
        return [f"{self.target(scope, t)} = {text}"]

    def changes_list(self, scope: Scope, place: Place) -> list[str] | None:
        """A list grows, or loses an item that it can spare."""
        text, t, _ = place
        added, form = self.kept(scope, t.parts[0]), self.random.random()
        if form < 0.2 and t.bound:
            return None
        if form < 0.35:
            return [f"{text}.append({added})", f"{self.target(scope, t.parts[0])} = {text}.pop()"]
        if form < 0.45:
            return [f"if len({text}) > {t.bound}:", f"{INDENT}{text}.pop()"]
        return [self.pick([f"{text}.append({added})"] * 3 + [f"{text}.insert(0, {added})", f"{text}.extend([{added}])"])]

    def changes_table(self, scope: Scope, place: Place) -> list[str] | None:
        """A dict gets another key, or an entry that may be there already."""
        text, t, _ = place
        value, key, form = self.kept(scope, t.parts[0]), self.key(scope, t, t.bound + 2), self.random.random()
        if form < 0.2 and t.bound:
            return None
        if form < 0.45 and begins_empty(t.parts[0]) and t.parts[0].kind == "list":
            return [f"{text}.setdefault({key}, []).append({self.kept(scope, t.parts[0].parts[0])})"]
        if form < 0.6:
            return [f"{self.target(scope, t.parts[0])} = {text}.setdefault({key}, {value})"]
        if form < 0.75:
            return [f"if {key} not in {text}:", f"{INDENT}{text}[{key}] = {value}"]
        if t.parts[0] == SCALAR:
            return [f"{text}[{key}] = {text}.get({key}, {self.number()}) * {value}"]
        return [f"{text}[{key}] = {value}"]

    def fills_table(self, scope: Scope) -> list[str]:
        """A dict whose keys a loop computes; groups are made of some, as lists."""
        name, counter, size = self.new(), self.new("i"), self.random.randrange(2, 5)
        part = self.element_type(scope)
        t = Type("table", bound=size, parts=(part,), name=self.pick(["", "k"]))
        inner_scope = scope.inside(loop=True, frozen=(counter,))
        inner_scope.names[counter] = Type("int", bound=size)
        before = self.block(replace(inner_scope, exits=False), self.pick([0, 0, 1]))
        value, bound = self.kept(inner_scope, part), self.random.randrange(1, size + 1)
        key = f'f"{t.name}{{{counter}}}"' if t.name else counter
        stored = f"{name}[{key}] = {value}"
        if self.chance(0.5):
            t = replace(t, bound=bound, parts=(Type("list", bound=1, parts=(part,)),))
            key = key.replace(counter, f"{counter} % {bound}")
            stored = f"{name}.setdefault({key}, []).append({value})"
        self.bind(scope, name, t)
        lines = [line for line in before if line != "pass"]
        return [f"{name} = {{}}", f"for {counter} in range({size}):", *indented([*lines, stored])]

    def walks(self, scope: Scope) -> list[str] | None:
        """A loop over the keys, the values or the items of a dict; it may change what stands under the keys."""
        tables = self.holders(scope, "table")
        if not tables:
            return None
        text, t, _ = self.pick(tables)
        inner_scope = scope.inside(loop=True)
        key, value = self.new("k"), self.bind(inner_scope, self.new(), t.parts[0])
        heads = {
            f"for {key}, {value} in {text}.items():": [],
            f"for {value} in {text}.values():": [],
            f"for {key} in {text}:": [f"{value} = {text}[{key}]"],
        }
        head = self.pick(heads)
        body = [*heads[head], *self.block(inner_scope, self.pick([1, 2]))]
        if key in head and self.chance(0.4):
            body += self.puts(inner_scope, Place(f"{text}[{key}]", t.parts[0], settable=True)) or []
        return [head, *indented([line for line in body if line != "pass"] or ["pass"])]

    def empties(self, scope: Scope) -> list[str]:
        """A loop that takes from a stack until nothing is left; what it takes may be put back, in parts."""
        stack, item, level = self.new("stack"), self.new(), self.new("n")
        part = SCALAR if self.chance(0.6) else array(*self.some_shape(scope), own=True)
        inner_scope = scope.inside(loop=True, frozen=(level,))
        inner_scope.names.update({item: part, level: Type("int", bound=3)})
        first = self.kept(scope, part)
        if self.chance(0.5):
            back = f"{stack}.append(({self.kept(inner_scope, part)}, {level} - 1))"
            body = [f"{item}, {level} = {stack}.pop()", *self.block(inner_scope, self.pick([1, 2]))]
            lines = [f"{stack} = [({first}, {self.pick([1, 2])})]", f"while {stack}:"]
            return [*lines, *indented([*body, f"if {level} > 0:", *indented([back] * self.pick([1, 2]))])]
        inner_scope.names.pop(level)
        lines = [f"{stack} = [{', '.join([first, *(self.kept(scope, part) for _ in range(self.pick([1, 2])))])}]"]
        if part == SCALAR and self.chance(0.5):
            inner_scope.names.pop(item)
            test = f"while {stack} and {stack}.pop() {self.pick('<>')} {self.number()}:"
            return [*lines, test, *indented(self.block(inner_scope, 2))]
        return [*lines, f"while {stack}:", *indented([f"{item} = {stack}.pop()", *self.block(inner_scope, 2)])]

    def ticks(self, scope: Scope) -> list[str]:
        """A while loop whose test calls a local function or a method that counts, and that changes more."""
        inner_scope = scope.inside(loop=True)
        methods = [n for n in self.globals if n.startswith(".tick")]
        objects = [p for p in self.holders(scope, "object") if p.type.name in self.methods]
        if methods and objects and self.chance(0.6):
            method = self.pick(methods)
            fitting = [p.text for p in objects if p.type == self.globals[method].parts[0]]
            if fitting:
                test = f"{self.pick(fitting)}{method}({self.scalar(scope, 0)})"
                return [f"while {test}:", *indented(self.block(inner_scope, self.pick([1, 2])))]
        counter, name = self.new("n"), self.new("g")
        shared = [n for n in self.of(scope, "scalar", bind=True) if self.chance(0.4)]
        local = Scope(dict(scope.names), TRUTH, frozenset(scope.names) - set(shared), depth=scope.depth + 1)
        body = [f"nonlocal {', '.join([counter, *shared])}", f"{counter} += 1"]
        body += [f"{n} {self.update(local, SCALAR)}" for n in shared]
        body += (self.uses_container(local) or []) if self.chance(0.5) else []
        body.append(f"return {counter} < {self.random.randrange(1, 5)}")
        scope.frozen = scope.frozen.union([counter])
        lines = [f"{counter} = 0", f"def {name}():", *indented(body), f"while {name}():"]
        return [*lines, *indented(self.block(inner_scope, self.pick([1, 2])))]

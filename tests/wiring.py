"""Who is connected to whom, read from source: which signals of `app` are declared, connected and emitted, and of which class.

Classes are told apart by following names: imports, annotations, what an attribute is set to, what a function returns. Containers
count as what is in them. Comments, strings and tests are not source in this sense.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

__all__ = ["Signal", "Wiring"]

Class = tuple[str, str]
"""Module and name. The module of one that is not ours is empty."""
FOREIGN: Class = ("", "")


@dataclass(frozen=True, order=True)
class Signal:
    module: str
    owner: str
    name: str

    def __str__(self) -> str:
        return f"{self.module}.{self.owner}.{self.name}"


@dataclass
class _Scope:
    """Where a name is looked up: what each was bound to in a function, then the module. `home` is the class of `self`."""

    module: str
    home: Class | None = None
    bound: dict[str, list[tuple[ast.expr, _Scope]]] = field(default_factory=dict)


class Wiring:
    """`sources` are the texts of modules by dotted name. `unknown` are connections of which the class cannot be told."""

    def __init__(self, sources: dict[str, str]) -> None:
        self.signals: set[Signal] = set()
        self.connected: set[Signal] = set()
        self.emitted: set[Signal] = set()
        self.unknown: list[str] = []
        self.trees = {module: _parsed(text) for module, text in sources.items()}
        self._names: dict[str, dict[str, ast.AST | tuple[str, str]]] = {}
        self._bases: dict[Class, list[ast.expr]] = {}
        self._attributes: dict[Class, dict[str, list[tuple[ast.expr, _Scope]]]] = {}
        self._under_way: set[int] = set()
        self._functions: list[tuple[ast.AST, _Scope]] = []
        for module, tree in self.trees.items():
            self._names[module] = dict(_names(tree))
            self._read(tree, _Scope(module))
        self._families: dict[Class, tuple[Class, ...]] = {}
        self._families = {kind: tuple(self._family(kind)) for kind in self._bases}
        self._derived = {base: [kind for kind, family in self._families.items() if base in family[1:]] for base in self._bases}
        self._declared = {signal.name for signal in self.signals}
        self.signals = set(self._inherited())
        for function, scope in self._functions:
            self._look(function, scope)

    def _read(self, node: ast.AST, scope: _Scope) -> None:
        """Classes with their attributes, and functions with what names are bound to in them."""
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.ClassDef):
                self._read_class(child, scope)
            elif isinstance(child, ast.FunctionDef):
                inside = _Scope(scope.module, scope.home, dict(scope.bound))
                for name, value in _bindings(child):
                    inside.bound.setdefault(name, []).append((value, inside))
                self._functions.append((child, inside))
                if scope.home is not None:
                    for name, value in _own_attributes(child):
                        self._attributes[scope.home].setdefault(name, []).append((value, inside))

    def _read_class(self, node: ast.ClassDef, scope: _Scope) -> None:
        home = (scope.module, node.name)
        inside = _Scope(scope.module, home)
        attributes = self._attributes.setdefault(home, {})
        self._bases[home] = node.bases
        for statement in node.body:
            match statement:
                case ast.Assign(targets=[ast.Name(name)], value=ast.Call(func=ast.Name("Signal"))):
                    self.signals.add(Signal(*home, name))
                case ast.AnnAssign(target=ast.Name(name), annotation=said):
                    attributes.setdefault(name, []).append((said, inside))
                case ast.FunctionDef(name=name, returns=ast.expr() as said):
                    attributes.setdefault(name, []).append((said, inside))
        self._read(node, inside)

    def _look(self, function: ast.AST, scope: _Scope) -> None:
        """Note what is connected and what is emitted, or handed to others to be emitted, in a function."""
        owners: set[int] = set()
        for node in _walk(function):
            match node:
                case ast.Call(func=ast.Attribute(value=owner, attr="connect")):
                    owners.update(map(id, self._expressions(owner, scope)))
                    self._note_connection(owner, scope)
                case ast.Call(func=ast.Attribute(value=owner, attr="disconnect")):
                    owners.add(id(owner))
        for node in _walk(function):
            if isinstance(node, ast.Attribute) and id(node) not in owners and node.attr in self._declared:
                self.emitted |= self._signals_of(node, scope, kin=True)

    def _note_connection(self, owner: ast.expr, scope: _Scope) -> None:
        for one in self._expressions(owner, scope):
            if isinstance(one, ast.Attribute) and one.attr in self._declared:
                self.connected |= self._signals_of(one, scope)
                if not self._types(one.value, scope):
                    self.unknown.append(f"{scope.module}:{one.lineno} {ast.unparse(one)}")

    def _expressions(self, owner: ast.expr, scope: _Scope) -> Iterator[ast.expr]:
        """The expression itself; where it is a name that loops over several, all of these."""
        if isinstance(owner, ast.Name) and owner.id in scope.bound:
            for value, _ in scope.bound[owner.id]:
                yield from _elements(value)
        else:
            yield owner

    def _signals_of(self, node: ast.Attribute, scope: _Scope, *, kin: bool = False) -> set[Signal]:
        """Those that the expression may be. `kin`: and those of the same name that others inherit from the same class."""
        found = self._types(node.value, scope)
        if kin:
            found = {one for kind in found for one in self._families.get(kind, ())}
        kinds = (kind for one in found for kind in (one, *self._derived.get(one, ())))
        return {Signal(*kind, node.attr) for kind in kinds} & self.signals

    def _inherited(self) -> Iterator[Signal]:
        """The signals of each class that nothing is derived from: of the others they are heard as those of such a one."""
        for kind, family in self._families.items():
            if not self._derived[kind]:
                mine = {signal.name for signal in self.signals if (signal.module, signal.owner) in family}
                yield from (Signal(*kind, name) for name in mine)

    def _family(self, kind: Class) -> Iterator[Class]:
        """A class and those it is derived from."""
        yield kind
        for base in self._bases.get(kind, ()):
            for one in self._types(base, _Scope(kind[0])):
                yield from self._family(one)

    def _types(self, node: ast.expr, scope: _Scope) -> set[Class]:
        """The classes that an expression, or an annotation, may have; empty where that cannot be told."""
        if id(node) in self._under_way:
            return set()
        self._under_way.add(id(node))
        try:
            return self._found(node, scope)
        finally:
            self._under_way.discard(id(node))

    def _found(self, node: ast.expr, scope: _Scope) -> set[Class]:
        match node:
            case ast.Name("self") if scope.home is not None:
                return {scope.home}
            case ast.Name(name) if name in scope.bound:
                return {kind for value, where in scope.bound[name] for kind in self._types(value, where)}
            case ast.Name(name):
                return self._global(scope.module, name)
            case ast.Constant(str() as said):
                return self._types(ast.parse(said, mode="eval").body, scope) if said.isidentifier() else set()
            case ast.Attribute(value=value, attr=name):
                return self._member(value, name, scope)
            case ast.Call(func=called):
                return self._types(called, scope)
            case ast.Subscript(value=value, slice=index):
                return self._types(value, scope) - {FOREIGN} or self._types(index, scope)
            case ast.IfExp(body=one, orelse=other) | ast.BinOp(left=one, right=other):
                return self._types(one, scope) | self._types(other, scope)
            case ast.NamedExpr(value=value):
                return self._types(value, scope)
            case ast.Tuple(elts=values) | ast.List(elts=values) | ast.BoolOp(values=values):
                return {kind for value in values for kind in self._types(value, scope)}
        return set()

    def _member(self, value: ast.expr, name: str, scope: _Scope) -> set[Class]:
        """The classes of what `value`, a module or an object, calls `name`."""
        if (source := self._module(scope, value)) is not None:
            return self._global(source, name) if source in self.trees else {FOREIGN}
        kin = {one for kind in self._types(value, scope) for one in self._families.get(kind, (kind,))}
        if kin == {FOREIGN}:
            return kin
        found = [pair for kind in kin for pair in self._attributes.get(kind, {}).get(name, [])]
        return {kind for said, where in found for kind in self._types(said, where)}

    def _module(self, scope: _Scope, node: ast.expr) -> str | None:
        """The dotted name of the module that an expression stands for; None where it stands for something else."""
        match node:
            case ast.Name(name) if name not in scope.bound:
                match self._names.get(scope.module, {}).get(name):
                    case (str() as source, ""):
                        return source
                    case (str() as source, str() as original) if f"{source}.{original}" in self.trees:
                        return f"{source}.{original}"
            case ast.Attribute(value=value, attr=name) if (source := self._module(scope, value)) is not None:
                within = any(one.startswith(f"{source}.{name}.") for one in self.trees)
                return f"{source}.{name}" if within or f"{source}.{name}" in self.trees else None
        return None

    def _global(self, module: str, name: str) -> set[Class]:
        match self._names.get(module, {}).get(name):
            case ast.ClassDef():
                return {(module, name)}
            case ast.FunctionDef(returns=ast.expr() as said) | (ast.expr() as said):
                return self._types(said, _Scope(module))
            case (str() as source, str() as original):
                return self._global(source, original) if source in self._names else {FOREIGN}
        return set()


@cache
def _walk(node: ast.AST) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(node))


@cache
def _parsed(text: str) -> ast.Module:
    return ast.parse(text)


def _names(tree: ast.Module) -> Iterator[tuple[str, ast.AST | tuple[str, str]]]:
    """What the names of a module stand for; those imported inside functions and for annotations alone too."""
    for node in _walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from ((alias.asname or alias.name, (node.module, alias.name)) for alias in node.names)
        elif isinstance(node, ast.Import):
            whole = ((alias.asname, alias.name) for alias in node.names if alias.asname)
            first = ((alias.name.partition(".")[0],) * 2 for alias in node.names if not alias.asname)
            yield from ((name, (module, "")) for name, module in (*whole, *first))
    for node in tree.body:
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                yield name, node
            case ast.Assign(targets=[ast.Name(name)], value=value):
                yield name, value


def _bindings(function: ast.FunctionDef) -> Iterator[tuple[str, ast.expr]]:
    """What each name is in a function: by its annotation, by what it is set to, by what it loops over."""
    arguments = function.args
    for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
        if argument.annotation is not None:
            yield argument.arg, argument.annotation
    for target, value in _assignments(function):
        if isinstance(target, ast.Name):
            yield target.id, value


def _own_attributes(function: ast.FunctionDef) -> Iterator[tuple[str, ast.expr]]:
    for target, value in _assignments(function):
        match target:
            case ast.Attribute(value=ast.Name("self"), attr=name):
                yield name, value


def _assignments(function: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    for node in _walk(function):
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    yield from _paired(target, value)
            case ast.AnnAssign(target=target, annotation=said):
                yield target, said
            case ast.NamedExpr(target=target, value=value):
                yield target, value
            case ast.For(target=ast.Tuple(elts=targets), iter=ast.Call(func=ast.Name("zip"), args=values)):
                yield from ((one, value) for one, its in zip(targets, values, strict=True) for value in _elements(its))
            case ast.For(target=target, iter=several) | ast.comprehension(target=target, iter=several):
                for value in _elements(several):
                    yield from _paired(target, value)


def _paired(target: ast.expr, value: ast.expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Tuples one by one."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        for one, its in zip(target.elts, value.elts, strict=True):
            yield from _paired(one, its)
    elif isinstance(target, ast.Tuple):
        yield from ((one, value) for one in target.elts)
    else:
        yield target, value


def _elements(value: ast.expr) -> list[ast.expr]:
    return value.elts if isinstance(value, ast.Tuple | ast.List) else [value]

"""Who may import whom (docs/architecture.md), checked on the source without running it."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

FOUNDATION = {"base"}
STORES = {"model_store", "image_data", "recognition.preparation"}
WORK = {"training", "recognition", "feedback", "conversion", "evaluation"}
# Command lines stand beside pages and routes, and above the package that they are called by.
COMMANDS = {"training.__main__", "conversion.__main__"}
BELOW_USE_CASES = WORK | STORES | FOUNDATION

# A layer imports from the layers below it, never sideways, never up.
MAY_IMPORT: dict[str, set[str]] = {
    "app": {"ui", "api", "lessons", "use_cases"} | BELOW_USE_CASES,
    "ui": {"lessons", "use_cases"} | BELOW_USE_CASES,
    "api": {"use_cases"} | BELOW_USE_CASES,
    **{command: {"use_cases"} | BELOW_USE_CASES for command in COMMANDS},
    "use_cases": BELOW_USE_CASES,
    # A lesson names recipes, and is refused where no network can be trained from one.
    "lessons": {"training"} | STORES | FOUNDATION,
    **{package: STORES | FOUNDATION for package in WORK},
    **{package: FOUNDATION for package in STORES},
    "base": set(),
}
# Folders of `ui/` that hold one page each; what two of them need is in `ui/shared/`.
PAGES = {"draw", "train", "compare", "data", "evaluate", "inside", "models", "lessons"}
# These import what they like, and nobody imports them.
OUTSIDERS = {"tests", "benchmarks", "tools"}

# Packages that only some modules, and what is inside them, may import.
RESERVED: dict[str, set[str]] = {
    "streamlit": {"app", "ui"},
    "streamlit_drawable_canvas": {"ui.shared.canvas"},
    "tensorflow": {
        "training.worker",
        "training.shipped",
        "base.keras_models.compiled_call",
        "base.keras_models.files",
        "base.keras_models.logits",
        "recognition.worker",
        "conversion.worker",
        "evaluation.worker",
    },
    "onnx": {"conversion.worker"},
    "tf2onnx": {"conversion.worker"},
    "h5py": {"conversion.worker", "base.keras_models.portable_config"},
    "sklearn": {"image_data.exploration.worker"},
}
RESERVED["keras"] = RESERVED["tensorflow"]
# What the web process loads; it must not come upon TensorFlow on the way.
WEB_PROCESS = ("app", "ui", "api")


@dataclass(frozen=True)
class Import:
    """One import statement's target.

    Attributes:
        target: the dotted name; for `from a import b` both "a" and "a.b" are targets.
        line: where it stands.
        at_start: it runs when the module is loaded, not in a function or for the type checker only.
    """

    target: str
    line: int
    at_start: bool


@dataclass
class Module:
    """One source file: its dotted name, whether it is a package's `__init__`, and its imports."""

    name: str
    is_package: bool
    imports: list[Import] = field(default_factory=list)


def read_modules(root: Path) -> dict[str, Module]:
    """The project's modules by dotted name: root/*.py, and every folder of ours that has Python in it."""
    folders = [path for path in root.iterdir() if path.is_dir() and path.name.isidentifier()]
    folders = [folder for folder in folders if folder.name not in ("var", "node_modules")]
    files = [*root.glob("*.py"), *(file for folder in folders for file in folder.rglob("*.py"))]
    modules = (parse(_dotted(file.relative_to(root)), file.read_text("utf-8"), file.name) for file in files)
    return {module.name: module for module in modules}


def parse(name: str, source: str, file_name: str = "module.py") -> Module:
    """Read one module's imports from its source."""
    module = Module(name, is_package=file_name == "__init__.py")
    module.imports.extend(_imports(ast.parse(source, filename=name).body, module, at_start=True))
    return module


def broken_rules(modules: Iterable[Module]) -> list[str]:
    """A sentence for each import that breaks a rule; an empty list where all is well."""
    return [
        f"{module.name}, line {imported.line}: {sentence}"
        for module in modules
        for imported in module.imports
        if (
            sentence := _broken_layer(module, imported)
            or _broken_page(module, imported)
            or _broken_reservation(module, imported)
        )
    ]


def way_to(targets: set[str], start: tuple[str, ...], modules: dict[str, Module]) -> list[str] | None:
    """The chain of modules by which loading `start` and all inside it loads one of `targets`, or None."""
    ways = {name: [name] for name in modules if _is_inside(name, start)}
    waiting = list(ways)
    while waiting:
        name = waiting.pop()
        for target in _loaded_by(modules[name]):
            if _is_inside(target, tuple(targets)):
                return [*ways[name], target]
            if target in modules and target not in ways:
                ways[target] = [*ways[name], target]
                waiting.append(target)
    return None


def _broken_layer(module: Module, imported: Import) -> str | None:
    layer, target = _layer(module.name), _layer(imported.target)
    if layer in OUTSIDERS or layer == target:
        return None
    if layer not in MAY_IMPORT:
        return f"{layer} is no known layer: give it its place in tests/house/import_rules.py"
    if target in OUTSIDERS or (target in MAY_IMPORT and target not in MAY_IMPORT[layer]):
        return f"{layer} must not import {target}"
    return None


def _layer(name: str) -> str:
    """The layer that a module belongs to: the package of a layer that holds it, a command line, or its top folder."""
    return next((layer for layer in STORES | COMMANDS if _is_inside(name, (layer,))), _top(name))


def _broken_page(module: Module, imported: Import) -> str | None:
    page, target = _page(module.name), _page(imported.target)
    if target is None or target == page or _top(module.name) != "ui":
        return None
    if module.name == "ui.state" and not imported.at_start:  # the types of what pages keep in the session
        return None
    return f"ui.{target} is one page's own: what others need of it belongs into ui.shared"


def _page(name: str) -> str | None:
    """The page whose part a module is; None where it is no page's."""
    top, *inside = name.split(".")
    return inside[0] if top == "ui" and inside and inside[0] in PAGES else None


def _broken_reservation(module: Module, imported: Import) -> str | None:
    target = _top(imported.target)
    allowed = RESERVED.get(target)
    if allowed is None or _top(module.name) in OUTSIDERS or _is_inside(module.name, tuple(allowed)):
        return None
    return f"{target} is only for {', '.join(sorted(allowed))}"


def _loaded_by(module: Module) -> Iterator[str]:
    """What loading a module loads: its imports, and the packages around them."""
    for imported in module.imports:
        if imported.at_start:
            parts = imported.target.split(".")
            yield from (".".join(parts[:length]) for length in range(1, len(parts) + 1))


def _imports(body: Iterable[ast.AST], module: Module, at_start: bool) -> Iterator[Import]:
    for node in body:
        match node:
            case ast.Import():
                yield from (Import(alias.name, node.lineno, at_start) for alias in node.names)
            case ast.ImportFrom():
                base = _absolute(node, module)
                yield Import(base, node.lineno, at_start)
                yield from (Import(f"{base}.{alias.name}", node.lineno, at_start) for alias in node.names)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                yield from _imports(ast.iter_child_nodes(node), module, at_start=False)
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                yield from _imports(node.body, module, at_start=False)
                yield from _imports(node.orelse, module, at_start)
            case _:
                yield from _imports(ast.iter_child_nodes(node), module, at_start)


def _absolute(node: ast.ImportFrom, module: Module) -> str:
    """The dotted name that `from … import` starts at, relative dots resolved."""
    if node.level == 0:
        return node.module or ""
    parts = module.name.split(".")
    kept = len(parts) - node.level + (1 if module.is_package else 0)
    return ".".join([*parts[:kept], *([node.module] if node.module else [])])


def _dotted(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _top(name: str) -> str:
    return name.partition(".")[0]


def _is_inside(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(package + ".") for package in packages)

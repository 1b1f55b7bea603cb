"""The walls of the house: who may import whom, who talks to GitHub, and who knows the time."""

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES: list[str] = PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]

CLOCKS = {
    "now",
    "utcnow",
    "today",
    "time",
    "time_ns",
    "monotonic",
    "perf_counter",
    "localtime",
    "gmtime",
    "uuid4",
}
OUTSIDE = {"flask", "github", "github_webhook", "httpx", "os", "random", "requests", "secrets", "socket"}
OUTSIDE |= {"subprocess", "time", "urllib", "urllib3", "uuid"}
STORING = {"dbos", "prometheus_client", "psycopg", "sqlalchemy"}


@dataclass(frozen=True)
class Module:
    """One source file with the dotted names that it imports."""

    name: str
    tree: ast.Module
    imports: frozenset[str]

    @property
    def imported_tops(self) -> set[str]:
        return {name.partition(".")[0] for name in self.imports}

    def is_in(self, package: str) -> bool:
        return f"{self.name}.".startswith(f"{package}.")

    def imports_from(self, package: str) -> set[str]:
        return {name for name in self.imports if f"{name}.".startswith(f"{package}.")}


def imported(tree: ast.Module, package: str) -> Iterator[str]:
    """Every module and every name in one that a file may mean, also inside of functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "__import__":
            yield "__import__"


def modules() -> Iterator[Module]:
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            parts = file.relative_to(ROOT).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            tree = ast.parse(file.read_text(encoding="utf-8"), str(file))
            yield Module(name, tree, frozenset(imported(tree, ".".join(parts[:-1]))))


MODULES = tuple(modules())


def inside(package: str) -> list[Module]:
    found = [module for module in MODULES if module.is_in(package)]
    assert found, f"{package} holds no module: the test would pass for nothing"
    return found


def clock_calls(tree: ast.Module) -> list[int]:
    """The lines where something that tells the time or rolls a die is called."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS
    ]


# The server's rooms: those that run, those that answer, and those that only decide: no network, database or clock.
RUNNING = tuple(f"webhook.{room}" for room in ("worker", "runs", "sweeps", "turns", "rescue"))
ANSWERING = tuple(f"webhook.{room}" for room in ("main", "app", "intake", "registration", "setup"))
DECIDING = ("webhook.orders", "webhook.following", "webhook.manifest", "webhook.signature")


def inside_all(*packages: str) -> list[Module]:
    return [module for package in packages for module in inside(package)]


@pytest.mark.parametrize("module", inside("arch_hour.rules"), ids=lambda module: module.name)
def test_rules_are_pure(module: Module) -> None:
    assert not module.imported_tops & OUTSIDE
    assert_pure(module)


@pytest.mark.parametrize("module", inside_all(*DECIDING), ids=lambda module: module.name)
def test_what_the_server_decides_is_pure(module: Module) -> None:
    assert not module.imported_tops & ((OUTSIDE - {"urllib"}) | STORING)
    assert module.imports_from("urllib") <= {"urllib.parse", "urllib.parse.urlsplit"}
    assert not module.imports_from("webhook")
    assert_pure(module)


def assert_pure(module: Module) -> None:
    assert not module.imports & {"__import__", "importlib"}
    assert not clock_calls(module.tree)
    opened = [
        node.lineno
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"open", "print", "input"}
    ]
    assert not opened


@pytest.mark.parametrize(
    "source",
    ["datetime.now(UTC)", "date.today()", "time.time()", "x.datetime.utcnow()", "uuid.uuid4()"],
)
def test_a_look_at_the_clock_is_noticed(source: str) -> None:
    assert clock_calls(ast.parse(source)) == [1]


def test_relative_imports_are_seen_through() -> None:
    found = set(imported(ast.parse("from .. import gateway\nfrom ..run import run"), "arch_hour.rules"))
    assert {"arch_hour.gateway", "arch_hour.run", "arch_hour.run.run"} <= found


def test_one_module_imports_pygithub() -> None:
    assert [module.name for module in MODULES if "github" in module.imported_tops] == [
        "arch_hour.gateway.connection"
    ]


@pytest.mark.parametrize(
    ("library", "rooms"),
    [
        ("dbos", {"database", "line", "rescue", "worker"}),
        ("psycopg", {"impatience", "presence"}),
        ("prometheus_client", {"metrics", "figures"}),
        ("waitress", {"listening"}),
        ("github_webhook", {"app"}),
        ("flask", {"app", "listening", "logs", "main", "metrics", "registration", "setup"}),
        (
            "sqlalchemy",
            {
                "database",
                "impatience",
                "learning",
                "line",
                "main",
                "presence",
                "rows",
                "store",
                "tables",
                "turns",
                "upserts",
                "worker",
            },
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_library_of_the_server_is_known_to_these_rooms_of_it(library: str, rooms: set[str]) -> None:
    knowing = {
        module.name
        for module in inside_all("webhook", "action", "arch_hour")
        if library in module.imported_tops
    }
    assert knowing == {f"webhook.{room}" for room in rooms}


@pytest.mark.parametrize(
    ("package", "allowed"),
    [
        ("arch_hour.board", ()),
        ("arch_hour.model", ("board",)),
        (
            "arch_hour.rules",
            (
                "rules",
                "board",
                "bounds",
                "model",
                "config",
                "config_board",
                "config_values",
                "errors",
                "recurrence",
                "rendering",
                "repository_paths",
                "user_templates",
            ),
        ),
        (
            "arch_hour.gateway",
            (
                "gateway",
                "board",
                "model",
                "errors",
                "hosts",
                "rules.board_changes",
                "rules.changes",
                "__version__",
            ),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else ",".join(value),
)
def test_the_inner_rooms_know_only_these_others(package: str, allowed: tuple[str, ...]) -> None:
    known = tuple(f"arch_hour.{name}" for name in allowed)
    wrong = {
        module.name: others
        for module in inside(package)
        if (
            others := {
                name
                for name in module.imports_from("arch_hour") - {"arch_hour"}
                if not any(f"{name}.".startswith(f"{room}.") or room.startswith(f"{name}.") for room in known)
            }
        )
    }
    assert not wrong


@pytest.mark.parametrize(
    ("package", "forbidden"),
    [
        ("arch_hour.config", ("arch_hour.rules", "arch_hour.gateway", "arch_hour.run")),
        *(
            (f"arch_hour.{name}", ("arch_hour.config", "arch_hour.rules", "arch_hour.gateway"))
            for name in (
                "config_section",
                "config_meeting",
                "config_board",
                "config_values",
                "config_places",
                "config_times",
                "config_numbers",
                "config_forms",
            )
        ),
        ("arch_hour.schema", ("arch_hour.rules", "arch_hour.gateway", "arch_hour.run")),
        *(
            (
                f"arch_hour.{name}",
                ("arch_hour.cli", "arch_hour.environment", "arch_hour.gateway.connection"),
            )
            for name in (
                "run",
                "stages",
                "session",
                "answering",
                "opening",
                "named_files",
                "checking",
                "reporting",
            )
        ),
        ("arch_hour", ("action",)),
        ("action", ("webhook", "sandbox")),
        ("webhook", ("action", "sandbox")),
        # What answers GitHub does no run, and what runs answers nobody.
        *(
            (f"webhook.{room}", RUNNING)
            for room in ("app", "intake", "store", "queue_command", "supervision")
        ),
        *(
            (f"webhook.{room}", ANSWERING)
            for room in ("worker", "runs", "sweeps", "store", "access", "presence")
        ),
        ("webhook.store", ("webhook.access", "webhook.metrics", "arch_hour.gateway")),
        ("webhook.setup", ("webhook.database", "webhook.store", "webhook.line", "webhook.access")),
        ("sandbox", ("action", "webhook")),
        (
            "sandbox.records",
            tuple(
                f"sandbox.{room}"
                for room in ("rules", "shapes", "rest", "graph", "pages", "hooks", "storing")
            ),
        ),
        (
            "sandbox.rules",
            tuple(
                f"sandbox.{room}"
                for room in ("shapes", "rest", "graph", "pages", "hooks", "workflows", "storing")
            ),
        ),
        (
            "sandbox.shapes",
            tuple(f"sandbox.{room}" for room in ("rest", "graph", "pages", "hooks", "storing")),
        ),
        (
            "sandbox.storing",
            ("sandbox.rest", "sandbox.graph", "sandbox.pages", "sandbox.hooks", "sandbox.desk"),
        ),
        ("sandbox.graph", ("sandbox.rest", "sandbox.pages", "sandbox.hooks", "sandbox.storing")),
        ("sandbox.rest", ("sandbox.graph", "sandbox.pages", "sandbox.storing")),
        ("sandbox.mentions", ("sandbox.records", "sandbox.rules", "sandbox.world")),
        ("sandbox.markdown", ("sandbox.records", "sandbox.rules", "sandbox.world", "sandbox.pages")),
        ("sandbox.pages", ("sandbox.rest", "sandbox.graph", "sandbox.storing")),
        ("templates", ("arch_hour", "action", "webhook", "sandbox")),
    ],
    ids=lambda value: value if isinstance(value, str) else ",".join(value),
)
def test_arrows_run_one_way(package: str, forbidden: tuple[str, ...]) -> None:
    wrong = {
        module.name: found
        for module in inside(package)
        for other in forbidden
        if (found := module.imports_from(other))
    }
    assert not wrong


def test_only_the_demo_of_the_sandbox_knows_arch_hour() -> None:
    knowing = [module.name for module in inside("sandbox") if module.imports_from("arch_hour")]
    assert [name for name in knowing if not f"{name}.".startswith("sandbox.demo.")] == []


def test_only_the_command_line_starts_the_server_and_the_sandbox_and_only_when_asked() -> None:
    starting = [module for module in inside("arch_hour") if module.imported_tops & {"sandbox", "webhook"}]
    assert {module.name for module in starting} <= {"arch_hour.cli"}
    for module in starting:
        at_once = ast.Module(
            [node for node in module.tree.body if isinstance(node, ast.Import | ast.ImportFrom)], []
        )
        assert not {name.partition(".")[0] for name in imported(at_once, "arch_hour")} & {
            "sandbox",
            "webhook",
        }


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_no_module_is_named_after_a_library_that_it_imports(module: Module) -> None:
    assert module.name.rpartition(".")[2] not in module.imported_tops


def test_every_package_of_the_wheel_is_there_and_every_folder_of_ours_is_in_it() -> None:
    assert all((ROOT / package / "__init__.py").is_file() for package in PACKAGES)
    folders = {file.parent.name for file in ROOT.glob("*/__init__.py")} - {"tests", "release"}
    assert folders == set(PACKAGES)


def test_console_scripts_name_what_exists() -> None:
    for target in PYPROJECT["project"]["scripts"].values():
        name, _, function = target.partition(":")
        (module,) = [module for module in MODULES if module.name == name]
        assert function in {node.name for node in module.tree.body if isinstance(node, ast.FunctionDef)}

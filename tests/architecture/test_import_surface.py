"""Between slices only agreed files meet. Layers and purity: import-linter, in pyproject.toml."""

from collections.abc import Iterator

import pytest

from tests.architecture.tree import BACKEND, OPEN, PLAIN, SURFACE, backend_imports, kind_of, slices


def foreign_imports(slice_name: str, file: str, source: str) -> Iterator[str]:
    """The imports of one module that the surface between slices does not allow."""
    for found in backend_imports(source):
        other, *rest = found.target
        if other in PLAIN or other == slice_name:
            continue
        target = rest[0] if rest else ""
        allowed = (kind_of(slice_name, file), kind_of(other, target)) in SURFACE
        if not allowed and f"{other}.{target}" not in OPEN:
            yield f"{slice_name}/{file}.py:{found.line} imports {other}.{target}"


def test_slices_meet_only_at_the_agreed_files() -> None:
    broken = []
    for folder in slices():
        for path in sorted(folder.rglob("*.py")):
            file = path.relative_to(folder).parts[0].removesuffix(".py")
            broken += foreign_imports(folder.name, file, path.read_text(encoding="utf-8"))
    assert broken == []


@pytest.mark.parametrize(
    ("file", "statement"),
    [
        ("service", "from backend.experts.models import Expert"),
        ("service", "from backend.experts import queries"),
        ("rules", "from backend.experts.service import load"),
        ("router", "from backend.experts import service"),
        ("models", "from backend.experts.models import Expert"),
        ("queries", "import backend.experts.service"),
        ("schemas", "from backend.experts.models import Expert"),
    ],
)
def test_a_planted_import_is_found(file: str, statement: str) -> None:
    assert list(foreign_imports("matches", file, statement)) != []


@pytest.mark.parametrize(
    ("file", "statement"),
    [
        ("service", "from backend.experts.service import find"),
        ("queries", "from backend.experts.models import Expert"),
        ("rules", "from backend.policies.policy import Policy"),
        ("models", "from backend.matches.states import MATCH"),
    ],
)
def test_an_agreed_import_is_let_through(file: str, statement: str) -> None:
    assert list(foreign_imports("matches", file, statement)) == []


def test_slices_hold_only_files_with_agreed_names() -> None:
    unknown = [
        str(path.relative_to(BACKEND))
        for folder in slices()
        for path in sorted(folder.iterdir())
        if path.name not in {"__init__.py", "__pycache__", "data", "english.json"}
        and kind_of(folder.name, path.name.removesuffix(".py")) is None
    ]
    assert unknown == []

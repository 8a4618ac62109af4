"""Nothing grows past what a person reads at once."""

import ast
from collections.abc import Iterator

from tests.architecture.tree import ROOT, python_files

FILE_LINES, FUNCTION_LINES, COMPONENT_LINES = 300, 40, 250
PYTHON = ("backend", "tests")


def long_functions(source: str) -> Iterator[str]:
    """Functions of more lines than allowed, decorators and docstring apart."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        has_docstring = ast.get_docstring(node) is not None and len(node.body) > 1
        first = node.body[1].lineno if has_docstring else node.lineno
        lines = (node.end_lineno or 0) - first + 1
        if lines > FUNCTION_LINES:
            yield f"{node.name} ({lines} lines, from line {node.lineno})"


def test_python_files_stay_readable() -> None:
    lengths = {path: len(path.read_text().splitlines()) for path in python_files(*PYTHON)}
    assert lengths
    too_long = {str(path.relative_to(ROOT)): n for path, n in lengths.items() if n > FILE_LINES}
    assert too_long == {}


def test_functions_stay_readable() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {function}"
        for path in python_files(*PYTHON)
        for function in long_functions(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_front_end_files_stay_readable() -> None:
    sources = ROOT / "frontend" / "src"
    limits = {".vue": COMPONENT_LINES, ".ts": FILE_LINES}
    files = [path for suffix in limits for path in sources.rglob(f"*{suffix}")]
    too_long = {
        str(path.relative_to(ROOT)): lines
        for path in files
        if path.name != "schema.d.ts"
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > limits[path.suffix]
    }
    assert too_long == {}


def test_a_planted_giant_is_found() -> None:
    body = "\n".join(["    x = 1"] * (FUNCTION_LINES + 1))
    assert list(long_functions(f"async def f():\n{body}")) != []
    assert list(long_functions('def f():\n    """Short."""\n    return 1')) == []

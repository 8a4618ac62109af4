"""import-linter itself: what it promises to catch, planted into a copy of the tree."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import BACKEND, ROOT

PLANTS = [
    ("experts/service.py", "import backend.matches.models", "Slices are layers BROKEN"),
    ("capacity/rules.py", "import sqlalchemy", "all the way down BROKEN"),
    ("capacity/states.py", "import backend.platform.database", "all the way down BROKEN"),
    ("identity/models.py", "import backend.identity.service", "Files of a slice are layers BROKEN"),
    ("identity/router.py", "from backend.identity import queries", "Routers know no SQL BROKEN"),
    ("surprise/__init__.py", "", "backend.surprise"),
]


def lint(tree: Path) -> tuple[int, str]:
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", program, "--no-cache", "--no-logo"],
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("planted")
    shutil.copy(ROOT / "pyproject.toml", copy)
    skip = shutil.ignore_patterns("__pycache__", "data")
    shutil.copytree(BACKEND, copy / "backend", ignore=skip)
    return copy


@pytest.mark.parametrize(("file", "statement", "complaint"), PLANTS)
def test_a_planted_violation_breaks_its_contract(
    tree: Path, file: str, statement: str, complaint: str
) -> None:
    target = tree / "backend" / file
    before = target.read_text() if target.exists() else None
    target.parent.mkdir(exist_ok=True)
    target.write_text(f"{before or ''}\n{statement}\n")
    code, output = lint(tree)
    if before is None:
        target.unlink()
    else:
        target.write_text(before)
    assert code != 0
    assert complaint in output

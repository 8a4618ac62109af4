"""Every table there is, so that foreign keys by table name can be resolved."""

import importlib
from functools import cache
from pathlib import Path

from sqlalchemy import MetaData

import backend
from backend.platform.models import Base


@cache
def all_tables() -> MetaData:
    """The metadata with every module imported that declares a table."""
    package = Path(backend.__file__).parent
    for file in sorted(package.rglob("*.py")):
        if "__tablename__ =" in file.read_text(encoding="utf-8"):
            module = file.relative_to(package.parent).with_suffix("")
            importlib.import_module(".".join(module.parts))
    return Base.metadata

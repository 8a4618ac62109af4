"""Shapes of exports."""

from typing import Literal

from pydantic import Field

from backend.platform.forms import Form

SheetForm = Literal["xlsx", "csv"]


class ExportIn(Form):
    """What a list is taken away for; it stands on the file and in the audit trail."""

    purpose: str = Field(min_length=4, max_length=200)
    form: SheetForm = "xlsx"

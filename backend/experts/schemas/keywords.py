"""Shapes of the yearly look at one's own keywords."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field

from backend.platform.forms import Form

Keywords = Annotated[
    list[Annotated[str, Field(min_length=2, max_length=30)]], Field(min_length=1, max_length=10)
]


class KeywordsIn(Form):
    """The keywords that hold from now on; sending the present ones confirms them."""

    keywords: Keywords


class KeywordsRead(BaseModel):
    """When the keywords of an expert were last confirmed, and when they are due again."""

    confirmed_on: date
    due_on: date
    is_due: bool

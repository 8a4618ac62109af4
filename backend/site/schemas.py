"""Shapes of the site's texts."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from backend.platform.forms import Form
from backend.platform.language import Words

TextKey = Literal["contact", "support", "about"]


class SiteTextIn(Form):
    """A text as the department edits it; paragraphs and lists in Markdown."""

    title: str = Field(min_length=2, max_length=100)
    body: str = Field(min_length=2, max_length=20_000)


class SiteTextRead(BaseModel):
    """A text as everybody reads it."""

    key: str
    title: str
    body: str
    version: int
    updated_at: datetime


class DemoAccountRead(BaseModel):
    """An account of the demo province, open to everybody."""

    role: str
    role_name: Words
    who: Words
    identifier: str
    password: str
    look_at: Words

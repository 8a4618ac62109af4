"""The base of request bodies."""

from pydantic import BaseModel, ConfigDict


class Form(BaseModel):
    """Unknown fields are refused, outer blanks dropped."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

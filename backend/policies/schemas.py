"""Shapes of the policy."""

from datetime import date

from pydantic import BaseModel, ConfigDict

from backend.platform.language import Words
from backend.policies.policy import Policy


class PolicyRead(BaseModel):
    """One version of the notice's numbers and switches."""

    name: str
    title: Words
    effective_from: date
    version: int
    parameters: Policy


class PolicyOn(BaseModel):
    """The day whose policy is asked for; today without it."""

    model_config = ConfigDict(extra="forbid")

    on: date | None = None

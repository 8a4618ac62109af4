"""The rules of the notice as a catalogue: what a refusal's rule id stands for."""

from pydantic import BaseModel

from backend.platform.language import Words
from backend.platform.routing import SliceRouter
from backend.platform.rules import REGISTRY

router = SliceRouter("rules")


class RuleRead(BaseModel):
    """One rule. A waivable one lets exceptions through that were granted with a reason."""

    id: str
    title: Words
    clause: str
    waivable: bool
    summary: str


class RuleBook(BaseModel):
    """All rules, by clause."""

    items: list[RuleRead]


@router.get("/rules", public=True)
async def rules() -> RuleBook:
    """Every rule the platform applies."""
    found = sorted(REGISTRY.values(), key=lambda rule: (rule.clause.split("."), rule.id))
    return RuleBook(items=[RuleRead.model_validate(r, from_attributes=True) for r in found])

"""What the platform says of a text by itself: advice to its writer, hints to its reviewer."""

from dataclasses import asdict

from backend.demands import coaching, rules, wording
from backend.demands.schemas import (
    AdviceRead,
    ChecklistItem,
    DemandContent,
    DemandDraft,
    HintRead,
)


def hints(content: DemandContent) -> list[HintRead]:
    """Step: the places a reviewer will look at twice, also for the enterprise beforehand."""
    found = wording.hints(content.model_dump(mode="json"))
    return [HintRead(**asdict(hint), label=wording.HINT_NAMES[hint.kind]) for hint in found]


def checklist(content: DemandContent) -> list[ChecklistItem]:
    """Step: the points of the review, each with what the platform found on it (clause 5.1.3)."""
    said = content.model_dump(mode="json")
    items = []
    for key, label in rules.CHECKLIST.items():
        judge = rules.HINTED_BY.get(key)
        verdict = judge(said) if judge else None
        rule = verdict.rule.id if verdict and verdict.rule else None
        finding = verdict.reason if verdict else ""
        items.append(ChecklistItem(key=key, label=label, rule=rule, finding=finding))
    return items


def advice(draft: DemandDraft) -> list[AdviceRead]:
    """Step: what the writing coach says of a draft."""
    return [
        AdviceRead(
            pointer=f"/{one.field}",
            text=one.text,
            example=coaching.example(draft.chain_code, one.field),
        )
        for one in coaching.advice(draft.model_dump(mode="json"))
    ]

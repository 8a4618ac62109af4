"""What a frozen list says and hashes to: who, by which submission, approved by which review."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.batches import queries
from backend.batches.models import Batch, BatchEntry
from backend.codelists import service as codelists
from backend.experts import service as experts
from backend.experts.service import SubmittedContent
from backend.platform import clock
from backend.platform.clock import SHANGHAI
from backend.platform.content import content_hash
from backend.platform.identifiers import new_code
from backend.platform.rows import AnyRow
from backend.platform.rules import REGISTRY
from backend.settings import get_settings

Words = dict[str, dict[str, str]]
SEXES = {"male": "男", "female": "女"}


@dataclass(frozen=True)
class ListRow:
    """One expert of a list as it stands in the database now."""

    row: AnyRow
    entry: BatchEntry
    printed: dict[str, str]
    hash: str
    hashed: dict[str, Any]
    is_submission_intact: bool


@dataclass(frozen=True)
class _Sources:
    rows: list[AnyRow]
    submitted: dict[UUID, SubmittedContent]
    words: Words

    def row(self, row: AnyRow) -> ListRow:
        return _list_row(row, self.submitted[row.BatchEntry.submission_id], self.words)


async def _sources(session: AsyncSession, batch: Batch) -> _Sources:
    rows = await queries.entries(session, batch.id)
    ids = [row.BatchEntry.submission_id for row in rows]
    submitted = await experts.submitted_contents(session, ids)
    return _Sources(rows, submitted, await _words(session, submitted))


async def list_rows(session: AsyncSession, batch: Batch) -> list[ListRow]:
    """Step: the rows of a list in their order, every hash computed anew."""
    found = await _sources(session, batch)
    return [found.row(row) for row in found.rows]


def _list_row(
    row: AnyRow, submitted: SubmittedContent, words: dict[str, dict[str, str]]
) -> ListRow:
    entry: BatchEntry = row.BatchEntry
    hashed: dict[str, Any] = {
        "expert": str(entry.expert_id),
        "submission": submitted.actual_hash,
        "review": str(entry.review_id),
        "waived": entry.waived_rules,
    }
    if entry.printed is not None:
        approved = row.approved_at.astimezone(SHANGHAI).isoformat()
        hashed |= {
            "printed": entry.printed,
            "reviewer": row.reviewer_name,
            "approved_at": approved,
        }
    printed = entry.printed or _printed(row, submitted.content, words)
    return ListRow(row, entry, printed, content_hash(hashed), hashed, submitted.is_intact)


async def _words(session: AsyncSession, submitted: dict[UUID, SubmittedContent]) -> Words:
    fields = {"degrees": "degree_code", "disciplines": "main_discipline"}
    contents = [one.content for one in submitted.values()]
    return {
        name: await codelists.names_of(session, name, {c[field] for c in contents if field in c})
        for name, field in fields.items()
    }


def _printed(row: AnyRow, content: dict[str, Any], words: Words) -> dict[str, str]:
    waived = [f"{id} {REGISTRY[id].title}" for id in row.BatchEntry.waived_rules]
    return {
        "name": content.get("name", ""),
        "sex": SEXES.get(content.get("sex", ""), ""),
        "born": content.get("birth_date", "")[:7],
        "employer": content.get("employer_name", ""),
        "title": content.get("title_name", ""),
        "degree": words["degrees"].get(content.get("degree_code", ""), ""),
        "discipline": words["disciplines"].get(content.get("main_discipline", ""), ""),
        "field": "、".join(content.get("keywords", [])),
        "approved": f"{row.approved_at.astimezone(SHANGHAI):%Y-%m-%d}",
        "remark": f"经豁免：{'；'.join(waived)}" if waived else "",
    }


async def freeze_list(session: AsyncSession, batch: Batch) -> None:
    """Step: write down what list and letter say, and hash it; the batch itself is frozen after."""
    found = await _sources(session, batch)
    for row in found.rows:
        row.BatchEntry.printed = found.row(row).printed
    await session.flush()
    rows = [found.row(row) for row in found.rows]
    organisation = await queries.organisation_name(session, batch.organisation_id)
    batch.letter = letter_of(batch, organisation, clock.today(), rows)
    batch.row_hashes = [[str(row.entry.id), row.hash] for row in rows]
    batch.list_hash = list_hash(batch, rows)
    batch.code = new_code()
    batch.frozen_at = clock.now()


def list_hash(batch: Batch, rows: Sequence[ListRow]) -> str:
    """The hash of the whole list as it stands now, its letter included."""
    whole: dict[str, Any] = {"number": batch.number, "entries": [row.hashed for row in rows]}
    if batch.letter is not None:
        whole["letter"] = batch.letter
    return content_hash(whole)


def letter_of(batch: Batch, organisation: str, on: date, rows: Sequence[ListRow]) -> dict[str, Any]:
    """What the recommendation letter says: the same words whenever it is printed again."""
    month = f"{batch.month:%Y年%-m月}"
    waived = Counter(rule for row in rows for rule in row.entry.waived_rules)
    persons = sum(bool(row.entry.waived_rules) for row in rows)
    shares = "，".join(
        f"{rule} {REGISTRY[rule].title} {waived[rule]} 人" for rule in sorted(waived)
    )
    by_waiver = f"其中经豁免 {persons} 人（{shares}）。" if persons else "其中没有经豁免的人员。"
    recommended = (
        "根据科技特派员“千百万”帮扶行动的要求，我单位在职能和业务范围内审核了本月的申报材料，"
        f"现推荐 {len(rows)} 名同志为科技特派员（名单附后），{by_waiver}"
    )
    return {
        "organisation": organisation,
        "month": month,
        "date": f"{on:%Y年%-m月%-d日}",
        "url": get_settings().site_url,
        "waived_count": persons,
        "title": [organisation, f"关于推荐{month}科技特派员的函"],
        "paragraphs": [
            recommended,
            "我单位已核实所推荐人员的申报材料，对其资质的真实性负责。请予备案。",
        ],
    }

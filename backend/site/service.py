"""Contact, support and about: public to read, the department's to edit (clause 7.1)."""

import json
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from backend.identity.actor import Actor
from backend.platform import audit
from backend.platform.database import read_case, use_case
from backend.platform.edits import expect_version
from backend.platform.problems import not_found
from backend.site import queries
from backend.site.models import SiteText
from backend.site.schemas import DemoAccountRead, SiteTextIn, SiteTextRead

DATA = Path(__file__).parent / "data"
WHAT = "这段文字"
DEMO = "demo"


def _read(text: SiteText) -> SiteTextRead:
    shown = {name: getattr(text, name) for name in SiteTextRead.model_fields}
    return SiteTextRead(**shown)


@read_case
async def read(session: AsyncSession, key: str) -> SiteTextRead:
    """One text, for everybody. Raises 404 for an unknown key."""
    text = await queries.text(session, key)
    if text is None:
        raise not_found(WHAT)
    return _read(text)


@use_case
async def edit(
    session: AsyncSession, actor: Actor, key: str, body: SiteTextIn, expected: int | None
) -> SiteTextRead:
    """Replace one text. Raises 404 for an unknown key, 412 when somebody edited it meanwhile."""
    text = await queries.text(session, key, locked=True)
    if text is None:
        raise not_found(WHAT)
    expect_version(text, expected)
    before = text.body
    text.title, text.body = body.title, body.body
    await audit.record(session, text, "edit", actor, key=key, before=before)
    return _read(text)


async def load_site_texts(session: AsyncSession, folder: Path = DATA) -> list[str]:
    """Step: add the shipped texts that are not there yet; those there are the department's own."""
    present = await queries.keys(session)
    missing = [text for text in _shipped(folder) if text.key not in present]
    session.add_all(missing)
    await session.flush()
    return [text.key for text in missing]


def _shipped(folder: Path) -> list[SiteText]:
    texts = []
    for path in sorted(folder.glob("*.md")):
        title, _, body = path.read_text(encoding="utf-8").partition("\n")
        texts.append(SiteText(key=path.stem, title=title.lstrip("# "), body=body.strip()))
    return texts


async def announce_demo(session: AsyncSession, accounts: Sequence[DemoAccountRead]) -> None:
    """Step: this database holds the demo province, and these accounts are open to everybody."""
    body = json.dumps([one.model_dump() for one in accounts], ensure_ascii=False)
    session.add(SiteText(key=DEMO, title="演示账号", body=body))
    await session.flush()


async def announced(session: AsyncSession) -> list[DemoAccountRead]:
    """Step: the demo's accounts; none in a database that is no demo."""
    text = await queries.text(session, DEMO)
    return [DemoAccountRead(**one) for one in json.loads(text.body)] if text else []


@read_case
async def demo_accounts(session: AsyncSession) -> list[DemoAccountRead]:
    """The accounts a visitor may sign in with; none outside of a demo."""
    return await announced(session)

"""The site's texts over HTTP."""

from backend.identity.actor import Who
from backend.identity.permissions import Permission
from backend.platform.routing import Db, IfMatch, SliceRouter
from backend.site import service
from backend.site.schemas import DemoAccountRead, SiteTextIn, SiteTextRead, TextKey

router = SliceRouter("site")


@router.get("/demo-accounts", public=True)
async def demo_accounts(db: Db) -> list[DemoAccountRead]:
    """The accounts of a demo to sign in with; none elsewhere."""
    return await service.demo_accounts(db)


@router.get("/site/{key}", public=True)
async def read(key: TextKey, db: Db) -> SiteTextRead:
    """Contact, technical support, or about the platform."""
    return await service.read(db, key)


@router.put("/site/{key}", permission=Permission.SITE_MANAGE)
async def edit(
    key: TextKey, body: SiteTextIn, db: Db, actor: Who, expected: IfMatch
) -> SiteTextRead:
    """Edit one text."""
    return await service.edit(db, actor, key, body, expected)

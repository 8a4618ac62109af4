"""The code lists over HTTP."""

from typing import Annotated

from fastapi import Header, Query, Response

from backend.codelists import service
from backend.codelists.schemas import CodeListQuery, CodeListRead, CodeListSummary
from backend.platform.pagination import Page, PageQuery
from backend.platform.routing import Db, SliceRouter

router = SliceRouter("codelists")


@router.get("/codelists", public=True)
async def lists(asked: Annotated[PageQuery, Query()], db: Db) -> Page[CodeListSummary]:
    """The code lists and their editions."""
    return await service.summaries(db, asked)


@router.get("/codelists/{name}", public=True, response_model=CodeListRead)
async def read_list(
    name: str,
    asked: Annotated[CodeListQuery, Query()],
    response: Response,
    db: Db,
    if_none_match: Annotated[str | None, Header()] = None,
) -> CodeListRead | Response:
    """The entries of one list; 304 when the ETag sent along is still right."""
    tag, found = await service.read_list(db, name, asked, if_none_match)
    headers = {"ETag": tag, "Cache-Control": "public, max-age=300"}
    if found is None:
        return Response(status_code=304, headers=headers)
    response.headers.update(headers)
    return found

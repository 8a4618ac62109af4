"""Routes that cannot exist without saying who may use them."""

import hashlib
from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.routing import APIRoute

from backend.platform import request_scope
from backend.platform.database import Database
from backend.platform.idempotency import Replayed
from backend.platform.limits import UPLOAD_PATHS
from backend.platform.problems import Problem, ProblemDetails
from backend.platform.request_scope import IdempotencyClaim

PUBLIC = "public"
FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
"""Bodies the framework has read by the time a key is looked at."""
PROBLEMS: dict[int | str, dict[str, Any]] = {
    "4XX": {
        "model": ProblemDetails,
        "description": "请求不能完成：原因与办法见 detail",
    },
    "5XX": {"model": ProblemDetails, "description": "系统暂时不能完成"},
}

FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "文件内容",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}

Endpoint = Callable[..., Awaitable[Any]]


def get_database(request: Request) -> Database:
    """The application's database."""
    database: Database = request.app.state.database
    return database


Db = Annotated[Database, Depends(get_database)]


class Guard:
    """Dependency that lets a request pass only with `permission`; asks identity who is asking."""

    def __init__(self, permission: StrEnum) -> None:
        self.permission = permission

    async def __call__(self, request: Request) -> None:
        """Raises 401 without a valid session, 403 without the permission."""
        request.state.actor = await request.app.state.authenticate(request)
        if self.permission not in request.state.actor.permissions:
            raise Problem(403, "您当前的身份没有这项权限。如您有多个身份，请先切换身份。")


async def _add_body(asked: "hashlib._Hash", request: Request) -> None:
    """Hash the fields and files of a form, since its raw form differs each time it is sent."""
    if not request.headers.get("content-type", "").startswith(FORMS):
        asked.update(await request.body())
        return
    for name, value in (await request.form()).multi_items():
        if isinstance(value, str):
            asked.update(f"\n{name}={value}".encode())
            continue
        asked.update(f"\n{name}:{value.filename}:{value.size}\n".encode())
        while part := await value.read(1024 * 1024):
            asked.update(part)
        await value.seek(0)


class IdempotencyGuard:
    """Dependency that ties the request's key to what it asks and who asks."""

    def __init__(self, status: int) -> None:
        self.status = status

    async def __call__(
        self,
        request: Request,
        key: Annotated[
            str | None, Header(alias="Idempotency-Key", min_length=8, max_length=100)
        ] = None,
    ) -> None:
        """Raises 400 without a key."""
        if key is None:
            raise Problem(400, "缺少 Idempotency-Key 请求头：请为每次操作生成一个唯一编号。")
        scope = request_scope.current()
        if scope is None:
            return
        actor = getattr(request.state, "actor", None)
        client = str(actor.account_id) if actor else scope.client_address
        asked = hashlib.sha256(f"{request.method} {request.url.path}\n".encode())
        await _add_body(asked, request)
        scope.idempotency = IdempotencyClaim(key, client, asked.hexdigest(), self.status)


def read_if_match(
    header: Annotated[
        str | None, Header(alias="If-Match", description='对象的版本，如 "7"')
    ] = None,
) -> int | None:
    """The version in If-Match, or None without one. Raises 400 when it is not a version."""
    if header is None:
        return None
    text = header.strip().removeprefix("W/").strip('"')
    if not text.isdigit():
        raise Problem(400, 'If-Match 应为打开时收到的版本，例如 "7"。')
    return int(text)


def require_if_match(version: Annotated[int | None, Depends(read_if_match)]) -> int:
    """The version in If-Match. Raises 428 without one."""
    if version is None:
        raise Problem(
            428,
            "修改时请带上 If-Match 请求头（打开时收到的版本），以免覆盖他人的修改。",
        )
    return version


IfMatch = Annotated[int | None, Depends(read_if_match)]


SecretLink = Annotated[
    str,
    Header(alias="Tepai-Link", max_length=100, description="私密链接 # 后面的部分"),
]
"""The secret of a link: in a header, so that it reaches neither logs nor histories."""


class TepaiRoute(APIRoute):
    """Sends the answered object's version as ETag, and a stored answer for a repeated key."""

    def get_route_handler(self) -> Callable[[Request], Any]:
        """FastAPI's handler, wrapped."""
        handle = super().get_route_handler()

        async def wrapped(request: Request) -> Response:
            try:
                response = await handle(request)
            except Replayed as earlier:
                return Response(
                    earlier.answer,
                    status_code=earlier.status,
                    media_type="application/json" if earlier.answer is not None else None,
                    headers={"Idempotency-Replayed": "true"},
                )
            self._finish(response)
            return response

        return wrapped

    def _finish(self, response: Response) -> None:
        scope = request_scope.current()
        if scope is None:
            return
        if scope.version is not None and "etag" not in response.headers:
            response.headers["ETag"] = f'"{scope.version}"'
        pending = scope.idempotency
        if pending is not None and not pending.answered:
            raise RuntimeError(f"{self.path} answered outside of a use case: not idempotent")


class SliceRouter(APIRouter):
    """A slice's routes. Each says `permission=` or `public=True`, or the process does not start."""

    def __init__(self, tag: str, **options: Any) -> None:
        super().__init__(
            prefix="/api/v1",
            tags=[tag],
            route_class=TepaiRoute,
            responses=PROBLEMS,
            **options,
        )

    def _route(self, method: str, path: str, **options: Any) -> Callable[[Endpoint], Endpoint]:
        permission = options.pop("permission", None)
        public = options.pop("public", False)
        idempotent = options.pop("idempotent", True)
        if options.pop("upload", False):
            UPLOAD_PATHS.add(f"{self.prefix}{path}")
        if (permission is None) is not public:
            raise TypeError(f"{method} {path} must say either permission= or public=True")
        guards = [Depends(Guard(permission))] if permission else []
        if method == "POST" and idempotent:
            guards.append(Depends(IdempotencyGuard(options.get("status_code", 200))))
        if method in {"PUT", "PATCH", "DELETE"} and options.pop("guarded_edit", True):
            guards.append(Depends(require_if_match))
        return self.api_route(
            path,
            methods=[method],
            dependencies=guards,
            openapi_extra={"x-permission": str(permission) if permission else PUBLIC},
            **options,
        )

    # The signatures narrow FastAPI's on purpose: these are the only options a slice needs.
    def get(self, path: str, **options: Any) -> Callable[[Endpoint], Endpoint]:  # type: ignore[override]
        """A reading."""
        return self._route("GET", path, **options)

    def post(self, path: str, **options: Any) -> Callable[[Endpoint], Endpoint]:  # type: ignore[override]
        """A creation or decision; needs an Idempotency-Key unless `idempotent=False`.

        `upload=True` lets its body be as large as an upload.
        """
        return self._route("POST", path, **options)

    def export(self, path: str, **options: Any) -> Callable[[Endpoint], Endpoint]:
        """A list taken away as a file. A POST, since it is put on record; twice is two records."""
        shape: dict[str, Any] = {"response_class": Response, "responses": FILE}
        return self._route("POST", path, idempotent=False, response_model=None, **shape, **options)

    def put(self, path: str, **options: Any) -> Callable[[Endpoint], Endpoint]:  # type: ignore[override]
        """A whole edit; needs If-Match unless `guarded_edit=False`."""
        return self._route("PUT", path, **options)

    def patch(self, path: str, **options: Any) -> Callable[[Endpoint], Endpoint]:  # type: ignore[override]
        """A partial edit; needs If-Match."""
        return self._route("PATCH", path, **options)

    def delete(self, path: str, **options: Any) -> Callable[[Endpoint], Endpoint]:  # type: ignore[override]
        """A removal; needs If-Match unless `guarded_edit=False`."""
        return self._route("DELETE", path, **options)

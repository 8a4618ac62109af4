"""The one error shape: RFC 9457 problem details, in Chinese, with the rule's id."""

from collections.abc import Iterable, Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from backend.platform.language import Words
from backend.platform.messages import validation_message
from backend.platform.rules import Verdict

MAX_ERRORS = 100
UNREADABLE = "提交的内容读不出来，请检查格式后重试。"
MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: "请求有误",
    401: "请先登录",
    403: "没有权限",
    404: "没有找到",
    405: "不支持的操作",
    408: "传送超时",
    409: "现在不能这样做",
    412: "内容已被他人更新",
    413: "内容太大",
    415: "不支持的文件类型",
    422: "填写有误",
    428: "缺少版本信息",
    429: "操作太频繁",
    431: "请求头太大",
    500: "系统出错",
    503: "服务暂不可用",
}


class FieldError(BaseModel):
    """One fault, tied to the field it concerns by a JSON pointer into the request body."""

    model_config = ConfigDict(extra="forbid")  # reviewers send such faults too

    pointer: str
    message: Words


class ProblemDetails(BaseModel):
    """The body of every answer of 400 and above."""

    type: str
    title: Words
    status: int
    detail: Words
    instance: str
    rule: str | None = None
    clause: str | None = None
    errors: list[FieldError] = []
    facts: dict[str, Any] = {}


class Problem(Exception):
    """A refusal that a person can understand and act on."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        verdict: Verdict | None = None,
        errors: list[FieldError] | None = None,
        headers: Mapping[str, str] | None = None,
        kind: str = "",
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.verdict = verdict
        self.errors = errors or []
        self.headers = dict(headers or {})
        self.kind = kind

    def body(self, instance: str) -> ProblemDetails:
        """The problem as it is sent for the request path `instance`."""
        rule = self.verdict.rule if self.verdict else None
        kind = self.kind or (f"rule/{rule.id}" if rule else str(self.status))
        return ProblemDetails(
            type=f"/problems/{kind}",
            title=rule.title if rule else TITLES.get(self.status, "请求未完成"),
            status=self.status,
            detail=self.detail,
            instance=instance,
            rule=rule.id if rule else None,
            clause=rule.clause if rule else None,
            errors=self.errors,
            facts=dict(self.verdict.facts) if self.verdict else {},
        )


def unforeseen(*, unreachable: bool) -> Problem:
    """What is said when nobody foresaw a failure: 503 without the database, else 500."""
    if unreachable:
        text = "数据库暂时连不上，您的内容没有保存，请稍后再试。"
        return Problem(503, text, headers={"Retry-After": "5"})
    text = "系统出了差错，您的内容没有保存。请稍后再试；仍不行请联系技术支持。"
    return Problem(500, text)


def not_found(what: str = "您要找的内容") -> Problem:
    """404, alike for what does not exist and for what the actor may not see."""
    return Problem(404, f"没有找到{what}，可能已被移除，或您没有查看权限。")


def forbidden(detail: str) -> Problem:
    """403: the actor's role or area does not allow it."""
    return Problem(403, detail)


def conflict(detail: str, *, kind: str = "") -> Problem:
    """409: the state of things does not allow it now."""
    return Problem(409, detail, kind=kind)


def invalid(*errors: tuple[str, str]) -> Problem:
    """422 with (pointer, message) pairs for the fields to correct."""
    found = [FieldError(pointer=pointer, message=message) for pointer, message in errors]
    return Problem(422, "有内容需要更正，请按提示修改后再提交。", errors=found)


def enforce(*verdicts: Verdict, status: int = 409) -> None:
    """Raise the first verdict that does not pass, carrying its rule id."""
    for verdict in verdicts:
        if not verdict.ok:
            raise Problem(status, verdict.reason, verdict=verdict)


def enforce_all(verdicts: Iterable[Verdict], pointers: Mapping[str, str]) -> None:
    """Raise the first verdict that does not pass, and list all of them by their rules' fields."""
    standing = [verdict for verdict in verdicts if not verdict.ok]
    if not standing:
        return
    errors = [
        FieldError(pointer=pointers.get(one.rule.id, ""), message=one.reason)
        for one in standing
        if one.rule
    ]
    raise Problem(409, standing[0].reason, verdict=standing[0], errors=errors)


def respond(problem: Problem, request: Request) -> Response:
    """The problem as an HTTP answer."""
    body = problem.body(request.url.path)
    return JSONResponse(
        body.model_dump(mode="json"),
        status_code=problem.status,
        headers=problem.headers,
        media_type=MEDIA_TYPE,
    )


def pointer_of(path: Iterable[int | str]) -> str:
    """A path into a body as a JSON pointer."""
    return "".join(f"/{part}" for part in path)


def _pointer(location: tuple[int | str, ...]) -> str:
    where, *path = location
    return pointer_of(path if where == "body" else location)


def install_problem_handlers(app: FastAPI) -> None:
    """Make every refusal leave as a problem; what nobody foresaw is ScopeMiddleware's."""

    async def on_problem(request: Request, error: Exception) -> Response:
        assert isinstance(error, Problem)
        return respond(error, request)

    async def on_validation(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        pairs = [(_pointer(e["loc"]), validation_message(e)) for e in error.errors()[:MAX_ERRORS]]
        return respond(invalid(*pairs), request)

    async def on_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        detail = {400: UNREADABLE, 404: "没有这个地址。", 405: "这个地址不支持该操作。"}
        text = detail.get(error.status_code, "请求未能完成。")
        return respond(Problem(error.status_code, text, headers=error.headers), request)

    app.add_exception_handler(Problem, on_problem)
    app.add_exception_handler(RequestValidationError, on_validation)
    app.add_exception_handler(HTTPException, on_http)

"""Somebody who uses the platform through its public API alone."""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

from tests.factories.files import PAPER

API = "/api/v1"


class Refused(AssertionError):
    """The API answered otherwise than the journey expects; carries the problem."""

    def __init__(self, response: httpx.Response) -> None:
        request = response.request
        super().__init__(
            f"{request.method} {request.url.path} -> {response.status_code} {response.text[:900]}"
        )
        self.status = response.status_code
        self.problem: dict[str, Any] = _json(response)


def _json(response: httpx.Response) -> dict[str, Any]:
    kind = response.headers.get("content-type", "")
    return response.json() if "json" in kind else {}


@dataclass
class Visitor:
    """A person with an account: signs in, wears a hat, sends keys and versions like a client."""

    client: httpx.AsyncClient
    identifier: str = ""
    password: str = ""
    token: str = ""
    hat: str = ""
    calls: list[int] = field(default_factory=list)
    """Status of every answer, to count errors at the end."""

    async def send(self, method: str, path: str, **options: Any) -> httpx.Response:
        """One request, signed in again once when the token ran out."""
        response = await self._once(method, path, **options)
        if response.status_code == 401 and self.identifier and path != "/session":
            await self.sign_in()
            response = await self._once(method, path, **options)
        self.calls.append(response.status_code)
        return response

    async def _once(self, method: str, path: str, **options: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        headers |= options.pop("extra", {})
        if self.hat:
            headers["Tepai-Membership"] = self.hat
        if method == "POST":
            headers["Idempotency-Key"] = options.pop("key", None) or str(uuid4())
        version = options.pop("version", None)
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        return await self.client.request(method, f"{API}{path}", headers=headers, **options)

    async def _expect(self, method: str, path: str, **options: Any) -> Any:
        response = await self.send(method, path, **options)
        if response.is_error:
            raise Refused(response)
        return response.json() if response.content else None

    async def get(self, path: str, **params: Any) -> Any:
        """Read something."""
        asked = {name: value for name, value in params.items() if value is not None}
        return await self._expect("GET", path, params=asked)

    async def post(self, path: str, body: Any = None, **options: Any) -> Any:
        """Create or decide something."""
        return await self._expect("POST", path, json=body if body is not None else {}, **options)

    async def patch(self, path: str, body: Any, version: int) -> Any:
        """Edit something at the version that was read."""
        return await self._expect("PATCH", path, json=body, version=version)

    async def upload(self, name: str, content: bytes) -> str:
        """Upload a file; its id."""
        kept = await self._expect("POST", "/attachments", files={"file": (name, content)})
        return kept["id"]

    async def proofs(self, *kinds: str) -> list[dict[str, str]]:
        """A paper of each kind, as a registration lists them."""
        return [
            {"kind": kind, "attachment_id": await self.upload(f"{kind}.pdf", PAPER)}
            for kind in kinds
        ]

    async def put(self, path: str, body: Any, version: int) -> Any:
        """Replace something at the version that was read."""
        return await self._expect("PUT", path, json=body, version=version)

    async def sign_up(self, name: str, identifier: str, password: str) -> "Visitor":
        """Open an account and sign in."""
        contact = {"email" if "@" in identifier else "phone": identifier}
        await self.post("/accounts", {"display_name": name, "password": password, **contact})
        self.identifier, self.password = identifier, password
        return await self.sign_in()

    async def sign_in(self) -> "Visitor":
        """Sign in with the known identifier and password."""
        self.token, hat, self.hat = "", self.hat, ""
        body = {"identifier": self.identifier, "password": self.password}
        self.token = (await self.post("/session", body))["access_token"]
        self.hat = hat
        return self

    async def wear(self, role: str) -> "Visitor":
        """Choose the hat of this role."""
        self.hat = ""
        me = await self.get("/me")
        self.hat = next(one["id"] for one in me["memberships"] if one["role"] == role)
        return self

"""The built SPA: precompressed files, caching by name, and index.html for its own addresses."""

import hashlib
import mimetypes
from dataclasses import dataclass, field
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.types import Receive, Scope, Send

from backend.platform.problems import Problem

# Best first. The suffix is what the build appends to the file's name.
ENCODINGS = {"br": ".br", "gzip": ".gz"}
HASHED = "/assets/"
INDEX = "/index.html"
FOREVER = "public, max-age=31536000, immutable"
REVALIDATE = "no-cache"
TEXTUAL = ("text/", "application/json", "application/manifest+json", "image/svg+xml")
EXTRA_TYPES = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".map": "application/json",
}


@dataclass(frozen=True)
class Asset:
    """One file of the build, with its compressed copies by encoding."""

    path: Path
    media_type: str
    cache: str
    etag: str
    encoded: dict[str, Path] = field(default_factory=dict)


def _media_type(path: Path) -> str:
    known = EXTRA_TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0]
    found = known or "application/octet-stream"
    return f"{found}; charset=utf-8" if found.startswith(TEXTUAL) else found


def _asset(path: Path, name: str) -> Asset:
    copies = {coding: path.with_name(path.name + suffix) for coding, suffix in ENCODINGS.items()}
    return Asset(
        path=path,
        media_type=_media_type(path),
        cache=FOREVER if name.startswith(HASHED) else REVALIDATE,
        etag=hashlib.sha256(path.read_bytes()).hexdigest()[:20],
        encoded={coding: copy for coding, copy in copies.items() if copy.is_file()},
    )


def _survey(root: Path) -> dict[str, Asset]:
    found = {}
    for path in sorted(root.rglob("*")):
        inside = path.resolve().is_relative_to(root.resolve())
        if path.is_file() and inside and path.suffix not in ENCODINGS.values():
            name = "/" + path.relative_to(root).as_posix()
            found[name] = _asset(path, name)
    return found


def accepted_encodings(header: str) -> list[str]:
    """The codings of Accept-Encoding that we know, ours first, refusals (q=0) left out."""
    offered: dict[str, bool] = {}
    for part in header.split(","):
        coding, _, parameters = part.strip().lower().partition(";")
        weight = parameters.strip().removeprefix("q=")
        offered[coding.strip()] = weight.strip("0.") != "" or not parameters
    everything = offered.get("*", False)
    return [coding for coding in ENCODINGS if offered.get(coding, everything)]


class Spa:
    """ASGI application for every address no route has taken.

    The files are listed once at the start, so a path outside the build cannot be asked for.
    """

    def __init__(self, root: Path) -> None:
        self.assets = _survey(root)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        response = self._respond(scope)
        await response(scope, receive, send)

    def _respond(self, scope: Scope) -> Response:
        """Raises the 404 or 405 problem where there is no file and no page."""
        path, headers = str(scope["path"]), Headers(scope=scope)
        if path == "/api" or path.startswith("/api/"):
            raise Problem(404, "没有这个地址。")
        if scope["method"] not in {"GET", "HEAD"}:
            raise Problem(405, "这个地址不支持该操作。", headers={"Allow": "GET, HEAD"})
        asset = self.assets.get(INDEX if path == "/" else path)
        if asset is None:
            asset = self._page(path, headers)
        return _answer(asset, headers)

    def _page(self, path: str, headers: Headers) -> Asset:
        """index.html for an address the SPA itself routes, opened in a browser."""
        wants_page = "text/html" in headers.get("accept", "")
        if not wants_page or path.startswith(HASHED) or INDEX not in self.assets:
            raise Problem(404, "没有这个地址。")
        return self.assets[INDEX]


def _answer(asset: Asset, headers: Headers) -> Response:
    accepted = accepted_encodings(headers.get("accept-encoding", ""))
    coding = next((one for one in accepted if one in asset.encoded), None)
    tag = f'"{asset.etag}-{coding}"' if coding else f'"{asset.etag}"'
    fields = {"Cache-Control": asset.cache, "ETag": tag}
    if asset.encoded:
        fields["Vary"] = "Accept-Encoding"
    known = [one.strip().removeprefix("W/") for one in headers.get("if-none-match", "").split(",")]
    if tag in known:
        return Response(status_code=304, headers=fields)
    if coding:
        fields["Content-Encoding"] = coding
    path = asset.encoded[coding] if coding else asset.path
    return FileResponse(path, headers=fields, media_type=asset.media_type)

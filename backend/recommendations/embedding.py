"""Optional: what texts mean, told by a model that the site runs itself. Off unless configured.

Spoken is the embeddings request that common model servers share: POST <url>/embeddings with
`{"model", "input": [text, …]}`, answered by `{"data": [{"index", "embedding": [number, …]}, …]}`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Protocol

import httpx

from backend.settings import Settings

TIMEOUT_SECONDS = 20
Vector = list[float]


class EmbeddingError(Exception):
    """The model server did not answer as agreed. Carries no text that was sent."""


class EmbeddingProvider(Protocol):
    """Turns texts into vectors of one length, the same text always into the same."""

    @property
    def name(self) -> str:
        """The model's."""
        ...

    @property
    def version(self) -> str:
        """Another one means other vectors."""
        ...

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""
        ...

    async def vectors(self, texts: Sequence[str]) -> list[Vector]:
        """One vector of length 1 for each text, in order. Raises EmbeddingError."""
        ...


def key_of(provider: EmbeddingProvider) -> str:
    """Vectors of another model, version or length are never compared with these."""
    return f"{provider.name}@{provider.version}/{provider.dimension}"


def normal(vector: Sequence[float]) -> Vector:
    """The same direction with length 1, so that a product is the cosine."""
    length = sqrt(sum(one * one for one in vector))
    return [one / length for one in vector] if length else list(vector)


def cosine(one: Sequence[float], other: Sequence[float]) -> float:
    """Of two vectors of length 1; 0 where they point apart."""
    return max(0.0, sum(a * b for a, b in zip(one, other, strict=True)))


@dataclass(frozen=True)
class HttpProvider:
    """A site's own model server."""

    url: str
    name: str
    version: str
    dimension: int
    key: str = ""

    async def vectors(self, texts: Sequence[str]) -> list[Vector]:
        """Ask for all texts at once. Raises EmbeddingError for silence and for wrong answers."""
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        body = {"model": self.name, "input": list(texts)}
        try:
            async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS, headers=headers) as client:
                answer = await client.post(f"{self.url.rstrip('/')}/embeddings", json=body)
                answer.raise_for_status()
                rows = sorted(answer.json()["data"], key=lambda row: row["index"])
                found = [normal([float(one) for one in row["embedding"]]) for row in rows]
        except (httpx.HTTPError, KeyError, TypeError, ValueError) as error:
            raise EmbeddingError(f"the model server failed: {type(error).__name__}") from None
        if [len(one) for one in found] != [self.dimension] * len(texts):
            raise EmbeddingError("the model server sent another number or length of vectors")
        return found


def provider_of(settings: Settings) -> EmbeddingProvider | None:
    """The provider a deployment chose; None, as delivered, ranks by words alone."""
    if not settings.embedding_url:
        return None
    return HttpProvider(
        url=settings.embedding_url,
        name=settings.embedding_model,
        version=settings.embedding_version,
        dimension=settings.embedding_dimension,
        key=settings.embedding_key,
    )

"""Access tokens (ES256, minutes) and refresh tokens (random, stored as hashes)."""

import hashlib
import secrets
from datetime import timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from jose import JWTError, jwt

from backend.platform import clock
from backend.platform.crypto import secret_file
from backend.platform.identifiers import new_id
from backend.settings import get_settings

# Pinned: python-jose would otherwise accept an HS256 token signed with the public key.
ALGORITHM = "ES256"
ISSUER = "tepai"
AUDIENCE = "tepai-api"
# `exp` is judged below, by our own clock; requiring it here would verify it here.
REQUIRED = {f"require_{claim}": True for claim in ("iat", "aud", "iss", "sub", "jti")} | {
    "leeway": 0,
    "verify_exp": False,
}


def _fresh_key() -> bytes:
    return ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


@lru_cache
def _private_key() -> str:
    return secret_file("token.pem", _fresh_key()).decode()


@lru_cache
def _public_key() -> str:
    private = serialization.load_pem_private_key(_private_key().encode(), None)
    public = private.public_key()
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return public.public_bytes(serialization.Encoding.PEM, form).decode()


def issue_access_token(account_id: UUID, session_id: UUID) -> str:
    """A signed token naming account and session, valid for a few minutes."""
    now = clock.now()
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": str(account_id),
        "sid": str(session_id),
        "jti": str(new_id()),
        "iat": int(now.timestamp()),
        "exp": int((now + timedelta(minutes=get_settings().access_token_minutes)).timestamp()),
    }
    return str(jwt.encode(claims, _private_key(), algorithm=ALGORITHM))


def read_access_token(token: str) -> tuple[UUID, UUID] | None:
    """Account and session of a token we signed that has not expired, else None."""
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            _public_key(),
            algorithms=[ALGORITHM],
            audience=AUDIENCE,
            issuer=ISSUER,
            options=REQUIRED,
        )
        if int(claims["exp"]) <= clock.now().timestamp():
            return None
        return UUID(claims["sub"]), UUID(claims["sid"])
    except (JWTError, KeyError, ValueError, TypeError, AttributeError):
        return None


def new_refresh_token() -> str:
    """256 random bits."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is stored of a refresh token."""
    return hashlib.sha256(token.encode()).hexdigest()

"""Only tokens of our own making, for our own API, in their time, open a door."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jose import jwt
from jose.backends import ECKey

from backend.identity import tokens
from backend.platform import clock
from tests.factories import people
from tests.fixtures.http import token_of


def part(content: Any) -> str:
    """One base64url part of a token."""
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def pem(key: Any) -> str:
    form = serialization.PrivateFormat.PKCS8
    return key.private_bytes(
        serialization.Encoding.PEM, form, serialization.NoEncryption()
    ).decode()


def der_of_public_key() -> bytes:
    key = serialization.load_pem_public_key(tokens._public_key().encode())
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_bytes(serialization.Encoding.DER, form)


def hs256(header: dict[str, str], claims: dict[str, Any], secret: bytes) -> str:
    """Signed by hand: libraries rightly refuse to use a public key as a secret."""
    signed = f"{part(header)}.{part(claims)}"
    return f"{signed}.{part(hmac.new(secret, signed.encode(), hashlib.sha256).digest())}"


def without_our_signature(good: str) -> dict[str, str]:
    """A good token's content under a signature that is not ours, or none."""
    claims, public = jwt.get_unverified_claims(good), tokens._public_key().encode()
    rsa_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    head, body, signature = good.split(".")
    return {
        "alg none": f"{part({'alg': 'none'})}.{body}.",
        "alg None": f"{part({'alg': 'None', 'typ': 'JWT'})}.{body}.",
        "alg none, signature kept": f"{part({'alg': 'none'})}.{body}.{signature}",
        "no alg": f"{part({'typ': 'JWT'})}.{body}.{signature}",
        "HS256, public PEM": hs256({"alg": "HS256"}, claims, public),
        "HS256, public PEM stripped": hs256({"alg": "HS256"}, claims, public.strip()),
        "HS256, public DER": hs256({"alg": "HS256"}, claims, der_of_public_key()),
        "HS256, empty secret": hs256({"alg": "HS256"}, claims, b""),
        "HS256 by the library": jwt.encode(claims, "secret", algorithm="HS256"),
        "foreign key": signed(claims, pem(ec.generate_private_key(ec.SECP256R1()))),
        "foreign RSA key": signed(claims, pem(rsa_key), "RS256"),
        "other curve": signed(claims, pem(ec.generate_private_key(ec.SECP384R1())), "ES384"),
        "changed body": f"{head}.{part(claims | {'sub': str(uuid4())})}.{signature}",
        "cut signature": f"{head}.{body}.{signature[:-4]}",
        "no signature": f"{head}.{body}.",
        "two parts": f"{head}.{body}",
        "no JSON": f"{part(b'x')}.{part(b'y')}.{signature}",
        "nothing": "x",
        "huge": "a" * 8000,
    }


def signed(claims: dict[str, Any], key: str, algorithm: str = "ES256") -> str:
    return jwt.encode(claims, key, algorithm=algorithm)


def with_other_claims(good: str) -> dict[str, str]:
    """Tokens with our signature that say something else, or leave something out."""
    claims, now = jwt.get_unverified_claims(good), int(clock.now().timestamp())
    changes: dict[str, dict[str, Any]] = {
        "expired": {"exp": now - 1},
        "expired long ago": {"exp": 0},
        "exp is a text": {"exp": "tomorrow"},
        "issued tomorrow": {"nbf": now + 86400},
        "other aud": {"aud": "another-api"},
        "other iss": {"iss": "somebody"},
        "unknown sub": {"sub": str(uuid4())},
        "unknown sid": {"sid": str(uuid4())},
        "sub is no id": {"sub": "admin"},
        "sub is a list": {"sub": "['a']"},
    }
    contents = {name: claims | change for name, change in changes.items()}
    for left_out in ("exp", "aud", "iss", "sub", "sid", "iat", "jti"):
        contents[f"no {left_out}"] = {k: v for k, v in claims.items() if k != left_out}
    ours = tokens._private_key()
    return {name: signed(content, ours) for name, content in contents.items()}


async def test_no_forged_token_is_accepted(db, client) -> None:
    good = await token_of(db, await people.person(db))
    assert (await open_door(client, good)) == 200
    forged = without_our_signature(good) | with_other_claims(good)
    assert len(forged) >= 25
    answers = {name: await open_door(client, token) for name, token in forged.items()}
    assert {name for name, status in answers.items() if status != 401} == set()


async def open_door(client, token: str) -> int:
    answer = await client.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})
    return answer.status_code


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic YTpi", "bearer-token x"])
async def test_other_headers_open_nothing(client, header: str) -> None:
    answer = await client.get("/api/v1/me", headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


async def test_a_token_lives_its_minutes(db, client) -> None:
    with clock.at(clock.now() - timedelta(minutes=11)):
        old = await token_of(db, await people.person(db))
    assert await open_door(client, old) == 401


def test_the_backend_behind_the_tokens_is_cryptography() -> None:
    # python-jose falls back to the pure-Python `ecdsa` (CVE-2024-23342) where this one is missing.
    assert ECKey.__module__ == "jose.backends.cryptography_backend"

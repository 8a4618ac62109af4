"""Personal numbers at rest: AES-GCM columns, and a keyed hash to find them by."""

import base64
import hashlib
import hmac
import os
import unicodedata
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import LargeBinary
from sqlalchemy.types import TypeDecorator

from backend.settings import get_settings

SCHEME = b"\x01"
NONCE_BYTES = 12


def secret_file(name: str, make: bytes) -> bytes:
    """The content of a 0600 file in the data directory, made with `make` the first time.

    Two processes starting at once agree: the first to link its file wins.
    """
    folder = Path(get_settings().data_dir) / "keys"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / name
    if not path.exists():
        fresh = folder / f".{name}.{os.getpid()}"
        fresh.write_bytes(make)
        fresh.chmod(0o600)
        with suppress(FileExistsError):
            os.link(fresh, path)
        fresh.unlink()
    return path.read_bytes()


@lru_cache
def _key() -> bytes:
    return base64.b64decode(secret_file("field.key", base64.b64encode(os.urandom(32))))


def encrypt(text: str, context: str) -> bytes:
    """`text` sealed for one column: scheme byte, nonce, ciphertext."""
    nonce = os.urandom(NONCE_BYTES)
    return SCHEME + nonce + AESGCM(_key()).encrypt(nonce, text.encode(), context.encode())


def decrypt(sealed: bytes, context: str) -> str:
    """What `encrypt` sealed. Raises cryptography's InvalidTag when it was tampered with."""
    nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    return AESGCM(_key()).decrypt(nonce, body, context.encode()).decode()


def normal_number(text: str) -> str:
    """A number of a paper however it was typed: half-width capitals and digits, nothing else."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(character for character in plain if character.isalnum()).upper()


def keyed_hash(text: str) -> str:
    """A keyed hash of exactly this text, to find a sealed value again."""
    return hmac.new(_key(), text.encode(), hashlib.sha256).hexdigest()


def fingerprint(text: str) -> str:
    """A keyed hash of a personal number, to find or block it without storing it in clear.

    The same for every way of typing the number.
    """
    return keyed_hash(normal_number(text))


class Encrypted(TypeDecorator[str]):
    """A text column stored sealed. `context` names the column, so values cannot be swapped."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, context: str) -> None:
        super().__init__()
        self.context = context

    def process_bind_param(self, value: str | None, dialect: object) -> bytes | None:
        """Seal on the way in."""
        return None if value is None else encrypt(value, self.context)

    def process_result_value(self, value: bytes | None, dialect: object) -> str | None:
        """Open on the way out."""
        return None if value is None else decrypt(value, self.context)

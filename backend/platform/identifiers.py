"""Keys: time-ordered UUIDs (RFC 9562, version 7), so that indexes grow at one end; and codes."""

import re
import secrets
import unicodedata
from uuid import UUID

from uuid_utils.compat import uuid7

# Crockford's base 32: nothing that is mistaken for something else when read or typed.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 10
_MISTAKEN = str.maketrans("OIL", "011")


def new_id() -> UUID:
    """A new key."""
    return uuid7()


def new_code() -> str:
    """An unguessable code (50 bits) that people can read off paper and type."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def shown_code(code: str) -> str:
    """A code as it is printed: ABCDE-FGHJK."""
    return f"{code[:5]}-{code[5:]}"


def read_code(typed: str) -> str | None:
    """The code somebody typed in any case, width and grouping; None when it cannot be one."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    code = re.sub(r"[\s-]", "", plain).translate(_MISTAKEN)
    fits = len(code) == CODE_LENGTH and set(code) <= set(ALPHABET)
    return code if fits else None

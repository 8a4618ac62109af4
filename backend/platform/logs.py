"""Structured logs: one JSON line an event, Chinese unescaped, no personal data."""

import logging
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

from backend.platform import masking

# Values under these names never reach a log, whoever passes them.
PRIVATE = frozenset({"password", "phone", "email", "id_number", "token", "identifier", "body"})


def _drop_private(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    kept = {key: ("***" if key in PRIVATE else value) for key, value in event.items()}
    if "exception" in kept:  # an error's own words may repeat what somebody typed
        kept["exception"] = masking.words(kept["exception"])
    return kept


def configure(level: int = logging.INFO) -> None:
    """Send structured lines to standard error from `level` upwards."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=False),
            structlog.processors.format_exc_info,
            _drop_private,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def get(name: str) -> Any:
    """A logger whose lines carry the part of the system they come from."""
    return structlog.get_logger().bind(part=name)

"""A real PostgreSQL from a wheel: started, reused and stopped without any system package."""

from backend.platform.embedded.lease import exclusive, running_server
from backend.platform.embedded.server import EmbeddedPostgres, EmbeddedPostgresError

__all__ = ["EmbeddedPostgres", "EmbeddedPostgresError", "exclusive", "running_server"]

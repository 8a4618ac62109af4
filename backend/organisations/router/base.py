"""The slice's one router; the files beside it add their routes."""

from backend.platform.routing import SliceRouter

router = SliceRouter("organisations")

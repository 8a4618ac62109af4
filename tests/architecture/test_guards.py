"""What a route declares is what guards it: permission, idempotency, version."""

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute

from backend.identity.permissions import GRANTED, Permission, Role
from backend.main import SLICES, create_app
from backend.platform.database import Database
from backend.platform.routing import PUBLIC, Guard, IdempotencyGuard, SliceRouter, require_if_match
from tests.architecture.test_routes import flattened

# What anybody may do: sign up and in, read what the province publishes.
PUBLIC_WRITES = {
    ("POST", "/api/v1/accounts"),
    ("POST", "/api/v1/session"),
    ("POST", "/api/v1/session/refresh"),
    ("DELETE", "/api/v1/session"),
    # Who holds an invitation's link has no account yet.
    ("POST", "/api/v1/expert-invitations/offer"),
    ("POST", "/api/v1/expert-invitations/accept"),
    # Judgements of a few answers; they keep nothing.
    ("POST", "/api/v1/experts/self-test"),
    ("POST", "/api/v1/enterprises/self-test"),
    ("POST", "/api/v1/verification/file"),
    # These carry the secret of a link.
    ("POST", "/api/v1/annex-1"),
    ("PATCH", "/api/v1/annex-1"),
    ("POST", "/api/v1/annex-1/pictures"),
    ("POST", "/api/v1/annex-1/submit"),
    ("POST", "/api/v1/annex-1/mail-link"),
    ("POST", "/api/v1/invitation/accept"),
    # Anybody may report a false statement, and ask how the report stands.
    ("POST", "/api/v1/integrity/public-reports"),
    ("POST", "/api/v1/integrity/public-reports/status"),
}
# Writes that are the same however often they are sent, or carry their own proof.
NOT_IDEMPOTENT = {
    ("POST", "/api/v1/session"),
    ("POST", "/api/v1/session/refresh"),
    ("POST", "/api/v1/notifications/{id}/read"),
    # A stored answer would keep personal data in clear.
    ("POST", "/api/v1/experts/{expert_id}/reveal"),
    # Nothing is written, or nothing of it stays.
    ("POST", "/api/v1/expert-invitations/preview"),
    ("POST", "/api/v1/expert-invitations/faults"),
    ("POST", "/api/v1/expert-invitations/offer"),
    # A stored answer would keep a link's secret in clear.
    ("POST", "/api/v1/expert-invitations/{invitation_id}/link"),
    # They write nothing.
    ("POST", "/api/v1/recommendations/weights/trial"),
    ("POST", "/api/v1/experts/self-test"),
    ("POST", "/api/v1/enterprises/self-test"),
    ("POST", "/api/v1/verification/file"),
    ("POST", "/api/v1/verification/file/full"),
    ("POST", "/api/v1/receipts/read"),
    ("POST", "/api/v1/organisations/{organisation_id}/read-paper"),
    # A rehearsal writes nothing; a sign of life is harmless however often it comes.
    ("POST", "/api/v1/reviews/batch/preview"),
    ("POST", "/api/v1/reviews/{subject}/{subject_id}/visit"),
    # A stored answer would keep a secret link in clear.
    ("POST", "/api/v1/annex-1"),
    ("POST", "/api/v1/me/wechat/link"),
    ("POST", "/api/v1/organisations/{organisation_id}/allot"),
    ("POST", "/api/v1/organisations/{organisation_id}/renew-link"),
    ("POST", "/api/v1/organisations/{organisation_id}/invitations"),
    ("POST", "/api/v1/organisations/{organisation_id}/invitations/{invitation_id}/resend"),
    ("POST", "/api/v1/enterprises/{enterprise_id}/invitations"),
    ("POST", "/api/v1/enterprises/{enterprise_id}/invitations/{invitation_id}/resend"),
    # The link works once.
    ("POST", "/api/v1/invitation/accept"),
    ("POST", "/api/v1/me/wechat"),
    ("POST", "/api/v1/integrity/reports/{report_id}/reveal"),
    # A question that changes nothing; its code stays out of the address.
    ("POST", "/api/v1/integrity/public-reports/status"),
}
# A list taken away twice is two entries in the trail.
EXPORT = "/export"
UNGUARDED_EDITS = {("DELETE", "/api/v1/session"), ("PUT", "/api/v1/me/password")}


@pytest.fixture(scope="module")
def routes() -> list[APIRoute]:
    """Every operation of the API."""
    app: FastAPI = create_app(Database("postgresql+asyncpg://nobody@127.0.0.1:1/none"))
    found = [route for route in flattened(app.routes) if isinstance(route, APIRoute)]
    assert len(found) > 30, "the walk found too few routes to mean anything"
    return found


def _guards(route: APIRoute) -> list[object]:
    return [dependency.dependency for dependency in route.dependencies]


def _operations(routes: list[APIRoute]) -> list[tuple[str, APIRoute]]:
    return [(method, route) for route in routes for method in route.methods - {"HEAD"}]


def test_every_route_declares_a_permission_and_enforces_it(routes):
    for method, route in _operations(routes):
        declared = (route.openapi_extra or {}).get("x-permission")
        assert declared, f"{method} {route.path} declares no permission"
        enforced = [guard.permission for guard in _guards(route) if isinstance(guard, Guard)]
        expected = [] if declared == PUBLIC else [Permission(declared)]
        assert enforced == expected, f"{method} {route.path} declares {declared}, has {enforced}"


def test_what_is_public_is_listed(routes):
    public = {
        (method, route.path)
        for method, route in _operations(routes)
        if (route.openapi_extra or {}).get("x-permission") == PUBLIC and method != "GET"
    }
    assert public == PUBLIC_WRITES


def test_every_creating_or_deciding_post_is_idempotent(routes):
    for method, route in _operations(routes):
        repeatable = (method, route.path) in NOT_IDEMPOTENT or route.path.endswith(EXPORT)
        if method == "POST" and not repeatable:
            guarded = any(isinstance(guard, IdempotencyGuard) for guard in _guards(route))
            assert guarded, f"POST {route.path} takes no Idempotency-Key"


def test_every_edit_needs_the_version_it_edits(routes):
    for method, route in _operations(routes):
        if method in {"PUT", "PATCH", "DELETE"} and (method, route.path) not in UNGUARDED_EDITS:
            assert require_if_match in _guards(route), f"{method} {route.path} takes no If-Match"


def test_a_route_without_a_permission_does_not_start():
    router = SliceRouter("planted")
    with pytest.raises(TypeError, match="permission"):
        router.get("/planted")


def test_every_permission_is_granted_to_somebody_and_used(routes):
    used = {(route.openapi_extra or {}).get("x-permission") for route in routes}
    granted = set().union(*GRANTED.values())
    assert granted == set(Permission), "a permission nobody has"
    assert set(GRANTED) == set(Role)
    assert {str(one) for one in Permission} <= used, "a permission no route asks for"


def test_every_slice_is_listed():
    assert len(SLICES) == len(set(SLICES))

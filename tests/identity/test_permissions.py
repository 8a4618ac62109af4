"""The table of who may do what at all, written down a second time by hand."""

from backend.identity.permissions import GRANTED, ROLE_NAMES, Permission, Role

# Permissions whose misplacement would hurt, and exactly the roles that have them.
HOLDERS = {
    Permission.ACCOUNT_MANAGE: {Role.SYSTEM_ADMIN},
    Permission.AUDIT_READ: {Role.AUDITOR},
    Permission.REVIEW_DECIDE: {Role.REVIEWER},
    Permission.AGREEMENT_FILE: {Role.REVIEWER},
    Permission.BATCH_MANAGE: {Role.REVIEWER},
    Permission.BATCH_ACKNOWLEDGE: {Role.DEPARTMENT},
    Permission.ORGANISATION_MANAGE: {Role.DEPARTMENT},
    Permission.CREDIT_MANAGE: {Role.DEPARTMENT},
    Permission.WAIVER_DECIDE: {Role.REVIEWER, Role.DEPARTMENT},
    Permission.ENGAGEMENT_DECIDE: {Role.REVIEWER, Role.DEPARTMENT},
    Permission.DEMAND_WRITE: {Role.ENTERPRISE},
    Permission.MATCH_INVITE: {Role.ENTERPRISE},
    Permission.MATCH_APPLY: {Role.EXPERT},
    Permission.MATCH_ANSWER: {Role.EXPERT, Role.ENTERPRISE},
    Permission.AGREEMENT_SIGN: {Role.EXPERT, Role.ENTERPRISE},
    Permission.RATING_ANNOTATE: {Role.DEPARTMENT},
    Permission.RATING_FOLLOW_UP: {Role.REVIEWER, Role.DEPARTMENT},
    Permission.RATING_GIVE: {Role.EXPERT, Role.ENTERPRISE, Role.LIAISON},
}


def test_every_role_has_a_name_and_a_row() -> None:
    assert set(GRANTED) == set(Role) == set(ROLE_NAMES)


def test_every_permission_is_held_by_somebody() -> None:
    assert set().union(*GRANTED.values()) == set(Permission)


def test_powers_are_where_they_belong() -> None:
    for permission, roles in HOLDERS.items():
        assert {role for role in Role if permission in GRANTED[role]} == roles, permission


def test_everybody_may_look_after_their_own_account() -> None:
    assert all(Permission.ACCOUNT_SELF in granted for granted in GRANTED.values())


def test_system_security_and_audit_are_three_persons_work() -> None:
    admin, auditor = GRANTED[Role.SYSTEM_ADMIN], GRANTED[Role.AUDITOR]
    decisions = {p for p in Permission if p.value.endswith((":decide", ":manage", ":file"))}
    assert Permission.AUDIT_READ not in admin
    assert not auditor & decisions
    assert not admin & (decisions - {Permission.ACCOUNT_MANAGE, Permission.SITE_MANAGE})

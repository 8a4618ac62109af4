"""Which role may do what at all. Deny by default; whose object it is, is a query or a rule."""

from enum import StrEnum


class Role(StrEnum):
    """A hat a person wears. An account may have several."""

    PERSON = "person"
    EXPERT = "expert"
    ENTERPRISE = "enterprise"
    REVIEWER = "reviewer"
    LIAISON = "liaison"
    DEPARTMENT = "department"
    SYSTEM_ADMIN = "system_admin"
    AUDITOR = "auditor"


ROLE_NAMES = {
    Role.PERSON: "注册用户",
    Role.EXPERT: "科技特派员",
    Role.ENTERPRISE: "企业",
    Role.REVIEWER: "组织推荐部门",
    Role.LIAISON: "开发区联络员",
    Role.DEPARTMENT: "省科技厅",
    Role.SYSTEM_ADMIN: "系统管理员",
    Role.AUDITOR: "安全审计员",
}


class Permission(StrEnum):
    """Something a route lets its caller do."""

    ACCOUNT_SELF = "account:self"
    ACCOUNT_MANAGE = "account:manage"
    FILE_UPLOAD = "file:upload"
    EXPERT_REGISTER = "expert:register"
    EXPERT_READ = "expert:read"
    ENTERPRISE_REGISTER = "enterprise:register"
    ENTERPRISE_READ = "enterprise:read"
    ENTERPRISE_MEMBERS = "enterprise:members"
    ORGANISATION_READ = "organisation:read"
    ORGANISATION_MANAGE = "organisation:manage"
    ORGANISATION_MEMBERS = "organisation:members"
    REVIEW_DECIDE = "review:decide"
    EXPERT_INVITE = "expert:invite"
    WAIVER_REQUEST = "waiver:request"
    WAIVER_DECIDE = "waiver:decide"
    BATCH_READ = "batch:read"
    BATCH_MANAGE = "batch:manage"
    BATCH_ACKNOWLEDGE = "batch:acknowledge"
    DEADLINE_MOVE = "deadline:move"
    DEMAND_READ = "demand:read"
    DEMAND_WRITE = "demand:write"
    DEMAND_DRAFT = "demand:draft"
    TEAM_USE = "team:use"
    MATCH_READ = "match:read"
    MATCH_INVITE = "match:invite"
    MATCH_APPLY = "match:apply"
    MATCH_ANSWER = "match:answer"
    RECOMMENDATION_READ = "recommendation:read"
    SUGGESTION_USE = "suggestion:use"
    MATCHING_TUNE = "matching:tune"
    AGREEMENT_READ = "agreement:read"
    AGREEMENT_SIGN = "agreement:sign"
    AGREEMENT_FILE = "agreement:file"
    ENGAGEMENT_READ = "engagement:read"
    ENGAGEMENT_ACT = "engagement:act"
    ENGAGEMENT_FOLLOW = "engagement:follow"
    ENGAGEMENT_DECIDE = "engagement:decide"
    RATING_GIVE = "rating:give"
    RATING_READ = "rating:read"
    RATING_FOLLOW_UP = "rating:follow_up"
    RATING_ANNOTATE = "rating:annotate"
    COMMITMENT_MANAGE = "commitment:manage"
    CREDIT_READ = "credit:read"
    CREDIT_MANAGE = "credit:manage"
    REPORT_HANDLE = "report:handle"
    DASHBOARD_READ = "dashboard:read"
    SITE_MANAGE = "site:manage"
    AUDIT_READ = "audit:read"


P = Permission
_EVERYBODY = {P.ACCOUNT_SELF, P.FILE_UPLOAD, P.EXPERT_REGISTER, P.ENTERPRISE_REGISTER}
_READERS = {
    P.EXPERT_READ,
    P.ENTERPRISE_READ,
    P.ORGANISATION_READ,
    P.DEMAND_READ,
    P.MATCH_READ,
    P.AGREEMENT_READ,
    P.ENGAGEMENT_READ,
    P.RATING_READ,
}
_PARTY = _READERS | {P.MATCH_ANSWER, P.AGREEMENT_SIGN, P.ENGAGEMENT_ACT, P.RATING_GIVE}

GRANTED: dict[Role, frozenset[Permission]] = {
    Role.PERSON: frozenset(_EVERYBODY),
    Role.EXPERT: frozenset(
        _EVERYBODY | _PARTY | {P.TEAM_USE, P.MATCH_APPLY, P.RECOMMENDATION_READ, P.WAIVER_REQUEST}
    ),
    Role.ENTERPRISE: frozenset(
        _EVERYBODY
        | _PARTY
        | {P.ENTERPRISE_MEMBERS, P.DEMAND_WRITE, P.DEMAND_DRAFT, P.MATCH_INVITE}
        | {P.RECOMMENDATION_READ, P.WAIVER_REQUEST}
    ),
    Role.REVIEWER: frozenset(
        _READERS
        | {P.ACCOUNT_SELF, P.FILE_UPLOAD, P.ORGANISATION_MEMBERS, P.REVIEW_DECIDE}
        | {
            P.EXPERT_INVITE,
            P.WAIVER_REQUEST,
            P.WAIVER_DECIDE,
            P.BATCH_READ,
            P.BATCH_MANAGE,
            P.AGREEMENT_FILE,
        }
        | {
            P.ENGAGEMENT_DECIDE,
            P.DEMAND_DRAFT,
            P.CREDIT_READ,
            P.REPORT_HANDLE,
            P.RECOMMENDATION_READ,
            P.SUGGESTION_USE,
            P.RATING_FOLLOW_UP,
            P.DASHBOARD_READ,
        }
    ),
    Role.LIAISON: frozenset(
        _READERS
        | {
            P.ACCOUNT_SELF,
            P.FILE_UPLOAD,
            P.RATING_GIVE,
            P.ENGAGEMENT_ACT,
            P.ENGAGEMENT_FOLLOW,
            P.DEMAND_DRAFT,
            P.ORGANISATION_MEMBERS,
        }
    ),
    Role.DEPARTMENT: frozenset(
        _READERS
        | {
            P.ACCOUNT_SELF,
            P.FILE_UPLOAD,
            P.ORGANISATION_MANAGE,
            P.ORGANISATION_MEMBERS,
            P.WAIVER_DECIDE,
            P.BATCH_READ,
        }
        | {P.BATCH_ACKNOWLEDGE, P.DEADLINE_MOVE, P.CREDIT_READ, P.CREDIT_MANAGE, P.DASHBOARD_READ}
        | {P.ENGAGEMENT_DECIDE, P.SITE_MANAGE, P.RECOMMENDATION_READ, P.COMMITMENT_MANAGE}
        | {P.REPORT_HANDLE, P.SUGGESTION_USE, P.MATCHING_TUNE}
        | {P.RATING_FOLLOW_UP, P.RATING_ANNOTATE}
    ),
    Role.SYSTEM_ADMIN: frozenset({P.ACCOUNT_SELF, P.ACCOUNT_MANAGE, P.SITE_MANAGE}),
    Role.AUDITOR: frozenset({P.ACCOUNT_SELF, P.AUDIT_READ, P.DASHBOARD_READ}),
}

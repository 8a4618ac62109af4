"""Rules of inviting experts."""

from backend.organisations.states import OrganisationType
from backend.platform.rules import Verdict, failed, passed, rule

# Zones and counties recommend enterprises and demands, but no experts (the matrix of clause 4).
RECOMMEND_EXPERTS = frozenset(
    {
        OrganisationType.PROVINCIAL_UNIT,
        OrganisationType.CITY_BUREAU,
        OrganisationType.NEW_AREA_BUREAU,
        OrganisationType.UNIVERSITY,
        OrganisationType.RESEARCH_INSTITUTE,
    }
)


@rule(id="INV-01", title="由推荐特派员的部门邀请专家", clause="4.4")
def recommends_experts(organisation_type: str | None) -> Verdict:
    """Only organisations that recommend experts invite them: zones and counties do not."""
    if organisation_type in RECOMMEND_EXPERTS:
        return passed()
    return failed(
        "本单位不负责推荐科技特派员，不能邀请专家。请告知专家直接注册申报，"
        "或联系其所在单位、设区市科技局发出邀请。"
    )

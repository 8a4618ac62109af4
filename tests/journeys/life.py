"""The steps of one demand's life, each taken by the person whose step it is."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tests.factories import files
from tests.factories.people import PASSWORD
from tests.journeys.province import Province
from tests.journeys.visitor import Visitor


@dataclass(frozen=True)
class Applicant:
    """Somebody with a registration of their own."""

    id: str
    who: Visitor
    name: str


async def register_expert(province: Province, form: dict[str, Any]) -> Applicant:
    """Sign up, fill in, come back to the draft, read the commitment, sign and submit."""
    who = await province.visitor().sign_up(form["name"], form["email"], PASSWORD)
    begun = await who.post("/experts", {"name": form["name"]})
    await who.wear("expert")
    form = form | {"evidence": await who.proofs(*files.EXPERT)}
    saved = await who.patch(f"/experts/{begun['id']}/draft", form, begun["version"])
    text = await who.get("/commitments/expert")
    body = {"commitment_hash": text["text_hash"], "signer_name": form["name"]}
    submitted = await who.post(f"/experts/{begun['id']}/submit", body, version=saved["version"])
    assert submitted["state"] == "submitted", submitted["state"]
    return Applicant(begun["id"], who, form["name"])


async def recommend_expert(reviewer: Visitor, expert: Applicant, note: str = "") -> None:
    """The competent organisation approves, attesting to authenticity (4.4)."""
    found = await reviewer.get(f"/experts/{expert.id}")
    decision = {
        "number": found["submission_number"],
        "decision": "approve",
        "attested": True,
        "note": note,
    }
    await reviewer.post(f"/experts/{expert.id}/decision", decision)


async def send_round(reviewer: Visitor, officer: Visitor) -> int:
    """Freeze the month's batch, receive the paper, file: how many experts entered the library."""
    batches = await reviewer.get("/batches", state="open", limit=100)
    filed = 0
    for batch in batches["items"]:
        frozen = await reviewer.post(f"/batches/{batch['id']}/freeze")
        paper = {"printed_count": frozen["entry_count"]}
        await officer.post(f"/batches/{frozen['id']}/receive", paper)
        done = await officer.post(f"/batches/{frozen['id']}/acknowledge")
        filed += sum(1 for entry in done["entries"] if entry["outcome"] == "filed")
    return filed


async def register_enterprise(province: Province, form: dict[str, Any]) -> Applicant:
    """Sign up, fill in and submit; the county's department approves."""
    reviewer = await province.county(form["county_code"])
    email = form["contact_email"]
    who = await province.visitor().sign_up(form["contact_name"], email, PASSWORD)
    begun = await who.post("/enterprises", {"name": form["name"]})
    await who.wear("enterprise")
    form = form | {"evidence": await who.proofs(*files.ENTERPRISE)}
    saved = await who.patch(f"/enterprises/{begun['id']}/draft", form, begun["version"])
    text = await who.get("/commitments/enterprise")
    body = {"commitment_hash": text["text_hash"], "signer_name": form["legal_representative"]}
    path = f"/enterprises/{begun['id']}"
    submitted = await who.post(f"{path}/submit", body, version=saved["version"])
    decision = {
        "number": submitted["submission_number"],
        "decision": "approve",
        "attested": True,
    }
    approved = await reviewer.post(f"{path}/decision", decision)
    assert approved["state"] == "approved", approved["state"]
    return Applicant(begun["id"], who, form["name"])


async def publish_demand(
    enterprise: Applicant, reviewer: Visitor, content: dict[str, Any]
) -> dict[str, Any]:
    """Draft, submit, review with the whole checklist, publish."""
    draft = await enterprise.who.post("/demands", {"title": content["title"]})
    path = f"/demands/{draft['id']}"
    await enterprise.who.patch(f"{path}/draft", content, draft["version"])
    submitted = await enterprise.who.post(f"{path}/submit")
    seen = await reviewer.get(path)
    decision = {
        "number": submitted["current_number"],
        "decision": "approve",
        "attested": True,
        "checklist": {item["key"]: True for item in seen["checklist"]},
    }
    published = await reviewer.post(f"{path}/decision", decision)
    assert published["state"] == "published", published["state"]
    return published


async def consent(side: Visitor, match: dict[str, Any]) -> dict[str, Any]:
    """The other side reads the text and says yes to it."""
    seen = await side.get(f"/matches/{match['id']}")
    agreed = await side.post(
        f"/matches/{match['id']}/consent", {"text_hash": seen["demand"]["text_hash"]}
    )
    assert agreed["state"] == "agreed", agreed["state"]
    return agreed


async def agree(
    match: dict[str, Any], enterprise: Visitor, expert: Visitor, reviewer: Visitor
) -> dict[str, Any]:
    """Draw up the agreement, settle its terms, sign on both sides, file: the engagement."""
    drafted = await enterprise.post("/agreements", {"match_id": match["id"]})
    path = f"/agreements/{drafted['id']}"
    today = date.fromisoformat(drafted["created_at"][:10])
    terms = {
        **{name: drafted["terms"][name] for name in ("mode", "days", "pay", "ip")},
        "working_conditions": "提供办公工位、试验场地和一名专职联络人。",
        "starts_on": str(today),
        "ends_on": str(today + timedelta(days=180)),
    }
    settled = await enterprise.put(f"{path}/terms", terms, drafted["version"])
    for side, name in ((enterprise, "演示法定代表人"), (expert, "演示签署人")):
        seen = await side.get(path)
        assert seen["text_hash"] == settled["text_hash"]
        body = {"text_hash": seen["text_hash"], "signer_name": name}
        signed = await side.post(f"{path}/sign", body)
    assert signed["state"] == "signed", signed["state"]
    filed = await reviewer.post(f"{path}/filing", {"decision": "accept"})
    assert filed["state"] == "filed", filed["state"]
    services = await enterprise.get("/engagements", demand_id=match["demand"]["id"])
    engagement: dict[str, Any] = services["items"][0]
    assert engagement["state"] == "serving", engagement["state"]
    return engagement


async def serve(engagement: dict[str, Any], enterprise: Visitor, expert: Visitor) -> None:
    """Log a visit, have it confirmed, end by both sides."""
    path = f"/engagements/{engagement['id']}"
    entry = {
        "day": engagement["started_on"],
        "hours": 6,
        "mode": "onsite",
        "place": "企业车间",
        "work": "查看现场工况，与技术人员讨论试验方案，明确下一步安排。",
        "indicators": {},
    }
    logged = await expert.post(f"{path}/logs", entry)
    log_id = logged["logs"][0]["id"]
    await enterprise.post(f"{path}/logs/{log_id}/confirm")
    await expert.post(f"{path}/propose-end", {"outcome": "solved", "note": "指标已达成。"})
    ended = await enterprise.post(f"{path}/confirm-end")
    assert ended["state"] == "ended", ended["state"]


async def rate(engagement: dict[str, Any], parties: dict[str, Visitor]) -> dict[str, Any]:
    """Each party rates the other two by the criteria it is shown; the last rating unseals all."""
    path = f"/engagements/{engagement['id']}/ratings"
    result: dict[str, Any] = {}
    for from_party, who in parties.items():
        asked = await who.get(path)
        mine = [one for one in asked["directions"] if one["from_party"] == from_party]
        for direction in mine:
            body = {
                "to_party": direction["to_party"],
                "grade": 4,
                "criteria": {one["key"]: 4 for one in direction["criteria"]},
                "comment": "配合良好。",
            }
            result = await who.post(path, body)
    return result

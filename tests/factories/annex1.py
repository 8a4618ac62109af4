"""Somebody without an account who fills in annex 1 over HTTP."""

from io import BytesIO
from uuid import uuid4

from pypdf import PdfReader

from tests.factories import organisations as make
from tests.factories import people

API = "/api/v1"
DISCIPLINE = {
    "discipline": "材料科学与工程",
    "introduction": "省一流学科，长于电解铜箔。",
    "college": "材料学院",
    "core_people": "演示甲、演示乙团队",
}
TEAM = {
    "name": "演示铜箔重点实验室",
    "leader": "演示负责人",
    "leader_introduction": "教授，演示学会理事。",
    "introduction": "二十人的研究团队。",
    "research_field": "高强电解铜箔",
}
WHOLE = {
    "name": "演示理工大学",
    "type": "university",
    "uscc": make.code(8_000_001),
    "double_first_class": True,
    "city_code": make.NANCHANG,
    "address": "南昌市演示大道100号",
    "website": "https://demo.example",
    "managing_department": "科学技术处",
    "contact_name": "演示联系人",
    "contact_position": "副处长",
    "contact_phone": "0791-86200000",
    "contact_email": "office@demo.example",
    "colleges": ["材料学院", "机电学院"],
    "introduction": "演示数据：一所以材料见长的大学。",
    "disciplines": [DISCIPLINE],
    "teams": [TEAM],
}


class Applicant:
    """Somebody without an account who holds a form's link."""

    def __init__(self, client, token: str, version: int) -> None:
        self.client, self.version = client, version
        self.headers = {"Tepai-Link": token}

    @classmethod
    async def start(cls, client, **given):
        body = {"name": WHOLE["name"]} | given
        begun = await client.post(f"{API}/annex-1", json=body)
        assert begun.status_code == 201, begun.text
        token = begun.json()["link"].split("#")[1]
        return cls(client, token, begun.json()["form"]["version"])

    async def send(self, method: str, path: str = "", **options):
        headers = self.headers | {"If-Match": f'"{self.version}"'}
        headers |= {"Idempotency-Key": str(uuid4())} if method == "POST" else {}
        url = f"{API}/annex-1{path}"
        answer = await self.client.request(method, url, headers=headers, **options)
        if "json" in answer.headers.get("content-type", "") and answer.is_success:
            self.version = answer.json().get("version", self.version)
        return answer

    async def picture(self, file: BytesIO, name: str = "单位.png"):
        return await self.send("POST", "/pictures", files={"file": (name, file, "image/png")})

    async def complete(self, pictures: int = 1, **given) -> None:
        ids = [
            (await self.picture(make.image(size=(40 + n, 30)))).json()["id"]
            for n in range(pictures)
        ]
        logo = (await self.picture(make.image("navy", (20, 20)))).json()["id"]
        body = WHOLE | {"pictures": ids, "logo": logo} | given
        saved = await self.send("PATCH", json=body)
        assert saved.status_code == 200, saved.text

    async def submit(self):
        return await self.send("POST", "/submit")


def words(pdf: bytes) -> str:
    return "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)


def token(sent: dict) -> dict[str, str]:
    """The header that carries a link's secret."""
    return {"Tepai-Link": sent["link"].split("#")[1]}


async def taken_up(client, sent: dict, password: str = people.PASSWORD):
    """Somebody opens the link and sets the password."""
    body = {"password": password}
    return await client.post(f"{API}/invitation/accept", json=body, headers=token(sent))

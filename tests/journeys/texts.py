"""Real demand texts and research profiles, as the forms of the platform take them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.factories import experts
from tests.factories.demands import CONTENT

NATURAL = ("工学", "理学", "农学", "医学")
MANAGEMENT = "630"
MECHANICS = "460"
SHORTEST_SUMMARY = 20
CITIES = (("360100", "360121"), ("360400", "360403"), ("360700", "360702"))


@dataclass(frozen=True)
class Disciplines:
    """First-level disciplines by code, to find the one a free field name means."""

    names: dict[str, str]

    def nearest(self, words: str, otherwise: str = MECHANICS) -> str:
        """The discipline sharing most character pairs with `words`."""
        wanted = _pairs(words)
        best = max(self.names, key=lambda code: (len(wanted & _pairs(self.names[code])), code))
        return best if wanted & _pairs(self.names[best]) else otherwise


@cache
def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _profile(number: int, row: dict[str, Any], discipline: str) -> dict[str, Any]:
    papers = row["papers"]
    texts = [f"{paper['title']}。{paper['summary']}" for paper in papers]
    summary = f"研究领域为{row['field'] or '综合'}，代表性研究有：" + "；".join(texts)
    summary = summary.ljust(SHORTEST_SUMMARY, "。")
    city, county = CITIES[number % len(CITIES)]
    keywords = [word for word in row.get("keywords", []) if 2 <= len(word) <= 30]
    return experts.registration(
        name=f"资料专家{number:04d}",
        email=f"profile{number}@demo.example",
        id_kind="passport",
        id_number=f"E{number:08d}",
        city_code=city,
        county_code=county,
        main_discipline=discipline,
        other_disciplines=[],
        keywords=(keywords or [row["field"] or "综合"])[:10],
        chains=[],
        industries=[],
        summary=summary[:2000],
        achievements=_papers(papers),
    )


def _papers(papers: list[dict[str, str]]) -> list[dict[str, Any]]:
    # The source gives no years; the form wants one.
    found = [(paper["title"] or paper["summary"][:60], paper["summary"][:500]) for paper in papers]
    return [
        {"kind": "paper", "title": title[:300], "year": 2020, "evidence": evidence}
        for title, evidence in found[:30]
        if len(title) >= 2
    ]


def profiles(folder: Path, disciplines: Disciplines, count: int) -> list[dict[str, Any]]:
    """`count` registration forms: four in five from `csl`, the rest from `grants`.

    Fields outside clause 2.1.7 (humanities, law, arts) are left out; management is a mixed field.
    """
    natural = [
        (row, disciplines.nearest(row["field"]))
        for row in _rows(folder / "csl" / "experts.jsonl")
        if row["category"] in NATURAL
    ]
    mixed = [
        (row, MANAGEMENT)
        for row in _rows(folder / "grants" / "experts.jsonl")
        if row["field"] == "管理科学"
    ]
    chosen = natural[: count * 4 // 5] + mixed[: count - count * 4 // 5]
    return [_profile(number, row, code) for number, (row, code) in enumerate(chosen)]


def demands(folder: Path, disciplines: Disciplines, count: int) -> list[dict[str, Any]]:
    """`count` demand forms with the real title and text; the longest texts come first."""
    rows = sorted(_rows(folder / "bdci" / "demands.jsonl"), key=lambda row: -len(row["text"]))
    return [
        CONTENT
        | {
            "title": row["title"][:80],
            "present_state": row["text"] or row["title"],
            "tried": "无",
            "keywords": [],
            "disciplines": [disciplines.nearest(row["title"] + row["text"])],
            "indicators": [
                {"name": "需求所列技术目标", "current": "0", "target": "100", "unit": "%"}
            ],
        }
        for row in rows[:count]
    ]

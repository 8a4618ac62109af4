"""Which code lists there are, and how a row of a shipped file becomes an entry. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class CodeList:
    """One list: its file's columns that make the code, the name and the parent."""

    name: str
    title: str
    edition: str
    code_columns: tuple[str, ...] = ("code",)
    name_column: str = "name"
    parent_column: str = ""

    def entry(self, row: Mapping[str, str]) -> "Entry":
        """The entry of one row; what is neither code, name nor parent becomes attributes."""
        used = {self.name_column, self.parent_column, *self._own_code}
        rest = {key: value for key, value in row.items() if key not in used}
        code = ":".join(row[column] for column in self.code_columns)
        parent = row[self.parent_column] if self.parent_column else ""
        return Entry(code, row[self.name_column], parent or None, rest)

    def row(self, entry: "Entry") -> dict[str, str]:
        """The row `entry` was made from."""
        row = {**entry.attributes, self.name_column: entry.name}
        row |= dict.fromkeys(self._own_code, entry.code)
        return row | ({self.parent_column: entry.parent_code or ""} if self.parent_column else {})

    @property
    def _own_code(self) -> tuple[str, ...]:
        return self.code_columns if len(self.code_columns) == 1 else ()


@dataclass(frozen=True)
class Entry:
    """One code with its name, as any list has it."""

    code: str
    name: str
    parent_code: str | None
    attributes: Mapping[str, str]


LISTS = {
    entry.name: entry
    for entry in (
        CodeList("divisions", "行政区划", "GB/T 2260", parent_column="parent_code"),
        CodeList("zones", "开发区", "", ("id",), parent_column="city_code"),
        CodeList("disciplines", "学科", "GB/T 13745-2009", parent_column="parent_code"),
        CodeList("industries", "国民经济行业", "GB/T 4754-2017", parent_column="parent_code"),
        CodeList("chains", "产业链", "1269行动计划（2023–2026）", ("id",)),
        CodeList(
            "chains_legacy",
            "原产业分类",
            "2+6+N（2018）",
            ("legacy_group", "legacy_name"),
            "legacy_name",
            "chain_id",
        ),
        CodeList(
            "titles",
            "职称",
            "27个职称系列",
            ("series_code", "track", "name"),
            "name",
            "series_code",
        ),
        CodeList("title_traps", "易混职称", "", ("text",), "text"),
        CodeList("degrees", "学位学历", "", parent_column="kind"),
        CodeList("demand_types", "需求类别", ""),
        CodeList("service_types", "服务方式与内容", ""),
        CodeList("enterprise_classes", "企业资质", ""),
        CodeList("evidence_expert", "特派员证明材料", ""),
        CodeList("evidence_enterprise", "企业证明材料", ""),
        CodeList("credit_behaviours", "失信行为类别", ""),
        CodeList("holidays", "节假日安排", "国务院办公厅通知", ("date",), parent_column="kind"),
    )
}
"""Every list the product ships, in the order they are loaded and shown."""

"""The objects asked for, each with the principals that stand in some relation to it.

The relations are the specification: written from the notice and domain.md, not read from the code.
"""

from dataclasses import dataclass, field
from typing import Any

from backend.identity.permissions import Role
from tests.authorization.cast import Cast

Names = frozenset[str]


@dataclass(frozen=True)
class Thing:
    """An object of the world: its kind, a label, path parameters, who is what to it."""

    kind: str
    label: str
    id: str
    relations: dict[str, Names]
    more: dict[str, str] = field(default_factory=dict)
    """Ids of its parts, by path parameter."""

    def is_known_to(self, who: str) -> bool:
        """Whether somebody stands in any relation to it."""
        return any(who in names for names in self.relations.values())

    def related(self, words: str) -> Names:
        """Everybody named by these relation words."""
        return frozenset().union(*(self.relations.get(word, frozenset()) for word in words.split()))


NEVER_ON_A_DESK: dict[str, Names] = {"desk": frozenset()}


@dataclass
class Relations:
    """Words for sets of principals that more than one kind of object needs."""

    cast: Cast

    @property
    def department(self) -> Names:
        return self.cast.with_role(Role.DEPARTMENT)

    @property
    def approved(self) -> Names:
        return frozenset({"enterprise", "enterprise_other", "enterprise_zone"})

    @property
    def library(self) -> Names:
        return self.cast.with_role(Role.EXPERT) - {"applicant", "newcomer", "paused", "disgraced"}

    @property
    def organisations(self) -> Names:
        return self.cast.with_role(Role.REVIEWER, Role.LIAISON)

    def expert(
        self,
        owner: str,
        office: str | None,
        *,
        filed: bool,
        matched: str = "",
        asked: str = "",
    ) -> Any:
        """3.1.3 and A22: oneself, one's office, the department; the library for those let in.

        Whoever is asked to confirm a new employer reads the card (A29).
        """
        return {
            "owner": frozenset({owner}),
            "office": frozenset({office} if office else ()),
            "desk": frozenset({office} if office else ()),
            "library": (self.library | self.approved) if filed else frozenset(),
            "matched": frozenset({matched} if matched else ()),
            "asked": frozenset({asked} if asked else ()),
            "department": self.department,
        }

    def enterprise(self, owner: str, office: str | None, *, approved: bool) -> Any:
        """Oneself, reviewers and liaisons of one's office, the department; experts if approved."""
        return {
            "owner": frozenset({owner}),
            "office": self.cast.office_of(office) if office else frozenset(),
            "reviewer": frozenset({office} if office else ()),
            "library": (self.library | {"paused"}) if approved else frozenset(),
            "department": self.department,
        }

    def demand(
        self,
        owner: str,
        office: str | None,
        *,
        shown: bool,
        takes_part: str = "",
        matched: str = "",
    ) -> Any:
        """5.1.2: before publication its enterprise, office and department; then experts too."""
        place = self.cast.office_of(office) if office else frozenset()
        return {
            "owner": frozenset({owner}),
            "office": place,
            "reviewer": frozenset({office} if office else ()),
            "desk": frozenset({office} if office else ()),
            "takes_part": frozenset(takes_part.split()),
            "matched": frozenset(matched.split()),
            "experts": (self.library | {"paused"}) if shown else frozenset(),
            "organisations": self.organisations if shown else frozenset(),
            "department": self.department,
        }

    def match(self, enterprise: str, experts: str, office: str, *, recommender: str) -> Any:
        """Both sides with all members, the demand's and the experts' organisations."""
        speaker, *members = experts.split()
        return {
            "enterprise": frozenset({enterprise}),
            "speaker": frozenset({speaker}),
            "members": frozenset(members),
            "office": self.cast.office_of(office),
            "reviewer": frozenset({office}),
            "liaison": self.cast.office_of(office) & self.cast.with_role(Role.LIAISON),
            "recommender": frozenset({recommender}),
            "department": self.department,
        }


class Things:
    """All objects, by kind."""

    def __init__(self) -> None:
        self.by_kind: dict[str, list[Thing]] = {}

    def add(self, kind: str, label: str, id: Any, relations: Any, **more: Any) -> None:
        parts = {name: str(value) for name, value in more.items()}
        self.by_kind.setdefault(kind, []).append(Thing(kind, label, str(id), relations, parts))

    def of(self, kind: str) -> list[Thing]:
        return self.by_kind[kind]

    def one(self, kind: str, label: str) -> Thing:
        return next(thing for thing in self.by_kind[kind] if thing.label == label)

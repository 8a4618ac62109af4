"""What the lives share: the database, the clock's frame, and who has an account by now."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from backend.attachments import service as attachments
from backend.attachments.schemas import Evidence, Kept
from backend.commitments import service as commitments
from backend.commitments.schemas import SignatureIn
from backend.demo import people
from backend.demo.loading.calendar import Rounds
from backend.demo.loading.scans import sample_scans
from backend.demo.loading.stories import Story
from backend.demo.records import Demand, Person
from backend.identity import service as identity
from backend.identity.actor import Actor
from backend.identity.hats import known_as, wearing
from backend.identity.permissions import Role
from backend.identity.schemas import AccountIn
from backend.platform.database import Database

PASSWORD = "tepai-demo-2021"


@dataclass(frozen=True)
class Party:
    """An expert or enterprise with the actor who acts for it."""

    id: UUID
    actor: Actor


@dataclass
class Office:
    """A recommending organisation with an account: who reviews there, who follows services."""

    id: UUID
    manager: Actor
    reviewers: list[Actor]
    liaison: Actor | None = None

    def reviewer(self, number: int) -> Actor:
        """One of the reviewers, in turn."""
        return self.reviewers[number % len(self.reviewers)]


@dataclass
class Affair:
    """One demand on its way: who is concerned, and what has come into being by now."""

    index: int
    story: Story
    firm: Party
    office: Office
    id: UUID
    text_hash: str = ""
    """Of the text that is consented to and, later, signed."""
    match_id: UUID | None = None
    agreement_id: UUID | None = None
    engagement_id: UUID | None = None

    @property
    def content(self) -> Demand:
        """The demand as it was written."""
        return people.demand(self.index)

    @property
    def reviewer(self) -> Actor:
        """Who of the competent office reviews and files here."""
        return self.office.reviewer(self.index)

    @property
    def chosen(self) -> int:
        """The expert, or the team's leader, it comes to terms with."""
        return self.story.experts[0]


@dataclass
class Stage:
    """The province while it is being loaded. Indexes are those of the content."""

    db: Database
    rounds: Rounds
    officers: list[Actor] = field(default_factory=list)
    offices: dict[int, Office] = field(default_factory=dict)
    experts: dict[int, Party] = field(default_factory=dict)
    enterprises: dict[int, Party] = field(default_factory=dict)
    affairs: dict[int, Affair] = field(default_factory=dict)
    away: bool = False
    """Whether some office has shown how a colleague stands in."""
    scans: dict[str, Kept] = field(default_factory=dict)

    def ago(self, days: float) -> datetime:
        """So many days before the load."""
        return self.rounds.ago(days)

    async def acting(self, id: UUID, person: Actor, role: Role) -> Party:
        """The person in the newest hat of a role, with what he or she acts for."""
        assert person.account_id is not None
        async with self.db.reading() as session:
            return Party(id, await wearing(session, person.account_id, role))

    async def signed_in(self, who: Person) -> Actor:
        """Somebody for whom an account was opened."""
        async with self.db.reading() as session:
            return await known_as(session, who.phone)

    async def open_account(self, who: Person) -> Actor:
        """Somebody registers with the telephone number."""
        body = AccountIn(phone=who.phone, display_name=who.name, password=PASSWORD)
        opened = await identity.register(self.db, body)
        return Actor(opened.id, None, who.name, Role.PERSON)

    async def proofs(self, owner: Actor, kinds: Sequence[str]) -> list[Evidence]:
        """A scan of each kind, uploaded by its owner. One picture serves them all."""
        if not self.scans:
            self.scans = await sample_scans()
        files = [self.scans[kind] for kind in kinds]
        async with self.db.transaction() as session:
            rows = await attachments.keep(session, owner, files, None)
        return [
            Evidence(kind=kind, attachment_id=row.id) for kind, row in zip(kinds, rows, strict=True)
        ]

    async def signature(self, kind: str, name: str) -> SignatureIn:
        """The commitment in force under a name."""
        text = await commitments.read_current(self.db, kind)
        return SignatureIn(commitment_hash=text.text_hash, signer_name=name)

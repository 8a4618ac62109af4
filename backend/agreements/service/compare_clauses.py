"""Clause by clause: what each side wanted, what the text says, what is new to the reader."""

from collections.abc import Sequence

from backend.agreements.models import AgreementText
from backend.agreements.schemas import ClauseRead, TermsRead
from backend.agreements.text import clause_words
from backend.matches.states import Party


def _proposals(texts: Sequence[AgreementText]) -> dict[str, dict[str, str]]:
    """What each side last changed a clause to; the first text is the demand's."""
    said: dict[str, dict[str, str]] = {Party.ENTERPRISE: {}, Party.EXPERT: {}}
    before: dict[str, str] = {}
    for text in texts:
        now = clause_words(TermsRead.model_validate(text.terms))
        if text.party is not None:
            changed = {key: words for key, words in now.items() if words != before.get(key)}
            said[text.party] |= changed
        before = now
    return said


def compare(texts: Sequence[AgreementText], seen: int | None) -> list[ClauseRead]:
    """Every clause, from all revisions of a text, the oldest first."""
    words = {one.revision: clause_words(TermsRead.model_validate(one.terms)) for one in texts}
    proposed = _proposals(texts)
    now, demand = words[texts[-1].revision], words[texts[0].revision]
    known = words.get(seen) if seen is not None else None
    return [
        ClauseRead(
            key=key,
            demand=demand[key],
            enterprise=proposed[Party.ENTERPRISE].get(key),
            expert=proposed[Party.EXPERT].get(key),
            now=said,
            seen=known[key] if known else None,
        )
        for key, said in now.items()
    ]

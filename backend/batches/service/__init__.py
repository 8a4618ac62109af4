"""Monthly rounds: what one organisation approved in one month."""

from backend.batches.service.certifying import download_certificate, read_certificate
from backend.batches.service.checking import check_lists, report_altered
from backend.batches.service.collecting import (
    decide_expert,
    freeze,
    freeze_due,
)
from backend.batches.service.filing import acknowledge, allow_entry, receive, return_entry
from backend.batches.service.papers import download_papers
from backend.batches.service.reading import listing, read
from backend.batches.service.receiving import find_paper, read_by_code, read_round
from backend.batches.service.reminding import remind
from backend.batches.service.scanning import read_papers
from backend.batches.service.verifying import check_file, verify

__all__ = [
    "acknowledge",
    "allow_entry",
    "check_file",
    "check_lists",
    "decide_expert",
    "download_certificate",
    "download_papers",
    "find_paper",
    "freeze",
    "freeze_due",
    "listing",
    "read",
    "read_by_code",
    "read_certificate",
    "read_papers",
    "read_round",
    "receive",
    "remind",
    "report_altered",
    "return_entry",
    "verify",
]

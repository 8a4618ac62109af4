"""Files people upload: checked, kept, bound to what they prove, read by those who may."""

from backend.attachments.service.evidencing import bind_evidence, evidence_faults
from backend.attachments.service.keeping import (
    attach,
    attachments_of,
    attachments_of_many,
    keep,
    receive,
    rescan,
    sweep,
    upload,
)
from backend.attachments.service.opening import open_file, register_reader, register_writer

__all__ = [
    "attach",
    "attachments_of",
    "attachments_of_many",
    "bind_evidence",
    "evidence_faults",
    "keep",
    "open_file",
    "receive",
    "register_reader",
    "register_writer",
    "rescan",
    "sweep",
    "upload",
]

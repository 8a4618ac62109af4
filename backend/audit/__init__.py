"""Reading the audit trail: timelines for everybody concerned, the whole of it for the auditor."""

"""Compliance: searching, proving, exporting and reporting what the audit log holds, and what may be taken out of it."""

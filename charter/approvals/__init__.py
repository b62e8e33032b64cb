"""Approvals: which tool calls are allowed, refused or asked about, and the answers of people who are asked."""

"""The verbs of tool policies and approvals."""

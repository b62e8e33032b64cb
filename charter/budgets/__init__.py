"""Budgets: what may be used and spent, reserved before and settled after; and the record of what was."""

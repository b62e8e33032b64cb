"""Budgets' verbs: holding and settling what runs use, and keeping the budgets themselves."""

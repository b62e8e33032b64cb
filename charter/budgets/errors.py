"""Refusals of budgets."""

from charter.core.errors import CharterError


class BudgetExhausted(CharterError):
    """Members: ``budget``, ``metric``, ``limit``, ``used``, ``remaining``, ``reset`` (null for a total)."""

    status, code, title = 429, "budgets.exhausted", "Budget is exhausted"


class BudgetNotFound(CharterError):
    status, code, title = 404, "budgets.not-found", "Budget not found"


class BudgetNameTaken(CharterError):
    status, code, title = 409, "budgets.name-taken", "Budget name is taken"

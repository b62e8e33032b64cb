"""Refusals of budgets."""

from charter.core.errors import CharterError


class BudgetExhausted(CharterError):
    """Members: ``budget``, ``metric``, ``limit``, ``used``, ``remaining``, ``reset`` (null for a total)."""

    status, code, title = 429, "budgets.exhausted", "Budget is exhausted"


class BudgetNotFound(CharterError):
    status, code, title = 404, "budgets.not-found", "Budget not found"


class BudgetOfPlan(CharterError):
    status, code, title = 409, "budgets.of-plan", "Budget belongs to the tenant's plan"


class PlanNotFound(CharterError):
    status, code, title = 404, "budgets.plan-not-found", "Plan not found"


class PlanNameTaken(CharterError):
    status, code, title = 409, "budgets.plan-name-taken", "Plan name is taken"


class PlanRetired(CharterError):
    status, code, title = 409, "budgets.plan-retired", "Plan is retired"


class BudgetNameTaken(CharterError):
    status, code, title = 409, "budgets.name-taken", "Budget name is taken"

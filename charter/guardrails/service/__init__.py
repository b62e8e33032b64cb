"""The stories of guardrails: checking, policies, violations."""

"""The room's verbs: providers, offers, routes, capabilities, and the catalog that runs resolve models with."""

from charter.llm.service.catalog import ModelCatalog, load_catalog

__all__ = ["ModelCatalog", "load_catalog"]

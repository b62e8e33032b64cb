"""Regular expressions of XPath, matched in bounded time."""

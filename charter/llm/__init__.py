"""Language models: providers, credentials, routes, the wire, and what a call costs."""

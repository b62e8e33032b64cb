"""Tools from OpenAPI documents: read, chosen, registered, called."""

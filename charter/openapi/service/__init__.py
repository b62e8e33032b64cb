"""The stories of tools from OpenAPI documents."""

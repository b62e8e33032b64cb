"""Training of the models that Charter ships. Nothing here is needed to run Charter."""

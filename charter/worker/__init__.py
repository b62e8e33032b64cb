"""The worker entry point: takes queue items and runs them."""

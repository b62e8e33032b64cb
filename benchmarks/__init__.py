"""What Charter costs, measured beside bare agent libraries on the same machine in the same minutes."""

"""What runs inside the sandbox beside a model that an operator brought; the rest of Charter is not there."""

"""Edge: what every request must satisfy before anybody looks at it, as one typed policy document."""

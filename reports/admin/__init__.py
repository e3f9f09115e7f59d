"""Staff doors."""

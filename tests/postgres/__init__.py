"""On a real PostgreSQL: what SQLite cannot show."""

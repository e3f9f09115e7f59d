"""What sentences assert, by sort of claim."""

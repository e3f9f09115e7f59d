"""Facts and rules of the catalogue of public documents; the facts stand in `data/*.toml`."""

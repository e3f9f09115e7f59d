"""The checks of the prose, one file a rule, and all of them over one report."""

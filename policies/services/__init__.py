"""Changes to policies: rows of a draft, publication, and what is recorded beside a version."""

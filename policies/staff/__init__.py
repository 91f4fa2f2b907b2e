"""The screens of the staff site on policies: reading what is published, drafting and publishing what comes next."""

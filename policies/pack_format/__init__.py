"""The pack format: from a YAML file to a `RuleSet`, or to a list of what is wrong with it, line by line."""

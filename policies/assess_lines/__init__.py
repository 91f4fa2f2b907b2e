"""Cases in, findings out, as JSON Lines: the pure core for people, scripts and tests."""

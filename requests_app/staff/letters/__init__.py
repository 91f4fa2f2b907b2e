"""Letters on the desk: beginning one, reading it as it will be read, sending or posting it, the wordings."""

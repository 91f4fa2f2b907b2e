"""Being away from the desk, and handing over what is left there."""

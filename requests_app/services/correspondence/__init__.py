"""Letters to the person of a request: begun from a template, read before they leave, counted once they have left."""

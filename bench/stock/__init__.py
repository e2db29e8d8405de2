"""Search as Wagtail brings it, on the same documents: what a site has that builds nothing of its own."""

"""Pages of the admin on which cities are kept in order."""

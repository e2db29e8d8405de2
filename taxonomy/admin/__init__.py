"""Pages of the admin on which vocabularies and keywords are kept in order."""

"""Collections: entries that an editor has chosen and put in order, with their pages, home section and search hits."""

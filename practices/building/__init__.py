"""Building blocks: parts of a practice that another city can reuse, each with a page and a search hit of its own."""

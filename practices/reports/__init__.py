"""What editors want to know about the whole: coverage, gaps, what grows old, how long people wait, the week."""

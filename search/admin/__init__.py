"""What editors and administrators see of search in the Wagtail admin."""

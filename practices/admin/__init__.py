"""The editors' side of practices in the Wagtail admin."""

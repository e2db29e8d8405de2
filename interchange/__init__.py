"""The ways in and out of the repository for whole files of entries."""

"""The city's side of a submission: forms in the reader's interface, and what stands on the city's desk."""

"""Translation by a machine that the operator runs; off unless `MACHINE_TRANSLATOR_URL` is set (docs/operations.md)."""

"""Concerns: raised by anybody without an account, followed by a code, answered by an editor without a tie."""
from practices.concerns.actions import TOPIC, answer, raise_concern

__all__ = ["TOPIC", "answer", "raise_concern"]

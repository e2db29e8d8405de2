"""An outside reviewer: asked by an editor, without an account, through a link that serves once."""
from practices.outside.actions import TOPIC, Said, answer, check_invited, invite, open_keys, take_back

__all__ = ["TOPIC", "Said", "answer", "check_invited", "invite", "open_keys", "take_back"]

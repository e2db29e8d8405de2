"""How allauth keeps second factors here: secrets encrypted in the database, the site named in the person's app."""
from __future__ import annotations

import base64
import hashlib
import logging
from io import BytesIO

import qrcode
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils import translation
from django.utils.encoding import force_bytes
from qrcode.image.svg import SvgPathFillImage

logger = logging.getLogger(__name__)
PURPOSE = b"accounts.second-factor."


class SecondFactorAdapter(DefaultMFAAdapter):
    """A copy of the database alone does not give the codes; keys come from SECRET_KEY and its predecessors."""

    def encrypt(self, text: str) -> str:
        """Under the present key."""
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Under any key that is or was in use; a secret that cannot be read accepts no code."""
        try:
            return _keys().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            logger.error("A second factor was encrypted with another SECRET_KEY; an administrator can take it away.")
            raise self.validation_error("incorrect_code") from None

    def get_totp_issuer(self) -> str:
        """The site's name, in English where it is the built-in one: apps show it beside those of other sites."""
        with translation.override("en"):
            return str(settings.SITE_NAME or settings.REPOSITORY_NAME)

    def build_totp_svg(self, url: str) -> str:
        """On white, so that cameras read it in dark rooms and dark themes."""
        drawn = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(drawn)
        return drawn.getvalue().decode()


def _keys() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(secret)) for secret in secrets])


def _derived(secret: str | bytes) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(PURPOSE + force_bytes(secret)).digest())

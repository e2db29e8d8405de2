"""People with the roles of the network, and sessions of theirs."""
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.models import Group, Permission
from django.test import Client

from accounts.models import User
from accounts.roles import GROUPS

PASSWORD = "a-long-enough-phrase"


def group(role):
    """The group behind a role, with the permissions of the admin that bootstrap gives it."""
    found, _made = Group.objects.get_or_create(name=GROUPS[role])
    codes = ["access_admin"]
    if role == "administrator":
        codes += ["view_user", "add_user", "change_user"]
    found.permissions.add(*Permission.objects.filter(codename__in=codes))
    return found


def person(email="somebody@site.example", *roles, password=PASSWORD, **fields):
    user = User.objects.create_user(email, password, **fields)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    user.groups.add(*(group(role) for role in roles))
    return user


def session_of(user, password=PASSWORD):
    """A browser that went through the sign-in page."""
    client = Client()
    client.post("/en/account/login/", {"login": user.email, "password": password})
    return client


def is_signed_in(client):
    return client.get("/en/account/").status_code == 200


def code_of(user):
    """What the person's app shows now."""
    wrapped = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP).wrap()
    return code_for(totp.decrypt(wrapped.instance.data["secret"]))


def code_for(secret):
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


def enrol(client, password=PASSWORD):
    """Through the pages: password again, then the first code."""
    client.post("/en/account/reauthenticate/", {"password": password})
    secret = client.get("/en/account/2fa/totp/activate/").context["form"].secret
    return client.post("/en/account/2fa/totp/activate/", {"code": code_for(secret)})

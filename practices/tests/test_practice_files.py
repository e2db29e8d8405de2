"""A picture or document is readable as long as the page of a practice shows it, and to whom it is shown."""
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from wagtail.blocks import StreamValue
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale

from accounts.models import User
from core.files import is_readable
from core.models import Picture
from practices.models import Practice
from practices.tests.factories import make_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    with get_test_image_file().file as content:
        from django.core.files.images import ImageFile

        return Picture.objects.create(title="A", file=ImageFile(content, "a.png"))


def showing(page, *pictures):
    value = [{"type": "picture", "value": {"image": each.pk, "alternative": "A", "caption": ""}} for each in pictures]
    page.pictures = StreamValue(page.pictures.stream_block, value, is_lazy=True)
    page.save()
    page.save_revision().publish()
    return page


def readable(picture, user=None):
    return is_readable(picture, user or AnonymousUser())


@pytest.mark.parametrize(("change", "public"), [
    ({}, True),
    ({"visibility": "members"}, False),
    ({"state": "withdrawn"}, False),
    ({"city_withheld": True}, False),
    ({"embargo_until": timezone.now() + timedelta(days=1)}, False),
    ({"embargo_until": timezone.now() - timedelta(days=1)}, True),
])
def test_a_picture_is_as_public_as_its_practice(picture, change, public):
    page = showing(make_page(), picture)
    Practice.objects.filter(pk=page.practice_id).update(**change)
    assert readable(picture) == public
    assert readable(picture, User.objects.create_superuser("e@x.example"))


def test_a_picture_of_a_translation_that_nobody_can_read_yet_is_not_public(picture):
    copy = make_page().copy_for_translation(Locale.objects.get(language_code="fr"))
    value = [{"type": "picture", "value": {"image": picture.pk, "alternative": "A", "caption": ""}}]
    copy.pictures = StreamValue(copy.pictures.stream_block, value, is_lazy=True)
    copy.live = False
    copy.save()
    assert not readable(picture)


def test_what_the_original_no_longer_shows_is_gone_though_a_translation_refers_to_it(picture):
    page = showing(make_page(), picture)
    showing(page.copy_for_translation(Locale.objects.get(language_code="fr")), picture)
    assert readable(picture)
    showing(page)
    assert not readable(picture)

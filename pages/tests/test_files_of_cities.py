"""What cities upload while they write is in no list of the admin, where titles alone would tell of the draft."""
import pytest
from django.urls import reverse

from accounts.roles import ADMINISTRATOR
from core.models import Attachment, Picture
from pages.roles import ensure_groups
from practices.folders import ensure_folders
from practices.models import Draft
from practices.tests.at_the_desk import at_desk, send_files
from practices.tests.submission import make_draft, make_person, submitted
from practices.tests.test_desk_files import paper, photo

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site(db, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    ensure_folders()
    ensure_groups()


ADMIN_LISTS = ["wagtailimages:index", "wagtailimages_chooser:choose", "wagtaildocs:index", "wagtaildocs_chooser:choose"]


@pytest.mark.parametrize("superuser", [False, True])
@pytest.mark.parametrize("page", ADMIN_LISTS)
def test_the_admin_lists_no_file_of_a_draft(page, superuser):
    draft = make_draft(title="Zqtable at the market")
    send_files(at_desk(draft.saved_by), draft, pictures=[photo()], documents=[paper("Zqtable.docx")])
    staff = at_desk(make_person(role=ADMINISTRATOR, is_superuser=superuser))
    assert "Zqtable" not in staff.get(reverse(page)).text
    Draft.objects.get(pk=draft.pk).practice.draft_files.update(practice=submitted())
    assert "Zqtable" in staff.get(reverse(page)).text


CHANGES = [f"{app}:{what}" for app in ("wagtailimages", "wagtaildocs") for what in ("edit", "delete")]


@pytest.mark.parametrize("name", CHANGES)
def test_nobody_in_the_admin_changes_a_file_of_a_draft(name):
    draft = make_draft()
    send_files(at_desk(draft.saved_by), draft, pictures=[photo()], documents=[paper()])
    kept = (Picture if "images" in name else Attachment).objects.get()
    answer = at_desk(make_person(role=ADMINISTRATOR)).post(reverse(name, args=[kept.pk]), {"title": "Mine"})
    assert answer.status_code in (302, 403)
    kept.refresh_from_db()
    assert kept.title != "Mine"

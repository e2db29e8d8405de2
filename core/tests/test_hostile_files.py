"""Nothing leaks, nothing runs, nothing blows up: 40 and more files that tell on people, 25 bombs, 60 polyglots."""
import resource

import pytest
from django.core.files.base import ContentFile

from core.documents import cleaning as documents
from core.pictures import cleaning as pictures
from core.tests import hostile_files as files
from core.tests.document_files import PLANTED
from core.uploads import child, sandbox
from core.uploads.sentences import SENTENCES, UploadRefused

PACKED = ("png packed text", "png time", "png profile", "jpeg profile", "webp profile")  # not seen byte for byte
MOST_MEMORY = 150  # megabytes that this process may grow by while it looks at all bombs


def clean(name, make):
    gate = documents if name.rpartition(".")[2] in documents.SIGNATURES else pictures
    return gate.clean(ContentFile(make(), name)).read()


@pytest.fixture
def in_this_process(monkeypatch):
    """The same functions without a process for each case."""
    monkeypatch.setattr(sandbox, "run", child.clean)


def test_there_are_enough_of_each():
    assert len(files.METADATA) >= 40
    assert len(files.BOMBS) >= 25
    assert len(files.POLYGLOTS) >= 60


@pytest.mark.usefixtures("in_this_process")
@pytest.mark.parametrize("case", files.METADATA)
def test_nothing_about_people_is_kept(case):
    name, make = files.METADATA[case]
    assert PLANTED in files.everything(name, make()) or case in PACKED
    assert PLANTED not in files.everything(name, clean(name, make))


@pytest.mark.usefixtures("in_this_process")
@pytest.mark.parametrize("case", files.POLYGLOTS)
def test_what_is_two_things_is_refused_or_one_thing_afterwards(case):
    name, make = files.POLYGLOTS[case]
    try:
        kept = clean(name, make)
    except UploadRefused as refused:
        assert refused.code in SENTENCES
    else:
        assert files.EVIL not in files.everything(name, kept)


@pytest.mark.parametrize("case", files.BOMBS)
def test_a_bomb_is_refused_or_defused(case):
    """In the real child, with its limits: this process neither unpacks nor decodes anything."""
    name, make = files.BOMBS[case]
    data = make()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        kept = clean(name, lambda: data)
    except UploadRefused as refused:
        assert refused.code in SENTENCES
    else:
        assert len(kept) < 10_000_000
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024 < MOST_MEMORY

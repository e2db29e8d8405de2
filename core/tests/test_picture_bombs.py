"""A picture that is too large is refused before anything is decoded."""
import json
import struct
import subprocess
import sys
import zlib

import pytest
from django.core.files.base import ContentFile

from core.pictures import cleaning
from core.tests import picture_files as files
from core.uploads import child, sandbox
from core.uploads.refusal import Refusal
from core.uploads.sentences import UploadRefused

MEASURE = """
import json, resource, sys
import django
django.setup()
from django.core.files.uploadedfile import SimpleUploadedFile
from core.models import Picture
from core.tests.picture_files import huge_png
from core.uploads.forms import PictureUploadField
data = huge_png()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    Picture(title="a", collection_id=1, file=SimpleUploadedFile("a.png", data))
    PictureUploadField().clean(SimpleUploadedFile("a.png", data))
    code = "kept"
except Exception as error:
    code = getattr(error, "code", repr(error))
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(json.dumps({"code": code, "size": len(data), "grown": (after - before) // 1024, "children": children}))
"""


@pytest.fixture
def no_child(monkeypatch):
    monkeypatch.setattr(sandbox, "run", lambda *args: pytest.fail("the picture was decoded"))


def refusal(data):
    with pytest.raises(UploadRefused) as caught:
        cleaning.clean(ContentFile(data, "photo.png"))
    return caught.value.code


def test_121_megapixels_are_refused_without_decoding_and_without_memory():
    done = subprocess.run(
        [sys.executable, "-c", MEASURE], cwd=sandbox.ROOT, capture_output=True, text=True, check=True,
        env={"DJANGO_SETTINGS_MODULE": "kb.settings.test", "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    measured = json.loads(done.stdout)
    assert measured["code"] == "picture_pixels"
    assert measured["size"] < 500_000
    assert measured["grown"] <= 100
    assert measured["children"] == 0


def test_a_file_over_ten_megabytes_is_not_decoded(no_child):
    assert refusal(files.encoded() + b"\0" * cleaning.MAX_BYTES) == "picture_large"


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xd8" + files.segment(0xC0, b"\x08" + struct.pack(">HHB", 6001, 4000, 3)),
        b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + (5999).to_bytes(3, "little") + (4000).to_bytes(3, "little"),
        b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f" + (5999 | 4000 << 14).to_bytes(4, "little"),
        b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 6000, 4001),
    ],
    ids=["jpeg", "webp extended", "webp lossless", "webp"],
)
def test_a_header_with_more_than_24_megapixels_is_enough_to_refuse(no_child, data):
    assert refusal(data) == "picture_pixels"


def test_the_child_looks_at_the_size_again():
    """A second frame header, which the first look does not see, says what the decoder would allocate."""
    small, large = files.segment(0xC0, b"\x08\0\x10\0\x10\x01\x01\x11\0"), files.encoded()
    forged = large.replace(struct.pack(">HH", 20, 40), struct.pack(">HH", 9000, 9000), 1)
    data = forged[:2] + small + forged[2:]
    assert refusal(data) in {"picture_pixels", "damaged"}


def test_packed_text_that_unpacks_to_gigabytes_is_bounded_by_the_child():
    text = zlib.compressobj(9)
    packed = b"".join(text.compress(b"\0" * 1_000_000) for _ in range(200)) + text.flush()
    data = files.with_chunks(files.encoded(kind="PNG"), files.chunk(b"zTXt", b"a\0\0" + packed))
    try:
        kept = cleaning.clean(ContentFile(data, "photo.png")).read()
    except UploadRefused as refused:
        assert refused.code in {"damaged", "too_complex"}
    else:
        assert files.foreign_parts(kept) == []


@pytest.mark.parametrize(
    ("error", "code"), [(MemoryError, "too_complex"), (RecursionError, "too_complex"), (KeyError, "damaged")]
)
def test_whatever_breaks_in_the_child_is_a_refusal(monkeypatch, error, code):
    def broken(data):
        raise error

    monkeypatch.setattr(child, "cleaner_for", lambda kind: broken)
    with pytest.raises(Refusal) as caught:
        child.clean("picture", b"")
    assert caught.value.code == code


def test_a_child_that_is_killed_or_slow_is_a_refusal(monkeypatch):
    monkeypatch.setattr(sandbox, "_start", lambda *args: -9)
    assert refusal(files.encoded()) == "too_complex"


def test_a_child_without_end_is_stopped(monkeypatch):
    def run(*args, timeout, **options):
        raise subprocess.TimeoutExpired(args, timeout)

    monkeypatch.setattr(subprocess, "run", run)
    assert refusal(files.encoded()) == "too_complex"


def test_the_child_inherits_no_secret_and_is_limited(monkeypatch):
    seen = {}

    def run(command, **options):
        seen.update(options, command=command)
        return subprocess.CompletedProcess(command, 9)

    monkeypatch.setattr(subprocess, "run", run)
    refusal(files.encoded())
    assert set(seen["env"]) == {"LANG"}
    assert seen["timeout"] == 20


def test_limits_hold_in_the_child():
    probe = (
        "import resource; from core.uploads import child; child.limit_resources();"
        "print(resource.getrlimit(resource.RLIMIT_AS)[0], resource.getrlimit(resource.RLIMIT_CPU)[0])"
    )
    done = subprocess.run([sys.executable, "-c", probe], cwd=sandbox.ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(1024**3), "20"]

"""The five squares: the place says how it was measured, the sign what was found."""
import pytest
from django.template import Context, Template

from core import signs


@pytest.mark.parametrize(("place", "quality"), list(enumerate(signs.QUALITIES)))
def test_the_filled_square_stands_at_the_place_of_the_quality(place, quality):
    drawing = signs.squares(quality, "favourable")
    assert f'<path d="M{place * 17} 0h16v18h-16z"/>' in drawing
    assert drawing.count("15v17") == 4


@pytest.mark.parametrize(("quality", "direction"), [("", ""), ("account", "not-measured"), ("unheard", "favourable")])
def test_what_was_not_measured_is_five_dashed_squares(quality, direction):
    drawing = signs.squares(quality, direction)
    assert drawing.count("15v17") == 5
    assert 'class="d"' in drawing
    assert 'class="s"' not in drawing


def test_every_direction_has_a_sign_of_its_own():
    drawn = {signs.squares("account", one) for one in ("favourable", "mixed", "no-change", "unfavourable")}
    assert len(drawn) == 4


def test_the_words_stand_beside_the_sign_and_are_escaped():
    shown = Template('{% evidence_sign "account" "mixed" words %}').render(Context({"words": "a <b>"}))
    assert "<span>a &lt;b&gt;</span>" in shown
    assert 'aria-hidden="true"' in shown

"""An entry on the desk of one account: what it may do with it, and what speaks against that."""
from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from core import languages
from practices import decisions, differences, outside, rating, recommending, remits, reviewing
from practices.actions import MOVES
from practices.choices import State
from practices.models import Key, NamedEditor, Practice, PracticePage, Recommendation, Recusal, Screening
from taxonomy.schemes import Scheme


@dataclass(frozen=True, slots=True)
class Advice:
    """A recommendation, and whether it is about the version that is shown."""

    row: Recommendation
    is_current: bool

    @property
    def tongue(self) -> languages.Language:
        """The language that it is written in."""
        return languages.by_public(self.row.language)

    @property
    def who(self) -> str:
        """The person, or the function of somebody from outside."""
        return self.row.key.function if self.row.key else str(self.row.by or "")


@dataclass
class Case:
    """An entry on the desk of one account: its newest text, and what speaks against deciding about it."""

    practice: Practice
    user: Any
    page: PracticePage

    @cached_property
    def refusal(self) -> str:
        """Why this account may not decide about the entry."""
        return decisions.refusal(self.user, self.practice, self.page.cities.all())

    @cached_property
    def tie(self) -> str:
        """Why it may not screen it."""
        return self.refusal or decisions.tie(self.user, self.practice)

    @cached_property
    def screening(self) -> Screening | None:
        """The screening, where somebody signed it."""
        return Screening.objects.select_related("signed_by", "second_by").filter(practice=self.practice).first()

    @property
    def screened(self) -> list[tuple[str, str]]:
        """The six questions with the answers that were signed."""
        fields: Any = Screening._meta.get_field
        return [(fields(name).verbose_name, getattr(self.screening, name)) for name in reviewing.SCREENED]

    @property
    def card(self) -> list[tuple[str, list[str]]]:
        """The terms of the card that are chosen, by vocabulary."""
        chosen = list(self.page.concepts.all())
        return [(str(Scheme(scheme).label), [each.label() for each in chosen if each.scheme == scheme])
                for scheme, _not_for_lessons in decisions.CARD]

    @cached_property
    def gaps(self) -> list[tuple[str, str]]:
        """What the card lacks before the first publication, with the field to mend it in."""
        return [] if self.was_public else list(decisions.gaps_on_card(self.page))

    @cached_property
    def unsigned(self) -> list[str]:
        """What the screening lacks before the first publication."""
        return [] if self.was_public else list(decisions.lacking_screening(self.practice, self.page))

    @property
    def was_public(self) -> bool:
        """Whether it was published once, after a screening."""
        return self.practice.first_published_at is not None

    @property
    def second_look_is_due(self) -> bool:
        """Whether the present text is signed once and needs another signature."""
        known = self.screening
        return (known is not None and known.revision == self.page.latest_revision_id and known.second_at is None
                and decisions.needs_second_look(self.page))

    @property
    def signed_by_viewer(self) -> bool:
        """Whether the first signature is the viewer's own."""
        return self.screening is not None and self.screening.signed_by_id == self.user.pk

    @cached_property
    def is_named(self) -> bool:
        """Whether a coordinator gave the entry to the viewer although something ties them."""
        return self.named is not None and self.named.user_id == self.user.pk

    @cached_property
    def named(self) -> NamedEditor | None:
        """The editor whom a coordinator named."""
        return NamedEditor.objects.select_related("user", "by").filter(practice=self.practice).first()

    @cached_property
    def nobody_left(self) -> bool:
        """Whether something ties every editor to the entry."""
        return not remits.somebody_left(self.practice, remits.editors(), self.page.cities.all())

    @cached_property
    def aside(self) -> list[Recusal]:
        """Who stood aside."""
        return list(self.practice.recusals.select_related("user"))

    @cached_property
    def advice_refusal(self) -> str:
        """Why the viewer recommends nothing."""
        return decisions.advice_refusal(self.user, self.practice)

    @property
    def is_open(self) -> bool:
        """Whether a decision is waited for."""
        return self.practice.state in recommending.OPEN or self.practice.state == State.DRAFT

    @cached_property
    def recommendations(self) -> list[Advice]:
        """What was recommended, about which version."""
        return [Advice(each, each.revision == self.page.latest_revision_id) for each in recommending.of(self.practice)]

    @cached_property
    def asked_outside(self) -> list[Key]:
        """The people from outside who were asked and have not answered."""
        return outside.open_keys(self.practice)

    @cached_property
    def open_readings(self) -> int:
        """How many readings of reports wait for a second person."""
        return rating.open_readings(self.practice).count()

    @cached_property
    def last_read(self) -> int | None:
        """The version that the viewer read before this one."""
        return differences.last_read(self.practice, self.user, self.page)

    def may_move(self, state: str) -> bool:
        """Whether nothing speaks against the account, and the life of a submission knows the move."""
        return not self.refusal and state in MOVES[self.practice.state]

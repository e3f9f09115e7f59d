"""Whether a normative document is in force on a day (有效性): read off its dates, never kept beside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class State(StrEnum):
    """What the page shows. Stored and in addresses: added to, never renamed."""

    NOT_YET = "not_yet"
    IN_FORCE = "in_force"
    AMENDED = "amended"
    EXPIRED = "expired"
    REPEALED = "repealed"


TITLES = {
    State.NOT_YET: "尚未施行",
    State.IN_FORCE: "现行有效",
    State.AMENDED: "修改",
    State.EXPIRED: "失效",
    State.REPEALED: "废止",
}
"""As platforms print them; 尚未施行 is this portal's word for a text published before its day."""

STANDING = frozenset({State.IN_FORCE, State.AMENDED})
"""In force on that day, counted in 现行有效件数 of table 2; an amended text stands as amended."""


@dataclass(frozen=True, slots=True)
class Validity:
    """The dates of a document. All None: in force, without end.

    `effective_on`, `amended_on`, `repealed_on`: the first day of the new state; `expires_on`: the last day
    in force (有效期至 that day, the day included).
    """

    effective_on: date | None = None
    amended_on: date | None = None
    expires_on: date | None = None
    repealed_on: date | None = None

    def on(self, day: date) -> State:
        """The state on that day. A repeal is an act of its own and outdoes the end of its term."""
        if self.repealed_on and day >= self.repealed_on:
            return State.REPEALED
        if self.expires_on and day > self.expires_on:
            return State.EXPIRED
        if self.effective_on and day < self.effective_on:
            return State.NOT_YET
        return State.AMENDED if self.amended_on and day >= self.amended_on else State.IN_FORCE

    def stands(self, day: date) -> bool:
        """Whether it is in force on that day, amended or not."""
        return self.on(day) in STANDING

    def faults(self) -> tuple[str, ...]:
        """Which dates cannot be: names of those before the first day in force, or behind its end."""
        found = []
        for name in ("amended_on", "expires_on", "repealed_on"):
            day = getattr(self, name)
            if day and self.effective_on and day < self.effective_on:
                found.append(name)
        ends = [day for day in (self.expires_on, self.repealed_on) if day]
        if self.amended_on and ends and self.amended_on > min(ends) and "amended_on" not in found:
            found.append("amended_on")
        return tuple(found)


def stated(text: str) -> State | None:
    """The state a printed word means (有效、已修改、已失效 …); None for another or for several."""
    word = text.strip()[:20].removeprefix("已").removeprefix("被")
    words = {title: state for state, title in TITLES.items()}
    words |= {
        "有效": State.IN_FORCE,
        "现行": State.IN_FORCE,
        "修订": State.AMENDED,
        "部分修改": State.AMENDED,
    }
    words |= {"修改后有效": State.AMENDED, "未生效": State.NOT_YET, "尚未生效": State.NOT_YET}
    words |= {"未施行": State.NOT_YET, "无效": State.EXPIRED}
    return words.get(word)

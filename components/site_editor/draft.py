"""One site while somebody works on it: as it was read, with the widgets that hold what shall become of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from components import cached, drafts, session
from components.care import Care, degrees
from data.contracts import CATEGORIES, TABLES
from data.editing import EDITABLE
from data.edits import Edit, Record, changed, offer_edits, point, proposed_id, records
from data.errors import DataRefusedError, Problem
from data.meanwhile import RowsChangedError

KEPT = "site_drafts"

TEXTS = ("name", "operator", "address", "languages", "area_id", "source_id", "category", "audience")
TRUTHS = ("self_catering", "common_room")
OFFER = tuple(column for column in TABLES["offers"].columns if column != "site_id")


@dataclass
class Draft:
    """A site as read, and the widgets of its form.

    Attributes:
        number: tells the widgets of this draft from those of every other.
        slug: the city.
        site_id: as chosen; of a new site the id proposed.
        new: whether the site is not stored yet.
        editions: tables as they were read.
        site: its row as read.
        offers: its offers as read.
        position: longitude and latitude as they were shown at first.
        slots: numbers of the offers in the form.
        filled: what its widgets said at first, by key.
        conflict: what somebody else has changed since, when that stood in the way of saving.
    """

    number: int
    slug: str
    site_id: str
    new: bool
    editions: dict[str, int]
    site: Record
    offers: pd.DataFrame
    position: tuple[str, str]
    slots: list[int] = field(default_factory=list)
    filled: dict[str, Any] = field(default_factory=dict)
    conflict: RowsChangedError | None = None

    @property
    def of(self) -> tuple[str, str]:
        """City and site, "" for a new one."""
        return self.slug, "" if self.new else self.site_id

    @property
    def keys(self) -> list[str]:
        """Widgets of the form that hold something to be saved."""
        own = [
            self.key(name) for name in ("site_id", *TEXTS, *TRUTHS, "opened_on", "closes_on", "lon", "lat", "note")
        ]
        return own + [self.key(name, slot) for slot in self.slots for name in OFFER]

    @property
    def touched(self) -> bool:
        """Whether anything in the form is not as it was read."""
        return session.held(self.name) != self.filled

    @property
    def name(self) -> str:
        """Under which the session holds what its widgets say."""
        return f"site_{self.number}"

    def key(self, name: str, slot: int | None = None) -> str:
        """Key of a widget: of a column of the site, or of an offer."""
        return f"site_{self.number}_{name}" if slot is None else f"site_{self.number}_{slot}_{name}"

    def value(self, name: str, slot: int | None = None) -> Any:
        """What a widget says now."""
        return session.widget_state(self.key(name, slot))


def current(care: Care, site_id: str) -> Draft:
    """The draft of a site ("": a new one): the one at work, also on return to the page, or a fresh one."""
    forms = _forms()
    draft = forms.get((care.slug, site_id))
    if draft is not None:
        session.hold(draft.name, draft.keys)
    if draft is None or draft.value("name") is None:  # what cannot be given back must not be saved as empty
        draft = _fresh(care, site_id, drafts.next_number(KEPT))
        session.hold(draft.name, draft.keys)
    forms.pop(draft.of, None)
    forms[draft.of] = draft
    for old in list(forms.values())[: -drafts.MOST]:
        drop(old)
    return draft


def unsaved(care: Care, but: str) -> list[str]:
    """Other sites of the city, stored ones, with entries that are not saved."""
    mine = [draft for draft in _forms().values() if draft.slug == care.slug and not draft.new]
    found = [draft.site_id for draft in mine if draft.site_id != but and draft.touched]
    return [site for site in found if site in care.of.sites.index]


def drop(draft: Draft) -> None:
    """Let go of what was typed; the next run reads the site anew."""
    _forms().pop(draft.of, None)
    session.hold(draft.name, ())


def _forms() -> dict[tuple[str, str], Draft]:
    """Sites at work, by city and site."""
    return drafts.opened(KEPT)


def _fresh(care: Care, site_id: str, number: int) -> Draft:
    new = not site_id
    editions = {name: care.of.editions[name] for name in EDITABLE}
    offers = care.of.offers[care.of.offers["site_id"] == site_id]
    if site_id:
        sites = cached.store().read(care.slug, "sites", viewer=session.viewer(), exact=True)
        site = records(sites[sites["site_id"] == site_id])[0]
    else:
        category = session.get("category") or "kita"
        site_id = proposed_id(cached.store(), care.slug, category)
        site = dict.fromkeys(TABLES["sites"].columns, "") | {"site_id": site_id, "category": category}
        site |= dict.fromkeys((*TRUTHS, "opened_on", "closes_on", "geometry"), None) | {"audience": "public"}
    position = degrees(care, site["geometry"])
    draft = Draft(number, care.slug, site_id, new, editions, site, offers, position)
    _fill(draft)
    return draft


def _fill(draft: Draft) -> None:
    for name in ("site_id", *TEXTS):
        session.fill(draft.key(name), str(draft.site[name]))
    for name in TRUTHS:
        session.fill(draft.key(name), _truth(draft.site[name]))
    for name in ("opened_on", "closes_on"):
        session.fill(draft.key(name), _day(draft.site[name]))
    for name, text in zip(("lon", "lat"), draft.position, strict=True):
        session.fill(draft.key(name), text)
    session.fill(draft.key("note"), "")
    for offer in records(draft.offers):
        add_slot(draft, offer)
    draft.filled = {key: session.widget_state(key) for key in draft.keys}


def add_slot(draft: Draft, offer: Record | None = None) -> None:
    """One more offer in the form, as given or empty."""
    slot = max(draft.slots, default=0) + 1
    for name, kind in TABLES["offers"].dtypes.items():
        value = (offer or {}).get(name)
        if kind == "text":
            shown: Any = value or ""
        elif value is None or pd.isna(value):
            shown = None
        else:
            shown = {"date": _day, "integer": int, "number": float}[kind](value)
        session.fill(draft.key(name, slot), shown)
    draft.slots.append(slot)


def drop_slot(draft: Draft, slot: int) -> None:
    """One offer less in the form."""
    draft.slots.remove(slot)


def propose(draft: Draft) -> None:
    """The id of a new site follows its category as long as nobody has typed another."""
    if draft.new and draft.value("site_id") == draft.site_id:
        draft.site_id = proposed_id(cached.store(), draft.slug, draft.value("category"))
        session.fill(draft.key("site_id"), draft.site_id)
        draft.filled[draft.key("site_id")] = draft.site_id


def edits(care: Care, draft: Draft) -> list[Edit]:
    """What the form asks for.

    Raises:
        DataRefusedError: the position is no position, or a new site has no id.
    """
    site_id = str(draft.value("site_id")).strip() if draft.new else draft.site_id
    if not site_id:
        raise DataRefusedError([Problem("empty", column="site_id")])
    values: Record = {name: " ".join(str(draft.value(name) or "").split()) for name in TEXTS}
    values |= {name: {"yes": True, "no": False}.get(draft.value(name)) for name in TRUTHS}
    values |= {name: _moment(draft.value(name)) for name in ("opened_on", "closes_on")}
    lon, lat = (str(draft.value(name)).strip() for name in ("lon", "lat"))
    if (lon, lat) != draft.position:
        values["geometry"] = point(*_numbers(lon, lat), care.of.city.crs) if lon or lat else None
    if draft.new and not values["source_id"]:
        del values["source_id"]
    if not draft.new:  # blanks at the edges are no change; what nobody changed overwrites nothing
        read = {name: " ".join(cell.split()) if name in TEXTS else cell for name, cell in draft.site.items()}
        values = changed(read, values)
    offers = [_offer(draft, slot) for slot in draft.slots]
    what = Edit("add" if draft.new else "change", "sites", (site_id,), values)
    return [what, *offer_edits(site_id, draft.offers, offers)]


def _offer(draft: Draft, slot: int) -> Record:
    found: Record = {}
    for name in OFFER:
        value = draft.value(name, slot)
        kind = TABLES["offers"].dtypes[name]
        found[name] = _moment(value) if kind == "date" else str(value or "").strip() if kind == "text" else value
    return found


def _numbers(lon: str, lat: str) -> tuple[float, float]:
    problems, found = [], []
    for column, text in (("lon", lon), ("lat", lat)):
        try:
            found.append(float(text.replace(",", ".")))
        except ValueError:
            problems.append(Problem("no_number" if text else "empty", column=column, value=text))
    if problems:
        raise DataRefusedError(problems)
    return found[0], found[1]


def _truth(value: Any) -> str:
    return "" if value is None or pd.isna(value) else "yes" if value else "no"


def _day(value: Any) -> date | None:
    return None if value is None or pd.isna(value) else pd.Timestamp(value).date()


def _moment(value: date | None) -> pd.Timestamp | None:
    return None if value is None else pd.Timestamp(value)


def kinds(draft: Draft, slot: int) -> list[str]:
    """Kinds that an offer may be of; the present one stays even where the category does not have it."""
    own = str(draft.value("kind", slot) or "")
    return list(dict.fromkeys(["", *CATEGORIES.get(str(draft.value("category")), ()), own]))

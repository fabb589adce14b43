"""``python -m data publish``: allow-list, disclosure control, audit, and only then the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from data.audiences import PUBLIC, visible_measures, visible_sites
from data.city import city_toml
from data.contracts import TABLES, validate
from data.errors import DataRefusedError, Problem, UnknownEditionError
from data.publishing import ledger
from data.publishing import texts as town_texts
from data.publishing.agendas import public_agendas
from data.publishing.allowed import Allowed, allowed
from data.publishing.counts import counts
from data.publishing.file import Content, put, write
from data.publishing.numbering import keep, numbered, numbers
from data.publishing.past import PUBLISHER, past
from data.publishing.profiles import Profile
from data.publishing.protecting import protected
from data.publishing.release import Release, Truth, named
from data.publishing.sums import exposed
from data.snapshot import Snapshot
from data.store import Edition, Store


@dataclass(frozen=True)
class Published:
    """One city in a release.

    Attributes:
        city: slug.
        counts: published numbers.
        small: counts from 1 to 4 that the audit tried.
        withheld: counts withheld besides, so that others hold.
        sites: published sites.
        before: earlier releases that the audit attacked, too.
    """

    city: str
    counts: int
    small: int
    withheld: int
    sites: int
    before: int


def publish(
    store: Store,
    file: Path,
    *,
    cities: list[str] | None = None,
    profile: Profile = "rounding",
    allow: Allowed | None = None,
    releases: Path | None = None,
    texts: Path | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> list[Published]:
    """Build a public store, or leave the old one alone.

    Args:
        store: the internal store.
        file: the public store to replace.
        cities: slugs, by default all.
        profile: of disclosure control.
        allow: what may leave; the list in ``allowed.toml`` by default.
        releases: folder of the ledger.
        texts: folder of the town's own texts.
        clock: tells the moment of publication.

    Raises:
        DataRefusedError: the audit failed; every count is named. Nothing was written.
        LedgerBrokenError: what is already out cannot be read.
    """
    allow, folder = allow or allowed(), releases or ledger.folder()
    words = town_texts.texts(texts or town_texts.folder())
    with ledger.held(folder):
        at = clock().isoformat(timespec="seconds")
        earlier, known = ledger.releases(folder), numbers(folder)
        slugs = cities or [city.slug for city in store.cities(viewer=PUBLISHER)]
        contents, new, told = {}, [], []
        for slug in slugs:
            content, release, one = _city(store, slug, profile, allow, [old for old in earlier if old.city == slug])
            contents[slug], known[slug] = numbered(content, known.get(slug, {}), at=at)
            new.append(release)
            told.append(one)
        beside = write(file, contents, profile=profile, at=at, texts=words)
        keep(folder, known)
        ledger.add(folder, new, at=at)  # before the file is out: better one release too many than one forgotten
        put(beside, file)
    return told


def _city(
    store: Store, slug: str, profile: Profile, allow: Allowed, earlier: list[Release]
) -> tuple[Content, Release, Published]:
    store.city(slug, viewer=PUBLISHER)
    editions = store.editions(slug)
    of = past(store, slug, editions)
    found = counts(of, allow)
    release = Release(slug, profile, editions, {str(k): str(v) for k, v in of.areas["parent_id"].items()}, {})
    truths: dict[tuple[tuple[str, int], ...], Truth | None] = {tuple(sorted(editions.items())): named(found, "value")}
    before = []
    for old in earlier:
        key = tuple(sorted(old.editions.items()))
        if key not in truths:
            truths[key] = truth_of(store, old, allow)
        before.append((old, truths[key]))
    shown, passed = protected(found, release, before)
    if problems := too_few_sites(of, shown, allow):
        raise DataRefusedError(problems)
    tables = _tables(of, shown, allow)
    used = {name: editions[name] for name in ("city", "caseload", *allow.columns)}
    content = Content(city_toml(of.city), tables, _editions(store, slug, used))
    withheld = int(((shown["marker"] == "secret") & (found["marker"] == "")).sum())
    told = Published(
        slug, int(shown["value"].notna().sum()), passed.small, withheld, len(tables["sites"]), len(before)
    )
    return content, replace(release, numbers=named(shown, "value")), told


def truth_of(store: Store, release: Release, allow: Allowed) -> Truth | None:
    """True counts behind a release, None where the store no longer has its editions."""
    try:
        return named(counts(past(store, release.city, release.editions), allow), "value")
    except (UnknownEditionError, KeyError):
        return None


def too_few_sites(of: Snapshot, shown: pd.DataFrame, allow: Allowed) -> list[Problem]:
    """Sums that stand for too few sites, by themselves or as what is left of a larger area."""
    found = []
    for (indicator, group, day), rows in shown[shown["sites"].notna()].groupby(["indicator", "group", "as_of"]):
        sites = rows.set_index("area_id")["sites"]
        visible = rows.loc[rows["value"].notna(), "area_id"]
        least = allow.sums[str(indicator)].sites_at_least
        for area in exposed(sites.reindex(of.areas.index, fill_value=0), of.areas["parent_id"], visible, least):
            values = {"city": of.city.slug, "indicator": indicator, "group": group, "area_id": area}
            found.append(Problem("too_few_sites", values=values | {"as_of": f"{day:%Y-%m-%d}", "least": least}))
    return found


def _tables(of: Snapshot, shown: pd.DataFrame, allow: Allowed) -> dict[str, pd.DataFrame]:
    protected_sites = of.offers.loc[of.offers["kind"] == "protected", "site_id"]
    sites = of.table("sites")
    sites = visible_sites(sites.assign(protected=sites["site_id"].isin(protected_sites)), PUBLIC)
    sites = sites[(sites["audience"] == "public") & sites["category"].isin(allow.categories)]
    sites = sites[sites["category"] != "accommodation"]
    tables = {
        "areas": of.table("areas"),
        "sites": sites,
        "offers": of.offers[of.offers["site_id"].isin(sites["site_id"])],
        "statistics": shown[list(TABLES["statistics"].columns)],
        "agendas": public_agendas(of, shown, allow),
        "measures": visible_measures(of.measures, PUBLIC),
    }
    named_sources = set().union(*(set(frame["source_id"]) for frame in tables.values() if "source_id" in frame))
    sources = of.table("sources")
    tables["sources"] = sources[sources["source_id"].isin(named_sources)]
    return {
        name: validate(name, allow.cut(name, frame.reset_index(drop=True)))
        for name, frame in tables.items()
        if name in allow.columns
    }


def _editions(store: Store, slug: str, editions: dict[str, int]) -> dict[str, Edition]:
    """Number and moment of each edition that figures come from; who made it stays inside."""
    found = {}
    for one in store.history(slug, viewer=PUBLISHER):
        if one.edition == editions.get(one.table):
            found[one.table] = one
    return found

"""What each audience sees on every page: the public no accommodation at all, the council no protected shelter."""

import dataclasses
import shutil
from typing import NamedTuple

import pandas as pd
import pytest
import streamlit as st

from data.audiences import Audience, Viewer
from data.city import city_toml
from data.store import Store
from tests.pages.looking import PAGES, cells, headline, link, notices, opened, said, shown_in_table

LAYERS = "accommodation,counselling,kita"


class Sites(NamedTuple):
    """Marks of some sites: ids, names and addresses, none of them a part of another site's."""

    ids: list[str]
    marks: list[str]


def sites(of, chosen) -> Sites:
    rows = of.sites[of.sites.index.isin(chosen)]
    marks = {*rows.index, *rows["name"], *(address for address in rows["address"] if address)}
    others = of.sites[~of.sites.index.isin(chosen)]
    shared = {*others["name"], *others["address"]}
    return Sites(list(rows.index), [mark for mark in marks if not any(mark in other for other in shared)])


def accommodation(of) -> Sites:
    return sites(of, of.in_layer("accommodation"))


def shelters(of) -> Sites:
    return sites(of, of.in_layer("accommodation.protected"))


def seen(text: str, marks: list[str]) -> list[str]:
    return [mark for mark in marks if mark in text]


def areas_with(of, ids) -> list[str]:
    return sorted({area for area in of.area_of_sites(of.lowest_level).reindex(ids) if area})


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("city", ["dresden", "duisburg", "zwickau"])
def test_the_public_meets_no_accommodation(city, page, whole):
    hidden = accommodation(whole[city])
    assert len(hidden.marks) > 30
    areas = areas_with(whole[city], hidden.ids) if page in ("map", "area") else [""]
    for area in areas[:3]:
        at = opened(page, city=city, area=area, layers="counselling,kita", indicator="accommodation")
        assert not at.exception
        assert seen(said(at), hidden.marks) == []


def test_the_public_finds_no_accommodation_by_search_or_in_the_tables(whole):
    hidden = accommodation(whole["dresden"])
    at = opened(city="dresden")
    for site in hidden.ids[:3]:
        at.text_input(key="search").set_value(whole["dresden"].sites.at[site, "name"]).run()
        assert not [button for button in at.button if button.key.startswith("found_site_")]
    tables = opened("tables", city="dresden")
    chooser = tables.selectbox[-1]
    for table in ("sites", "offers", "caseload"):
        chooser = tables.selectbox[-1].set_value(table)
        chooser.run()
        assert not tables.exception
        assert len(tables.dataframe[0].value) > 0
        assert seen(said(tables), hidden.marks) == []


def test_the_public_reads_sums_by_area():
    at = opened(city="dresden", indicator="accommodation_places")
    assert not at.exception
    assert notices(at) == []
    assert headline(at).startswith("Dresden: ")


def test_a_link_to_a_shelter_tells_the_public_nothing_but_that_it_is_not_there(whole):
    site = accommodation(whole["dresden"]).ids[0]
    at = opened(city="dresden", site=site)
    assert "site" not in link(at)
    assert whole["dresden"].sites.at[site, "name"] not in said(at)
    invented = opened(city="dresden", site="dd-accommodation-999")
    assert notices(at)[0].replace(site, "X") == notices(invented)[0].replace("dd-accommodation-999", "X")


@pytest.mark.parametrize("city", ["dresden", "duisburg", "zwickau"])
def test_the_council_meets_accommodation_but_no_protected_shelter(city, whole, desk):
    desk("council")
    hidden, known = shelters(whole[city]), accommodation(whole[city])
    assert hidden.ids
    area = areas_with(whole[city], hidden.ids)[0]
    for page in ("map", "area"):
        at = opened(page, city=city, area=area, layers=LAYERS)
        assert not at.exception
        assert notices(at) == []
        assert seen(said(at), hidden.marks) == []
        assert "Schutzhaus" not in said(at)
    tables = opened("tables", city=city)
    tables.selectbox[-1].set_value("sites").run()
    assert seen(said(tables), hidden.marks) == []
    assert len(seen(said(tables), known.ids)) == len(known.ids) - len(hidden.ids)


@pytest.mark.parametrize("city", ["dresden", "duisburg", "zwickau"])
def test_the_manager_meets_all(city, whole, desk):
    desk("manager")
    known = accommodation(whole[city])
    tables = opened("tables", city=city)
    tables.selectbox[-1].set_value("sites").run()
    assert set(seen(said(tables), known.marks)) == set(known.marks)
    area = areas_with(whole[city], shelters(whole[city]).ids)[0]
    assert seen(said(opened("area", city=city, area=area)), shelters(whole[city]).marks)


def test_the_desk_looks_through_the_eyes_of_the_public(whole, desk):
    desk("manager")
    hidden = accommodation(whole["dresden"])
    at = opened("area", city="dresden", area=areas_with(whole["dresden"], hidden.ids)[0])
    assert seen(said(at), hidden.marks)
    at.get("segmented_control")[0].set_value("public").run()
    assert seen(said(at), hidden.marks) == []
    at.get("segmented_control")[0].set_value("council").run()
    assert seen(said(at), hidden.marks)


@pytest.mark.parametrize(
    ("role", "eyes", "shown"),
    [
        ("manager", "public", "public"),
        ("manager", "nobody", "manager"),
        ("council", "manager", "council"),
        ("council", "public", "public"),
    ],
)
def test_a_link_keeps_the_eyes_and_never_opens_them_wider(desk, role, eyes, shown):
    desk(role)
    assert opened("gaps", city="dresden", eyes=eyes).get("segmented_control")[0].value == shown


def test_a_desk_of_the_council_offers_no_eyes_of_a_manager(desk):
    desk("council")
    assert opened().get("segmented_control")[0].options == ["Öffentlichkeit", "Rat"]


def test_the_public_sees_demo_cities_only(tmp_path, monkeypatch, filled, desk):
    folder = tmp_path / "var"
    shutil.copytree(filled, folder)
    store = Store(str(folder))
    manager = Viewer(Audience.MANAGER, "test")
    real = dataclasses.replace(store.city("dresden", viewer=manager), slug="echt", name="Echtstadt", demo=False)
    tables = {name: store.read("dresden", name, viewer=manager) for name in ("areas", "statistics", "sources")}
    with store.change("echt", viewer=manager, action="import") as change:
        change.write("city", pd.DataFrame({"slug": ["echt"], "toml": [city_toml(real)]}))
        for name, frame in tables.items():
            change.write(name, frame)
    store.close()
    monkeypatch.setenv("ATLAS_DATA", str(folder))
    st.cache_resource.clear()
    st.cache_data.clear()
    try:
        at = opened()
        assert at.selectbox(key="choose_city").options == ["Dresden", "Duisburg", "Landkreis Zwickau"]
        at = opened(city="echt")
        assert link(at)["city"] == "dresden"
        assert "Echtstadt" not in said(at)
        desk("council")
        assert link(opened(city="echt"))["city"] == "echt"
    finally:
        st.cache_resource.clear()
        st.cache_data.clear()


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("de", {"missing": "keine Angabe", "secret": "geheim"}),
        ("en", {"missing": "no figure", "secret": "secret"}),
    ],
)
def test_missing_and_secret_figures_are_words_and_never_nought(whole, lang, words):
    of = whole["dresden"]
    rows = of.statistics
    rows = rows[(rows["indicator"] == "protection_seekers") & (rows["group"] == "total") & (rows["marker"] != "")]
    rows = rows[rows["area_id"].isin(of.level("neighbourhood").index)]
    rows = rows[rows["as_of"] == rows["as_of"].max()].set_index("area_id")["marker"]
    assert sorted(rows) == ["missing", "secret", "secret"]
    for area, marker in rows.items():
        at = opened(city="dresden", indicator="protection_seekers", area=area, lang=lang)
        name = of.areas.at[area, "name"]
        assert headline(at).startswith(f"{name}: {words[marker]}")
        cell = shown_in_table(at).loc[name, "value"]
        assert words[marker] in cell
        assert words[marker] in cells(at)

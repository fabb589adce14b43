"""How one gap is computed: need × rate, capacity, catchment, rule, source, limits; with what may be assumed."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components import atlas_map, labels, session, small_table
from components.gaps.matrix import told
from components.gaps.scene import HIGHEST, LOWEST, GapScene
from components.gaps.sentences import end, rate, sentence, units
from components.text import exact, has, number, plain, t
from data.gaps import Gap, summary
from data.services import Service, alternatives


def show(chosen: GapScene, gap: Gap) -> None:
    """Sentence, assumptions, and the steps of the computation for the chosen area or the whole place."""
    level = chosen.scene.of.city.level(chosen.scene.level)
    st.markdown(f"**{plain(sentence(gap, level))}**")
    if gap.assumed:
        st.warning(t("gaps.assumed_note", figures=", ".join(_assumed(gap))), icon=":material/edit:")
    if chosen.scene.area:
        says = t("gaps.area_says", area=chosen.scene.area_name, status=told(gap, chosen.scene.area))
        st.markdown(plain(says))
    adjust(chosen, gap)
    small_table.show(steps(chosen, gap), caption=t("gaps.steps_alt", service=labels.entry(gap.service)))
    st.caption(plain(without(chosen, gap)))


def without(chosen: GapScene, gap: Gap) -> str:
    """The areas that have nothing of a service, by name; "" where all have some or people come from everywhere."""
    names = chosen.scene.of.level(chosen.scene.level)["name"]
    empty = names[(gap.table["capacity"] == 0).reindex(names.index)].sort_values()
    if empty.empty or not gap.service.bands:
        return ""
    return t("gaps.without", count=len(empty), areas=", ".join(empty))


def _assumed(gap: Gap) -> list[str]:
    return [t(f"gaps.assumed_{name}", value=rate(float(figure))) for name, figure in gap.assumed.items()]


def adjust(chosen: GapScene, gap: Gap) -> None:
    """Threshold and rate of need as numbers to change, and the way back."""
    service = chosen.service or gap.service
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _input("met", chosen.met, service.met, 0.05)
        if service.need is not None:
            _input("rate", chosen.rate, service.need.rate, service.need.rate / 10)
        if gap.assumed:
            st.button(t("gaps.back_to_rule"), on_click=_forget, icon=":material/undo:")


def _input(name: str, assumed: float | None, own: float, step: float) -> None:
    def take(figure: float | None) -> str:
        return "" if figure is None or abs(figure - own) < 1e-9 else f"{figure:.6g}"

    label = t(f"gaps.{name}_label", own=rate(own))
    st.number_input(
        t("gaps.assumed_label", label=label) if assumed is not None else label,
        min_value=LOWEST,
        max_value=HIGHEST,
        step=step,
        format="%.2f" if own >= 0.01 else "%.5f",
        width=240,
        **session.bound(name, own if assumed is None else assumed, take=take),
    )


def _forget() -> None:
    for name in ("met", "rate"):
        session.put(name, None)


def steps(chosen: GapScene, gap: Gap) -> pd.DataFrame:
    """The computation for the chosen area, or for the whole place, a row a step, as text."""
    service = gap.service
    row = gap.table.loc[chosen.scene.area] if chosen.scene.area else _whole(gap)
    rows = [
        ("need", _need(gap, row)),
        ("capacity", _capacity(service, row)),
        ("inside", percent(row["coverage"])),
        ("reachable", percent(row["reachable"])),
        ("differ", t(f"gaps.differ.{service.judged}")),
        ("threshold", t("gaps.threshold", met=percent(service.met), severe=percent(service.severe))),
        ("missing", _missing(gap, row)),
        ("lapsing", _lapsing(gap, row)),
        ("catchment", bands(service)),
        ("key", key(service)),
        ("rule", _rule(chosen, service)),
        ("source", plain_sources(chosen, gap)),
        ("limits", limits(service)),
    ]
    columns = [t("gaps.step.step"), chosen.scene.area_name]
    return pd.DataFrame([(t(f"gaps.step.{code}"), text) for code, text in rows if text], columns=columns)


def keys(chosen: GapScene, service: Service) -> None:
    """Keys of different meaning side by side (C3, Z1), with the one that is applied."""
    others = alternatives(service, chosen.scene.of.city.services)
    if not others:
        return
    rows = [
        (labels.entry(one), key(one) or _need_rate(one), t("common.yes" if one.applied else "common.no"), one.source)
        for one in (service, *others)
    ]
    st.markdown(t("gaps.keys_note"))
    columns = [t(f"gaps.keys.{name}") for name in ("name", "key", "applied", "source")]
    small_table.show(pd.DataFrame(rows, columns=columns), caption=t("gaps.keys_alt"))


def percent(share: float) -> str:
    """A share in per cent: 66,67 %."""
    return t("gaps.percent", value=number(share * 100, decimals=1)) if share == share else t("common.missing")


def persons(figure: float) -> str:
    """A number of persons, with one decimal where they are computed."""
    return number(figure, decimals=0 if figure != figure or float(figure).is_integer() else 1)


def _whole(gap: Gap) -> pd.Series:
    """The whole place as one row: sums, not known where a part is not."""
    table, found = gap.table, summary(gap)
    sums = table[["need", "capacity", "lapsing_units", "capacity_units"]].sum(skipna=False)
    reached = table["reachable_capacity"].sum(skipna=False)
    need = sums["need"] if sums["need"] > 0 else float("nan")
    judged = {"missing": float("nan"), "missing_at_least": 0.0, "judged_units": found.missing_units}
    if not found.unknown_areas:
        across = gap.service.judged == "reachable"
        missing = table["reachable_missing" if across else "missing"].sum(skipna=False)
        judged["missing"] = missing if gap.missing_in_all != gap.missing_in_all else gap.missing_in_all
    shares = {"coverage": sums["capacity"] / need, "reachable": reached / need}
    return pd.Series(sums.to_dict() | shares | judged)


def _need(gap: Gap, row: pd.Series) -> str:
    need = gap.service.need
    if need is None:
        return t("gaps.reason.no_rate")
    counted = persons(round(row["need"] / need.rate, 6))
    return t("gaps.need", counted=counted, of=labels.need(need), rate=rate(need.rate), need=persons(row["need"]))


def _need_rate(service: Service) -> str:
    return t("gaps.need_rate", rate=rate(service.need.rate), of=labels.need(service.need)) if service.need else ""


def _capacity(service: Service, row: pd.Series) -> str:
    what = [
        labels.term("kind", kind) if kind else labels.term("category", service.category) for kind in service.kinds
    ]
    what += [labels.term("role", role) for role in service.roles]
    names = ", ".join(dict.fromkeys(what))
    there = units(row["capacity_units"], service.measured)
    if service.key is None:
        return t("gaps.capacity", units=there, what=names)
    return t("gaps.capacity_by_key", units=there, key=key(service), persons=persons(row["capacity"]), what=names)


def _missing(gap: Gap, row: pd.Series) -> str:
    across = gap.service.judged == "reachable"
    missing = row["reachable_missing"] if across and "reachable_missing" in row else row["missing"]
    if missing == missing and row["judged_units"] == row["judged_units"]:
        lacking = units(row["judged_units"], gap.service.measured)
        return lacking if gap.service.key is None else t("gaps.posts", units=lacking, persons=persons(missing))
    if not across and row["missing_at_least"] > 0:
        return t("common.at_least", value=persons(row["missing_at_least"]))
    return t("common.missing")


def _lapsing(gap: Gap, row: pd.Series) -> str:
    if row["lapsing_units"] == 0:
        return t("gaps.nothing_lapses", until=end(gap.until))
    return t("gaps.lapses", units=units(row["lapsing_units"], gap.service.measured), until=end(gap.until))


def bands(service: Service) -> str:
    """Catchment in words."""
    if not service.bands:
        return t("gaps.whole_city")
    steps = [t("gaps.band", metres=number(metres), weight=exact(weight)) for metres, weight in service.bands]
    return t("gaps.bands", bands=", ".join(steps))


def key(service: Service) -> str:
    """Staffing key as written: 1:75 or 2:150, "" without one."""
    return f"{exact(service.posts)}:{exact(service.clients)}" if service.clients else ""


def _rule(chosen: GapScene, service: Service) -> str:
    rule = next((one for one in chosen.scene.of.city.rules if one.id == service.rule), None)
    return f"{labels.entry(rule)}: {rule.document}" if rule else service.source


def plain_sources(chosen: GapScene, gap: Gap) -> str:
    """Sources of the figures and of the rate of need, with the Stand."""
    need = gap.service.need
    said = [labels.sources(chosen.scene.of, gap.sources), need.source if need else "", atlas_map.stand(gap.stand)]
    return " · ".join(one for one in said if one)


def limits(service: Service) -> str:
    """What the figures do not say."""
    own = f"services.{service.id}.limits"
    return t(own) if has(own) else t("gaps.limits")

import copy
import json
import pickle
import re
import subprocess
import sys

import branca.element
import folium
import pytest

from components.map import ForeignLinkError, Selection, assets, drawing, safe
from components.map.encoding import encode
from tests.components.map_samples import PAYLOADS, mark, sent, state_sent, view

SINKS = {
    "site name": lambda text: {"sites": (mark(text),)},
    "site id": lambda text: {"sites": (mark(site_id=text),)},
    "unit": lambda text: {"unit": text},
    "label": lambda text: {"label": text},
    "selected area": lambda text: {"selected": text},
    "selected site": lambda text: {"selected_site": text},
}
READ = {
    "site name": lambda state: state["sites"][0][4],
    "site id": lambda state: state["sites"][0][0],
    "unit": lambda state: state["unit"],
    "label": lambda state: state["label"],
    "selected area": lambda state: state["area"],
    "selected site": lambda state: state["site"],
}
RENDERED = """
import sys, re, warnings
import folium, branca
from folium import plugins
if sys.argv[1] == "cured":
    from components.map import safe
    safe.install(())
def made():
    m = folium.Map([51, 13], zoom_start=11)
    folium.Marker([51, 13], popup=folium.Popup("<b>Haus</b>", show=True), tooltip="Haus").add_to(m)
    framed = folium.Popup(folium.IFrame("<p>y</p>"))
    folium.Marker([51, 13], icon=folium.DivIcon(html="<i>x</i>"), popup=framed).add_to(m)
    group = folium.FeatureGroup("Gruppe").add_to(m)
    folium.CircleMarker([51, 13], radius=4).add_to(group)
    areas = {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"id": "1", "name": "A"},
        "geometry": {"type": "Polygon", "coordinates": [[[13, 51], [13.1, 51], [13.1, 51.1], [13, 51]]]}}]}
    folium.GeoJson(areas, tooltip=folium.GeoJsonTooltip(["name"]), popup=folium.GeoJsonPopup(["name"])).add_to(m)
    folium.Choropleth(areas, data={"1": 2, "2": 3}, key_on="feature.properties.id", bins=[1, 2, 3, 4]).add_to(m)
    plugins.MarkerCluster([[51, 13]]).add_to(m)
    plugins.HeatMap([[51, 13]]).add_to(m)
    plugins.FloatImage("x.png").add_to(m)
    plugins.Fullscreen().add_to(m)
    folium.LayerControl().add_to(m)
    return m.get_root().render()
def double():
    d = plugins.DualMap([51, 13])
    folium.Marker([51, 13], popup="Haus").add_to(d)
    return d.get_root().render()
names = {}
text = made() + double()
sys.stdout.write(re.sub(r"[0-9a-f]{32}", lambda m: names.setdefault(m.group(), f"id{len(names)}"), text))
"""


@pytest.mark.parametrize("text", PAYLOADS, ids=ascii)
def test_encoding_leaves_no_syntax_and_loses_nothing(text):
    written = encode(text)
    assert not re.search(r"[&<>'`{}$\x00-\x1f\u2028\u2029\ud800-\udfff]", written)
    assert not re.search(r'["\\]', re.sub(r"\\u[0-9a-f]{4}", "", written[1:-1]))
    assert json.loads(written) == text


@pytest.mark.parametrize("sink", SINKS)
@pytest.mark.parametrize("text", PAYLOADS, ids=ascii)
def test_text_passes_every_sink_unread(monkeypatch, sink, text):
    arguments = sent(monkeypatch, view(**SINKS[sink](text)))
    written, read = state_sent(arguments)
    assert READ[sink](read) == text
    inside_texts = "".join(re.findall(r'"[^"]*"', written))
    assert not re.search(r"[&<>'`{}$\x00-\x1f\u2028\u2029]", inside_texts)


def test_text_given_to_branca_stays_as_it_is():
    assert drawing
    element = branca.element.Element("{{ 7*7 }}{% raw %}")
    assert element.render() == "{{ 7*7 }}{% raw %}"


def test_a_whole_folium_map_renders_no_text_twice():
    drawn = folium.Map(tiles=None)
    folium.Marker([51, 13], tooltip="seven {{ 7*7 }}", popup="seven {{ 7*7 }}").add_to(drawn)
    assert "seven 49" not in drawn.get_root().render()


def test_without_the_cure_text_runs():
    plain = "from branca.element import Element; print(Element('{{ 7*7 }}').render())"
    done = subprocess.run([sys.executable, "-c", plain], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "49"


def test_folium_renders_as_before():
    plain, cured = (
        subprocess.run([sys.executable, "-c", RENDERED, kind], capture_output=True, text=True, check=True).stdout
        for kind in ("plain", "cured")
    )
    assert len(plain) > 10_000
    assert cured.split() == plain.split()  # a template drops its last line break


def test_elements_are_copied_but_not_unpickled():
    element = branca.element.Element("{{ 7*7 }}")
    assert copy.copy(element).render() == "{{ 7*7 }}"
    with pytest.raises(pickle.UnpicklingError):
        pickle.loads(pickle.dumps(element))  # noqa: S301


@pytest.mark.parametrize(
    "changes",
    [
        {"js_links": ["https://cdn.jsdelivr.net/x.js"]},
        {"css_links": ["//cdn.example/x.css"]},
        {"js_links": ["../../assets/other.js"]},
        {"header": '<link href="https://example.org/x.css">'},
        {"script": "L.tileLayer('https://tile.example.org/{z}')"},
        {"html": "<img src=//example.org/x>"},
    ],
)
def test_the_gate_lets_no_foreign_address_through(changes):
    plain = {"js_links": [], "css_links": [], "header": "", "script": "", "html": "", "layer_control": None}
    gate = safe.guarded(lambda **_: pytest.fail("sent"), assets.ALLOWED)
    with pytest.raises(ForeignLinkError):
        gate(**(plain | changes))


def test_only_our_own_files_are_linked(monkeypatch):
    arguments = sent(monkeypatch, view())
    assert {*arguments["js_links"], *arguments["css_links"]} == assets.ALLOWED
    assert all(url.startswith("../../assets/") for url in assets.ALLOWED)


@pytest.mark.parametrize(
    ("answer", "selection"),
    [
        (None, Selection(None, None)),
        ({}, Selection(None, None)),
        ({"area": "01", "site": None, "turn": 3}, Selection("01", None)),
        ({"area": None, "site": "s1"}, Selection(None, "s1")),
        ({"area": 1, "site": ["s1"]}, Selection(None, None)),
        ({"area": "x" * 201}, Selection(None, None)),
        ("area", Selection(None, None)),
    ],
)
def test_what_the_browser_sends_is_taken_by_its_shape_only(answer, selection):
    assert drawing._selection(answer) == selection


def test_the_routes_do_not_register_the_component_before_the_server_runs():
    script = "import sys, components.map.assets; print('streamlit_folium' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"

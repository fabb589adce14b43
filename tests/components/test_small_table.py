"""Small tables are real HTML with every text escaped (S1, L2)."""

import pandas as pd

from components.small_table import markup


def test_the_first_column_names_the_rows() -> None:
    assert markup(pd.DataFrame({"Art": ["Kita"], "Plätze": ["1.234"]}), caption="Einrichtungen") == (
        '<table class="atlas-table"><caption>Einrichtungen</caption>'
        '<thead><tr><th scope="col">Art</th><th scope="col">Plätze</th></tr></thead>'
        '<tbody><tr><th scope="row">Kita</th><td>1.234</td></tr></tbody></table>'
    )


def test_every_text_is_escaped() -> None:
    hostile = "<img src=x onerror=alert(1)>\"'&"
    html = markup(pd.DataFrame([[hostile, hostile]], columns=[hostile, "b"]), caption=hostile)
    assert html.count("&lt;img src=x onerror=alert(1)&gt;&quot;&#x27;&amp;") == 4
    assert "<img" not in html

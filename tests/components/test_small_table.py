"""Small tables are real HTML with every text escaped (S1, L2)."""

import pandas as pd

from components.small_table import markup


def test_the_first_column_names_the_rows() -> None:
    assert markup(pd.DataFrame({"Art": ["Kita"], "Plätze": ["1.234"]}), caption="Einrichtungen") == (
        '<table class="atlas-table"><caption>Einrichtungen</caption>'
        '<thead><tr><th scope="col">Art</th><th scope="col">Plätze</th></tr></thead>'
        '<tbody><tr><th scope="row">Kita</th><td>1.234</td></tr></tbody></table>'
    )


def test_a_stacking_table_stays_a_table_and_says_the_head_of_each_cell() -> None:
    assert markup(pd.DataFrame({"Quelle": ["A"], "Stand & Art": ["x"]}), caption="Quellen", stacks=True) == (
        '<table class="atlas-table stacked" role="table"><caption>Quellen</caption>'
        '<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Quelle</th>'
        '<th scope="col" role="columnheader">Stand &amp; Art</th></tr></thead>'
        '<tbody role="rowgroup"><tr role="row"><th scope="row" role="rowheader">A</th>'
        '<td role="cell" data-head="Stand &amp; Art">x</td></tr></tbody></table>'
    )


def test_every_text_is_escaped() -> None:
    hostile = "<img src=x onerror=alert(1)>\"'&"
    rows = pd.DataFrame([[hostile, hostile]], columns=[hostile, hostile])
    for stacks, times in ((False, 5), (True, 6)):
        html = markup(rows, caption=hostile, stacks=stacks)
        assert html.count("&lt;img src=x onerror=alert(1)&gt;&quot;&#x27;&amp;") == times
        assert "<img" not in html

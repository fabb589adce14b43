"""Licences by the names that sources use: their address, and their entry in the list of DCAT-AP.de."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

LIST = "http://dcat-ap.de/def/licenses/"


@dataclass(frozen=True)
class Licence:
    """One licence.

    Attributes:
        code: name in the list of DCAT-AP.de (https://www.dcat-ap.de/def/licenses/).
        url: where its text stands, "" where it has none of its own.
    """

    code: str
    url: str = ""

    @property
    def uri(self) -> str:
        """Its entry in the list."""
        return f"{LIST}{self.code}"


OTHER_OPEN = Licence("other-open")
OTHER_CLOSED = Licence("other-closed")
KNOWN = {
    "dl-de/by-2-0": Licence("dl-by-de/2.0", "https://www.govdata.de/dl-de/by-2-0"),
    "dl-de/zero-2-0": Licence("dl-zero-de/2.0", "https://www.govdata.de/dl-de/zero-2-0"),
    "geonutzv": Licence("geonutz/20130319", "https://www.gesetze-im-internet.de/geonutzv/"),
    "odbl 1.0": Licence("odbl", "https://opendatacommons.org/licenses/odbl/1-0/"),
    "cc by 4.0": Licence("cc-by/4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "cc by-sa 4.0": Licence("cc-by-sa/4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    "cc by 3.0 de": Licence("cc-by-de/3.0", "https://creativecommons.org/licenses/by/3.0/de/"),
    "cc0 1.0": Licence("cc-zero", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "frei verwendbar": OTHER_OPEN,
}
"""Name to licence; names are compared by letters and digits only."""

ALIASES = {
    "dlby20": "dl-de/by-2-0",
    "datenlizenzdeutschlandnamensnennung20": "dl-de/by-2-0",
    "datenlizenzdeutschlandnamensnennungversion20": "dl-de/by-2-0",
    "datenlizenzdeutschlandzero20": "dl-de/zero-2-0",
    "datenlizenzdeutschlandzeroversion20": "dl-de/zero-2-0",
    "odbl": "odbl 1.0",
    "cc0": "cc0 1.0",
}


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text.casefold())


_BY_LETTERS = {_letters(name): licence for name, licence in KNOWN.items()}
_BY_LETTERS |= {letters: KNOWN[name] for letters, name in ALIASES.items()}


def licences(text: str) -> list[Licence | None]:
    """The licences that a source names, "; " between them; None for one that is not known, or none named."""
    return [_BY_LETTERS.get(_letters(part)) for part in text.split(";")]


def addresses(text: str) -> str:
    """Addresses of the licences that a source names, "; " between them."""
    return "; ".join(found.url for found in licences(text) if found and found.url)


def common(texts: Iterable[str]) -> Licence:
    """The one licence under which everything stands.

    Several open ones together are "another open licence"; as soon as one is not known to be open, nothing here says
    that it is.
    """
    found = {one for text in texts for one in licences(text)}
    if not found or None in found:
        return OTHER_CLOSED
    known = {one for one in found if one}
    return known.pop() if len(known) == 1 else OTHER_OPEN

"""Rendered text stays text, and no foreign host is asked: two changes to the libraries, made once.

branca compiles rendered text a second time as a Jinja template, so that an imported name with ``{{ … }}``
would run Python. ``install`` keeps such text literal. Independently of it, ``encoding.encode`` leaves
nothing in a text that a template could take for its own syntax.
"""

from __future__ import annotations

import copyreg
import functools
import pickle
import re
from collections.abc import Callable, Collection
from typing import Any

import streamlit_folium
from branca.element import Element

from components.map.view import ForeignLinkError

# the only text that branca itself hands over as a template (Div)
_CHILDREN = "{% for name, element in this._children.items() %}{{element.render(**kwargs)}}{% endfor %}"
_HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//[\w\[]", re.IGNORECASE)


class Literal:
    """Stands where a template stood and renders to its own text."""

    def __init__(self, text: str):
        self.text = text

    def render(self, *_args: object, **_kwargs: object) -> str:
        """The text as it is."""
        return self.text


def install(allowed: Collection[str]) -> None:
    """Keep text literal in every branca element; let st_folium load only the ``allowed`` links. Once is enough."""
    if not hasattr(Element.__init__, "__wrapped__"):
        Element.__init__ = _literal(Element.__init__)
        Element.__copy__ = _copied
        Element.__setstate__ = _refused
    if not hasattr(streamlit_folium._component_func, "__wrapped__"):
        streamlit_folium._component_func = guarded(streamlit_folium._component_func, allowed)


def guarded(send: Callable[..., Any], allowed: Collection[str]) -> Callable[..., Any]:
    """The component function behind a gate.

    Raises:
        ForeignLinkError: on a script or style outside ``allowed``, or any host named in the constant part.
    """

    @functools.wraps(send)
    def gate(**arguments: Any) -> Any:
        for link in (*arguments["js_links"], *arguments["css_links"]):
            if link not in allowed:
                raise ForeignLinkError(link)
        for part in ("header", "html", "script", "layer_control"):
            if found := _HOST.search(arguments[part] or ""):
                raise ForeignLinkError((arguments[part])[found.start() :][:80])
        return send(**arguments)

    return gate


def _literal(compiled: Callable[..., None]) -> Callable[..., None]:
    @functools.wraps(compiled)
    def init(self: Element, template: str | None = None, template_name: str | None = None) -> None:
        if template is None or template == _CHILDREN:
            compiled(self, template, template_name)
            return
        compiled(self)
        self._template_str = template
        self._template = Literal(template)

    return init


def _copied(self: Element) -> Element:
    twin = copyreg.__newobj__(type(self))
    twin.__dict__.update(self.__dict__)
    return twin


def _refused(_self: Element, _state: object) -> None:
    raise pickle.UnpicklingError("map elements are not unpickled: their text would be compiled")

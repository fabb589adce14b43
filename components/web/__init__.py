"""HTTP around the Streamlit script: routes, links and headers."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.routing import BaseRoute, Mount, Route


def below(base: str, routes: Sequence[BaseRoute]) -> list[BaseRoute]:
    """The same routes below a base path, where Streamlit expects them (``server.baseUrlPath``)."""
    prefix = f"/{base.strip('/')}" if base.strip("/") else ""
    return [_moved(prefix, route) for route in routes]


def _moved(prefix: str, route: BaseRoute) -> BaseRoute:
    if isinstance(route, Mount):
        return Mount(prefix + route.path, route.app)
    assert isinstance(route, Route)  # noqa: S101 - there are no others
    return Route(prefix + route.path, route.endpoint)

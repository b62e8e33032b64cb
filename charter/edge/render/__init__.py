"""The edge policy in the words of gateways that stand in front of Charter."""

from charter.edge.render.caddy import render_caddy
from charter.edge.render.kong import render_kong
from charter.edge.render.rendered import Rendered

__all__ = ["Rendered", "render_caddy", "render_kong"]

"""Our scripts, styles and images: read once, and served under an address that changes when one of them does.

A browser keeps them for a year and never asks again. Streamlit would send them with every run of a page.
"""

import gzip
import hashlib
from pathlib import Path
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

_FOLDER = Path(__file__).parent
_MEDIA_TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}
_NOT_COMPRESSED = {".png"}
# Streamlit also calls the cleanup of a run of the page that a newer run superseded while its script was loading, maybe
# before it calls the newer one: only a component that has left the page is cleaned up, and only the newest run counts.
_LOADER = """
const address = new URL("ADDRESS", document.baseURI);
const newest = new WeakMap();
export default async (component) => {
  const { parentElement } = component;
  const run = {};
  newest.set(parentElement, run);
  const module = await import(address);
  if (newest.get(parentElement) !== run) return;
  const cleanUp = module.default(component);
  return () => setTimeout(() => {
    if (!parentElement.isConnected) cleanUp?.();
  });
};
"""


class Asset(NamedTuple):
    """A file as it is served.

    Attributes:
        content: its bytes.
        media_type: what they are.
        compressed: the same as gzip; None where that would not be smaller.
    """

    content: bytes
    media_type: str
    compressed: bytes | None


def asset_url(name: str) -> str:
    """The address of an asset, relative to any page of ours: they all are one level deep.

    Args:
        name: its path in `ui/`, e.g. "frame/frame.css".

    Raises:
        KeyError: there is no such asset.
    """
    if name not in _ASSETS:
        raise KeyError(name)
    return f"assets/{DIGEST}/{name}"


def script_loader(name: str) -> str:
    """JavaScript for `st.components.v2.component(js=...)`: it imports an asset, and calls what that exports.

    Args:
        name: an ES module whose default export is the component, e.g. "inside/tab_drawing.js".
    """
    return _LOADER.replace("ADDRESS", asset_url(name))


def style_loader(name: str) -> str:
    """CSS for `st.components.v2.component(css=...)`: it imports an asset. One line would be taken for a file's path."""
    return f'@import\n  url("{asset_url(name)}");\n'


async def serve(request: Request) -> Response:
    """GET an asset. The address of another version, kept by an open page, is no longer answered."""
    asset = _ASSETS.get(request.path_params["name"])
    if asset is None or request.path_params["digest"] != DIGEST:
        return PlainTextResponse("Not found", 404, {"Cache-Control": "no-store"})
    headers = {
        "Cache-Control": "public, max-age=31536000, immutable",
        "Content-Type": asset.media_type,
        "X-Content-Type-Options": "nosniff",
    }
    if asset.compressed is None:
        return Response(asset.content, headers=headers)
    headers["Vary"] = "Accept-Encoding"
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(asset.content, headers=headers)
    return Response(asset.compressed, headers=headers | {"Content-Encoding": "gzip"})


def _read_assets() -> dict[str, Asset]:
    paths = (path for path in sorted(_FOLDER.rglob("*")) if path.suffix in _MEDIA_TYPES)
    return {path.relative_to(_FOLDER).as_posix(): _read(path) for path in paths}


def _read(path: Path) -> Asset:
    content = path.read_bytes()
    compressed = None if path.suffix in _NOT_COMPRESSED else gzip.compress(content, mtime=0)
    return Asset(content, _MEDIA_TYPES[path.suffix], compressed)


def _digest() -> str:
    """Of all assets: scripts import each other by relative addresses, so one that changes renames all."""
    total = hashlib.sha256()
    for name, asset in _ASSETS.items():
        total.update(f"{name}\0{len(asset.content)}\0".encode() + asset.content)
    return total.hexdigest()[:16]


_ASSETS = _read_assets()
DIGEST = _digest()
ROUTES = (Route("/assets/{digest}/{name:path}", serve, methods=["GET"]),)

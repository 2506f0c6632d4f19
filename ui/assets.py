"""Our scripts, styles and images, served at URLs that change with their content.

Browsers cache them for a year without revalidation. Streamlit would send them at every rerun.
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
# Streamlit also calls the cleanup of a rerun that was superseded while its script was loading, maybe before it calls
# the newer one: clean up only a component that has left the page, and only for the latest rerun.
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
    """A file as served.

    Attributes:
        content: its bytes.
        media_type: their MIME type.
        compressed: the content compressed with gzip; None if that is not smaller.
    """

    content: bytes
    media_type: str
    compressed: bytes | None


def asset_url(name: str) -> str:
    """Return the URL of an asset, relative to any of our pages, which are all at the same level.

    Args:
        name: the asset's path in `ui/`, e.g. "frame/frame.css".

    Raises:
        KeyError: there is no such asset.
    """
    if name not in _ASSETS:
        raise KeyError(name)
    return f"assets/{DIGEST}/{name}"


def script_loader(name: str) -> str:
    """Return JavaScript for `st.components.v2.component(js=...)` that imports an asset and calls its default export.

    Args:
        name: an ES module whose default export is the component, e.g. "inside/tab_drawing.js".
    """
    return _LOADER.replace("ADDRESS", asset_url(name))


def style_loader(name: str) -> str:
    """Return CSS for `st.components.v2.component(css=...)` that imports an asset; in two lines, as one means a path."""
    return f'@import\n  url("{asset_url(name)}");\n'


async def serve(request: Request) -> Response:
    """Serve a GET request for an asset; 404 for another version, requested by a page that was open before an update."""
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
    """Return a digest of all assets: scripts import each other by relative URL, so a change renames them all."""
    total = hashlib.sha256()
    for name, asset in _ASSETS.items():
        total.update(f"{name}\0{len(asset.content)}\0".encode() + asset.content)
    return total.hexdigest()[:16]


_ASSETS = _read_assets()
DIGEST = _digest()
ROUTES = (Route("/assets/{digest}/{name:path}", serve, methods=["GET"]),)

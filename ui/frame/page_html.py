"""Build a page's HTML in the visitor's language from Streamlit's `index.html`."""

import functools
import gzip
import hashlib
import html
import json
import re
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from base.languages import LANGUAGES
from ui.assets import asset_url
from ui.frame.page_scripts import page_scripts
from ui.language import catalogue
from ui.page_table import APP_NAME, page_table

_STREAMLIT = Path(st.__file__).parent / "static"
_STYLE = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")
# Lines of Streamlit's HTML to remove: its icon, an unused font, its title, its noscript text.
_DROPPED = (
    r'<link rel="shortcut icon"[^>]*>',
    r'<link\s+rel="preload"[^>]*as="font"[^>]*>',
    r"<title>.*?</title>",
    r'<link rel="service-desc"[^>]*>',
    r"<noscript>.*?</noscript>",
    r"<script>\s*window\.prerenderReady = false\s*</script>",
    r"<!--.*?-->",
)
# Inlined styles of the frame and of components, to avoid a flash of unstyled content.
_STYLES = ("frame/frame.css", "draw/lens.css", "draw/photograph_camera.css")
# Streamlit replaces the content of #root; its scripts append their stylesheets to the head, before ours.
_BODY = """
    <div id="first-paint" class="first-paint">
      <header><img src="{icon}" alt="">{app}</header>
      <main>{canvas}<p>{loading}</p></main>
    </div>
    <noscript><p>{no_script}</p></noscript>
    <div id="connection" role="status" hidden data-words="{connection_words}"></div>
    {styles}
    <script type="module" src="{connection}"></script>
  </body>"""
_HEAD = """
    <title>{title}</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="description" content="{description}">
    <meta name="theme-color" media="(prefers-color-scheme: light)" content="#ffffff">
    <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#0f1424">
    <link rel="icon" type="image/svg+xml" href="{icon}">
    <link rel="icon" type="image/png" sizes="192x192" href="{small_icon}">
    <link rel="apple-touch-icon" href="{touch_icon}">
    <link rel="manifest" href="{manifest}">
    <script src="{language_script}" data-languages="{languages}"></script>
    <style>{first_style}</style>"""
_MISSING = """<!DOCTYPE html>
<html lang="{language}">
  <head>
    <meta charset="UTF-8">
    <base href="{root}">{head}
  </head>
  <body class="first-paint">
    <header><img src="{icon}" alt="">{app}</header>
    <main>
      <h1>{title}</h1>
      <p>{words}</p>
      <p><a href="./?lang={language}">{link}</a></p>
    </main>
  </body>
</html>
"""


class Document(NamedTuple):
    """A page's HTML as served.

    Attributes:
        content: UTF-8 bytes.
        compressed: the content compressed with gzip.
        etag: the content's ETag.
    """

    content: bytes
    compressed: bytes
    etag: str


@functools.cache
def page_document(language: str, path: str) -> Document:
    """Return the HTML of a page.

    Args:
        language: a code of `LANGUAGES`.
        path: the page's path, see `PageEntry`.
    """
    _ = catalogue(language).gettext
    title = next(entry.window_title for entry in page_table(_) if entry.path == path)
    body = _BODY.format(
        app=APP_NAME,
        icon=asset_url("frame/icon.svg"),
        canvas="" if path else '<div class="first-paint-canvas"></div>',
        loading=html.escape(_("Loading …")),
        no_script=html.escape(_("Digit Lab needs JavaScript. Allow it in your browser’s settings.")),
        connection_words=html.escape(_connection_words()),
        styles="".join(f'<link rel="stylesheet" href="{asset_url(style)}">' for style in _STYLES),
        connection=asset_url("frame/connection.js"),
    )
    page = _streamlit_page().replace("</body>", body, 1)
    page = page.replace("</head>", f"{_preloads(page, path)}</head>", 1)
    page = page.replace('<meta charset="UTF-8" />', '<meta charset="UTF-8" />' + page_head(language, title), 1)
    return html_document(page.replace('<html lang="en">', f'<html lang="{language}">', 1))


def missing_document(language: str, path: str) -> Document:
    """Return the HTML of the "not found" page.

    Args:
        language: a code of `LANGUAGES`.
        path: the requested path from the root; untrusted.
    """
    _ = catalogue(language).gettext
    title = _("Page not found")
    page = _MISSING.format(
        language=language,
        root="../" * (path.count("/") - 1) or "./",
        head=page_head(language, f"{title} – {APP_NAME}"),
        icon=asset_url("frame/icon.svg"),
        app=APP_NAME,
        title=html.escape(title),
        words=html.escape(_("There is no page at {address}.")).format(address=f"<code>{html.escape(path)}</code>"),
        link=html.escape(_("Go to Draw")),
    )
    return html_document(page)


def _preloads(page: str, path: str) -> str:
    """Return preload links for the page's scripts that Streamlit's HTML does not contain already."""
    scripts = (script for script in page_scripts(path) if script not in page)
    return "".join(f'  <link rel="modulepreload" crossorigin href="./{script}">\n  ' for script in scripts)


def page_head(language: str, title: str) -> str:
    """Return the head elements of each page: title, icons, inlined styles."""
    _ = catalogue(language).gettext
    description = _("Draw a digit and see how a neural network recognizes it. Train one yourself and watch it learn.")
    return _HEAD.format(
        title=html.escape(title),
        description=html.escape(description),
        icon=asset_url("frame/icon.svg"),
        small_icon=asset_url("frame/icon-192.png"),
        touch_icon=asset_url("frame/apple-touch-icon.png"),
        manifest=asset_url("frame/digit-lab.webmanifest"),
        language_script=asset_url("frame/language.js"),
        languages=" ".join(LANGUAGES),
        first_style=_STYLE,
    )


@functools.cache
def _streamlit_page() -> str:
    """Return Streamlit's page without the parts that we replace."""
    page = (_STREAMLIT / "index.html").read_text(encoding="utf-8")
    for pattern in _DROPPED:
        page = re.sub(pattern, "", page, flags=re.DOTALL)
    return re.sub(r'<meta\s+name="viewport"[^>]*>', "", page)


def _connection_words() -> str:
    """Return the texts of connection.js, in all languages, since the visitor may switch."""
    return json.dumps(
        {
            language: {
                "gone": _("No connection. Your drawing is safe; trying again …"),
                "connecting": _("Reconnecting …"),
                "restarting": _("The recognizer is restarting. Your drawing is safe, and the answer will follow."),
            }
            for language in LANGUAGES
            for _ in (catalogue(language).gettext,)
        },
        ensure_ascii=False,
    )


def html_document(page: str) -> Document:
    """Encode a page's HTML for serving."""
    content = page.encode()
    return Document(content, gzip.compress(content, mtime=0), f'"{hashlib.sha256(content).hexdigest()[:16]}"')

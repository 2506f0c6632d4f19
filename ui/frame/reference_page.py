"""The REST API's reference page, rendered from its OpenAPI document without scripts.

The frame is in the visitor's language, the document's texts are English.
"""

import functools
import html
import re
from collections.abc import Iterable, Iterator
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from base.languages import LANGUAGES
from ui.assets import asset_url
from ui.frame.page_html import Document, html_document, page_head
from ui.frame.page_server import asked_language, html_answer
from ui.language import catalogue
from ui.page_table import APP_NAME

_PAGE = """<!DOCTYPE html>
<html lang="{language}">
  <head>
    <meta charset="UTF-8">
    <base href="{root}">{head}
    <link rel="stylesheet" href="{style}">
  </head>
  <body class="first-paint reference">
    <header><a href="./?lang={language}"><img src="{icon}" alt="">{app}</a><nav>{languages}</nav></header>
    <main>
      <h1>{title}</h1>
      <p>{introduction}</p>
      <p lang="en">{about}</p>
      <p><a href="{document}">OpenAPI 3.1</a></p>
      <ul class="contents" lang="en">{contents}</ul>
      {operations}
      <h2>{answers}</h2>
      {schemas}
    </main>
  </body>
</html>
"""


def reference_route(path: str, document_path: str, document: dict[str, Any]) -> Route:
    """Return the route that serves the page.

    Args:
        path: the page's path from the root.
        document_path: the path where the document itself is served.
        document: an OpenAPI 3.1 document.
    """

    @functools.cache
    def page(language: str) -> Document:
        return html_document(_ReferencePage(language, path, document).html(document_path))

    async def serve(request: Request) -> Response:
        return html_answer(page(asked_language(request.scope)), request.scope)

    return Route(path, serve, methods=["GET"])


class _ReferencePage:
    """The page in one language; arguments as of `reference_route`."""

    def __init__(self, language: str, path: str, document: dict[str, Any]) -> None:
        self._language = language
        self._gettext = catalogue(language).gettext
        self._path = path
        # The page has a <base>, so links to its sections need the full path.
        self._own_address = f"{path[1:]}?lang={language}"
        self._document = document

    def html(self, document_path: str) -> str:
        _ = self._gettext
        title = _("REST interface")
        return _PAGE.format(
            language=self._language,
            root="../" * (self._path.count("/") - 1),
            head=page_head(self._language, f"{title} – {APP_NAME}"),
            style=asset_url("frame/reference.css"),
            icon=asset_url("frame/icon.svg"),
            app=APP_NAME,
            languages=self._languages(),
            title=html.escape(title),
            introduction=html.escape(_("Your own programs can recognize drawings, too.")),
            about=_prose(self._document["info"]["description"]),
            document=document_path[1:],
            contents="".join(self._entry(*each) for each in self._operations()),
            operations="".join(self._operation(*each) for each in self._operations()),
            answers=html.escape(_("What the responses contain")),
            schemas="".join(_schema(*each) for each in self._document["components"]["schemas"].items()),
        )

    def _operations(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Return (method, path, operation) for each operation."""
        for path, methods in self._document["paths"].items():
            for method, operation in methods.items():
                yield method.upper(), path, operation

    def _languages(self) -> str:
        current = {self._language: ' aria-current="true"'}
        links = (
            f'<a href="{self._path[1:]}?lang={code}" lang="{code}"{current.get(code, "")}>{language.name}</a>'
            for code, language in LANGUAGES.items()
        )
        return " ".join(links)

    def _entry(self, method: str, path: str, operation: dict[str, Any]) -> str:
        link = f'<a href="{self._own_address}#{_anchor(method, path)}">{_prose(operation["summary"])}</a>'
        return f"<li>{link} <code>{method} {html.escape(path)}</code></li>"

    def _operation(self, method: str, path: str, operation: dict[str, Any]) -> str:
        _ = self._gettext
        parameters = ((each["name"], _prose(each["description"])) for each in operation["parameters"])
        answers = ((status, self._answer(answer)) for status, answer in operation["responses"].items())
        tables = _table(parameters, _("Parameters")) + _table(answers, _("Responses"))
        return f"""
          <section id="{_anchor(method, path)}">
            <h2 lang="en">{_prose(operation["summary"])}</h2>
            <p class="address"><b>{method}</b> <code>{html.escape(path)}</code></p>
            <p lang="en">{_prose(operation["description"])}</p>
            {tables}
            {"".join(map(self._example, operation["x-codeSamples"]))}
          </section>"""

    def _answer(self, answer: dict[str, Any]) -> str:
        """Describe a response status, and link to the schema of its JSON."""
        lines = "<br>".join(_prose(line) for line in answer["description"].splitlines())
        schema = answer["content"].get("application/json", {}).get("schema", {})
        name = schema.get("$ref", "").rpartition("/")[2]
        return f'{lines} → <a href="{self._own_address}#{name}">{name}</a>' if name else lines

    def _example(self, sample: dict[str, str]) -> str:
        _ = self._gettext
        title = _("Example: {language}").format(language=sample["lang"])
        return f'<h3>{html.escape(title)}</h3><pre tabindex="0"><code>{html.escape(sample["source"])}</code></pre>'


def _schema(name: str, schema: dict[str, Any]) -> str:
    fields = ((field, _prose(each["description"])) for field, each in schema["properties"].items())
    return f"""
      <section id="{name}" lang="en">
        <h3>{name}</h3>
        <p>{_prose(schema["description"])}</p>
        {_table(fields)}
      </section>"""


def _table(rows: Iterable[tuple[str, str]], title: str = "") -> str:
    """Return a table of names and descriptions as HTML; "" without rows."""
    body = "".join(f'<tr><th scope="row"><code>{name}</code></th><td lang="en">{cell}</td></tr>' for name, cell in rows)
    caption = f"<caption>{html.escape(title)}</caption>" if title else ""
    return f"<table>{caption}{body}</table>" if body else ""


def _prose(text: str) -> str:
    """Convert text with code in backticks to HTML."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text, quote=False))


def _anchor(method: str, path: str) -> str:
    return f"{method.lower()}{re.sub(r'[^a-z0-9]+', '-', path)}".rstrip("-")

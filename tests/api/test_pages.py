"""What a page's address answers: HTML in the visitor's language, compressed; and 404 where there is no page."""

import gzip
import re
import time

import httpx
import pytest

from tests.server import Server

SCRIPTS = re.compile(r'src="\./(static/js/[^"]+)"')


def get(server: Server, path: str, **headers: str) -> httpx.Response:
    return httpx.get(server.url + path, headers=headers, follow_redirects=False)


def script_of(server: Server) -> str:
    """The address of a script that the page names."""
    return f"/{SCRIPTS.findall(get(server, '/').text)[0]}"


@pytest.mark.parametrize(
    ("path", "accepted", "language", "title"),
    [
        ("/", "en-GB,en", "en", "Draw – Digit Lab"),
        ("/", "zh-HK,zh;q=0.9", "zh-TW", "手寫 – Digit Lab"),
        ("/train?lang=zh-CN", "en", "zh-CN", "训练 – Digit Lab"),
        ("/train?lang=%22%3E%3Cscript%3E", "en", "en", "Train – Digit Lab"),
    ],
)
def test_a_page_says_its_language_and_title(server, path, accepted, language, title):
    response = get(server, path, **{"accept-language": accepted})
    assert response.status_code == 200
    assert f'<html lang="{language}">' in response.text
    assert f"<title>{title}</title>" in response.text
    assert response.text.count("<title>") == 1
    assert "<script>alert" not in response.text


def test_a_page_brings_what_a_home_screen_needs(server):
    page = get(server, "/").text
    found = re.findall(r'<link rel="(?:icon|manifest|apple-touch-icon)"[^>]*href="([^"]+)"', page)
    assert len(found) == 4
    assert [get(server, f"/{address}").status_code for address in found] == [200] * 4
    manifest = next(address for address in found if address.endswith(".webmanifest"))
    folder = manifest.rpartition("/")[0]
    for icon in get(server, f"/{manifest}").json()["icons"]:
        assert get(server, f"/{folder}/{icon['src']}").status_code == 200


def test_a_page_is_asked_for_again_and_not_sent_again(server):
    first = get(server, "/train")
    assert first.headers["cache-control"] == "no-cache"
    again = get(server, "/train", **{"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = get(server, "/train?lang=zh-TW", **{"if-none-match": first.headers["etag"]})
    assert other.status_code == 200


@pytest.mark.parametrize("language", ["en", "zh-TW", "zh-CN"])
def test_an_unknown_address_is_a_404_in_the_visitors_language(server, language):
    response = get(server, f"/no/%3Cb%3Esuch?lang={language}")
    words = {"en": "There is no page at", "zh-TW": "沒有網頁", "zh-CN": "没有网页"}
    assert response.status_code == 404
    assert response.headers["cache-control"] == "no-store"
    assert words[language] in response.text
    assert "<code>/no/&lt;b&gt;such</code>" in response.text
    assert '<base href="../">' in response.text


def test_draw_is_the_first_page_and_keeps_its_query(server):
    response = get(server, "/draw?model=tiny-16&lang=zh-TW")
    assert response.is_redirect
    assert httpx.URL(response.url).join(response.headers["location"]).raw_path == b"/?model=tiny-16&lang=zh-TW"


def test_streamlits_scripts_are_compressed_and_the_same(server):
    path = script_of(server)
    plain = get(server, path, **{"accept-encoding": "identity"})
    with httpx.stream("GET", server.url + path, headers={"accept-encoding": "gzip"}) as response:
        body = b"".join(response.iter_raw())
    assert (response.headers["content-encoding"], response.headers["vary"]) == ("gzip", "Accept-Encoding")
    assert gzip.decompress(body) == plain.content
    assert len(body) * 2 < len(plain.content)
    assert "immutable" in response.headers["cache-control"]
    for etag in (plain.headers["etag"], response.headers["etag"]):
        again = get(server, path, **{"if-none-match": etag, "accept-encoding": "gzip"})
        assert (again.status_code, again.content) == (304, b"")


def test_a_part_of_a_file_is_sent_as_it_is(server):
    path = script_of(server)
    response = get(server, path, range="bytes=0-9", **{"accept-encoding": "gzip"})
    assert (response.status_code, len(response.content)) == (206, 10)
    assert "content-encoding" not in response.headers


def test_a_file_that_does_not_exist_stays_streamlits_affair(server):
    response = get(server, "/static/js/no-such.js", **{"accept-encoding": "gzip"})
    assert response.headers["content-type"].startswith("text/html")


def test_html_that_is_a_file_is_not_taken_for_an_unknown_page(server):
    address = f"{server.url}/api/v1/models/tiny-16/files/html"
    httpx.post(address)
    until = time.monotonic() + 60
    while (response := httpx.get(address)).status_code == 409:
        assert time.monotonic() < until, response.text
        time.sleep(0.1)
    assert response.status_code == 200
    assert response.headers["content-disposition"] == 'attachment; filename="tiny-16.html"'


@pytest.mark.parametrize(("path", "target"), [("/draw?model=a", "./?model=a"), ("/train/?lang=en", "../train?lang=en")])
def test_a_page_with_another_address_is_found_wherever_the_server_is(server, path, target):
    response = get(server, path)
    assert (response.status_code, response.headers["location"]) == (307, target)

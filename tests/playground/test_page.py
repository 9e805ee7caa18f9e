"""The page as a browser gets it: its files, its words, and nothing from outside."""

import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import httpx
import pytest

from playground.page.files import FOLDER, page_files

HOME = Path(__file__).parents[2]
CSP = "default-src 'self'; img-src 'self' data: blob:"


def words() -> dict[str, dict[str, str]]:
    """The page's words by language."""
    source = (FOLDER / "words.js").read_text(encoding="utf-8")
    read: dict[str, dict[str, str]] = json.loads(source[source.index("{") : source.rindex("}") + 1])
    return read


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/page/style.css", "text/css; charset=utf-8"),
        ("/page/app.js", "text/javascript; charset=utf-8"),
        ("/page/seal.svg", "image/svg+xml"),
    ],
)
async def test_each_file_comes_as_what_it_is(
    client: httpx.AsyncClient, address: str, kind: str
) -> None:
    answer = await client.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (200, kind)


async def test_nothing_from_elsewhere_may_run_or_load_in_the_page(
    client: httpx.AsyncClient,
) -> None:
    for address in ("/", "/page/app.js"):
        headers = (await client.get(address)).headers
        assert headers["content-security-policy"] == CSP
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("address", ["/", "/page/app.js", "/control/people", "/control/events"])
async def test_a_name_of_elsewhere_gets_nothing(client: httpx.AsyncClient, address: str) -> None:
    answer = await client.get(address, headers={"Host": "evil.example"})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "address",
    ["/page/files.py", "/page/__init__.py", "/page/..%2fcontrol.py", "/page/none.js", "/page/"],
)
async def test_only_files_for_a_browser_are_served(client: httpx.AsyncClient, address: str) -> None:
    assert (await client.get(address)).status_code == 404


async def test_every_file_the_page_asks_for_is_there(client: httpx.AsyncClient) -> None:
    asked = {name for path in page_files() for name in _asked_in(path)}
    assert {"app.js", "style.css", "seal.svg", "words.js"} <= asked
    for name in asked:
        assert (await client.get(f"/page/{name}")).status_code == 200, name


def _asked_in(path: Path) -> list[str]:
    return re.findall(r'(?:/page/|from "\./)([\w.-]+)', path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", page_files(), ids=lambda path: path.name)
def test_no_address_outside_stands_in_the_page(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"""https?://[\w"'`]|["'(]//\w""", text)


@pytest.mark.parametrize("path", page_files(), ids=lambda path: path.name)
def test_no_text_ever_becomes_html(path: Path) -> None:
    forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function"
    assert not re.search(forbidden, path.read_text(encoding="utf-8"))


def test_both_languages_have_the_same_words() -> None:
    korean, english = words()["ko"], words()["en"]
    assert list(korean) == list(english)
    for key in korean:
        assert korean[key].strip(), key
        assert english[key].strip(), key
        assert _places(korean[key]) == _places(english[key]), key


def _places(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def test_every_word_the_page_asks_for_exists_and_every_word_is_asked_for() -> None:
    scripts = [path.read_text(encoding="utf-8") for path in _scripts() if path.name != "words.js"]
    asked = set(re.findall(r'"([a-z]+\.\w+)"', "".join(scripts)))
    known = set(words()["ko"])
    assert {key for key in asked if key.split(".")[0] in _families(known)} <= known
    assert {key for key in known if not _made(key)} <= asked


def _families(keys: set[str]) -> set[str]:
    return {key.split(".")[0] for key in keys}


def _made(key: str) -> bool:
    """Whether the key's end is put together from a name: of a state, a part, an act, a fault."""
    family, end = key.split(".")
    by_name = {"part", "inbox", "outbox", "analysis", "attach", "doing", "clock", "faults", "path"}
    return family in by_name or end in {"voice", "sticker", "poll", "location", "contact"} | {
        "korean",
        "english",
    }


def test_no_korean_sentence_is_long() -> None:
    for key, text in words()["ko"].items():
        assert max(map(len, re.split(r"[.?!]\s*", text))) <= 60, key


@pytest.mark.skipif(shutil.which("node") is None, reason="no node here to read JavaScript")
def test_every_script_is_a_module_without_a_slip_of_the_pen() -> None:
    read_each = (
        'import vm from "node:vm"; import { readFileSync } from "node:fs";'
        "for (const name of process.argv.slice(1))"
        ' new vm.SourceTextModule(readFileSync(name, "utf8"), { identifier: name });'
    )
    node = ["node", "--experimental-vm-modules", "--no-warnings", "--input-type=module", "-e"]
    names = [str(path) for path in _scripts()]
    read = subprocess.run([*node, read_each, *names], capture_output=True, text=True, check=False)
    assert read.returncode == 0, read.stderr


def _scripts() -> list[Path]:
    return [path for path in page_files() if path.suffix == ".js"]


def test_the_page_goes_with_the_package() -> None:
    built = tomllib.loads((HOME / "pyproject.toml").read_text())["tool"]["hatch"]["build"]
    assert "playground" in built["targets"]["wheel"]["packages"]
    ignored = subprocess.run(
        ["git", "check-ignore", *map(str, page_files())], cwd=HOME, capture_output=True, check=False
    )
    assert ignored.stdout == b""

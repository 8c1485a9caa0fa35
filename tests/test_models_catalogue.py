"""Models for people: the catalogue, getting files from a server that misbehaves, files of other programs, choosing, trying."""

import hashlib
import json
import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from app import fetching
from app.errors import KnownError
from app.fetching import fetch
from app.found_models import found_models
from app.model_trial import MESSAGES, try_out
from app.paths import Places
from app.sentences import SENTENCES
from app.settings import load
from models.catalogue import entries, fits, named
from models.fake import FakeChat
from models.gguf_file import NotGguf, read_head
from models.room import available_bytes, needed_bytes
from tests.cli_ran import Run
from tests.tiny_gguf import write_tiny_gguf
from tests.web_server import serving

DATA = bytes(range(256)) * 9000  # 2.3 MB
SHA256 = hashlib.sha256(DATA).hexdigest()


class Shelf:
    """A server with one file. `cut_after`: how many bytes each of the next replies gives before it hangs up."""

    def __init__(self) -> None:
        self.data = DATA
        self.cut_after: list[int] = []
        self.ranges: list[str] = []
        self.ranged = True
        self.redirect = ""
        self.address = ""


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    told = Shelf()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: Any) -> None:
            pass

        def do_GET(self) -> None:
            if told.redirect:
                self.send_response(302)
                self.send_header("Location", told.redirect)
                self.end_headers()
                return
            wanted = self.headers.get("Range", "")
            told.ranges.append(wanted)
            start = int(re.findall(r"\d+", wanted)[0]) if wanted and told.ranged else 0
            if self.path == "/gone.gguf" or start >= len(told.data):
                self.send_error(404 if self.path == "/gone.gguf" else 416)
                return
            self.send_response(206 if start else 200)
            self.send_header("Content-Length", str(len(told.data) - start))
            self.send_header("ETag", '"one"')
            self.end_headers()
            end = start + told.cut_after.pop(0) if told.cut_after else len(told.data)
            self.wfile.write(told.data[start:end])

    with serving(Handler) as address:
        told.address = f"{address}/a.gguf"
        yield told


def refused(shelf: Shelf, folder: Path, **given: Any) -> KnownError:
    with pytest.raises(KnownError) as failure:
        fetch(given.pop("address", shelf.address), folder, "a.gguf", **given)
    assert failure.value.code in SENTENCES
    SENTENCES[failure.value.code].format(**failure.value.params)
    return failure.value


# -- the catalogue


def test_the_catalogue_says_of_each_model_what_one_must_know() -> None:
    found = entries()
    assert {one.kind for one in found} == {"chat", "embedding", "reranker"}
    assert len({one.name for one in found}) == len(found)
    for one in found:
        assert fetching.is_fetchable(one.address)
        assert one.address.startswith("https://")
        assert one.address.endswith("/" + one.file)
        assert one.licence
        assert one.languages
        assert one.publisher
        assert one.bytes > 10**8
        assert re.fullmatch(r"[0-9a-f]{64}|", one.sha256)
        assert named(one.name) == named(one.file.upper()) == one
    assert named("nothing") is None


def test_whether_a_model_fits_goes_by_the_memory_that_is_free() -> None:
    large = named("qwen3-4b")
    assert large is not None
    need = large.needs_bytes(4096)
    assert 2.5e9 < large.bytes + 4 * 4096 * 36 * 1024 < need < 4e9
    assert [fits(need, free << 30) for free in (1, 3, 8)] == ["no", "no", "yes"]
    assert fits(need, need) == "tight"
    assert fits(0) == "yes"
    assert 0 < available_bytes() < 1 << 50


def test_a_file_says_itself_what_it_needs(tmp_path: Path) -> None:
    file = write_tiny_gguf(tmp_path / "tiny.gguf", layers=3, width=128, context_tokens=512)
    head = read_head(file)
    assert (head.architecture, head.kind, head.of("block_count"), head.embeds) == ("llama", "model", 3, False)
    assert head.vocabulary == 260
    size = file.stat().st_size
    assert needed_bytes(size, head, 2048) - needed_bytes(size, head, 1024) == 1024 * 3 * 2 * 128 * 2


@pytest.mark.parametrize("cut", [0, 3, 8, 30, 200])
def test_a_damaged_head_is_no_gguf(tmp_path: Path, cut: int) -> None:
    whole = write_tiny_gguf(tmp_path / "tiny.gguf").read_bytes()
    (tmp_path / "cut.gguf").write_bytes(whole[:cut])
    (tmp_path / "odd.gguf").write_bytes(whole[:8] + b"\xff" * 16 + whole[24:])
    for name in ("cut.gguf", "odd.gguf"):
        with pytest.raises(NotGguf):
            read_head(tmp_path / name)


# -- getting


def test_a_file_comes_whole_with_progress_and_only_once(shelf: Shelf, tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    got = fetch(shelf.address, tmp_path, "a.gguf", sha256=SHA256, on_progress=lambda *now: heard.append(now))
    assert got.path.read_bytes() == DATA
    assert (got.sha256, got.pinned) == (SHA256, False)
    assert heard[0] == (0, len(DATA))
    assert heard[-1] == (len(DATA), len(DATA))
    assert [done for done, _ in heard] == sorted(done for done, _ in heard)
    assert [path.name for path in tmp_path.iterdir()] == ["a.gguf"]
    fetch(shelf.address, tmp_path, "a.gguf", sha256=SHA256)
    assert len(shelf.ranges) == 1, "what is there and whole is not fetched again"


def test_a_broken_connection_is_taken_up_where_it_broke(shelf: Shelf, tmp_path: Path) -> None:
    shelf.cut_after = [700_000, 900_000]
    got = fetch(shelf.address, tmp_path, "a.gguf", sha256=SHA256)
    assert got.path.read_bytes() == DATA
    assert shelf.ranges == ["", "bytes=700000-", "bytes=1600000-"]


def test_what_a_stopped_try_got_is_where_the_next_begins(shelf: Shelf, tmp_path: Path) -> None:
    stop = iter([False, True])
    assert refused(shelf, tmp_path, cancelled=lambda: next(stop)).code == "get_stopped"
    held = (tmp_path / "a.gguf.part").stat().st_size
    assert 0 < held < len(DATA)
    assert fetch(shelf.address, tmp_path, "a.gguf", sha256=SHA256).sha256 == SHA256
    assert shelf.ranges[-1] == f"bytes={held}-"


def test_a_server_that_knows_no_ranges_starts_over(shelf: Shelf, tmp_path: Path) -> None:
    shelf.ranged = False
    shelf.cut_after = [700_000]
    assert fetch(shelf.address, tmp_path, "a.gguf", sha256=SHA256).path.read_bytes() == DATA


def test_a_connection_that_breaks_again_and_again_keeps_what_came(shelf: Shelf, tmp_path: Path) -> None:
    shelf.cut_after = [700_000, 0, 0, 0, 0]
    error = refused(shelf, tmp_path, sha256=SHA256)
    assert error.code == "get_cut"
    assert (tmp_path / "a.gguf.part").stat().st_size == 700_000


def test_another_file_than_the_promised_one_is_deleted(shelf: Shelf, tmp_path: Path) -> None:
    assert refused(shelf, tmp_path, sha256="0" * 64).code == "get_wrong"
    assert list(tmp_path.iterdir()) == []


def test_a_hash_that_nobody_published_is_written_down_and_holds(shelf: Shelf, tmp_path: Path) -> None:
    got = fetch(shelf.address, tmp_path, "a.gguf")
    assert (got.sha256, got.pinned) == (SHA256, True)
    assert fetch(shelf.address, tmp_path, "a.gguf").pinned is False
    got.path.unlink()
    shelf.data = DATA[:-1] + b"!"
    assert refused(shelf, tmp_path).code == "get_wrong"
    assert not got.path.exists()


def test_a_full_disk_is_said_before_and_when_it_happens(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = refused(shelf, tmp_path, spare_bytes=1 << 60)
    assert error.code == "get_no_room"
    assert error.params["missing_mb"] > 1 << 20
    (tmp_path / "a.gguf.part").symlink_to("/dev/full")
    assert refused(shelf, tmp_path).code == "get_no_room"


def test_without_a_network_one_sentence_says_so(shelf: Shelf, tmp_path: Path) -> None:
    assert refused(shelf, tmp_path, address="http://127.0.0.1:9/a.gguf").code == "get_offline"
    gone = refused(shelf, tmp_path, address=shelf.address.replace("a.gguf", "gone.gguf"))
    assert (gone.code, gone.params["status"]) == ("get_gone", 404)


@pytest.mark.parametrize("target", ["http://192.0.2.1/a.gguf", "file:///etc/hostname", "ftp://192.0.2.1/a"])
def test_nothing_is_fetched_in_the_open(shelf: Shelf, tmp_path: Path, target: str) -> None:
    assert refused(shelf, tmp_path, address=target).code == "get_refused"
    shelf.redirect = target
    assert refused(shelf, tmp_path).code in ("get_refused", "get_gone")
    assert not (tmp_path / "a.gguf").exists()


# -- files of other programs


def test_models_of_lm_studio_and_ollama_are_found_with_their_projectors(tmp_path: Path) -> None:
    studio = tmp_path / ".lmstudio" / "models" / "someone" / "Small-GGUF"
    studio.mkdir(parents=True)
    write_tiny_gguf(studio / "small.gguf")
    (studio / "notes.gguf").write_text("no model")
    blobs, manifests = tmp_path / ".ollama/models/blobs", tmp_path / ".ollama/models/manifests/registry.ollama.ai"
    blobs.mkdir(parents=True)
    data = write_tiny_gguf(tmp_path / "x.gguf").read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    (blobs / f"sha256-{digest}").write_bytes(data)
    (blobs / f"sha256-{'1' * 64}").write_bytes(b"p")
    whole = {
        "layers": [
            {"mediaType": "application/vnd.ollama.image.model", "digest": f"sha256:{digest}"},
            {"mediaType": "application/vnd.ollama.image.projector", "digest": f"sha256:{'1' * 64}"},
        ]
    }
    outside = {"layers": [{"mediaType": "application/vnd.ollama.image.model", "digest": "../../../x.gguf"}]}
    for name, text in (
        ("library/tiny/latest", json.dumps(whole)),
        ("someone/tiny/q8", json.dumps(whole)),
        ("library/odd/one", "{not json"),
        ("library/odd/two", json.dumps({"layers": 3})),
        ("library/odd/three", json.dumps(outside)),
    ):
        (manifests / name).parent.mkdir(parents=True, exist_ok=True)
        (manifests / name).write_text(text)
    found = found_models(tmp_path / "none", tmp_path)
    assert [(one.name, one.by) for one in found] == [
        ("small", "LM Studio"), ("someone/tiny:q8", "Ollama"), ("tiny:latest", "Ollama"),
    ]  # fmt: skip
    assert found[1].projector == blobs / f"sha256-{'1' * 64}"
    assert {one.kind for one in found} == {"chat"}


# -- on the command line


@pytest.fixture
def alone(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """A memory on a machine where no other program has models."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    run("init")
    return run


def test_a_model_is_got_by_address_used_tried_and_removed(
    alone: Run, shelf: Shelf, places: Places, tmp_path: Path
) -> None:
    shelf.data = write_tiny_gguf(tmp_path / "t.gguf").read_bytes()
    got = alone("models", "get", shelf.address, "--json").json
    assert got["pinned"] is True
    assert Path(got["path"]).parent == places.downloads
    listed = alone("models", "list", "--json").json
    assert [(one["name"], one["by"], one["kind"]) for one in listed["found"]] == [("a", "Recollect", "chat")]
    assert {one["fits"] for one in listed["catalogue"]} <= {"yes", "tight", "no"}
    assert listed["chat"] is None
    assert alone("models", "use", "a").status == 0
    assert load(places.settings).chat_path == got["path"]
    tried = alone("models", "trial", "--json").json
    assert tried["tokens"] > 50
    assert tried["tokens_a_second"] > 0
    assert tried["answer"]
    removed = alone("models", "remove", "a", "--delete", "--json").json
    assert (removed["chat"], removed["deleted"]) == (None, True)
    assert not Path(got["path"]).exists()
    assert alone("models", "list").status == 0


def test_a_model_that_nobody_knows_is_said_to_be_none(alone: Run, tmp_path: Path) -> None:
    assert "models list" in alone("models", "get", "nothing").err
    assert alone("models", "use", str(tmp_path / "gone.gguf")).status == 1
    assert alone("models", "trial").err.startswith("No model to write answers")


def test_a_server_outside_this_machine_is_asked_about_each_time_it_changes(
    alone: Run, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = "http://192.0.2.7:8080", "http://192.0.2.8:8080"
    assert "192.0.2.7" in alone("models", "use", first).err, "nobody is there to be asked"
    assert load(places.settings).chat_server == ""
    asked: list[str] = []
    from app.cli.terminal import Terminal

    monkeypatch.setattr(Terminal, "asks", lambda self: True)
    monkeypatch.setattr(Terminal, "confirmed", lambda self, question: asked.append(question) or True)
    for address, questions in ((first, 1), (first, 1), (second, 2), (first, 3)):
        assert alone("models", "use", address).status == 0
        assert len(asked) == questions
        settings = load(places.settings)
        assert (settings.chat_server, settings.chat_server_allowed) == (address, address)
    monkeypatch.setattr(Terminal, "confirmed", lambda self, question: False)
    assert alone("models", "use", second).status == 1
    assert load(places.settings).chat_server == first
    assert alone("models", "use", "http://127.0.0.1:11434").status == 0
    assert alone("models", "remove").status == 0
    assert load(places.settings).chat_server == ""


def test_a_file_made_for_vectors_becomes_the_embedder(alone: Run, places: Places, tmp_path: Path) -> None:
    file = write_tiny_gguf(tmp_path / "vectors.gguf", pooled=True)
    assert "Meaning" in alone("models", "use", str(file)).out
    assert (load(places.settings).embed_model, load(places.settings).chat_path) == (str(file), "")
    assert alone("models", "remove", "vectors").status == 0
    assert load(places.settings).embed_model == ""


def test_a_trial_counts_what_a_model_says() -> None:
    clock = iter(range(100))
    done = try_out(FakeChat("At the library [1]."), now=lambda: float(next(clock)))
    assert (done.answer, done.tokens, done.loaded_s) == ("At the library [1].", 4, 1.0)
    assert done.tokens_a_second == 1.0
    assert done.prompt_tokens > 20
    assert "seed swap" in MESSAGES[1]["content"]

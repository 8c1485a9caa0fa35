"""Secrets are found among harmless look-alikes, leave the text, the index and the picture together, and stay away after a crash."""

import random
import re
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from app.engines import FAILURES, Models
from app.errors import KnownError
from app.ingest import reading, secret_labels
from app.ingest.reading import read_next
from app.ingest.redact import redact_lines
from app.ingest.secret import cleaned, find_secrets, luhn, mark
from app.memory import Memory, initialise
from app.paths import Places
from app.records import Box, Line
from app.store import images, layers
from app.store.db import Store
from app.store.frames import NewMoment, Pixels, add_picture_moment
from models.fake import FakeOcr
from tests.secret_texts import harmless, planted

IBAN, CARD, KEY = "DE89 3704 0044 0532 0130 00", "4111 1111 1111 1111", "AKIAIOSFODNN7EXAMPLE"
SHOT = NewMoment(
    kind="screen", at=datetime(2026, 11, 20, 12, tzinfo=UTC), zone="UTC", app="editor", title="plan.md", stream="m", source="screen"
)  # fmt: skip


def kinds(text: str) -> list[str]:
    return [one.kind for one in find_secrets(text)]


def line(text: str, y: int = 0) -> Line:
    words = tuple((m.group(), Box(10 * m.start(), y, 10 * len(m.group()), 12)) for m in re.finditer(r"\S+", text))
    return Line(text, Box(0, y, 10 * len(text), 12), 0.9, words)


# -- finding


def test_every_letter_that_a_label_may_be_written_with_is_folded_to_the_labels_own() -> None:
    letters = "".join(
        sorted(set("".join((*secret_labels._HINTS, *secret_labels._LONG_HINTS, "bearerbasicphrasemnemonicrecovery"))))
    )
    every = "".join(map(chr, [*range(0xD800), *range(0xE000, 0x110000)]))
    for odd in re.findall(f"(?i)[{letters}]", every):
        assert secret_labels.folded(odd) in letters, hex(ord(odd))
        assert len(secret_labels.folded(odd)) == 1


def test_a_label_in_odd_letters_is_found_as_in_plain_ones() -> None:
    for text in ("PAſſWORD: hunter2x", "to\u212aen = abcdef123456789", "ПАР\u1c82ЛЬ: hunter2x", "LÖSENORD: hunter2x"):
        assert kinds(text) == ["password"], text


@pytest.mark.parametrize(
    "pattern", ["_SIGNED", "_SAID", "_BARE", "_BELOW", "_NAMED", "_BEARER", "_ADDRESS", "_PHRASE", "_NUMBER"]
)
def test_no_text_is_passed_over_that_a_pattern_would_find(pattern: str) -> None:
    """Without the quick look for hints the same is found; texts are made of what the patterns are made of."""
    chance = random.Random(7)
    pieces = [*secret_labels._HINTS, *secret_labels._LONG_HINTS, *secret_labels._SIGNS, "contraseña", "hasło", "Mot de passe", "api key",
              "Bearer", "BASIC ", "://a:", "@", " is ", " ist ", "\n", " ", " for ", "PIN", "cvv2", "Tan-Code", "seed phrase", "mnemonic",
              "Recovery Key", "Tulip4711", "a1b2c3d4e5f6g7h8", "apple pear plum fig", "123", "1234", '"', "word", "PWD"]  # fmt: skip
    wanted = getattr(secret_labels, pattern)
    fits = {"_SIGNED": secret_labels.is_given, "_ADDRESS": secret_labels.is_given, "_NAMED": secret_labels.is_long_and_mixed,
            "_BEARER": secret_labels.is_long_and_mixed, "_PHRASE": bool, "_NUMBER": bool}.get(pattern, secret_labels.is_mixed)  # fmt: skip
    found = 0
    for _ in range(3000):
        text = "".join(chance.choice(pieces) for _ in range(chance.randint(2, 9)))
        spans = set(secret_labels.labelled(text))
        for one in wanted.finditer(text):
            name = next(name for name, value in one.groupdict().items() if value is not None)
            value = one[name] if name != "value" else one[name].rstrip(secret_labels._TRAILING)
            if value and fits(value):
                found += 1
                assert (one.start(name), one.start(name) + len(value)) in spans, text
    assert found


def test_of_two_hundred_secrets_at_most_one_survives() -> None:
    survived = [one for one in planted(200) if any(piece in cleaned(one.text) for piece in one.pieces)]
    assert len(survived) <= 1, survived


def test_of_two_thousand_harmless_numbers_and_phrases_at_most_one_in_fifty_goes() -> None:
    removed = [text for text in harmless(2000) if find_secrets(text)]
    assert len(removed) <= 40, removed


@pytest.mark.parametrize("right", [CARD, IBAN])
def test_a_number_whose_check_digits_do_not_fit_stays(right: str) -> None:
    assert kinds(f"pay {right} now") in (["card"], ["iban"])
    wrong = right.replace("1111", "1112", 1).replace("0532", "0533")
    assert kinds(f"pay {wrong} now") == []
    assert not luhn("4111111111111112")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("visa 4l11 llll 1111 1111 of Ann, 41 11 1111 1111 1111", "card"),
        ("DE89 37O4 0044 O532 0l30 00", "iban"),
        ("GB29 NWBK 6016 1331 9268 19", "iban"),
        ("4111 1111\n1111 1111", "card"),
        ("ghp_0123456789abcdefABCD01\n23456789abcdefABCD", "key"),
        ("Password:\nTulip-4711", "password"),
        ("https://ann:Tulip4711@example.org/a", "password"),
        ("Authorization: Bearer 0123456789abcdef0123", "password"),
    ],
)
def test_what_recognition_confuses_or_breaks_is_still_found(text: str, kind: str) -> None:
    assert kind in kinds(text)


def test_the_users_own_patterns_are_secret_too() -> None:
    own = [re.compile(r"project heron \d+"), re.compile("x*")]
    assert cleaned("about project heron 12 today", own) == f"about {mark('own')} today"


@given(
    st.text(alphabet=st.sampled_from("0123456789OlI DEGB-_:=\n.\"'passwordPINKeyeyJsk+/AKIA"), max_size=300) | st.text()
)
@settings(max_examples=300, deadline=None)
def test_any_text_gives_spans_inside_it_that_are_apart_and_in_order(text: str) -> None:
    found = find_secrets(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(one.end <= after.start for one, after in pairwise(found))


@pytest.mark.parametrize(
    "piece", ["a", "1", "4 ", "0-", "l", "eyJaaaaaaaa-", "password ", "sk-", "://a:", "-BEGIN PRIVATE KEY ", "END PRIVATE KEY\n", "DE89 ", "="]
)  # fmt: skip
def test_a_long_hostile_text_is_searched_to_its_end(piece: str) -> None:
    text = piece * (100_000 // len(piece)) + f"\n\nplease: {KEY}"
    assert [one.kind for one in find_secrets(text)][-1:] == ["key"]


# -- lines and boxes


def test_the_words_that_hold_a_secret_are_named_by_their_boxes_and_marked_in_the_line() -> None:
    (out,), boxes = redact_lines([(0, line(f"send {CARD} to Ann"))])
    assert out[1].text == "send [card removed] to Ann"
    assert [word for word, _ in out[1].words] == out[1].text.split()
    assert boxes == [Box(50, 0, 190, 12)]


def test_a_private_key_goes_over_its_lines_and_blocks_and_nothing_after_it() -> None:
    chance = random.Random(2)
    body = ["".join(chance.choice("abcXYZ0189+/") for _ in range(64)) for _ in range(4)]
    texts = [
        "cat id_rsa",
        "-----BEGIN RSA PRIVATE KEY-----",
        *body,
        "-----END RSA PRIVATE KEY-----",
        "the heron nests by the mill",
    ]
    for cut in (texts, [*texts[:6], texts[-1]], [*texts[2:]]):
        out, boxes = redact_lines([(n // 3, line(text, 20 * n)) for n, text in enumerate(cut)])
        left = [one.text for _, one in out]
        assert left[-1] == texts[-1]
        assert not any(piece in "\n".join(left) for piece in body)
        assert len(boxes) == sum(text in (*body, texts[1], texts[6]) for text in cut)


def test_a_line_whose_words_are_unknown_is_painted_whole() -> None:
    bare = replace(line(f"password: {KEY}"), words=())
    (out,), boxes = redact_lines([(0, bare)])
    assert KEY not in out[1].text
    assert boxes == [bare.box]


# -- the store


def kept(memory: Memory, *texts: str) -> tuple[str, FakeOcr]:
    """A moment that waits to be read, and a reader that finds these lines on its picture."""
    ocr = memory._models.ocr
    public_id = add_picture_moment(memory.store, SHOT, Pixels(bytes([255]) * (640 * 180 * 3), 640, 180))
    ocr.learn(layers.picture_of(memory.store, public_id).tobytes(), texts)
    return public_id, ocr


def stored_texts(memory: Memory) -> str:
    rows = memory.store.rows("SELECT text, title, who, place FROM passage")
    words = memory.store.rows("SELECT term FROM passage_terms")
    return "\n".join(str(part) for row in [*rows, *words] for part in row)


def files(places: Places) -> set[str]:
    return {path.name for path in places.pictures.rglob("*") if path.is_file()}


def test_a_picture_is_seen_by_nobody_before_it_was_read(memory: Memory) -> None:
    public_id, ocr = kept(memory, "alpha text here")
    for call in (memory.picture, memory.thumbnail):
        with pytest.raises(KnownError, match="picture_waiting"):
            call(public_id)
    read_next(memory.store, ocr, FAILURES)
    assert memory.picture(public_id)
    assert memory.thumbnail(public_id)


def test_reading_paints_the_secret_in_picture_and_thumbnail_and_removes_the_old_files(
    memory: Memory, places: Places
) -> None:
    public_id, ocr = kept(memory, f"send {CARD} to Ann")
    before = files(places)
    read_next(memory.store, ocr, FAILURES)
    assert len(files(places)) == 2
    assert not files(places) & before
    for data, scale in ((memory.picture(public_id), 1), (memory.thumbnail(public_id), 2)):
        rgb, width, _ = images.decode_rgb(data)
        for x, y, painted in ((100, 8, True), (180, 8, True), (20, 8, False), (100, 100, False)):
            level = rgb[3 * (y // scale * width + x // scale)]
            assert (level < 200) == painted, (scale, x, y, level)
    assert "[card removed]" in memory.moment(public_id).moment.text
    assert "1111" not in stored_texts(memory)


def test_a_picture_without_secrets_is_not_written_again(memory: Memory, places: Places) -> None:
    _, ocr = kept(memory, "alpha text here")
    before = files(places)
    read_next(memory.store, ocr, FAILURES)
    assert set(before) < set(files(places))  # only its thumbnail came


def test_a_crash_between_reading_and_repainting_leaves_the_moment_waiting(memory: Memory, places: Places) -> None:
    public_id, ocr = kept(memory, f"key {KEY} here")
    before = files(places)
    memory.store.execute("CREATE TRIGGER refuse BEFORE UPDATE ON picture BEGIN SELECT RAISE(ABORT, 'refused'); END")
    with pytest.raises(Exception, match="refused"):
        read_next(memory.store, ocr, FAILURES)
    assert files(places) == before
    assert stored_texts(memory) == ""
    with pytest.raises(KnownError, match="picture_waiting"):
        memory.picture(public_id)
    memory.store.execute("DROP TRIGGER refuse")
    memory.store.execute("UPDATE job SET lease_us = 0")
    read_next(memory.store, ocr, FAILURES)
    assert KEY not in stored_texts(memory)
    assert not files(places) & before


def test_old_files_that_a_crash_left_on_the_list_go_at_the_next_start(
    memory: Memory, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.jobs import remove_orphans

    _, ocr = kept(memory, f"key {KEY} here")
    before = files(places)
    monkeypatch.setattr(reading.images, "remove_files", lambda store: 0)
    read_next(memory.store, ocr, FAILURES)
    assert before < files(places)
    monkeypatch.undo()
    remove_orphans(memory.store)
    assert not files(places) & before


def test_a_moment_that_was_read_by_another_meanwhile_is_left_as_it_is(memory: Memory, places: Places) -> None:
    public_id, ocr = kept(memory, f"key {KEY} here")

    class Slow:
        def read_parts(self, parts: object, known: object) -> object:
            memory.store.execute("UPDATE job SET lease_us = 0")
            read_next(memory.store, ocr, FAILURES)
            return ocr.read_parts(parts, known)

    read_next(memory.store, Slow(), FAILURES)  # type: ignore[arg-type]
    assert memory.picture(public_id)
    assert len(files(places)) == 2
    assert memory.store.value("SELECT count(*) FROM sighting") == 1


def test_a_picture_that_another_paints_meanwhile_is_read_again_and_not_called_gone(
    memory: Memory, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    public_id, ocr = kept(memory, f"key {KEY} here")
    store, look = memory.store, layers.layers_of

    def looked_up_and_painted(store: Store, moment_id: int) -> list[layers.Layer]:
        found = look(store, moment_id)
        data = images.read_piece(places, found[0].name, found[0].key)
        with store.writing():
            patch = images.Patch(0, 0, found[0].width_px, found[0].height_px, b"")
            layers.replace_layer(store, found[0], images.write(places, data, patch, found[0].format))
        images.remove_files(store)
        return found

    monkeypatch.setattr(layers, "layers_of", looked_up_and_painted)
    assert read_next(store, ocr, FAILURES) is not None
    monkeypatch.undo()
    assert memory.moment(public_id).moment.reading == "pending"
    assert store.rows("SELECT state, attempts, failure FROM job") == [("waiting", 0, "picture_changed")]
    store.execute("UPDATE job SET not_before_us = 0")
    read_next(store, ocr, FAILURES)
    assert memory.moment(public_id).moment.reading == "done"
    assert KEY not in stored_texts(memory)


def test_a_picture_whose_file_is_lost_is_said_to_be_gone(memory: Memory, places: Places) -> None:
    _, ocr = kept(memory, "alpha text here")
    next(path for path in places.pictures.rglob("*") if path.is_file()).unlink()
    with pytest.raises(reading.ReadingFailed, match="picture_gone"):
        read_next(memory.store, ocr, FAILURES)


def test_notes_and_messages_are_kept_without_their_secrets(memory: Memory) -> None:
    public_id = memory.note(f"wifi password: Tulip4711, iban {IBAN}")
    assert memory.moment(public_id).moment.text == "wifi password: [password removed], iban [iban removed]"
    assert not any(part in stored_texts(memory) for part in ("Tulip4711", "3704"))


def test_titles_and_addresses_of_windows_are_kept_without_their_secrets(places: Places) -> None:
    from app.sink import StoreSink
    from app.store.db import open_store
    from app.store.keys import open_slots
    from capture.frame import Frame, Monitor, Window

    initialise(places)
    sink = StoreSink(lambda: open_store(places, open_slots(places)))
    window = Window(
        1, "browser", f"Key {KEY}", "b", 1, 0, 0, 64, 48, focused=True, url="https://a.example/?password=Tulip4711&x=1"
    )
    sink.keep(
        Frame(
            SHOT.at, "UTC", Monitor("m", 0, 0, 64, 48), np.zeros((48, 64), np.uint32), window, "test", ((0, 0, 64, 48),)
        )
    )
    rows = sink.store.rows("SELECT title, url FROM moment")
    sink.close()
    assert rows[0][0] == "Key [key removed]"
    assert "Tulip" not in rows[0][1]


def test_real_recognition_finds_none_of_the_secrets_again_in_the_stored_picture(
    places: Places, real_models: Models
) -> None:
    texts = [
        "Meeting notes of Friday",
        f"Account {IBAN}",
        f"Card {CARD} until 12/29",
        f"Access {KEY} for the build",
        "The heron nests by the mill",
    ]
    picture = Image.new("RGB", (900, 400), "white")
    font = ImageFont.truetype("DejaVuSans.ttf", 20)
    for row, text in enumerate(texts):
        ImageDraw.Draw(picture).text((40, 30 + 60 * row), text, "black", font)
    initialise(places)
    memory = Memory.open(places, models=real_models)
    try:
        public_id = add_picture_moment(memory.store, SHOT, Pixels(picture.tobytes(), 900, 400))
        seen = layers.picture_of(memory.store, public_id)
        before = squeezed(read_twice_as_large(real_models, seen.tobytes(), seen.width, seen.height))
        memory.read_pending()
        after = squeezed(read_twice_as_large(real_models, *images.decode_rgb(memory.picture(public_id))))
        stored, vectors = squeezed(stored_texts(memory)), memory.store.value("SELECT count(*) FROM vector")
    finally:
        memory.close()
    for secret in (IBAN, CARD, KEY):
        pieces = [squeezed(secret)[at : at + 6] for at in range(0, len(squeezed(secret)) - 5, 3)]
        assert squeezed(secret) in before
        assert not any(piece in after or piece in stored for piece in pieces), secret
    assert "heronnests" in after
    assert "heronnests" in stored
    assert vectors > 0


def read_twice_as_large(models: Models, rgb: bytes, width_px: int, height_px: int) -> str:
    large = Image.frombytes("RGB", (width_px, height_px), rgb).resize((2 * width_px, 2 * height_px))
    return "\n".join(one.text for one in models.ocr.read(large.tobytes(), *large.size))


def squeezed(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())

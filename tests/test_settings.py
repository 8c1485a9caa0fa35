"""Settings: what is written is read back, comments stay, and a bad value is told with what is allowed."""

import stat
from dataclasses import fields, replace
from pathlib import Path

import pytest

from app.errors import KnownError
from app.sentences import sentence
from app.settings import Settings, allowed, load, save


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert load(tmp_path / "settings.toml") == Settings()


def test_what_others_have_copied_or_opened_is_remembered_only_when_switched_on() -> None:
    assert not Settings().clipboard
    assert not Settings().recent_documents


def test_what_is_saved_is_loaded_again(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    wanted = Settings(
        max_gap_s=5,
        idle_after_s=60,
        picture_quality=80,
        unknown_window="keep",
        engine="rapidocr",
        languages="eng+deu",
        embed_model="my-model",
        clipboard=True,
        recent_documents=True,
        browser_history=False,
        chat_path='C:\\models\\a "b".gguf',
    )
    save(file, wanted)
    assert load(file) == wanted
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_each_line_is_explained_with_its_range(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    save(file, Settings())
    lines = file.read_text().splitlines()
    for one in fields(Settings):
        place = next(number for number, line in enumerate(lines) if line.startswith(f"{one.name} ="))
        assert lines[place - 1].startswith("# ")
        assert allowed(one.name).lower() in lines[place - 1].lower()


def test_comments_and_foreign_lines_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('# mine\nother = 1\n\n[recording]\npicture_quality = 70 # sharp enough\n\n[later]\nx = "y"\n')
    save(file, replace(load(file), picture_quality=75, chat_path="/a.gguf"))
    text = file.read_text()
    for kept in ("# mine", "other = 1", "picture_quality = 75 # sharp enough", "[later]", 'x = "y"'):
        assert kept in text
    assert load(file) == replace(Settings(), picture_quality=75, chat_path="/a.gguf")


def test_saving_twice_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    save(file, Settings())
    first = file.read_bytes()
    save(file, load(file))
    assert file.read_bytes() == first


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("[recording]\nmax_gap_s = 0", "max_gap_s"),
        ("[recording]\nmax_gap_s = 99999", "max_gap_s"),
        ('[recording]\nmax_gap_s = "often"', "max_gap_s"),
        ("[recording]\nmax_gap_s = true", "max_gap_s"),
        ("[recording]\npicture_quality = 101", "picture_quality"),
        ("[recording]\npicture_quality = 65.5", "picture_quality"),
        ('[recording]\nunknown_window = "perhaps"', "unknown_window"),
        ("[reading]\nengine = [1]", "engine"),
        ('[reading]\nlanguages = "eng; rm -r"', "languages"),
        ("[model]\nchat_path = 3", "chat_path"),
        ('[model]\nchat_path = "a\\u0000b"', "chat_path"),
        ("[sources]\nclipboard = 1", "clipboard"),
        ('[sources]\nrecent_documents = "yes"', "recent_documents"),
        ("recording = 5", "recording"),
    ],
)
def test_a_bad_value_is_told_and_the_file_is_left_alone(tmp_path: Path, text: str, name: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text)
    with pytest.raises(KnownError) as caught:
        load(file)
    assert caught.value.code == "bad_setting"
    assert caught.value.params["name"] == name
    assert name in sentence(caught.value.code, caught.value.params)
    assert "{" not in sentence(caught.value.code, caught.value.params)
    assert file.read_text() == text


@pytest.mark.parametrize("data", [b"[recording", b"a = ", b"\xff\xfe\x00", b"x = 1\nx = 2"])
def test_a_broken_file_is_told_and_never_overwritten(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "settings.toml"
    file.write_bytes(data)
    with pytest.raises(KnownError, match="bad_settings_file"):
        load(file)
    with pytest.raises(KnownError, match="bad_settings_file"):
        save(file, Settings())
    assert file.read_bytes() == data


def test_a_bad_value_is_never_saved(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    with pytest.raises(KnownError, match="bad_setting"):
        save(file, Settings(picture_quality=0))
    assert not file.exists()

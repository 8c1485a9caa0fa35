"""The English sentence for each code that leaves `app`, `capture` or `models`. The window translates them; nothing seen stands here."""

from typing import Any

SENTENCES: dict[str, str] = {
    # opening a memory
    "not_initialised": "There is no memory here yet. Run 'recollect init', or open the window, to make one.",
    "wrong_key": "The key does not open this memory. Nothing was changed. Try the right passphrase or key file, or the recovery key.",
    "key_missing": "The key file {file} is not there. Put it back, or open the memory with its passphrase or recovery key.",
    "key_malformed": "The key file {file} does not hold 64 hexadecimal digits. Nothing was changed.",
    "key_locked": "The system's keyring is locked or does not answer. Unlock it and try again.",
    "no_keyring": "This machine has no keyring to hold the key. Give a passphrase, or name a key file in RECOLLECT_KEY_FILE.",
    "schema_newer": "This memory was written by a newer Recollect (schema {found}, this one knows {known}). Install that version to open it.",
    "damaged": "The memory's file is damaged. Nothing was changed. Restore a backup, or run 'recollect doctor'.",
    "busy": "Another program holds the memory for long. Try again in a moment.",
    "disk_full": "The disk is full: {free_mb} MB are free. Nothing already kept is lost. Make room, and recording goes on by itself.",
    "no_permission": "Recollect may not write to {folder}. Give yourself the right to write there, or set RECOLLECT_HOME.",
    # moments
    "no_such_moment": "No moment has that id. It may have been forgotten.",
    "picture_gone": "This moment has no picture any more.",
    "picture_damaged": "The picture of this moment is damaged and cannot be shown.",
    # recording
    "no_display": "There is no screen to record. Start a desktop session, or name a display with --display.",
    "wayland_unsupported": "This desktop runs Wayland, which does not let Recollect see the screen yet. Log in to an X11 session to record.",
    "platform_untried": "Recording is built for X11 on Linux and has not been tried on this system.",
    "recorder_running": "Another recorder already writes to this memory. One is enough.",
    "display_lost": "The screen went away. Recording goes on when it is back.",
    # models
    "worker_died": "The {kind} worker ended unexpectedly. It starts again by itself; nothing kept is lost.",
    "worker_timeout": "The {kind} worker did not answer in time and was started anew.",
    "model_missing": "The model file {name} is not there.",
    "model_broken": "The model file {name} cannot be loaded.",
    "out_of_memory": "There is not enough memory to load the model {name}.",
    "illegal_instruction": "This build of the model library does not fit this processor.",
    "ocr_missing": "No text recognition is installed. Pictures are kept and read once it is.",
    # asking
    "nothing_found": "Memory holds nothing that answers this.",
    "nothing_found_in_time": "Memory holds nothing that answers this in the time you named.",
    "empty_memory": "Memory is empty so far. Let Recollect record for a minute, then ask again.",
    "bad_time": "'{text}' is not a time that Recollect understands. Try 2026-11-20T15:00, 'yesterday' or 'last tuesday'.",
    "bad_line": "Line {line}: {reason}.",
    "file_missing": "There is no file {file}.",
    "nothing_selected": "Nothing was selected to forget. Name moments, a time, an app, a site, a thread or a search.",
}


def sentence(code: str, params: dict[str, Any] | None = None) -> str:
    """The English sentence for a code; a code without one is shown as it is, never an error."""
    template = SENTENCES.get(code)
    if template is None:
        return code.replace("_", " ")
    try:
        return template.format(**(params or {}))
    except (KeyError, IndexError):
        return template

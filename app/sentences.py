"""The English sentence for each code that leaves `app`, `capture` or `models`. The window translates them; nothing seen stands here."""

from typing import Any

SENTENCES: dict[str, str] = {
    # opening a memory
    "not_initialised": "There is no memory here yet. Run 'recollect init', or open the window, to make one.",
    "wrong_key": "The key does not open this memory. Nothing was changed. Try the right passphrase or key file, or the recovery key.",
    "key_missing": "The key file {file} is not there. Put it back, or open the memory with its passphrase or recovery key.",
    "key_malformed": "The key file {file} does not hold 64 hexadecimal digits. Nothing was changed.",
    "passphrase_needed": "This memory opens with a passphrase. Type it, or name a file that holds it with --passphrase-file.",
    "last_slot": "This is the last key that opens the memory. Add another before removing it.",
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
    "picture_waiting": "This picture is shown once it has been read and its secrets are removed.",
    "picture_damaged": "The picture of this moment is damaged and cannot be shown.",
    # recording
    "no_display": "There is no screen to record. Start a desktop session, or name a display with --display.",
    "wayland_unsupported": "This desktop runs Wayland, which does not let Recollect see the screen yet. Log in to an X11 session to record.",
    "platform_untried": "Recording is built for X11 on Linux and has not been tried on this system.",
    "virtual_display_failed": "No virtual screen could be started, because {missing} is missing or failed. Install xvfb and openbox.",
    "recorder_running": "Another recorder already writes to this memory. One is enough.",
    "display_lost": "The screen went away. Recording goes on when it is back.",
    "recent_unreadable": "The system's list of recently used documents cannot be read. Documents are left out until it can be.",
    # models
    "worker_died": "The {kind} worker ended unexpectedly. It starts again by itself; nothing kept is lost.",
    "worker_timeout": "The {kind} worker did not answer in time and was started anew.",
    "worker_error": "The {kind} worker could not do this ({what}). It goes on with the next.",
    "model_missing": "The model file {name} is not there.",
    "model_broken": "The model file {name} cannot be loaded.",
    "out_of_memory": "There is not enough memory to load the model {name}.",
    "illegal_instruction": "This build of the model library does not fit this processor.",
    "ocr_missing": "No text recognition is installed. Pictures are kept and read once it is.",
    # asking
    "nothing_found": "Memory holds nothing that answers this.",
    "nothing_found_in_time": "Memory holds nothing that answers this in the time you named.",
    "model_unproved": "The model's answer could not be proved by memory, so the best passages are quoted instead.",
    "stopped": "The written answer was stopped; the best passages are quoted.",
    "empty_memory": "Memory is empty so far. Let Recollect record for a minute, then ask again.",
    "bad_time": "'{text}' is not a time that Recollect understands. Try 2026-11-20T15:00, 'yesterday' or 'last tuesday'.",
    "bad_duration": "'{text}' is not a length of time. Try 10m, 1h or '2 days'.",
    "bad_line": "Line {line}: {reason}.",
    "file_missing": "There is no file {file}.",
    "file_unreadable": "The file {file} cannot be read. Check that it is a file and that you may read it.",
    "file_unwritable": "The file {file} cannot be written. Choose another place.",
    "not_json": "it is not JSON",
    "not_an_object": "it is not a JSON object",
    "no_id": "it has no id",
    "no_time": "it has no time",
    "odd_time": "its time cannot be read",
    "no_text": "it has no text",
    "too_long": "it is too long",
    "nothing_selected": "Nothing was selected to forget. Name moments, a time, an app, a site, a thread or a search.",
    "no_query": "it has no query",
    "bad_filter": "a filter in it is not one",
    "empty_time": "The time ends before it begins. Check --since and --until.",
    "time_is_past": "That time is past already. Give a later one, or a length with --for.",
    "confirm_needed": "Nobody is there to be asked. Say --yes to forget, or --dry-run to see what would go.",
    "nothing_forgotten": "Nothing was forgotten.",
    "no_moments": "Memory holds no moments there.",
    "picture_format": "Pictures are saved as .webp, .png or .jpg, not as .{ending}.",
    "not_read_yet": "This moment has not been read yet.",
    "reading_failed": "The text of this moment could not be read.",
    "model_not_used": "No model of that name is in use. 'recollect models list' shows what is.",
    "no_display_for_window": "There is no screen to open the window on. The commands work without one: try 'recollect --help'.",
    "window_failed": "The window could not be opened. Its log is in {log}.",
    "empty_passphrase": "The passphrase file {file} is empty.",
    # the doctor, and what a recorder tells
    "empty_note": "There is nothing to note. Give the text after the command.",
    "key_slots_missing": "The file {file}, which holds the memory's wrapped key, is missing. Put it back from a backup.",
    "no_such_receipt": "No forgetting has that id.",
    "recorder_failed": "The recorder ended: {reason}. It is started again.",
    "recorder_restarted": "The recorder was started again.",
    "recorder_silent": "The recorder has not answered for {seconds} seconds.",
    "worker_restarted": "The {kind} worker was started again.",
    "versions": "Recollect {recollect}, SQLite {sqlite}, SQLCipher {sqlcipher}.",
    "key_slots": "The key lies in: {kinds}.",
    "integrity_ok": "Every page and row is whole.",
    "integrity_broken": "{broken} pages or rows are damaged and {loose} point nowhere. Restore a backup.",
    "index_ok": "The index of words agrees with the passages.",
    "index_broken": "The index of words is damaged.",
    "pictures_ok": "Every picture has its file.",
    "pictures_off": "{missing} pictures have no file, and {orphans} files have no picture.",
    "queue": "{pending} pictures wait to be read, {failed} could not be read, {without_meaning} passages wait for search by meaning.",
    "space": "{free_mb} MB are free.",
    "permissions_ok": "Only you may read the memory.",
    "permissions_open": "{count} of the memory's files can be read by others.",
    "clock_ok": "No moment lies in the future.",
    "clock_ahead": "{moments} moments lie in the future: this machine's clock has been wrong.",
    "display_x11": "There is an X11 screen to record.",
    "lock_service_present": "The desktop says when the screen is locked. Nothing is kept then.",
    "lock_service_absent": "Nothing here says when the screen is locked. Only a known locker's window stops the recording.",
    "lock_service_failing": "The desktop's lock service does not answer. Nothing is kept until it does.",
    "reader": "Text is recognised by {engine}.",
    "tesseract_there": "Tesseract is installed.",
    "tesseract_absent": "Tesseract is not installed; the recognition that comes along is used.",
    "embedder": "Search by meaning works with {model}.",
    "chat_there": "A model to write answers is set.",
    "chat_absent": "No model to write answers is set; answers quote memory.",
    # settings
    "bad_setting": "The setting {name} is {value}, but must be {allowed}. Nothing was changed: correct it in the settings file.",
    "bad_settings_file": "The settings file {file} cannot be read. Nothing was changed: correct it, or move it away.",
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

"""Projects are found by how their names spread, and plain words that head two things are none."""

from app.consolidate.projects import Place, candidates, is_channel, is_project, longest, spread

COMMON = {word: rank for rank, word in enumerate(("plain", "garden", "paper", "elm", "road", "tiles", "list"))}
COMMON |= {f"w{n}": n for n in range(20_000)}
PLACES = [
    Place("Code", "seams.py - brinewell - Code", "", "2026-11-02"),
    Place("Code", "ramp.py - brinewell - Code", "", "2026-11-03"),
    Place("Board", "Elm Road - Board", "", "2026-11-02"),
    Place("Notes", "Elm Road list - Notes", "", "2026-11-03"),
    Place("Chat", "", "#north-star", "2026-11-02", "Ann"),
    Place("Chat", "", "#north-star", "2026-11-03", "Bo"),
]


def test_a_repository_and_a_name_of_two_plain_words_are_projects() -> None:
    at = {name: spread(name, PLACES) for name in ("brinewell", "Elm Road", "Road", "seams")}
    assert [name for name, one in at.items() if is_project(name, one, COMMON)] == ["brinewell", "Elm Road", "Road"]
    assert longest({name: at[name] for name in ("Elm Road", "Road")}) == ["Elm Road"]


def test_only_a_thread_marked_as_a_subject_is_a_channel() -> None:
    assert is_channel(PLACES[4], PLACES)
    assert not is_channel(Place("Chat", "", "Ann", "2026-11-02", "Ann"), PLACES)


def test_names_of_people_and_of_the_program_are_no_candidates() -> None:
    place = Place("Notes", "Wall with Jakub Sieger - Notes", "", "2026-11-02")
    assert not {"jakub", "sieger", "notes"} & {
        name.casefold() for name, _ in candidates(place, {"jakub sieger"}, COMMON)
    }

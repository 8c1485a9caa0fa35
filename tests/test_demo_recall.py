"""The first demo week, read by the real OCR and searched with the real embedder: how many questions find their moment."""

from app.demo import questions
from app.engines import Models
from app.memory import Memory
from app.records import Filters
from tests.bench.ranking import found_within
from tests.conftest import LAST_DAY, DemoWeek


def test_questions_about_the_week_find_their_moment(demo_week: DemoWeek, real_models: Models) -> None:
    """Guards what is reached: of 149 answerable questions 123 among the first five, 71 of the 73 that share a word."""
    memory = Memory.open(demo_week.places, models=real_models)
    try:
        asked = [one for one in questions("a", last_day=LAST_DAY) if one.evidence]
        results = list(memory.search_many([(one.question, Filters()) for one in asked], limit=10))
    finally:
        memory.close()
    ranks = found_within(asked, results, demo_week.ids)
    same = [rank for one, rank in zip(asked, ranks, strict=True) if one.style == "same_words"]
    assert sum(rank < 5 for rank in same) >= 0.96 * len(same)
    assert sum(rank < 5 for rank in ranks) >= 0.80 * len(ranks)
    assert sum(rank < 10 for rank in ranks) >= 0.87 * len(ranks)


def test_a_quoted_answer_cites_the_week_and_every_picture_was_read(demo_week: DemoWeek, real_models: Models) -> None:
    memory = Memory.open(demo_week.places, models=real_models)
    try:
        assert memory.status()["queue"] == {"pending": 0, "failed": 0, "without_meaning": 0}
        answer = memory.ask("What is the Hollerbach family's limit for the whole terrace garden?")
        assert answer.mode == "extractive"
        assert all(citation.id in demo_week.ids.values() for citation in answer.citations)
        checks = {check.name: check.ok for check in memory.doctor() if check.name not in ("display", "space")}
        assert all(checks.values()), checks
    finally:
        memory.close()

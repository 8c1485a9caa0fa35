"""The demo week: its moments, pictures, questions and truth keep what they promise."""

import os
import random
import re
import subprocess
import sys
from collections import Counter
from datetime import UTC, date, timedelta
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest

from app.demo import DemoMoment, picture, questions, truth, week
from app.demo.draw import font
from app.demo.script import Story, fill_dates
from tests.demo_words import content_words

LAST_DAY = date(2026, 11, 15)
STORIES = get_args(Story)


@pytest.fixture(scope="module", params=STORIES)
def story(request):
    return request.param


@pytest.fixture(scope="module")
def moments(story):
    return list(week(story=story, last_day=LAST_DAY))


@pytest.fixture(scope="module")
def asked(story):
    return questions(story, last_day=LAST_DAY)


def seen_words(moment: DemoMoment) -> set[str]:
    return content_words(" ".join((*moment.lines, moment.title, moment.app, moment.thread, moment.author, moment.url)))


def test_a_week_has_enough_screens_messages_and_notes(moments):
    kinds = Counter(moment.kind for moment in moments)
    assert 150 <= kinds["screen"] <= 170
    assert 30 <= kinds["message"] <= 50
    assert kinds["note"] >= 4


def test_moments_come_in_time_order_within_the_week_and_have_keys_of_their_own(moments):
    assert all(earlier.at < later.at for earlier, later in pairwise(moments))
    assert all(moment.at.tzinfo is UTC for moment in moments)
    assert {moment.at.date() for moment in moments} == {LAST_DAY - timedelta(days=n) for n in range(7)}
    assert len({moment.key for moment in moments}) == len(moments)


def test_the_same_seed_gives_the_same_week_and_another_seed_the_same_facts(story, moments):
    assert list(week(story=story, last_day=LAST_DAY)) == moments
    other = list(week(story=story, seed=2, last_day=LAST_DAY))
    assert other != moments
    assert [(m.key, m.lines, m.title) for m in other] == [(m.key, m.lines, m.title) for m in moments]


def test_fewer_days_are_the_last_days_of_the_week(story, moments):
    assert list(week(story=story, days=2, last_day=LAST_DAY)) == [m for m in moments if m.key[3] in "67"]
    with pytest.raises(ValueError, match="1 to 7"):
        list(week(story=story, days=8))


def test_every_weekday_and_date_mark_is_filled_in(moments, asked):
    texts = [text for moment in moments for text in (*moment.lines, moment.title)]
    texts += [text for question in asked for text in (question.question, question.answer)]
    assert not [text for text in texts if re.search(r"\{[dDI]-?\d", text)]
    assert fill_dates("{d1} {I1}", LAST_DAY) == "Monday 2026-11-09"


def test_neighbouring_screens_share_text(moments):
    screens = [moment for moment in moments if moment.kind == "screen"]
    sharing = sum(bool(set(one.lines[-3:]) & set(two.lines)) for one, two in pairwise(screens))
    assert sharing / len(screens) > 0.4


def test_every_line_fits_into_its_window(moments):
    families = {
        "mail": ("sans", 16, 260),
        "web": ("text", 17, 150),
        "editor": ("mono", 16, 260),
        "pdf": ("serif", 18, 240),
    }
    families |= {"terminal": ("mono", 16, 40), "chat": ("sans", 16, 230), "doc": ("serif", 18, 230)}
    families |= {"sheet": ("sans", 16, 200), "agenda": ("sans", 16, 230), "notes": ("text", 17, 220)}
    for moment in moments:
        if moment.draw is not None:
            family, size, taken = families[moment.draw.look.layout]
            for row in moment.draw.rows:
                assert font(family, size).getlength(row) <= moment.draw.width - taken, (moment.key, row)


def test_a_picture_is_rgb_of_the_screens_size_and_a_message_has_none(moments):
    screen = next(moment for moment in moments if moment.kind == "screen")
    assert (picture(screen).mode, picture(screen).size) == ("RGB", (1280, 800))
    with pytest.raises(ValueError, match="only screens"):
        picture(next(moment for moment in moments if moment.kind == "message"))


READ_ALL = """
import sys, tesserocr
from PIL import Image
with tesserocr.PyTessBaseAPI(psm=tesserocr.PSM.AUTO, lang="eng", path=sys.argv[1]) as api:
    for name in sys.argv[2:]:
        with Image.open(name) as image:
            api.SetImage(image)
            sys.stdout.write(api.GetUTF8Text() + "\\f")
"""


def tessdata() -> str:
    found = [*sorted(Path("/usr/share").glob("tesseract-ocr/*/tessdata")), Path("/usr/share/tessdata")]
    return str(found[0]) + "/"


@pytest.mark.skipif(find_spec("tesserocr") is None, reason="Tesseract is not part of this platform's set-up")
def test_the_real_ocr_reads_the_pictures(story, moments, tmp_path):
    """A sample of every application, light and dark: at least 95 % of the words of three letters and more come back."""
    chance = random.Random(5)
    kinds: dict[tuple[str, str], list[DemoMoment]] = {}
    for moment in moments:
        if moment.draw is not None and len(moment.lines) > 6:
            kinds.setdefault((moment.app, moment.draw.theme), []).append(moment)
    sample = [chance.choice(group) for group in kinds.values()]
    assert len(sample) >= 12
    names = [tmp_path / f"{moment.key}.png" for moment in sample]
    for moment, name in zip(sample, names, strict=True):
        picture(moment).save(name)
    command = [sys.executable, "-c", READ_ALL, tessdata(), *map(str, names)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"}
    )
    wanted = missed = 0
    for moment, text in zip(sample, done.stdout.split("\f"), strict=False):
        words = Counter(re.findall(r"[^\W\d_]{3,}", " ".join(moment.lines)))
        wanted += words.total()
        missed += (words - Counter(re.findall(r"[^\W\d_]{3,}", text))).total()
    assert missed / wanted <= 0.05


def test_the_questions_are_many_and_one_fifth_has_no_answer(story, asked):
    styles = Counter(question.style for question in asked)
    assert len(asked) >= {"a": 130, "b": 120}[story]
    assert styles["unanswerable"] / len(asked) >= 0.2
    assert styles["other_words"] >= styles["same_words"]
    assert len({question.question.casefold() for question in asked}) == len(asked)


def test_every_answer_can_be_read_in_its_evidence_and_only_there(moments, asked):
    by_key = {moment.key: moment for moment in moments}
    for question in asked:
        if question.style == "unanswerable":
            assert (question.evidence, question.needles, question.answer) == ((), (), "")
            continue
        assert question.answer
        assert question.evidence, question.question
        for key, moment in by_key.items():
            holds = any(needle in line for needle in question.needles for line in moment.lines)
            assert holds == (key in question.evidence)
        for needle in question.needles:
            assert any(needle in line for key in question.evidence for line in by_key[key].lines), needle


def test_questions_in_other_words_share_no_content_word_with_their_evidence(moments, asked):
    by_key = {moment.key: moment for moment in moments}
    for question in asked:
        words = content_words(question.question)
        assert words, question.question
        for key in question.evidence:
            shared = words & seen_words(by_key[key])
            assert question.style == "same_words" or not shared, (question.question, shared)
        if question.style == "same_words":
            assert any(words & seen_words(by_key[key]) for key in question.evidence), question.question


def test_the_comparison_of_words_sees_through_endings():
    assert content_words("Which slates were planted?") & content_words("planting the slate")
    assert not content_words("Which of these is it?")


def test_the_truth_of_a_week_is_in_its_moments(story, moments):
    told = truth(story, last_day=LAST_DAY)
    keys = {moment.key for moment in moments}
    for item in (*told.people, *told.projects, *told.documents, *told.appointments):
        assert item.evidence, item.name
    assert len(told.people) >= 10
    assert len(told.projects) >= 4
    assert len(told.documents) >= 8
    assert len(told.appointments) >= 8
    assert len(told.changes) >= 6
    for change in told.changes:
        assert change.before_evidence, change.about
        assert change.after_evidence, change.about
    assert [key for episode in told.episodes for key in episode.moments] == [moment.key for moment in moments]
    assert len({(e.title, e.start.date()) for e in told.episodes}) == len(told.episodes)
    assert all(use.start <= use.end and set(use.moments) <= keys for use in told.uses)


def test_the_stories_share_neither_names_nor_applications_nor_documents():
    """No name of a person in one story occurs anywhere in the other."""
    weeks = [list(week(story=story, last_day=LAST_DAY)) for story in STORIES]
    told = [truth(story, last_day=LAST_DAY) for story in STORIES]
    for own, other in ((0, 1), (1, 0)):
        people = {item.name for item in told[own].people} | {moment.author for moment in weeks[own]} | {told[own].owner}
        names = set(re.findall(r"\b[A-Z]\w{2,}", " ".join(people)))
        seen = " ".join(line for moment in weeks[other] for line in (*moment.lines, moment.title, moment.author))
        assert names
        assert not names & set(re.findall(r"\w+", seen))
    things = [{m.app for m in week_} | {d.name for d in it.documents} for week_, it in zip(weeks, told, strict=True)]
    assert things[0] & things[1] <= {""}

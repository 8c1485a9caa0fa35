"""Where episodes begin: pauses, other words, other meanings; bounds of their length. Without a store."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.consolidate.bags import Frequency
from app.consolidate.segment import GREATEST_US, LONGEST_PAUSE_US, Beat, borders

MINUTE = 60_000_000
COMMON = Frequency(40, dict.fromkeys(("wall", "stone", "gravel", "bread", "rye", "oven", "mail"), 2))
WALL = {"wall": 1.0, "stone": 1.5, "gravel": 1.0}
BREAD = {"bread": 1.0, "rye": 1.5, "oven": 1.0}


def beats(*parts: tuple[float, str, dict[str, float]], told: frozenset[int] = frozenset()) -> list[Beat]:
    """Each part is (minutes after the one before, window, words)."""
    out, at = [], 0.0
    for n, (after, use, words) in enumerate(parts):
        at += after
        out.append(Beat(int(at * MINUTE), int(at * MINUTE), 1, (use,), n in told, words))
    return out


def test_no_moments_have_no_episodes_and_one_has_one() -> None:
    assert borders([], COMMON) == []
    assert borders(beats((0, "plan", WALL)), COMMON) == [0]


def test_a_pause_before_something_else_is_a_border() -> None:
    day = beats((0, "plan", WALL), (5, "plan", WALL), (40, "recipe", BREAD), (5, "recipe", BREAD))
    assert borders(day, COMMON) == [0, 2]


def test_the_same_pause_within_one_subject_is_none() -> None:
    day = beats((0, "plan", WALL), (5, "plan", WALL), (40, "notes", WALL), (5, "notes", WALL))
    assert borders(day, COMMON) == [0]


def test_something_else_without_a_pause_is_no_border() -> None:
    day = beats((0, "plan", WALL), (5, "plan", WALL), (1, "recipe", BREAD), (1, "recipe", BREAD))
    assert borders(day, COMMON) == [0]


def test_after_a_very_long_pause_nothing_goes_on() -> None:
    pause = LONGEST_PAUSE_US / MINUTE
    day = beats((0, "plan", WALL), (5, "plan", WALL), (pause, "plan", WALL), (5, "plan", WALL))
    assert borders(day, COMMON) == [0, 2]


def test_a_message_among_screens_starts_nothing_but_one_among_messages_does() -> None:
    parts = [(0, "plan", WALL), (5, "plan", WALL), (40, "talk", BREAD), (5, "talk", BREAD)]
    day = [*parts, (2, "plan", WALL), (2, "plan", WALL)]
    assert borders(beats(*day, told=frozenset({2, 3})), COMMON) == [0]
    assert borders(beats(*parts, told=frozenset(range(4))), COMMON) == [0, 2]


def test_a_single_moment_between_two_episodes_joins_the_nearer() -> None:
    mail = {"mail": 1.0}
    day = beats((0, "plan", WALL), (5, "plan", WALL), (35, "mail", mail), (170, "recipe", BREAD), (5, "recipe", BREAD))
    assert borders(day, COMMON) in ([0, 3], [0, 2])
    assert len(borders(day, COMMON)) == 2


def test_a_pause_weighs_by_the_rhythm_of_the_day() -> None:
    """Twelve minutes are a pause where moments come every few seconds, and none where they come every eight minutes."""
    dense = [(0.1, "plan", WALL)] * 20 + [(12, "recipe", BREAD)] + [(0.1, "recipe", BREAD)] * 20
    sparse = [(8, "plan", WALL)] * 4 + [(12, "recipe", BREAD)] + [(8, "recipe", BREAD)] * 4
    assert borders(beats(*dense), COMMON) == [0, 20]
    assert borders(beats(*sparse), COMMON) == [0]


def test_a_surprising_meaning_tips_a_border_that_words_leave_open() -> None:
    """Both days are alike but for the vectors: in one, what comes after the pause lies far from all before."""
    near, far = np.eye(8, dtype=np.float32)[0], np.eye(8, dtype=np.float32)[1]
    shared = {"stone": 0.30, "bread": 1.0, "rye": 1.5, "oven": 1.0}

    def day(after: np.ndarray, pause: float) -> list[Beat]:
        parts = [(3, "plan", WALL)] * 12 + [(pause, "recipe", shared)] + [(3, "recipe", shared)] * 3
        mixed = near + 0.2 * np.random.default_rng(3).standard_normal((16, 8)).astype(np.float32)
        vectors = [*mixed[:12], *[after] * 4]
        return [
            replace(one, vector=vector / np.linalg.norm(vector))
            for one, vector in zip(beats(*parts), vectors, strict=True)
        ]

    pauses = np.arange(5, 40, 0.5)
    first_far = next((pause for pause in pauses if len(borders(day(far, pause), COMMON)) > 1), np.inf)
    first_near = next((pause for pause in pauses if len(borders(day(near, pause), COMMON)) > 1), np.inf)
    assert first_far < first_near


def test_a_day_without_pauses_is_cut_into_lengths_that_can_be_told() -> None:
    day = beats(*[(1, f"window {n // 7}", WALL if n % 200 < 100 else BREAD) for n in range(480)])
    starts = [*borders(day, COMMON), len(day)]
    assert len(starts) > 3
    assert all(day[end - 1].at_us - day[start].at_us <= GREATEST_US for start, end in pairwise(starts))


@given(
    st.lists(
        st.tuples(
            st.floats(0, 300), st.sampled_from(["a", "b", "c"]),
            st.sampled_from([WALL, BREAD, {}, {"unheard": 1.0}]),
        ),
        max_size=40,
    )
)  # fmt: skip
@pytest.mark.filterwarnings("error")
def test_borders_are_places_in_order_that_begin_at_the_first(parts: list[tuple[float, str, dict[str, float]]]) -> None:
    found = borders(beats(*parts), COMMON)
    assert found == sorted(set(found))
    assert found[:1] == ([0] if parts else [])
    assert all(0 <= place < len(parts) for place in found)
    assert borders(beats(*parts), COMMON) == found

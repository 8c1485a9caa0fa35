"""A babbling server on this machine spoils nothing either, whatever it says and however the line breaks."""

from pathlib import Path

from tests.bench.babbling import KINDS, new_scene
from tests.bench.babbling_server import LINE, babble_over_http


def test_every_wrong_answer_of_a_server_loses_nothing_and_leaves_nothing_behind(tmp_path: Path) -> None:
    scene = new_scene(tmp_path)
    try:
        outcomes, served = babble_over_http(scene, len(KINDS) + len(LINE), most_s=0.5)
        assert set(served.calls) == {*KINDS, *LINE}
        assert outcomes["failed"] > outcomes["written"] > 0
        assert (scene.lost(), scene.unsupported()) == ([], [])
    finally:
        scene.memory.close()

"""Embeddings by the real pinned model, through its worker."""

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import weights
from models.embed import REQUEST_CHARS, REQUEST_TEXTS, EmbedClient, parts
from models.fake import FakeEmbedder
from models.host import WorkerFailed, WorkerHost


@pytest.fixture(scope="module")
def host() -> Iterator[WorkerHost]:
    made = WorkerHost()
    yield made
    made.close()


def test_the_pinned_weights_are_the_publishers() -> None:
    found = weights.pinned()
    assert found is not None
    assert weights.as_prescribed(found)
    assert weights.file_sha256(Path(found.place) / "model.safetensors") == weights.PINNED_SHA256
    assert weights.identity("") == EmbedClient(WorkerHost()).model_id == weights.PINNED_ID


def test_other_weights_in_their_place_are_refused(tmp_path: Path, host: WorkerHost) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"something else")
    assert not weights.as_prescribed(weights.Weights(str(tmp_path), weights.PINNED_SHA256))
    with pytest.raises(WorkerFailed) as failure:
        host.call("embed", "load", {"place": str(tmp_path), "sha256": weights.PINNED_SHA256})
    assert failure.value.code == "model_broken"


def test_a_folder_that_is_gone_is_missing_and_a_folder_without_a_model_is_broken(
    tmp_path: Path, host: WorkerHost
) -> None:
    for place, code in ((str(tmp_path / "gone"), "model_missing"), (str(tmp_path), "model_broken")):
        with pytest.raises(WorkerFailed) as failure:
            host.call("embed", "load", {"place": place, "sha256": ""})
        assert failure.value.code == code


def test_meaning_is_near_and_order_and_length_are_kept(host: WorkerHost) -> None:
    client = EmbedClient(host)
    texts = ["The bill from the electricity company has arrived.", "We ate noodles.", "x" * 9000, "", "Noodles again"]
    vectors = client.passages(texts)
    assert vectors.shape == (5, client.dim) == (5, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)
    likeness = vectors @ client.queries(["invoice for power"])[0]
    assert likeness.argmax() == 0
    assert likeness[0] > 0.4 > likeness[1]
    alone = np.concatenate([client.passages([text]) for text in texts])
    assert np.allclose(vectors, alone, atol=1e-4)
    assert client.passages([]).shape == (0, 384)


def test_questions_get_the_vectors_of_torch_without_torch(host: WorkerHost) -> None:
    client = EmbedClient(host)
    texts = [
        "what did Ann say about the boat?",
        "",
        "会議は三時から ÄÖÜ naïve 🙂",
        "word " * 500,
        "x" * 9000,
        "Straße",
        *"abc",
    ]
    quick, whole = client.queries(texts), client.passages(texts)
    assert quick.shape == whole.shape == (9, 384)
    assert np.abs(quick - whole).max() < 1e-5
    assert np.abs(np.roll(quick, 1, axis=0) - whole).max() > 0.01


def test_a_question_does_not_load_torch() -> None:
    host = WorkerHost()
    try:
        EmbedClient(host).queries(["hello"])
        pid = host.states()["embed"]["pid"]
        assert not any("libtorch" in one.path for one in psutil.Process(pid).memory_maps())
        EmbedClient(host).passages(["hello"])
        assert any("libtorch" in one.path for one in psutil.Process(pid).memory_maps())
    finally:
        host.close()


def test_the_model_loads_ahead_without_anybody_waiting() -> None:
    host = WorkerHost()
    try:
        client = EmbedClient(host)
        assert not client.ready()
        client.warm()
        client.queries(["hello"])
        assert client.ready()
        assert host.states()["embed"]["restarts"] == 0
    finally:
        host.close()
    assert not client.ready()


def test_a_query_goes_before_waiting_passages(host: WorkerHost) -> None:
    client = EmbedClient(host)
    client.queries(["load"])
    order: list[str] = []
    begun = threading.Event()

    class Watched(EmbedClient):
        def _ask(self, method: str, texts: list[str], *, urgent: bool, many: bool = False) -> np.ndarray:  # type: ignore[override]
            begun.set()
            found = super()._ask(method, texts, urgent=urgent, many=many)
            order.append(method)
            return found

    long = threading.Thread(target=Watched(host).passages, args=([f"passage number {n} " * 40 for n in range(60)],))
    long.start()
    begun.wait()
    Watched(host).queries(["who asked first"])
    long.join()
    assert order.index("queries") <= 2
    assert order.count("passages") > 4


@given(st.lists(st.integers(0, 9000), max_size=200))
def test_requests_are_small_and_whole(lengths: list[int]) -> None:
    texts = ["x" * length for length in lengths]
    cut = list(parts(range(len(texts)), texts))
    assert [place for part in cut for place in part] == list(range(len(texts)))
    for part in cut:
        assert len(part) <= REQUEST_TEXTS
        assert len(part) == 1 or sum(lengths[place] for place in part) <= REQUEST_CHARS


def test_the_fake_is_deterministic_and_knows_shared_words() -> None:
    fake = FakeEmbedder()
    vectors = fake.passages(["red apples", "green apples", "blue whale", ""])
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]
    assert np.array_equal(vectors, FakeEmbedder().queries(["red apples", "green apples", "blue whale", ""]))

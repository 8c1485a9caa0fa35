"""Pictures for a chat model that has a projector (mmproj): llama.cpp's own library for it, inside the chat worker."""

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from models.engine import Refused

# (width, height, three bytes a pixel by rows)
Picture = tuple[int, int, bytes]
_NO_TOKEN = -1
_KEPT: list[Any] = []


class Sight:
    """A loaded projector over a loaded model; let go of before the model is."""

    def __init__(self, llm: Any, projector: Path, model: str, threads: int) -> None:
        """Raises Refused "projector_unfit"."""
        from llama_cpp import llama_log_callback, mtmd_cpp

        # It would write each prompt into the log. The callback must live as long as the library may call it.
        silence = llama_log_callback(lambda level, text, given: None)
        mtmd_cpp.mtmd_log_set(silence, None)
        mtmd_cpp.mtmd_helper_log_set(silence, None)
        _KEPT.append(silence)
        self._api, self._llm = mtmd_cpp, llm
        params = mtmd_cpp.mtmd_context_params_default()
        params.use_gpu, params.print_timings, params.n_threads = False, False, threads
        self._context = mtmd_cpp.mtmd_init_from_file(str(projector).encode(), llm.model, params)
        if not self._context or not mtmd_cpp.mtmd_support_vision(self._context):
            raise Refused("projector_unfit", name=projector.name, model=model)
        self.mark: str = mtmd_cpp.mtmd_default_marker().decode()

    def close(self) -> None:
        if self._context:
            self._api.mtmd_free(self._context)
            self._context = None

    def read(self, prompt: str, pictures: Sequence[Picture], room: int, *, begun: bool) -> list[int]:
        """Have the model read a prompt with a mark for each picture; the tokens, of which those of pictures are none of its own.

        `begun`: the prompt brings the token that begins it. Raises Refused "picture_too_large" when they do not fit into so many tokens.
        """
        with self._chunks(prompt, pictures, begun) as chunks:
            count = self._api.mtmd_input_chunks_size(chunks)
            parts = [self._api.mtmd_input_chunks_get(chunks, number) for number in range(count)]
            if sum(self._api.mtmd_input_chunk_get_n_tokens(part) for part in parts) > room:
                raise Refused("picture_too_large")
            self._llm.reset()
            self._llm._ctx.kv_cache_clear()  # noqa: SLF001 the library has no other way
            for part in parts:
                self._read_part(part)
        return list(self._llm.input_ids[: self._llm.n_tokens].tolist())

    def _read_part(self, part: Any) -> None:
        api, llm = self._api, self._llm
        if api.mtmd_input_chunk_get_type(part) == api.MTMD_INPUT_CHUNK_TYPE_TEXT:
            count = ctypes.c_size_t()
            tokens = api.mtmd_input_chunk_get_tokens_text(part, ctypes.byref(count))
            llm.eval([tokens[number] for number in range(count.value)])
            return
        reached = ctypes.c_int32(0)
        failed = api.mtmd_helper_eval_chunk_single(
            self._context, llm.ctx, part, llm.n_tokens, 0, llm.n_batch, False, ctypes.byref(reached)
        )
        if failed:
            raise RuntimeError("the picture could not be read")
        llm.input_ids[llm.n_tokens : reached.value] = _NO_TOKEN
        llm.n_tokens = reached.value

    @contextmanager
    def _chunks(self, prompt: str, pictures: Sequence[Picture], begun: bool) -> Iterator[Any]:
        api = self._api
        with ExitStack() as stack:
            bitmaps = []
            for width, height, rgb in pictures:
                pixels = (ctypes.c_uint8 * len(rgb)).from_buffer_copy(rgb)
                bitmaps.append(api.mtmd_bitmap_init(width, height, pixels))
                stack.callback(api.mtmd_bitmap_free, bitmaps[-1])
            chunks = api.mtmd_input_chunks_init()
            stack.callback(api.mtmd_input_chunks_free, chunks)
            text, said = api.mtmd_input_text(), prompt.encode()
            text.text, text.text_len, text.add_special, text.parse_special = said, len(said), not begun, True
            held = (api.mtmd_bitmap_p_ctypes * len(bitmaps))(*bitmaps)
            if api.mtmd_tokenize(self._context, chunks, ctypes.byref(text), held, len(bitmaps)):
                raise RuntimeError("the pictures do not go with the prompt")
            yield chunks

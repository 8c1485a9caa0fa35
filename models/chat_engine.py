"""The chat model inside its worker: a GGUF file under llama.cpp, one conversation at a time, stoppable at any moment."""

import codecs
import ctypes
import gc
import json
import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import psutil

from models.chat_sight import Picture, Sight
from models.chat_text import (
    PLAIN_STOPS,
    Message,
    Spoken,
    disarmed,
    marks_pattern,
    merged,
    plain_prompt,
    shortened,
    with_marks,
)
from models.engine import Refused, Talk
from models.gguf_file import NotGguf, read_head
from models.room import BATCH_TOKENS, available_bytes, needed_bytes

_TEMPERATURE = 0.2
_SEED = 7
_SPARE_TOKENS = 8
_FRAME_S = 0.004
_CONTROL = (1 << 3) | (1 << 4)  # LLAMA_TOKEN_ATTR_CONTROL, LLAMA_TOKEN_ATTR_USER_DEFINED


class ChatEngine:
    """Keeps one model; another file, or the same one changed, replaces it."""

    def __init__(self) -> None:
        self.loaded = False
        self._key: dict[str, Any] = {}
        self._model: ChatModel | None = None

    def answer(
        self, method: str, params: dict[str, Any], blobs: Sequence[bytes], talk: Talk
    ) -> tuple[dict[str, Any], Sequence[bytes]]:
        """Methods: load, count (`text`), generate (`messages`, `max_tokens`, `schema`; pieces of text, then figures), forget."""
        if method == "forget":
            if self._model is not None:
                self._model.forget()
            return {}, ()
        model = self._load({name: params.get(name) for name in ("file", "context_tokens", "lora", "projector")})
        if method == "count":
            return {"tokens": len(model.tokens(params["text"]))}, ()
        if method == "generate":
            pictures = [(*size, rgb) for size, rgb in zip(params.get("pictures", ()), blobs, strict=True)]
            return model.generate(params["messages"], params["max_tokens"], params["schema"], talk, pictures), ()
        return {}, ()

    def _load(self, key: dict[str, Any]) -> "ChatModel":
        if self._model is not None and self._key == key:
            return self._model
        if self._model is not None:
            self._model.close()
        self.loaded, self._model = False, None
        gc.collect()  # the library's objects point at each other: without this, each load leaves some hundred kilobytes behind
        self._model = ChatModel(key)
        self._key, self.loaded = key, True
        return self._model


class ChatModel:
    """One loaded file with its context, template and brake."""

    def __init__(self, key: dict[str, Any]) -> None:
        """`key`: "file", "lora" and "projector" (each {"path", ...} or None), "context_tokens"."""
        path, lora = Path(key["file"]["path"]), key.get("lora")
        _check_room(key)
        import jinja2
        import llama_cpp

        self._api = llama_cpp
        threads = _threads()
        try:
            self._llm = llama_cpp.Llama(
                str(path), n_ctx=key["context_tokens"], n_batch=BATCH_TOKENS, n_ubatch=BATCH_TOKENS, n_threads=threads,
                n_threads_batch=threads, seed=_SEED, use_mmap=True, verbose=False,
            )  # fmt: skip
        except (ValueError, RuntimeError) as error:
            # the library tells the two apart by its message only
            code = "out_of_memory" if "context" in str(error) else "model_broken"
            raise Refused(code, name=path.name) from error
        except jinja2.TemplateError as error:  # the library compiles the file's template while it loads
            raise Refused("model_broken", name=path.name) from error
        self._name, projector = path.name, key.get("projector")
        self._projector = Path(projector["path"]) if projector else None
        self._sight: Sight | None = None
        if lora:
            self._adapt(Path(lora["path"]), path.name)
        self._vocab = llama_cpp.llama_model_get_vocab(self._llm.model)
        self._marks = marks_pattern(self._control_words())
        self._formatter = self._own_template()
        self._brake = Brake(llama_cpp, self._llm.ctx)

    def close(self) -> None:
        if self._sight is not None:
            self._sight.close()
        self._llm.close()

    def _adapt(self, lora: Path, model: str) -> None:
        """Put an adapter over the model. The library's own way takes one that does not fit for a good one, and crashes."""
        adapter = self._api.llama_adapter_lora_init(self._llm.model, str(lora).encode())
        if adapter:  # it is let go of together with its model
            adapters = (self._api.llama_adapter_lora_p_ctypes * 1)(adapter)
            if not self._api.llama_set_adapters_lora(self._llm.ctx, adapters, 1, (ctypes.c_float * 1)(1.0)):
                return
        self._llm.close()
        raise Refused("lora_unfit", name=lora.name, model=model)

    def forget(self) -> None:
        """Let go of the last prompt and answer: of the tokens, and of what the model computed from them."""
        self._llm.reset()
        self._llm.input_ids[:] = 0  # its `scores` are never written to: sampling is done inside llama.cpp
        self._api.llama_memory_clear(self._api.llama_get_memory(self._llm.ctx), True)

    def tokens(self, text: str) -> list[int]:
        """The tokens of plain text: control words in it are spelt out, not obeyed."""
        return list(self._llm.tokenize(text.encode(), add_bos=False, special=False))

    def generate(
        self,
        messages: Sequence[Message],
        max_tokens: int,
        schema: dict[str, Any] | None,
        talk: Talk,
        pictures: Sequence[Picture] = (),
    ) -> dict[str, Any]:
        """Sends the answer piece by piece; returns {"tokens", "prompt_tokens", "reused_tokens", "cancelled"}."""
        self._brake.release()
        talk.when_cancelled(self._brake.pull)
        room = self._llm.n_ctx() - _SPARE_TOKENS
        max_tokens = max(1, min(max_tokens, room // 2))
        prompt, stops = self._fitting_prompt(messages, room - max_tokens, pictures, talk)
        grammar = self._grammar(schema)
        spoken = Spoken(() if grammar else stops)
        decoder = codecs.getincrementaldecoder("utf-8")(errors="ignore")
        reused = 0 if pictures else self._warm_tokens(prompt)
        out, count = _Outlet(talk), 0
        for count, token in enumerate(self._stream(prompt, grammar, talk), 1):
            piece = decoder.decode(self._llm.detokenize([token]))
            out.say(piece if grammar else spoken.hear(piece))
            if spoken.stopped or count == max_tokens:
                break
        out.say("" if talk.cancelled else spoken.rest(), last=True)
        return {"tokens": count, "prompt_tokens": len(prompt), "reused_tokens": reused, "cancelled": talk.cancelled}

    def _stream(self, prompt: list[int], grammar: Any, talk: Talk) -> Iterator[int]:
        """The tokens up to the model's own end, or up to the pull of the brake."""
        if not prompt:  # stopped while a picture was read
            return
        try:
            for token in self._llm.generate(prompt, temp=_TEMPERATURE, grammar=grammar):
                if talk.cancelled or self._api.llama_vocab_is_eog(self._vocab, token):
                    return
                yield token
        except RuntimeError:  # llama_decode says no more than a number when it was aborted
            if not talk.cancelled:
                raise
        finally:
            if talk.cancelled:
                self._tidy()

    def _tidy(self) -> None:
        """After an abort: the batches that were finished stay warm, where the model's memory can be cut at a token."""
        api, model = self._api, self._llm.model
        memory = api.llama_get_memory(self._llm.ctx)
        whole = api.llama_model_is_recurrent(model) or api.llama_model_is_hybrid(model)
        if whole or not api.llama_memory_seq_rm(memory, -1, self._llm.n_tokens, -1):
            self._llm.reset()
            api.llama_memory_clear(memory, True)

    def _warm_tokens(self, prompt: list[int]) -> int:
        """How many tokens at the prompt's beginning need not be computed again."""
        held = self._llm.input_ids[: self._llm.n_tokens].tolist()
        same = (a == b for a, b in zip(held, prompt, strict=False))
        return next((place for place, alike in enumerate(same) if not alike), min(len(held), len(prompt)))

    def _fitting_prompt(
        self, messages: Sequence[Message], room: int, pictures: Sequence[Picture], talk: Talk
    ) -> tuple[list[int], Sequence[str]]:
        """The prompt's tokens, at most `room`, with the strings that end the answer. Pictures are read at once, and leave text half of it."""
        sight = self._seeing() if pictures else None
        messages = [{"role": m["role"], "content": disarmed(m["content"], self._marks)} for m in messages]
        if sight:
            messages = [{**one, "content": one["content"].replace(sight.mark, "")} for one in messages]
        most = room // 2 if sight else room
        while True:
            text, stops = self._prompt(with_marks(messages, sight.mark if sight else "", len(pictures)))
            begun = text.startswith(self._bos())
            tokens = list(self._llm.tokenize(text.encode(), add_bos=not begun, special=True))
            if len(tokens) <= most or not any(message["content"] for message in messages):
                break
            messages = shortened(messages, 0.95 * most / len(tokens))
        if sight is None:
            return tokens[-room:], stops
        try:
            return sight.read(text, pictures, room, begun=begun), stops
        except RuntimeError:
            if not talk.cancelled:
                raise
            self._tidy()
            return [], stops

    def _seeing(self) -> Sight:
        """The projector, loaded with the first picture."""
        if self._projector is None:
            raise Refused("no_projector", name=self._name)
        if self._sight is None:
            self._sight = Sight(self._llm, self._projector, self._name, _threads())
        return self._sight

    def _prompt(self, messages: Sequence[Message]) -> tuple[str, Sequence[str]]:
        if self._formatter is not None:
            import jinja2

            for form in (list(messages), merged(messages)):
                try:
                    text = self._formatter(messages=form, enable_thinking=False).prompt
                except (jinja2.TemplateError, ValueError, TypeError):
                    continue  # many templates refuse a system role; the second form has none
                return (f"{text}\n\n</think>\n\n" if text.rstrip().endswith("<think>") else text), ()
        return plain_prompt(messages), PLAIN_STOPS

    def _grammar(self, schema: dict[str, Any] | None) -> Any:
        if schema is None:
            return None
        return self._api.LlamaGrammar.from_json_schema(json.dumps(schema), verbose=False)

    def _own_template(self) -> Any:
        template = self._llm.metadata.get("tokenizer.chat_template")
        if not template:
            return None
        from llama_cpp.llama_chat_format import Jinja2ChatFormatter

        return Jinja2ChatFormatter(template, eos_token=self._text(self._llm.token_eos()), bos_token=self._bos())

    def _bos(self) -> str:
        """The text of the token that begins a prompt; NUL, which no prompt begins with, when there is none."""
        return self._text(self._llm.token_bos()) or "\0"

    def _text(self, token: int) -> str:
        return "" if token < 0 else str(self._api.llama_vocab_get_text(self._vocab, token).decode(errors="replace"))

    def _control_words(self) -> Iterator[str]:
        for token in range(self._llm.n_vocab()):
            if self._api.llama_vocab_get_attr(self._vocab, token) & _CONTROL:
                yield self._text(token)


class _Outlet:
    """Sends text on its way: the first at once, then what has come within some milliseconds together. Each frame wakes another process."""

    def __init__(self, talk: Talk) -> None:
        self._talk, self._held, self._sent_s = talk, "", 0.0

    def say(self, text: str, *, last: bool = False) -> None:
        self._held += text
        now_s = time.monotonic()
        if self._held and (last or now_s - self._sent_s >= _FRAME_S):
            self._talk.emit({"text": self._held})
            self._held, self._sent_s = "", now_s


class Brake:
    """Stops llama.cpp within milliseconds, also in the middle of a prompt.

    llama.cpp calls `bool callback(void *data)` before each node of its graph, a thousand times a token. A Python
    function would cost a millisecond a token there, so the C library's own `strlen` is the callback: of an empty
    string it is 0, go on, and of a string of one character 1, stop.
    """

    def __init__(self, api: Any, context: Any) -> None:
        library = ctypes.CDLL("msvcrt" if os.name == "nt" else None)
        self._flag = ctypes.create_string_buffer(2)
        self._callback = ctypes.cast(library.strlen, api.ggml_abort_callback)  # both must live as long as the context
        api.llama_set_abort_callback(context, self._callback, ctypes.addressof(self._flag))

    def pull(self) -> None:
        self._flag[0] = b"\1"

    def release(self) -> None:
        self._flag[0] = b"\0"


def _check_room(key: dict[str, Any]) -> None:
    """Refuse files that are absent or no models, and a model for which there is no memory now."""
    size = 0
    for part in (key["file"], key.get("lora"), key.get("projector")):
        if part:
            size += _checked_bytes(Path(part["path"]))
    path = Path(key["file"]["path"])
    needed, free = needed_bytes(size, read_head(path), key["context_tokens"]), available_bytes()
    if needed > free:
        figures = {"need_mb": needed >> 20, "free_mb": free >> 20, "missing_mb": -((free - needed) >> 20)}
        raise Refused("memory_short", name=path.name, **figures)


def _checked_bytes(path: Path) -> int:
    try:
        size = path.stat().st_size
        read_head(path)
    except OSError as error:
        raise Refused("model_missing", name=path.name) from error
    except NotGguf as error:
        raise Refused("model_broken", name=path.name) from error
    return size


def _threads() -> int:
    """All physical cores but one, which stays the user's; both where there are only two."""
    cores = psutil.cpu_count(logical=False) or os.cpu_count() or 1
    return cores - 1 if cores > 2 else cores

"""Asking a chat model that another program serves over HTTP in the manner of OpenAI: Ollama, LM Studio, llama-server.

Same interface as `models.chat.ChatClient`. Nothing is sent beyond this machine unless the user confirmed that very address. Proxies of
the environment are not used and redirections are not followed: both would take the words elsewhere.
"""

import contextlib
import http.client
import ipaddress
import json
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from models.chat_text import Spoken, shortened
from models.host import WorkerFailed

CONNECT_S = 5.0
SILENCE_S = 180.0  # a long prompt on a slow machine is evaluated without a word
TIMEOUT_S = 600.0
_POLL_S = 0.04
_MOST_LINE_BYTES = 1 << 20
_MOST_CHARS_A_TOKEN = 40
_CHARS_A_TOKEN = 3.0
_TEMPERATURE = 0.2
_SEED = 7


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server is. `base` is the path before `/v1`."""

    secure: bool
    host: str
    port: int
    base: str

    @property
    def local(self) -> bool:
        """Whether it is this machine by its very form; a name that merely resolves to it is not."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


def read_address(text: str) -> Address | None:
    """The parts of an address such as `http://127.0.0.1:11434/v1`; None when it is none.

    >>> read_address("http://localhost:11434/v1/"), read_address("ftp://x")
    (Address(secure=False, host='localhost', port=11434, base=''), None)
    """
    try:
        parts = urlsplit(text.strip())
        port = parts.port
    except ValueError:
        return None
    plain = not (parts.query or parts.fragment or parts.username or parts.password) and text.strip().isprintable()
    if parts.scheme not in ("http", "https") or not parts.hostname or not plain:
        return None
    secure = parts.scheme == "https"
    path = parts.path.rstrip("/").removesuffix("/v1").rstrip("/")
    return Address(secure, parts.hostname, port or (443 if secure else 80), path)


class RemoteChat:
    """A model behind an address. `allowed`: the address outside this machine that the user confirmed, letter by letter."""

    def __init__(self, address: str, *, allowed: str = "", model: str = "", context_tokens: int = 4096) -> None:
        """`model`: its name there; "" takes the first that the server names."""
        self._text, self._allowed, self._model = address, allowed, model
        self._address = read_address(address)
        self._context_tokens = context_tokens

    @property
    def context_tokens(self) -> int:
        return self._context_tokens

    def available(self) -> bool:
        """Whether an address is set; the server may still be away, or not allowed."""
        return bool(self._text)

    def identity(self) -> dict[str, Any]:
        """What tells this model from another."""
        return {"server": self._text, "model": self._model}

    def ready(self) -> bool:
        """Whether it would be asked without loading anything here: always."""
        return self.available()

    def warm(self) -> None:
        """Nothing to load here."""

    def forget(self) -> None:
        """Nothing is kept here. What the server keeps is beyond reach."""

    def count(self, text: str) -> int:
        """About how many tokens a text has: servers have no common way to ask. Rather too many than too few."""
        return int(len(text) / _CHARS_A_TOKEN) + 1

    def models(self) -> list[str]:
        """The names of the models that the server offers. Raises WorkerFailed."""
        found = list(self._exchange("GET", "/v1/models", None, lambda: False))
        try:
            return [str(one["id"]) for one in json.loads(b"".join(found))["data"]]
        except (ValueError, KeyError, TypeError):
            raise self._failed("server_refused", status=0) from None

    def generate(
        self,
        messages: Sequence[dict[str, str]],
        *,
        max_tokens: int = 400,
        on_text: Callable[[str], None] | None = None,
        cancelled: Callable[[], bool] = lambda: False,
        schema: dict[str, Any] | None = None,
    ) -> str:
        """As `ChatClient.generate`: pieces as they come, without the thinking; stopped by hanging up. Raises WorkerFailed."""
        self._model = self._model or next(iter(self.models()), "default")
        body = self._body(self._fitting(messages, max_tokens), max_tokens, schema)
        spoken, said = Spoken(), []
        for piece in self._pieces(body, cancelled, most_chars=_MOST_CHARS_A_TOKEN * max_tokens):
            if text := spoken.hear(piece):
                said.append(text)
                if on_text:
                    on_text(text)
        if not cancelled() and (text := spoken.rest()):
            said.append(text)
            if on_text:
                on_text(text)
        return "".join(said).rstrip()

    def _fitting(self, messages: Sequence[dict[str, str]], max_tokens: int) -> list[dict[str, str]]:
        """The conversation cut to the context: some servers would drop its beginning, the instructions."""
        room = max(64, self._context_tokens - min(max_tokens, self._context_tokens // 2))
        fitting = [dict(message) for message in messages]
        while (count := sum(self.count(one["content"]) for one in fitting)) > room and any(
            one["content"] for one in fitting
        ):
            fitting = shortened(fitting, 0.95 * room / count)
        return fitting

    def _body(self, messages: list[dict[str, str]], max_tokens: int, schema: dict[str, Any] | None) -> dict[str, Any]:
        body = {"model": self._model, "messages": messages, "max_tokens": max_tokens, "stream": True,
                "temperature": _TEMPERATURE, "seed": _SEED}  # fmt: skip
        if schema is not None:
            form = {"name": "form", "strict": True, "schema": schema}
            body["response_format"] = {"type": "json_schema", "json_schema": form}
        return body

    def _pieces(self, body: dict[str, Any], cancelled: Callable[[], bool], *, most_chars: int) -> Iterator[str]:
        """What the model says. A server that does not know how thinking is turned off is asked without that."""
        quiet = {**body, "chat_template_kwargs": {"enable_thinking": False}}
        try:
            yield from self._said(quiet, cancelled, most_chars)
        except WorkerFailed as failure:
            if failure.params.get("status") not in (400, 422):
                raise
            yield from self._said(body, cancelled, most_chars)

    def _said(self, body: dict[str, Any], cancelled: Callable[[], bool], most_chars: int) -> Iterator[str]:
        heard, plain = 0, b""
        with contextlib.closing(self._exchange("POST", "/v1/chat/completions", body, cancelled)) as lines:
            for line in lines:
                if not line.startswith(b"data:"):
                    plain += line
                    continue
                if line[5:].strip() == b"[DONE]":
                    return
                piece = self._content(line[5:], "delta")
                heard += len(piece)
                yield piece
                if heard > most_chars:
                    return
        if not cancelled() and not heard and plain.strip().startswith(b"{"):  # it answered in one piece
            yield self._content(plain, "message")[:most_chars]

    def _content(self, data: bytes, part: str) -> str:
        try:
            found = json.loads(data)
            if found.get("error"):
                raise self._failed("server_refused", status=0)
            choices = found.get("choices") or [{}]
            return str((choices[0].get(part) or {}).get("content") or "")
        except (ValueError, AttributeError, KeyError, TypeError, IndexError):
            raise self._failed("server_refused", status=0) from None

    def _exchange(
        self, method: str, path: str, body: dict[str, Any] | None, cancelled: Callable[[], bool]
    ) -> Generator[bytes, None, None]:
        """The lines of an answer as they come; none any more once `cancelled`. Raises WorkerFailed."""
        if self._address is None:
            raise self._failed("server_bad_address")
        if not self._address.local and self._allowed != self._text:
            raise self._failed("server_not_allowed")
        line = _Line(self._address, method, path, body)
        try:
            deadline = time.monotonic() + TIMEOUT_S
            while not cancelled():
                try:
                    found = line.heard.get(timeout=_POLL_S)
                except queue.Empty:
                    if time.monotonic() > deadline:
                        raise self._failed("server_silent") from None
                    continue
                if found is None:
                    return
                if isinstance(found, _Trouble):
                    raise self._failed(found.code, **({"status": found.status} if found.status else {}))
                yield found
        finally:
            line.hang_up()

    def _failed(self, code: str, **params: Any) -> WorkerFailed:
        return WorkerFailed(code, kind="chat", address=self._text, **params)


@dataclass(frozen=True, slots=True)
class _Trouble:
    code: str
    status: int = 0


class _Line:
    """One request on a thread of its own, which ends when the answer does or somebody hangs up."""

    def __init__(self, address: Address, method: str, path: str, body: dict[str, Any] | None) -> None:
        self.heard: queue.SimpleQueue[bytes | _Trouble | None] = queue.SimpleQueue()
        self._address = address
        self._socket: socket.socket | None = None
        self._over = threading.Event()
        work = (method, address.base + path, None if body is None else json.dumps(body).encode())
        threading.Thread(target=self._talk, args=work, name="chat-server", daemon=True).start()

    def hang_up(self) -> None:
        """Close the connection; a server then stops its model."""
        self._over.set()
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def _talk(self, method: str, path: str, data: bytes | None) -> None:
        trouble = _Trouble("server_unreachable")
        try:
            connection = self._connected()
            trouble = _Trouble("server_silent")
            try:
                self._ask(connection, method, path, data)
            finally:
                connection.close()
        except TimeoutError:
            self.heard.put(trouble)
        except (OSError, http.client.HTTPException):
            self.heard.put(_Trouble("server_unreachable"))

    def _connected(self) -> http.client.HTTPConnection:
        """A connection to the very address: `localhost` is this machine whatever a list of hosts says."""
        error: OSError = OSError()
        hosts = ("127.0.0.1", "::1") if self._address.host == "localhost" else (self._address.host,)
        for host in hosts:
            try:
                raw = socket.create_connection((host, self._address.port), CONNECT_S)
            except OSError as found:
                error = found
                continue
            if self._address.secure:
                raw = ssl.create_default_context().wrap_socket(raw, server_hostname=self._address.host)
            raw.settimeout(SILENCE_S)
            self._socket = raw
            connection = http.client.HTTPConnection(self._address.host, self._address.port)
            connection.sock = raw
            return connection
        raise error

    def _ask(self, connection: http.client.HTTPConnection, method: str, path: str, data: bytes | None) -> None:
        headers = {"Accept": "text/event-stream, application/json"}
        if data is not None:
            headers["Content-Type"] = "application/json"
        connection.request(method, path, data, headers)
        reply = connection.getresponse()
        if reply.status != http.HTTPStatus.OK:
            self.heard.put(_Trouble("server_refused", reply.status))
            return
        while not self._over.is_set() and (line := reply.readline(_MOST_LINE_BYTES)):
            self.heard.put(line)
        if not self._over.is_set():
            self.heard.put(None)

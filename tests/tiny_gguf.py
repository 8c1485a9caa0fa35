"""Writes a real GGUF with random weights and a byte tokenizer: small, babbling, and run by the real llama.cpp."""

from pathlib import Path

import gguf
import numpy as np

CHATML = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
SPECIAL = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")


def byte_letters() -> list[str]:
    """The 256 letters by which byte-level tokenizers (GPT-2's) write bytes: printable ones as they are, others from U+0100 on."""
    printable = {*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)}
    others = (chr(0x100 + number) for number in range(256))
    return [chr(byte) if byte in printable else next(others) for byte in range(256)]


def write_tiny_gguf(
    path: Path,
    *,
    template: str | None = CHATML,
    layers: int = 2,
    width: int = 64,
    inner: int = 0,
    head: int = 32,
    groups: int = 1,
    fillers: int = 0,
    eight_bit: bool = False,
    pooled: bool = False,
    context_tokens: int = 8192,
    seed: int = 1,
) -> Path:
    """A llama model of `layers` x `width` (a multiple of 32). It says printable ASCII, without end. 0.5 MB as it is by default.

    `inner`: width of the feed-forward part, twice `width` by default; `head`: numbers in an attention head; `groups`: heads that share
    their keys; `fillers`: words that are never said but have their weights; `eight_bit`: matrices in Q8_0 instead of F16; `pooled`: it says
    that it is made for vectors, means of its tokens.
    """
    letters = byte_letters()
    tokens = [*letters, *(f"filler{number}" for number in range(fillers)), "the", *SPECIAL]
    vocabulary = len(tokens)
    inner = inner or 2 * width
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_name("tiny")
    writer.add_context_length(context_tokens)
    writer.add_embedding_length(width)
    writer.add_block_count(layers)
    writer.add_feed_forward_length(inner)
    writer.add_head_count(width // head)
    writer.add_head_count_kv(width // head // groups)
    writer.add_rope_dimension_count(head)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(vocabulary)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q8_0 if eight_bit else gguf.LlamaFileType.MOSTLY_F16)
    if pooled:
        writer.add_pooling_type(gguf.PoolingType.MEAN)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(tokens)
    control = [gguf.TokenType.CONTROL] * len(SPECIAL)
    writer.add_token_types([*[gguf.TokenType.NORMAL] * (vocabulary - len(SPECIAL)), *control])
    writer.add_token_merges(["t h", "th e"])
    writer.add_bos_token_id(vocabulary - 3)
    writer.add_eos_token_id(vocabulary - 1)
    writer.add_add_bos_token(False)
    if template is not None:
        writer.add_chat_template(template)
    matrices = _Matrices(np.random.default_rng(seed), eight_bit)
    _add_weights(writer, matrices, vocabulary, layers, width, inner, width // groups)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


class _Matrices:
    """Random matrices. Large ones repeat a stretch of numbers: drawing a billion takes minutes."""

    def __init__(self, random: np.random.Generator, eight_bit: bool) -> None:
        self._random, self._eight_bit = random, eight_bit

    def drawn(self, rows: int, columns: int) -> np.ndarray:
        fresh = min(rows, max(1, (1 << 21) // columns))
        block = self._random.standard_normal((fresh, columns), np.float32) / np.float32(np.sqrt(columns))
        return np.resize(block, (rows, columns))

    def add(self, writer: gguf.GGUFWriter, name: str, matrix: np.ndarray) -> None:
        if self._eight_bit:
            kind = gguf.GGMLQuantizationType.Q8_0
            writer.add_tensor(name, gguf.quants.quantize(matrix, kind), raw_dtype=kind)
        else:
            writer.add_tensor(name, matrix.astype(np.float16))


def _add_weights(
    writer: gguf.GGUFWriter, matrices: _Matrices, vocabulary: int, layers: int, width: int, inner: int, keys: int
) -> None:
    speech = matrices.drawn(vocabulary, width) * 4
    mute = np.ones(vocabulary, bool)
    mute[0x20:0x7F] = False
    speech[mute] = 0  # bytes that are no printable ASCII get the middling score of 0 and so are hardly ever said
    matrices.add(writer, "token_embd.weight", matrices.drawn(vocabulary, width))
    writer.add_tensor("output_norm.weight", np.ones(width, np.float32))
    matrices.add(writer, "output.weight", speech)
    for layer in range(layers):
        for name in ("attn_norm", "ffn_norm"):
            writer.add_tensor(f"blk.{layer}.{name}.weight", np.ones(width, np.float32))
        for name, rows in (("attn_q", width), ("attn_k", keys), ("attn_v", keys), ("attn_output", width)):
            matrices.add(writer, f"blk.{layer}.{name}.weight", matrices.drawn(rows, width))
        for name in ("ffn_gate", "ffn_up"):
            matrices.add(writer, f"blk.{layer}.{name}.weight", matrices.drawn(inner, width))
        matrices.add(writer, f"blk.{layer}.ffn_down.weight", matrices.drawn(width, inner))


def write_tiny_lora(path: Path, *, layers: int = 2, width: int = 64, seed: int = 3) -> Path:
    """An adapter for the model of the same shape, strong enough to change what it says."""
    random = np.random.default_rng(seed)
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", 64.0)
    for layer in range(layers):
        for part, shape in (("a", (4, width)), ("b", (width, 4))):
            writer.add_tensor(
                f"blk.{layer}.attn_q.weight.lora_{part}", random.standard_normal(shape).astype(np.float32)
            )
            writer.add_tensor(
                f"blk.{layer}.attn_output.weight.lora_{part}", random.standard_normal(shape).astype(np.float32)
            )
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def write_tiny_projector(path: Path, *, width: int = 64, seed: int = 5) -> Path:
    """A projector of pictures (28 x 28, four patches) for a model of this width."""
    random, inner = np.random.default_rng(seed), 32
    writer = gguf.GGUFWriter(path, "clip")
    for name, value in (
        ("image_size", 28), ("patch_size", 14), ("embedding_length", inner), ("feed_forward_length", 64), ("projection_dim", width),
        ("block_count", 1), ("attention.head_count", 2),
    ):  # fmt: skip
        writer.add_uint32(f"clip.vision.{name}", value)
    writer.add_bool("clip.has_vision_encoder", True)
    writer.add_string("clip.projector_type", "mlp")
    writer.add_bool("clip.use_gelu", True)
    writer.add_float32("clip.vision.attention.layer_norm_epsilon", 1e-5)
    writer.add_array("clip.vision.image_mean", [0.5, 0.5, 0.5])
    writer.add_array("clip.vision.image_std", [0.5, 0.5, 0.5])

    def add(name: str, *shape: int) -> None:
        writer.add_tensor(name, (random.standard_normal(shape) / 4).astype(np.float32))

    add("v.patch_embd.weight", inner, 3, 14, 14)
    add("v.class_embd", inner)
    add("v.position_embd.weight", 5, inner)
    for name in ("v.pre_ln", "v.blk.0.ln1", "v.blk.0.ln2"):
        add(f"{name}.weight", inner)
        add(f"{name}.bias", inner)
    for name, rows, columns in (
        *((f"v.blk.0.attn_{part}", inner, inner) for part in ("q", "k", "v", "out")),
        ("v.blk.0.ffn_up", 64, inner), ("v.blk.0.ffn_down", inner, 64), ("mm.0", width, inner), ("mm.2", width, width),
    ):  # fmt: skip
        add(f"{name}.weight", rows, columns)
        add(f"{name}.bias", rows)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path

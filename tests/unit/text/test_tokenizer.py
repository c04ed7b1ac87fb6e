"""Whisper's vocabulary, on the real tokenizer files."""

import json
from pathlib import Path

import pytest

from alm_studio.base.errors import ModelError
from alm_studio.checkpoints.bundled import find_bundled
from alm_studio.text.languages import LANGUAGES, language_code
from alm_studio.text.tokenizer import WhisperTokenizer


def _load(name: str, vocabulary: int) -> WhisperTokenizer:
    files = find_bundled(name)
    assert files is not None and files.tokenizer is not None, f"the test extra installs {name}"
    return WhisperTokenizer.load(files.tokenizer, vocabulary)


@pytest.fixture(scope="module")
def multilingual() -> WhisperTokenizer:
    return _load("base", 51865)


@pytest.fixture(scope="module")
def english() -> WhisperTokenizer:
    return _load("tiny.en", 51864)


def test_special_tokens_are_whispers(multilingual: WhisperTokenizer, english: WhisperTokenizer) -> None:
    tokens = multilingual
    assert (tokens.eot, tokens.sot, tokens.translate, tokens.transcribe) == (50257, 50258, 50358, 50359)
    assert (tokens.sot_prev, tokens.no_speech, tokens.no_timestamps) == (50361, 50362, 50363)
    assert tokens.timestamp_begin == 50364
    assert tokens.language_token("en") == 50259
    assert tokens.language_token("su") == 50357
    assert (english.eot, english.sot, english.no_speech, english.timestamp_begin) == (50256, 50257, 50361, 50363)


def test_large_v3_has_one_language_more(multilingual: WhisperTokenizer) -> None:
    turbo = WhisperTokenizer(multilingual._tokenizer, 51866)
    assert turbo.languages[-1] == "yue"
    assert turbo.timestamp_begin == 50365


def test_prompts(multilingual: WhisperTokenizer, english: WhisperTokenizer) -> None:
    assert multilingual.prompt("de", "translate", False) == [50258, 50261, 50358, 50363]
    assert multilingual.prompt("en", "transcribe", True) == [50258, 50259, 50359]
    assert english.prompt("en", "transcribe", False) == [50257, 50362]


def test_suppressed_symbols_are_whispers(multilingual: WhisperTokenizer) -> None:
    """The list in the released models' configuration, less the special tokens."""
    released = (
        "1 2 7 8 9 10 14 25 26 27 28 29 31 58 59 60 61 62 63 90 91 92 93 359 503 522 542 873 893 902 918 922 931 1350 "
        "1853 1982 2460 2627 3246 3253 3268 3536 3846 3961 4183 4667 6585 6647 7273 9061 9383 10428 10929 11938 12033 "
        "12331 12562 13793 14157 14635 15265 15618 16553 16604 18362 18956 20075 21675 22520 26130 26161 26435 28279 "
        "29464 31650 32302 32470 36865 42863 47425 49870 50254"
    )
    assert multilingual.non_speech_tokens == tuple(int(token) for token in released.split())


@pytest.mark.parametrize("text", [" Hello, world. It's 3:45!", " Ünïcödé naïve café", "你好，世界。", " 😀 ok", ""])
def test_text_survives(multilingual: WhisperTokenizer, text: str) -> None:
    assert multilingual.decode([50258, *multilingual.encode(text), 50400, 50257]) == text


def test_words_joined_are_the_text(multilingual: WhisperTokenizer) -> None:
    text = " Hello, dear naïve “world”: it’s 12,000."
    words = multilingual.split_words(multilingual.encode(text), "en")
    assert "".join(word for word, _ in words) == text
    assert [word for word, _ in words][:3] == [" Hello", ",", " dear"]
    assert [token for _, tokens in words for token in tokens] == multilingual.encode(text)


def test_chinese_is_split_by_character_groups(multilingual: WhisperTokenizer) -> None:
    text = "老虎幼崽与宠物犬玩耍。"
    words = multilingual.split_words(multilingual.encode(text), "zh")
    assert "".join(word for word, _ in words) == text
    assert len(words) > 5
    assert not any("�" in word for word, _ in words)


def test_a_character_cut_off_at_the_end_is_kept(multilingual: WhisperTokenizer) -> None:
    tokens = multilingual.encode("崽")
    assert len(tokens) > 1
    words = multilingual.split_words(tokens[:-1], "zh")
    assert [token for _, ids in words for token in ids] == tokens[:-1]


def test_foreign_vocabularies_are_refused(tmp_path: Path, multilingual: WhisperTokenizer) -> None:
    broken = tmp_path / "tokenizer.json"
    broken.write_text("{")
    with pytest.raises(ModelError, match="damaged"):
        WhisperTokenizer.load(broken, 51865)
    with pytest.raises(ModelError, match="not Whisper's"):
        WhisperTokenizer(multilingual._tokenizer, 32000)
    with pytest.raises(ModelError, match="does not know"):
        multilingual.language_token("yue")


def test_language_names() -> None:
    assert len(LANGUAGES) == 100
    assert language_code("German") == "de"
    assert language_code(" ZH ") == "zh"
    assert language_code("Klingon") is None


def test_words_that_begin_with_t_are_the_tokens_that_whisper_writes(
    multilingual: WhisperTokenizer, english: WhisperTokenizer
) -> None:
    # As openai's own tokenizer has them; the bundled file lacks the merge of a space and a t.
    assert multilingual.encode(" the two to that") == [264, 732, 281, 300]
    assert english.encode(" the two to that") == [262, 734, 284, 326]
    assert multilingual.decode([264, 732, 281, 300]) == " the two to that"


def test_a_lost_first_merge_is_mended_in_every_form_of_file(tmp_path: Path, multilingual: WhisperTokenizer) -> None:
    whole = json.loads(multilingual.complete().to_str())
    pairs = [merge.split(" ") if isinstance(merge, str) else merge for merge in whole["model"]["merges"]]
    assert pairs[0] == ["Ġ", "t"]
    for merges in (pairs, [" ".join(pair) for pair in pairs]):
        for kept in (merges, merges[1:]):
            whole["model"]["merges"] = kept
            for escaped in (False, True):
                path = tmp_path / "tokenizer.json"
                path.write_text(json.dumps(whole, ensure_ascii=escaped), encoding="utf-8")
                assert WhisperTokenizer.load(path, 51865).encode(" the two to that") == [264, 732, 281, 300]

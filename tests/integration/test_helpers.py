"""The tests' own measures, tested: a measure that cannot fail proves nothing."""

from .heard import missing, word_error_rate, words

SENTENCES = ["The old pan was covered with hard fudge.", "Watch the log float in the wide river.", "It's ten."]


def test_words_lose_case_and_punctuation_but_not_apostrophes():
    assert words("“Mister Quilter’s”, he said: 1,5!") == ["mr", "quilter's", "he", "said", "1", "5"]


def test_a_perfect_text_misses_nothing():
    assert word_error_rate(" ".join(SENTENCES), " ".join(SENTENCES).upper()) == 0
    assert missing(SENTENCES, " ".join(SENTENCES)) == []


def test_a_dropped_sentence_is_found():
    heard = f"{SENTENCES[0]} {SENTENCES[2]}"
    assert missing(SENTENCES, heard) == [SENTENCES[1]]
    assert word_error_rate(" ".join(SENTENCES), heard) == 8 / 18


def test_a_few_wrong_words_are_no_missing_sentence():
    assert missing(SENTENCES, " ".join(SENTENCES).replace("fudge", "judge").replace("log", "dog")) == []

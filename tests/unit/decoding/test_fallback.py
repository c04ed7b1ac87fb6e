from alm_studio.decoding.fallback import compression_ratio, loops


def test_a_loop_is_found_wherever_it_stands() -> None:
    said = list(range(50))
    assert not loops(said)
    assert loops(said + [7, 8, 9, 10] * 4 + said)
    assert loops([3] * 8)


def test_people_repeat_themselves_a_little() -> None:
    assert not loops([5, 5, 5, 6])  # "no, no, no"
    assert not loops([1, 2, 3, 4, 5] * 3)
    assert not loops([1, 2] * 4)  # "ha ha", "bye bye", counted twice over


def test_compression_ratio_tells_repetition() -> None:
    assert compression_ratio("") == 1.0
    assert compression_ratio("The quick brown fox jumps over the lazy dog.") < 1.2
    assert compression_ratio("thank you " * 40) > 2.4

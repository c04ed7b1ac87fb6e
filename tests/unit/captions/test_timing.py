from alm_studio.captions.styles import get_style
from alm_studio.captions.timing import CueTimer

NETFLIX = get_style("netflix")


def place(*args):
    return CueTimer(NETFLIX).place(*args)


def test_short_cue_stays_for_the_least_duration():
    assert place(1000, 1400, 0, None) == (1000, 1834)


def test_hang_is_limited():
    assert place(1000, 2000, 1500, None) == (1000, 2500)


def test_a_cue_comes_three_frames_early_where_it_could_not_be_read_otherwise():
    assert place(1000, 2000, 1540, None) == (960, 2500)
    assert place(1000, 2000, 9000, None) == (875, 2500)
    assert CueTimer(get_style("bbc")).place(1000, 2000, 9000, None)[0] == 1000


def test_an_early_cue_leaves_no_gap_that_flickers():
    timer = CueTimer(NETFLIX)
    assert timer.place(1000, 2000, 0, 2600) == (1000, 2000)
    assert timer.place(2600, 3600, 9000, None)[0] == 2500
    timer = CueTimer(NETFLIX)
    timer.place(1000, 2000, 0, 2084)
    assert timer.place(2084, 3000, 9000, None)[0] == 2084


def test_gap_of_two_frames_before_the_next():
    assert place(1000, 2000, 0, 2000) == (1000, 1916)


def test_short_gap_is_closed_and_long_one_left():
    assert place(1000, 2000, 0, 2499) == (1000, 2415)
    assert place(1000, 2000, 0, 2500) == (1000, 2000)


def test_longest_duration_holds_even_where_a_word_is_stretched():
    assert place(0, 20_000, 0, None) == (0, 7000)


def test_words_without_duration_are_still_seen():
    timer = CueTimer(NETFLIX)
    one = timer.place(1000, 1000, 0, 1000)
    two = timer.place(1000, 1000, 0, None)
    assert one[1] - one[0] >= 300
    assert two[0] >= one[1] + NETFLIX.min_gap

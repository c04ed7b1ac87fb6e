import threading

import numpy as np

from alm_studio.audio.ring_buffer import RingBuffer


def frames(first, last):
    return np.repeat(np.arange(first, last, dtype=np.float32)[:, None], 2, axis=1)


def test_frames_come_out_in_order_across_the_seam():
    ring = RingBuffer(10, 2)
    for first in range(0, 35, 7):
        ring.write(frames(first, first + 7))
        assert len(ring) == 7
        np.testing.assert_array_equal(ring.read(), frames(first, first + 7))
    assert ring.read().shape == (0, 2)
    assert ring.lost == 0


def test_what_does_not_fit_is_counted_and_the_rest_is_kept():
    ring = RingBuffer(10, 2)
    ring.write(frames(0, 8))
    ring.write(frames(8, 14))
    assert ring.lost == 4
    np.testing.assert_array_equal(ring.read(), frames(0, 10))


def test_a_reader_wakes_when_frames_come():
    ring = RingBuffer(10, 2)
    assert not ring.wait(0.01)
    threading.Timer(0.05, ring.write, [frames(0, 3)]).start()
    assert ring.wait(5.0)
    assert len(ring.read()) == 3


def test_two_threads_lose_nothing():
    ring = RingBuffer(1000, 2)
    sent = frames(0, 50_000)
    taken = []

    def write():
        place = 0
        while place < len(sent):
            if len(ring) <= 900:
                ring.write(sent[place : place + 100])
                place += 100

    writer = threading.Thread(target=write)
    writer.start()
    while sum(map(len, taken)) < len(sent):
        ring.wait(1.0)
        taken.append(ring.read())
    writer.join()
    np.testing.assert_array_equal(np.concatenate(taken), sent)
    assert ring.lost == 0

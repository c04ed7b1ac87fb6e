"""Faults of Qt's Python binding that would end the program. See the bound on its version in pyproject.toml."""

import sys

from PySide6.QtCore import QObject, Signal


def test_emitting_a_signal_keeps_the_reference_count_of_true(qapp):
    class Sender(QObject):
        signal = Signal(int)

    sender = Sender()
    sender.signal.connect(lambda _number: None)
    before = sys.getrefcount(True)
    for number in range(200):
        sender.signal.emit(number)
    assert sys.getrefcount(True) > before - 50

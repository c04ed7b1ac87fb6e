import threading

import pytest

from alm_studio.base.cancel import CancelToken
from alm_studio.base.errors import AlmError, CancelledError, MediaError, ModelError, OutputError, UsageError


def test_a_fresh_token_lets_work_go_on():
    token = CancelToken()
    token.check()
    assert not token.cancelled


def test_a_token_set_in_another_thread_stops_work_for_good():
    token = CancelToken()
    thread = threading.Thread(target=token.cancel)
    thread.start()
    thread.join()
    assert token.cancelled
    for _ in range(2):
        with pytest.raises(CancelledError, match="Cancelled"):
            token.check()


def test_every_error_has_the_exit_code_of_the_documentation():
    kinds = (AlmError, UsageError, MediaError, ModelError, OutputError, CancelledError)
    assert [kind.exit_code for kind in kinds] == [1, 2, 3, 4, 5, 130]

# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Locks between processes, and the log that tells whether another look is needed before a create."""

from __future__ import annotations

import os
import stat
import time

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._api import lock, pacing
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.lock import MOST_NOTES, CreateLock, try_lock
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import ApiError, PlanError

NAME = "a token and an address"


class Process:
    """One process that creates: what it looks for and what it waits."""

    def __init__(self) -> None:
        self.recheck_times, self.waits = 0, 0
        self.creates = CreateLock(NAME, self._sleep)

    def _sleep(self, seconds: float) -> None:
        self.waits += 1

    def _look(self) -> None:
        self.recheck_times += 1

    def create(self, what: str, error: Exception | None = None) -> int:
        """Create something; how many looks that took."""
        before = self.recheck_times
        with self.creates.exclusive(what, self._look):
            if error:
                raise error
        return self.recheck_times - before


def folder():
    return pacing.cache_folder()


class TestLooks:
    """Nobody looks twice unless another process created the same since it looked."""

    def test_alone_nobody_looks_again(self):
        one = Process()
        assert [one.create(what) for what in "aabca"] == [0] * 5

    def test_another_process_created_the_same_since(self):
        one, two = Process(), Process()
        assert one.create("a") == 0
        assert two.create("b") == 0
        assert two.create("a") == 1
        assert two.create("a") == 0, "what it has seen it need not look for"
        assert one.create("a") == 1

    def test_a_process_that_begins_later_has_seen_it(self):
        Process().create("a")
        assert Process().create("a") == 0

    @pytest.mark.parametrize(("uncertain", "looks"), [(False, 0), (True, 1)])
    def test_what_was_surely_not_created_is_not_looked_for(self, uncertain, looks):
        one, two = Process(), Process()
        with pytest.raises(ApiError):
            one.create("a", ApiError("no", uncertain=uncertain))
        assert two.create("a") == looks

    def test_a_process_that_is_interrupted_while_it_creates(self):
        one, two = Process(), Process()
        with pytest.raises(KeyboardInterrupt):
            one.create("a", KeyboardInterrupt())
        assert two.create("a") == 1

    @pytest.mark.parametrize(("sent", "looks"), [(True, 1), (False, 0)])
    def test_a_process_that_is_killed(self, sent, looks):
        """Also for those that begin later, as long as nobody has looked."""
        one = Process()
        with one.creates.exclusive("a", lambda: None):
            (file,) = folder().iterdir()
            left = file.read_bytes()
        (log,) = folder().iterdir()
        log.unlink()
        file.write_bytes(left if sent else b"")
        assert Process().create("a") == looks
        assert Process().create("a") == 0

    def test_a_process_that_began_while_another_was_creating(self):
        one = Process()
        with one.creates.exclusive("a", lambda: None):
            two = Process()
        assert two.create("a") == 1

    def test_what_is_found_is_not_created(self):
        one, two = Process(), Process()
        one.create("a")

        def found() -> None:
            raise PlanError("it is there")

        with pytest.raises(PlanError), two.creates.exclusive("a", found):
            raise AssertionError("created twice")
        assert Process().create("a") == 0

    def test_more_creates_than_the_log_remembers(self):
        one, two = Process(), Process()
        for number in range(MOST_NOTES + 1):
            one.create(str(number))
        assert two.create("new") == 1
        assert Process().create("new") == 0
        (file,) = folder().iterdir()
        assert file.stat().st_size == (1 + 2 * MOST_NOTES) * 8
        assert stat.S_IMODE(file.stat().st_mode) == 0o600

    @pytest.mark.parametrize("content", [b"", b"abc", bytes(8), b"\xff" * 800])
    def test_a_log_that_says_nonsense(self, content):
        one, two = Process(), Process()
        one.create("a")
        (file,) = folder().iterdir()
        file.write_bytes(content)
        two.create("a")
        assert two.create("a") == 0

    def test_the_names_do_not_tell_what_is_created(self):
        one = Process()
        with one.creates.exclusive("project Courses", lambda: None):
            names = " ".join(path.name for path in folder().iterdir())
            assert "Courses" not in names
            assert "token" not in names


class TestAges:
    """How long ago something was created, for lists that do not show it yet."""

    def test_the_same_process_and_later_ones_know_it(self, monkeypatch):
        one, earlier = Process(), Process()
        one.create("a")
        one.create("a in b")
        later = Process()
        assert earlier.creates.age("a") is None, "it has looked at the log before"
        now = lock._now()
        monkeypatch.setattr(lock, "_now", lambda: now + 4000)
        assert [one.creates.age(what) for what in ("a", "a in b")] == [pytest.approx(4, abs=0.5)] * 2
        assert later.creates.age("a") == pytest.approx(4, abs=0.5)
        assert later.creates.age("b") is None

    def test_other_names(self):
        with Process().creates.exclusive("a", lambda: None, ["a in b"]):
            pass
        assert None not in [Process().creates.age(what) for what in ("a", "a in b")]

    @pytest.mark.parametrize("seconds", [-1, lock.LAG])
    def test_only_the_last_seconds_count(self, seconds, monkeypatch):
        """Also if the clock has been set back."""
        one = Process()
        one.create("a")
        now = lock._now()
        monkeypatch.setattr(lock, "_now", lambda: now + int(seconds * 1000))
        assert one.creates.age("a") is None
        assert Process().creates.age("a") is None

    @pytest.mark.parametrize("seconds", [-86_400, -2, 2, 3600, 366 * 86_400])
    def test_the_time_of_day_does_not_matter(self, seconds, monkeypatch):
        """It may be set at any moment: lists lag behind all the same."""
        one, now = Process(), time.time()
        one.create("a")
        one.creates.deleted("b")
        monkeypatch.setattr(time, "time", lambda: now + seconds)
        for process in (one, Process()):
            assert process.creates.age("a") == pytest.approx(0, abs=0.5)
            assert process.creates.since_deleted("b") == pytest.approx(0, abs=0.5)

    def test_a_log_from_another_start_of_the_machine(self, monkeypatch):
        """Its times are of another clock: nobody waits because of them, nor looks for what they name."""
        now = lock._now()
        monkeypatch.setattr(lock, "_now", lambda: now + 3_600_000)
        Process().create("a")
        monkeypatch.setattr(lock, "_now", lambda: now)
        assert Process().creates.age("a") is None
        assert not Process().creates.any_recent

    def test_what_is_gone_has_no_age(self):
        one, two = Process(), Process()
        for what in "ab":
            one.create(what)
        two.creates.gone(["a"])
        assert Process().creates.age("a") is None
        assert Process().creates.age("b") is not None
        one.creates.gone(["b"])
        assert one.creates.age("b") is None

    def test_what_no_list_shows_has_no_age_and_neither_have_older_ones(self, monkeypatch):
        one, now = Process(), lock._now()
        for moment, what in enumerate("abc"):
            monkeypatch.setattr(lock, "_now", lambda later=now + moment: later)
            one.create(what)
        one.creates.missing("b")
        assert [one.creates.age(what) is None for what in "abc"] == [True, True, False]

    def test_what_was_surely_not_created(self):
        one = Process()
        with pytest.raises(ApiError):
            one.create("a", ApiError("no"))
        assert one.creates.age("a") is None


class TestTurns:
    """Two processes do not create the same at once; other objects, and other threads' ones, do not wait."""

    def test_the_second_waits_for_the_first(self, monkeypatch):
        one, two = Process(), Process()
        holder = one.creates.exclusive("a", lambda: None)
        holder.__enter__()
        assert two.create("b") == 0
        assert two.waits == 0

        def sleep(seconds: float) -> None:
            two.waits += 1
            if two.waits == 3:
                holder.__exit__(None, None, None)

        monkeypatch.setattr(two.creates, "_sleep", sleep)
        assert two.create("a") == 1
        assert two.waits == 3
        assert [path.name for path in folder().iterdir() if len(path.name) > 40] == [], "locks are removed"

    def test_nobody_waits_for_ever(self):
        one, two = Process(), Process()
        with one.creates.exclusive("a", lambda: None), pytest.raises(PlanError, match="has been creating it for 900 s"):
            two.create("a")
        assert two.waits == pytest.approx(lock.PATIENCE / lock.PAUSE, abs=1)

    def test_it_is_released_when_the_create_fails(self):
        one, two = Process(), Process()
        with pytest.raises(ApiError):
            one.create("a", ApiError("no"))
        two.create("a")
        assert two.waits == 0

    def test_a_lock_whose_file_was_removed_is_taken_again(self, tmp_path, monkeypatch):
        file = tmp_path / "lock"
        flock = lock.fcntl.flock

        def removed_meanwhile(descriptor: int, how: int) -> None:
            flock(descriptor, how)
            file.unlink()

        monkeypatch.setattr(lock.fcntl, "flock", removed_meanwhile)
        assert try_lock(file) is None
        monkeypatch.setattr(lock.fcntl, "flock", flock)
        descriptor = try_lock(file)
        assert descriptor is not None
        os.close(descriptor)


class TestWithoutLocks:
    """Each process is on its own, and creates all the same."""

    def test_a_platform_without_flock(self, monkeypatch):
        monkeypatch.setattr(lock, "fcntl", None)
        assert Process().create("a") == 0
        Process().creates.gone(["a"])
        assert not folder().exists()

    def test_no_private_folder(self):
        folder().mkdir(parents=True)
        folder().chmod(0o777)
        assert Process().create("a") == 0
        assert list(folder().iterdir()) == []

    def test_a_relative_folder(self, monkeypatch):
        monkeypatch.setenv("XDG_CACHE_HOME", "relative")
        assert Process().create("a") == 0
        Process().creates.gone(["a"])
        assert not folder().exists()

    def test_a_file_system_that_cannot_lock(self, monkeypatch):
        def refuse(descriptor: int, how: int) -> None:
            raise OSError(95, "not supported")

        monkeypatch.setattr(lock.fcntl, "flock", refuse)
        assert Process().create("a") == 0

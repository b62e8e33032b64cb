"""Settings fail closed: what is wrong or unknown stops the start with one line."""

from __future__ import annotations

import os

import pytest

from charter.core.errors import StartRefused
from charter.core.settings import load_settings


@pytest.fixture(autouse=True)
def clean(monkeypatch, tmp_path):
    for name in list(os.environ):
        if name.startswith("CHARTER_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("CHARTER_DATA_DIR", str(tmp_path))


def test_arguments_win_over_environment_over_file(monkeypatch, tmp_path):
    (tmp_path / "charter.toml").write_text('port = 1111\nlog_level = "debug"\nhost = "127.0.0.9"\n')
    monkeypatch.setenv("CHARTER_PORT", "2222")
    monkeypatch.setenv("CHARTER_HOST", "127.0.0.8")
    settings = load_settings(host="127.0.0.7")
    assert (settings.port, settings.log_level, settings.host) == (2222, "debug", "127.0.0.7")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("CHARTER_PROT", "1", "Did you mean CHARTER_PORT?"),
        ("CHARTER_PORT", "seven", "CHARTER_PORT"),
        ("CHARTER_PORT", "70000", "CHARTER_PORT"),
        ("CHARTER_LOG_LEVEL", "loud", "CHARTER_LOG_LEVEL"),
        ("CHARTER_NONSENSE_XYZ", "1", "not a Charter setting"),
    ],
)
def test_a_wrong_variable_stops_the_start(monkeypatch, name, value, words):
    monkeypatch.setenv(name, value)
    with pytest.raises(StartRefused) as refused:
        load_settings()
    assert words in refused.value.detail
    assert "\n" not in refused.value.detail


@pytest.mark.parametrize(
    ("text", "words"),
    [("prot = 1", "Did you mean port?"), ("port = [", "cannot be read"), ('port = "x"', "port in")],
)
def test_a_wrong_file_stops_the_start(tmp_path, text, words):
    (tmp_path / "charter.toml").write_text(text)
    with pytest.raises(StartRefused) as refused:
        load_settings()
    assert words in refused.value.detail


def test_a_secret_setting_is_not_shown(monkeypatch):
    monkeypatch.setenv("CHARTER_DATABASE_URL", "postgresql://owner:hunter2@db/charter")
    assert "hunter2" not in repr(load_settings())

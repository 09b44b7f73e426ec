"""Settings: defaults, values, and clear refusals."""

from __future__ import annotations

from pathlib import Path

import pytest

from webui.config import SETTINGS, BadSetting, Settings


def test_defaults_live_in_the_data_folder() -> None:
    settings = Settings.from_env({"MIZAN_DATA": "/somewhere/mizan"})
    assert settings.data == Path("/somewhere/mizan")
    assert settings.database == "sqlite:////somewhere/mizan/mizan.db"
    assert settings.search == "whoosh:///somewhere/mizan/index"
    assert (settings.host, settings.port, settings.max_file_mb) == ("127.0.0.1", 8037, 40)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MIZAN_PORT", "eighty"),
        ("MIZAN_PORT", "65536"),
        ("MIZAN_PORT", "-1"),
        ("MIZAN_MAX_FILE_MB", "0"),
        ("MIZAN_MAX_FILE_MB", "nan"),
    ],
)
def test_a_bad_number_is_named(name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=name):
        Settings.from_env({name: value})


def test_an_empty_value_is_the_default() -> None:
    assert Settings.from_env({"MIZAN_PORT": ""}).port == 8037


def test_every_setting_has_a_help_line() -> None:
    assert all(setting.help for setting in SETTINGS)

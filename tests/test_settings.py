"""A wrong setting stops the start with one sentence that names the variable and says what it may be."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal import backends, environment
from portal.environment import BadSetting
from portal.secret import secret_key
from portal.site import site

ROOT = Path(__file__).resolve().parent.parent
STRONG = "k3y-" * 15 + "xYz_9"
PRODUCTION = {
    "HTTPS": "1",
    "TRUST_PROXY": "1",
    "HSTS_SUBDOMAINS": "1",
    "HSTS_PRELOAD": "1",
    "SITE_DOMAIN": "www.example.gov.cn",
}
"""What docs/deploy.md asks of a public installation."""


def manage(data_dir: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py as an operator would, with only these variables."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        env={**kept, "DATA_DIR": str(data_dir), **variables},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("name", "value", "read", "may_be"),
    [
        ("DEBUG", "maybe", lambda: environment.boolean("DEBUG", False), "0, false, no or off"),
        ("PORT", "eighty", lambda: environment.integer("PORT", 8000, low=1, high=65535), "from 1 to 65535"),
        ("PORT", "0", lambda: environment.integer("PORT", 8000, low=1, high=65535), "from 1 to 65535"),
        ("PORT", "65536", lambda: environment.integer("PORT", 8000, low=1, high=65535), "from 1 to 65535"),
        ("PORT", "８０００", lambda: environment.integer("PORT", 8000, low=1, high=65535), "from 1 to 65535"),
        (
            "LOG_LEVEL",
            "loud",
            lambda: environment.choice("LOG_LEVEL", "INFO", ("INFO", "ERROR")),
            "INFO or ERROR",
        ),
        ("SITE_ID_CODE", "350400000", site, "exactly 10 digits"),
        ("SITE_DOMAIN", "https://www.example.gov.cn/", site, "www.example.gov.cn"),
        ("SITE_DOMAIN", ".example.gov.cn", site, "www.example.gov.cn"),
        ("SITE_FIND_FAULT_URL", "javascript:alert(1)", site, "https://"),
        ("SITE_FIND_FAULT_URL", 'https://a.cn/"><script>', site, "https://"),
        ("ALLOWED_HOSTS", "*", lambda: environment.hosts("ALLOWED_HOSTS", []), "separated by commas"),
        ("ALLOWED_HOSTS", "a.cn,http://b.cn", lambda: environment.hosts("ALLOWED_HOSTS", []), "commas"),
        ("ALLOWED_HOSTS", "a.cn:8000", lambda: environment.hosts("ALLOWED_HOSTS", []), "no scheme, port"),
        (
            "DATABASE_URL",
            "mysql://a:b@c/d",
            lambda: backends.database("DATABASE_URL", Path("x")),
            "postgresql://",
        ),
        ("DATABASE_URL", "postgres://a:b@c/", lambda: backends.database("DATABASE_URL", Path("x")), "/name"),
        (
            "DATABASE_URL",
            "db.sqlite3",
            lambda: backends.database("DATABASE_URL", Path("x")),
            "sqlite:////folder",
        ),
        (
            "DATABASE_URL",
            "sqlite:////no/such/folder/x",
            lambda: backends.database("DATABASE_URL", Path("x")),
            "sqlite:////folder",
        ),
        ("CACHE_URL", "memcached://a", lambda: backends.cache("CACHE_URL"), "redis://"),
        ("CLAMAV", "http://a:3310", lambda: environment.daemon("CLAMAV"), "tcp://host:port"),
        ("CLAMAV", "tcp://a:99999", lambda: environment.daemon("CLAMAV"), "tcp://host:port"),
        ("CLAMAV", "clamd.ctl", lambda: environment.daemon("CLAMAV"), "unix:///path"),
        ("SECRET_KEY", "secret", lambda: secret_key("SECRET_KEY", Path("x")), "50 or more random"),
        ("SECRET_KEY", "a" * 60, lambda: secret_key("SECRET_KEY", Path("x")), "50 or more random"),
        ("DATA_DIR", "/proc/nowhere", lambda: environment.folder("DATA_DIR", Path("x")), "any folder"),
    ],
)
def test_a_wrong_value_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, read: Callable[[], object], may_be: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSetting) as refusal:
        read()
    assert str(refusal.value).startswith(name)
    assert may_be in str(refusal.value)


@pytest.mark.parametrize("value", ["1", "true", "Yes", "ON", " 1 "])
def test_yes_in_all_its_spellings(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("DEBUG", value)
    assert environment.boolean("DEBUG", False) is True


@pytest.mark.parametrize("value", ["0", "false", "No", "off"])
def test_no_in_all_its_spellings(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("DEBUG", value)
    assert environment.boolean("DEBUG", True) is False


def test_an_empty_variable_is_one_that_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "  ")
    assert environment.integer("PORT", 8000, low=1, high=65535) == 8000


def test_hosts_are_read_in_lower_case_with_ranges_and_ipv6(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "WWW.Example.gov.cn, .example.org ,[::1]")
    assert environment.hosts("ALLOWED_HOSTS", []) == ["www.example.gov.cn", ".example.org", "[::1]"]


def test_sqlite_is_the_default_ready_for_several_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    config = backends.database("DATABASE_URL", Path("/srv/db.sqlite3"))
    assert config["NAME"] == "/srv/db.sqlite3"
    assert config["OPTIONS"]["timeout"] == 20
    assert "journal_mode=WAL" in config["OPTIONS"]["init_command"]
    assert "foreign_keys=ON" in config["OPTIONS"]["init_command"]


def test_postgresql_by_url_with_a_password_of_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://portal:p%40ss%2Fword@db.example:5433/disclosure")
    config = backends.database("DATABASE_URL", Path("x"))
    assert config["ENGINE"] == "django.db.backends.postgresql"
    assert (config["USER"], config["PASSWORD"]) == ("portal", "p@ss/word")
    assert (config["HOST"], config["PORT"], config["NAME"]) == ("db.example", 5433, "disclosure")


def test_a_refused_database_address_does_not_give_its_password_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://portal:hush@db.example:notaport/x")
    with pytest.raises(BadSetting) as refusal:
        backends.database("DATABASE_URL", Path("x"))
    assert "hush" not in str(refusal.value)


def test_redis_without_its_library_is_refused_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CACHE_URL", "redis://127.0.0.1:6379/0")
    with pytest.raises(BadSetting, match=r"CACHE_URL asks for Redis.*pip install redis"):
        backends.cache("CACHE_URL")


def test_the_secret_key_is_made_once_for_its_owner_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    file = tmp_path / "secret_key"
    key = secret_key("SECRET_KEY", file)
    assert len(key) >= 50
    assert file.stat().st_mode & 0o777 == 0o600
    assert secret_key("SECRET_KEY", file) == key
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_two_processes_that_start_at_once_agree_on_one_key(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    together, keys = threading.Barrier(8), []

    def start() -> None:
        together.wait()
        keys.append(secret_key("SECRET_KEY", tmp_path / "secret_key"))

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 8
    assert len(set(keys)) == 1


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660])
def test_a_key_that_others_can_read_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, mode: int
) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    file = tmp_path / "secret_key"
    file.write_text(STRONG)
    file.chmod(mode)
    with pytest.raises(BadSetting, match=f"chmod 600 {file}"):
        secret_key("SECRET_KEY", file)


@pytest.mark.parametrize("content", ["", "\n", "cut short"])
def test_a_file_that_holds_no_key_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: str
) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    file = tmp_path / "secret_key"
    file.write_text(content)
    file.chmod(0o600)
    with pytest.raises(BadSetting, match="empty or cut short"):
        secret_key("SECRET_KEY", file)


def test_a_key_from_the_environment_leaves_no_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SECRET_KEY", STRONG)
    assert secret_key("SECRET_KEY", tmp_path / "secret_key") == STRONG
    assert list(tmp_path.iterdir()) == []


def test_the_command_line_says_one_sentence_and_no_traceback(tmp_path: Path) -> None:
    done = manage(tmp_path, "check", PORT="x")
    assert done.returncode == 1
    assert done.stderr == "Cannot start: PORT is 'x'; it may be a whole number from 1 to 65535.\n"


def test_the_application_server_says_the_same_sentence(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import portal.wsgi"],
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "HTTPS": "sure"},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("Cannot start: HTTPS is 'sure';")
    assert len(done.stderr.splitlines()) == 1


def test_preload_without_subdomains_is_refused(tmp_path: Path) -> None:
    done = manage(tmp_path, "check", HTTPS="1", HSTS_PRELOAD="1")
    assert done.returncode == 1
    assert "HSTS_SUBDOMAINS" in done.stderr


def test_the_deploy_check_is_clean_with_the_documented_settings(tmp_path: Path) -> None:
    done = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_the_deploy_check_warns_where_no_second_factor_is_asked_for(tmp_path: Path) -> None:
    done = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION, SECOND_FACTOR="off")
    assert done.returncode == 1
    assert "reports.W001" in done.stderr


def test_a_breach_list_that_is_none_is_refused(tmp_path: Path) -> None:
    done = manage(tmp_path, "check", BREACH_LIST=str(tmp_path / "nowhere"))
    assert done.returncode == 1 and "BREACH_LIST" in done.stderr
    (tmp_path / "list").write_text("password\n")
    done = manage(tmp_path, "check", BREACH_LIST=str(tmp_path / "list"))
    assert done.returncode == 1 and "reports.E001" in done.stderr


def test_every_variable_that_is_read_is_documented() -> None:
    documented = (ROOT / "docs" / "deploy.md").read_text("utf-8")
    for name in sorted(_variables()):
        assert f"`{name}`" in documented, f"{name} is missing in docs/deploy.md"
    for name in PRODUCTION:
        assert f"{name}={PRODUCTION[name]}" in documented


def _variables() -> set[str]:
    """The names that the readers are called with."""
    readers = "text|boolean|integer|choice|digits|web_address|hosts?|file|daemon|folder|secret_key"
    readers += "|old_keys|database|cache"
    source = "".join(path.read_text("utf-8") for path in sorted((ROOT / "portal").glob("*.py")))
    return set(re.findall(rf'\b(?:{readers})\("([A-Z_]+)"', source))


def look(tmp_path: Path, *names: str, **variables: str) -> dict[str, object]:
    """Those settings as an installation with these variables has them."""
    code = (
        f"import json, django.conf as c; print(json.dumps({{n: getattr(c.settings, n) for n in {names!r}}}))"
    )
    done = manage(tmp_path, "shell", "--no-imports", "-c", code, **variables)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_https_makes_cookies_secure_and_browsers_remember(tmp_path: Path) -> None:
    found = look(
        tmp_path,
        *("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS"),
        *("CSRF_TRUSTED_ORIGINS", "ALLOWED_HOSTS", "SECURE_PROXY_SSL_HEADER", "DEBUG"),
        *("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME"),
        HTTPS="1",
        TRUST_PROXY="1",
        SITE_DOMAIN="www.example.gov.cn",
        ALLOWED_HOSTS=".example.gov.cn",
    )
    assert found == {
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31536000,
        "CSRF_TRUSTED_ORIGINS": ["https://*.example.gov.cn", "https://www.example.gov.cn"],
        "ALLOWED_HOSTS": [".example.gov.cn", "www.example.gov.cn"],
        "SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"],
        "DEBUG": False,
        "SESSION_COOKIE_NAME": "__Host-sessionid",
        "CSRF_COOKIE_NAME": "__Host-csrftoken",
    }


def test_without_https_nothing_claims_it_and_no_proxy_is_believed(tmp_path: Path) -> None:
    found = look(
        tmp_path,
        *("SESSION_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "SECURE_PROXY_SSL_HEADER"),
        *("DEBUG", "SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE"),
    )
    assert found == {
        "SESSION_COOKIE_SECURE": False,
        "SECURE_SSL_REDIRECT": False,
        "SECURE_HSTS_SECONDS": 0,
        "SECURE_PROXY_SSL_HEADER": None,
        "DEBUG": False,
        "SESSION_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
    }


def test_a_bad_setting_is_what_django_expects_of_one() -> None:
    assert issubclass(BadSetting, ImproperlyConfigured)

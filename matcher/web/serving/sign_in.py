"""Sign-in with OpenID Connect (Authlib), sessions, and roles from the project's register of roles."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from secrets import token_urlsafe
from threading import Lock
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from cachetools import FIFOCache
from flask import Flask
from joserfc.errors import JoseError
from requests import RequestException
from werkzeug.wrappers import Response

from matcher.errors import InputFaults
from matcher.ledger.log.record import Now
from matcher.read.review_settings import ReviewSettings
from matcher.read.roles import Role, read_roles
from matcher.web.reviewer import Reviewer
from matcher.web.serving.session_store import Identity, SessionStore

SIGNED = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")  # asymmetric signatures only
PROVIDER = "provider"
LEEWAY_SECONDS = 60
ANSWER_WITHIN_SECONDS = 10
MOST_KEPT = 10_000
BACK = "/signed-in"


class SignInFailed(Exception):
    """The provider's response was rejected. `kind` names the fault, without the content of the response."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(kind)


class PendingLogins:
    """Authlib's state between redirect and callback, in memory: at most MOST_KEPT entries, oldest removed first."""

    def __init__(self) -> None:
        self._kept: FIFOCache[str, str] = FIFOCache(MOST_KEPT)
        self._lock = Lock()

    def get(self, key: str) -> str | None:
        with self._lock:
            return self._kept.get(key)

    def set(self, key: str, value: str, _expires: int | None = None) -> None:
        """Store a value. Expiry is in the browser's signed cookie; here old entries give way to new ones."""
        with self._lock:
            self._kept[key] = value

    def delete(self, key: str) -> None:
        with self._lock:
            self._kept.pop(key, None)


class Roles:
    """The register of roles, read again whenever its file changes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read: tuple[tuple[int, int], tuple[Role, ...]] | None = None

    def of(self, identity: Identity) -> Role | None:
        """The role of this identity; None where the register lacks it. Raises InputFaults where it cannot be read."""
        return next((r for r in self.rows() if r.is_of(identity.subject, identity.email)), None)

    def rows(self) -> tuple[Role, ...]:
        about = self._path.stat() if self._path.is_file() else None
        now = (about.st_mtime_ns, about.st_size) if about else (0, 0)
        if self._read is None or self._read[0] != now or about is None:
            self._read = (now, read_roles(self._path))
        return self._read[1]


class SignIn:
    """The OpenID Connect flow, and the sessions of everybody who has signed in."""

    def __init__(
        self, settings: ReviewSettings, secret: str | None, roles: Roles, now: Now, sessions: SessionStore
    ) -> None:
        self.settings, self.roles, self._now, self.sessions = settings, roles, now, sessions
        self._secret = secret

    def attach(self, app: Flask) -> None:
        address = f"{self.settings.issuer.rstrip('/')}/.well-known/openid-configuration"
        known_by = {} if self._secret else {"token_endpoint_auth_method": "none"}
        self._client: Any = OAuth(app, cache=PendingLogins()).register(
            PROVIDER,
            client_id=self.settings.client_id,
            client_secret=self._secret,
            server_metadata_url=address,
            client_kwargs={
                "scope": self.settings.scope,
                "code_challenge_method": "S256",
                "default_timeout": ANSWER_WITHIN_SECONDS,
                **known_by,
            },
        )

    def go(self) -> Response:
        """Redirect to the provider with state, nonce and PKCE challenge. Raises SignInFailed if unreachable."""
        try:
            self._known_issuer()
            response: Response = self._client.authorize_redirect(self.settings.public_url + BACK)
        except (RequestException, ValueError, RuntimeError) as problem:
            raise SignInFailed(type(problem).__name__) from problem
        return response

    def come_back(self) -> Identity:
        """The identity from the provider's callback, after all checks. Raises SignInFailed."""
        try:
            self._known_issuer()
            token = self._client.authorize_access_token(claims_options=self._claims(), leeway=LEEWAY_SECONDS)
            claims = token["userinfo"]  # present only where an ID token was validated
            subject, email = claims["sub"], claims.get("email")
        except (
            AuthlibBaseError,
            JoseError,
            RequestException,
            ValueError,
            RuntimeError,
            KeyError,
            TypeError,
        ) as problem:
            raise SignInFailed(type(problem).__name__) from problem
        if not isinstance(subject, str) or not subject:
            raise SignInFailed("NoSubject")
        verified = claims.get("email_verified") is True and isinstance(email, str)
        return Identity(subject, email if verified else "")

    def _known_issuer(self) -> None:
        """Check the issuer against the settings, and restrict ID tokens to asymmetric signatures. Raises ValueError."""
        metadata = self._client.load_server_metadata()
        if metadata.get("issuer") != self.settings.issuer:
            raise ValueError("another issuer")
        algorithms = metadata.get("id_token_signing_alg_values_supported", ["RS256"])
        metadata["id_token_signing_alg_values_supported"] = [name for name in algorithms if name in SIGNED]

    def _claims(self) -> dict[str, Any]:
        return {
            "iss": {"essential": True, "value": self.settings.issuer},
            "aud": {"essential": True, "value": self.settings.client_id},
            "nonce": {"essential": True},
        }

    def enter(self, identity: Identity) -> str:
        """Open a session. Returns the random key for the browser's cookie; the identity stays on the server."""
        now, key = self._now(), token_urlsafe(24)
        self.sessions.put(key, identity, now + timedelta(hours=self.settings.session_hours), now)
        return key

    def leave(self, key: str) -> None:
        self.sessions.delete(key)

    def reviewer(self, key: str) -> Reviewer | None:
        """The reader of this session by the current register: removal from the register ends access at once."""
        identity = self.sessions.get(key, self._now())
        if identity is None:
            return None
        try:
            role = self.roles.of(identity)
        except InputFaults:
            role = None  # an unreadable register admits nobody; the sign-in page reports it
        if role is None:
            return None
        return Reviewer(role.person, role.role, role.regions, role.organisation)

"""The portal's Flask app, put together: pages, API, sign-in, templates, error pages."""

from __future__ import annotations

from flask import Flask

from services.portal.accounts import SignIn
from services.portal.api.problems import problem_of
from services.portal.api.routes import API, PAGE, PREFIX
from services.portal.errors import register_errors
from services.portal.live import Live
from services.portal.office import Office
from services.portal.pages import BLUEPRINTS
from services.portal.security import protect
from services.portal.sign_in.subscriptions import Subscriptions
from services.portal.sign_in.team import Team
from services.portal.templating import register_templating, warm_up
from services.portal.traced import trace_requests
from shared.clock import Clock
from shared.settings import Settings

MAX_REQUEST_BYTES = 4 * 1024 * 1024


def create_app(office: Office, sign_in: SignIn, clock: Clock, settings: Settings) -> Flask:
    """The WSGI app of the portal; `/healthz`, `/readyz` and `/metrics` are left to whoever mounts it."""
    app = Flask("services.portal", template_folder="templates", static_folder="static", static_url_path="/static")
    app.secret_key = settings.secret_key.get_secret_value() if settings.secret_key else sign_in.signing_key()
    app.config.update(MAX_CONTENT_LENGTH=MAX_REQUEST_BYTES, SEND_FILE_MAX_AGE_DEFAULT=31_536_000)
    app.extensions.update(
        {
            "terreau.office": office,
            "terreau.sign_in": sign_in,
            "terreau.team": Team(sign_in.database, clock),
            "terreau.subscriptions": Subscriptions(sign_in.database, clock, str(app.secret_key)),
            "terreau.live": Live(sign_in.database),
            "terreau.clock": clock,
            "terreau.settings": settings,
        }
    )
    trace_requests(app)
    protect(app, https=settings.public_url.startswith("https://"))
    register_templating(app)
    register_errors(app, PREFIX, problem_of)
    for blueprint in (*BLUEPRINTS, API, PAGE):
        app.register_blueprint(blueprint)
    warm_up(app)
    return app

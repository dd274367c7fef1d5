# One image for everything: `terreau up` (the default: one process, its data in /data) and `terreau serve NAME`.
# Only /tmp and /data are written to, so the root file system can be mounted read-only.

FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN ["python", "-m", "venv", "/opt/venv"]
WORKDIR /app
# The lock alone first: the layer with the libraries changes only when the lock does.
COPY requirements/base.txt requirements/base.txt
RUN ["/opt/venv/bin/pip", "install", "--no-deps", "--requirement", "requirements/base.txt"]
COPY pyproject.toml README.md ./
COPY shared shared
COPY services services
COPY examples examples
# Editable: the code finds its data files beside itself, in the image as in a checkout.
RUN ["/opt/venv/bin/pip", "install", "--no-deps", "--no-build-isolation", "--editable", "."]
RUN ["/opt/venv/bin/python", "-m", "compileall", "-q", "shared", "services"]

FROM python:3.11-slim-bookworm
LABEL org.opencontainers.image.title="Terreau" org.opencontainers.image.licenses="AGPL-3.0-or-later"
RUN ["groupadd", "--system", "--gid", "10001", "terreau"]
RUN ["useradd", "--system", "--uid", "10001", "--gid", "10001", "--no-create-home", "--home-dir", "/data", "terreau"]
RUN ["install", "--directory", "--owner=10001", "--group=10001", "--mode=0750", "/data"]
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
ENV PATH="/opt/venv/bin:$PATH" \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    TERREAU_DATA=/data \
    TERREAU_HOST=0.0.0.0
WORKDIR /data
VOLUME ["/data"]
EXPOSE 8080 8081
USER 10001:10001
ENTRYPOINT ["terreau"]
CMD ["up"]

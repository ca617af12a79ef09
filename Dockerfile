# One image, one process, no root. Build: docker build -t evwatch .
# Run: docker run -v evwatch:/data -v ./evwatch.toml:/etc/evwatch.toml:ro -p 127.0.0.1:8321:8321 -e EVWATCH_WEB_TOKEN=... evwatch
FROM python:3.11-slim AS build
WORKDIR /app
COPY requirements/run.txt requirements/run.txt
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements/run.txt
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY adapters adapters
COPY storage storage
RUN /venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /data evwatch && install -d -o evwatch /data
COPY --from=build /venv /venv
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 EVWATCH_CONFIG=/etc/evwatch.toml
# The database and the channels of the local chat live in the volume: the paths in the config are relative to it.
WORKDIR /data
VOLUME /data
USER evwatch
EXPOSE 8321
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8321/healthz', timeout=4)"]
ENTRYPOINT ["evwatch"]
CMD ["run"]

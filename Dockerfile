# One image for web, worker and the step that prepares the database; compose.yaml starts all three from it.
FROM python:3.11-slim-bookworm

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=kb.settings.production \
    DATA_DIR=/data

WORKDIR /app
COPY requirements.txt ./
RUN pip install --no-cache-dir --disable-pip-version-check --requirement requirements.txt

COPY . .
# Collecting static files needs the production settings, which refuse to load without values; these serve the build only.
RUN SECRET_KEY=only-for-collecting-static-files-while-the-image-is-built-000000 \
    ALLOWED_HOSTS=build.invalid BASE_URL=https://build.invalid DATABASE_URL=postgres://build@build.invalid/build \
    python manage.py collectstatic --no-input \
    && useradd --system --uid 10001 --no-create-home site \
    && mkdir /data && chown site: /data

USER site
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 CMD ["python", "scripts/healthcheck"]
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "4", "--backpressure", "64", "--respawn-failed-workers", "kb.wsgi:application"]

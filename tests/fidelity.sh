#!/usr/bin/env bash
# Import a reference export into a site of its own, serve it, and hold its pages against WordPress's rendering.
#   tests/fidelity.sh seed-site
set -euo pipefail
cd "$(dirname "$0")/.."
shared=../shared
name=$1
work=$(mktemp -d)
server=""
trap 'kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
export DJANGO_SETTINGS_MODULE=cms.settings.base SECRET_KEY=fidelity HTTPS=off SERVE_MEDIA=on ALLOWED_HOSTS=127.0.0.1
export DATABASE_URL="sqlite:///$work/db.sqlite3" MEDIA_ROOT="$work/media" WORDPRESS_IMPORT_ROOT="$work/imports" STATIC_ROOT="$work/static"
port=${PORT:-8791}
.venv/bin/python manage.py migrate --verbosity 0
.venv/bin/python manage.py collectstatic --noinput --verbosity 0
.venv/bin/python manage.py import_wordpress "$shared/wordpress/$name"/*.wxr.xml --media "$shared/wordpress/uploads"
.venv/bin/gunicorn cms.wsgi --bind "127.0.0.1:$port" --threads 4 --log-level warning &
server=$!
for _ in $(seq 30); do
  curl -fs -o /dev/null "http://127.0.0.1:$port/" && break
  sleep 1
done
exceptions=tests/fidelity-$name.json # what we show in another way than WordPress, with the reason
.venv/bin/python "$shared/check/fidelity.py" --base-url "http://127.0.0.1:$port" "$shared/wordpress/$name" \
  $([ -f "$exceptions" ] && echo "--pages $exceptions")

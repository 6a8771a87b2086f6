#!/bin/sh
# Run once by the image of PostgreSQL, on an empty volume: makes the role that row level security binds (docs/access.md).
set -eu
psql --set=ON_ERROR_STOP=1 --set=password="$SAPXEP_APP_PASSWORD" --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" <<'SQL'
CREATE ROLE sapxep_app LOGIN NOBYPASSRLS PASSWORD :'password';
SQL

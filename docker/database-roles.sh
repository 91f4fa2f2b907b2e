#!/bin/sh
# Two roles for one database: the owner migrates; the application serves, and cannot rewrite records.
# The database's image runs this once, on an empty volume.
set -eu
export SECRETS="${SECRETS:-/run/secrets}"
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres <<'SQL'
\set owner `cat "$SECRETS/database_owner_password"`
\set app `cat "$SECRETS/database_app_password"`
CREATE ROLE duly_owner LOGIN PASSWORD :'owner';
CREATE ROLE duly_app LOGIN PASSWORD :'app';
CREATE DATABASE duly OWNER duly_owner;
REVOKE ALL ON DATABASE duly FROM PUBLIC;
GRANT CONNECT ON DATABASE duly TO duly_app;
SQL

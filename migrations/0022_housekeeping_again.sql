-- Housekeeping that met a connection being synced has its turn again before the day is over: it notes so for its own tenant.
GRANT UPDATE (last_run_at) ON control.retention TO {role}_worker;

#pragma once
// PostgreSQL's C client library, as Debian's libpq-dev installs it.
#include <libpq-fe.h>

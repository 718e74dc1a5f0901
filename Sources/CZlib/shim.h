#pragma once
// Compression, as Debian's zlib1g-dev installs it.
#include <zlib.h>

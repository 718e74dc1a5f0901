#pragma once
// PostgreSQL's C client library, as Debian's libpq-dev installs it.
#include <libpq-fe.h>
// Waiting for its sockets; Swift's Glibc module leaves this header out.
#include <sys/epoll.h>
// For starting the private server: GNU functions, which Swift's Glibc module leaves out too.
#include <spawn.h>
int pipe2(int ends[2], int flags);
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);
int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);

#pragma once
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <iconv.h>
#include <pthread.h>
#include <stdint.h>
#include <string.h>

// epoll_data_t is a union, which Swift sees as a struct of overlapping getters; these name the
// one member we use.
static inline int shim_epoll_control(int poll, int operation, int descriptor, uint32_t events,
                                     uint64_t token) {
    struct epoll_event event;
    memset(&event, 0, sizeof event);
    event.events = events;
    event.data.u64 = token;
    return epoll_ctl(poll, operation, descriptor, &event);
}
static inline uint64_t shim_epoll_token(const struct epoll_event *event) {
    return event->data.u64;
}
static inline uint32_t shim_epoll_events(const struct epoll_event *event) {
    return event->events;
}

// prctl is variadic.
static inline int shim_name_thread(const char *name) {
    return prctl(PR_SET_NAME, name, 0, 0, 0);
}

// O_TMPFILE needs _GNU_SOURCE, which would change the layout of types that other modules share;
// its own bit is the same on x86-64 and arm64. Source: open(2), asm-generic/fcntl.h.
static inline int shim_open_unnamed(const char *folder) {
    return open(folder, 020000000 | O_DIRECTORY | O_RDWR | O_CLOEXEC, 0600);
}

#pragma once
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <iconv.h>
#include <pthread.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

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

// Timers of the calling thread end when they are due instead of up to 50 us later.
static inline int shim_sharpen_timers(void) {
    return prctl(PR_SET_TIMERSLACK, 1, 0, 0, 0);
}

// sched_setaffinity and CPU_SET need _GNU_SOURCE; the system call takes a plain bit mask, here of
// 1,024 cores. 0 is the calling thread.
// Source: sched_setaffinity(2), "C library/kernel differences".
static inline int shim_set_cores(int thread, const unsigned long *mask) {
    return (int)syscall(SYS_sched_setaffinity, thread, 16 * sizeof(long), mask);
}
static inline int shim_get_cores(int thread, unsigned long *mask) {
    return (int)syscall(SYS_sched_getaffinity, thread, 16 * sizeof(long), mask);
}

// A listening socket on 127.0.0.1 whose port the kernel chose; -1 and errno if there is none.
static inline int shim_listen_on_loopback(uint16_t *port) {
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (listener < 0) return -1;
    struct sockaddr_in address;
    socklen_t size = sizeof address;
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(listener, (struct sockaddr *)&address, size) != 0 || listen(listener, 1024) != 0 ||
        getsockname(listener, (struct sockaddr *)&address, &size) != 0) {
        close(listener);
        return -1;
    }
    *port = ntohs(address.sin_port);
    return listener;
}

// A listening socket on a numeric IPv4 or IPv6 address, that never blocks; -1 and errno if there is
// none, EINVAL if that is no address. `port` 0 lets the kernel choose, and becomes its choice.
static inline int shim_listen_on(const char *text, uint16_t *port) {
    struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_port = htons(*port)};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_port = htons(*port)};
    int is_v4 = inet_pton(AF_INET, text, &v4.sin_addr) == 1;
    if (!is_v4 && inet_pton(AF_INET6, text, &v6.sin6_addr) != 1) {
        errno = EINVAL;
        return -1;
    }
    struct sockaddr *address = is_v4 ? (struct sockaddr *)&v4 : (struct sockaddr *)&v6;
    socklen_t size = is_v4 ? sizeof v4 : sizeof v6;
    int listener = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (listener < 0) return -1;
    int yes = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(listener, address, size) != 0 || listen(listener, 64) != 0 ||
        getsockname(listener, address, &size) != 0) {
        int error = errno;
        close(listener);
        errno = error;
        return -1;
    }
    *port = ntohs(is_v4 ? v4.sin_port : v6.sin6_port);
    return listener;
}

// accept4 is declared for _GNU_SOURCE only. Never blocks and sends at once.
static inline int shim_accept_prompt(int listener) {
    int connection = accept(listener, NULL, NULL);
    if (connection < 0) return -1;
    int yes = 1;
    fcntl(connection, F_SETFL, O_NONBLOCK);
    fcntl(connection, F_SETFD, FD_CLOEXEC);
    setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    return connection;
}

#pragma once
#include <fcntl.h>
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

// sched_setaffinity and CPU_SET need _GNU_SOURCE; the system call takes a plain bit mask.
// Source: sched_setaffinity(2), "C library/kernel differences".
static inline int shim_bind_thread(int core) {
    unsigned long mask[16];
    memset(mask, 0, sizeof mask);
    if (core < 0 || core >= (int)(sizeof mask * 8)) return -1;
    mask[core / (8 * sizeof(long))] = 1UL << (core % (8 * sizeof(long)));
    return (int)syscall(SYS_sched_setaffinity, 0, sizeof mask, mask);
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

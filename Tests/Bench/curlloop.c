// The yardstick of lean.py: the least that a program over libcurl's multi interface can do. A
// closed loop on one thread: every connection asks again as soon as its answer is whole.
//
//     curlloop URL CONNECTIONS SECONDS BUFFER_BYTES
//
// Prints how many requests were answered with status 200, how many were not, and the bytes of
// bodies. Built by lean.py: cc -O2 curlloop.c -lcurl.
#include <curl/curl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <time.h>

static CURLM *multi;
static int poller;
static int64_t timer = -1;  // when libcurl wants to be called, in nanoseconds
static uint64_t good, bad, bytes;

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static int on_socket(CURL *easy, curl_socket_t socket, int what, void *context, void *known) {
    (void)easy, (void)context;
    struct epoll_event event = {.data.fd = socket};
    if (what == CURL_POLL_REMOVE) {
        epoll_ctl(poller, EPOLL_CTL_DEL, socket, NULL);
        curl_multi_assign(multi, socket, NULL);
        return 0;
    }
    if (what & CURL_POLL_IN) event.events |= EPOLLIN;
    if (what & CURL_POLL_OUT) event.events |= EPOLLOUT;
    epoll_ctl(poller, known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, socket, &event);
    if (!known) curl_multi_assign(multi, socket, &poller);
    return 0;
}

static int on_timer(CURLM *owner, long milliseconds, void *context) {
    (void)owner, (void)context;
    timer = milliseconds < 0 ? -1 : now() + milliseconds * INT64_C(1000000);
    return 0;
}

static size_t on_receive(char *data, size_t size, size_t count, void *context) {
    (void)data, (void)context;
    bytes += size * count;
    return size * count;
}

static void add(const char *url, long buffer) {
    CURL *easy = curl_easy_init();
    curl_easy_setopt(easy, CURLOPT_URL, url);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_TCP_NODELAY, 1L);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, buffer);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_receive);
    curl_multi_add_handle(multi, easy);
}

// Counts what has ended and, before the end, sends it again.
static int finish(int goes_on) {
    CURLMsg *message;
    int left, ended = 0;
    while ((message = curl_multi_info_read(multi, &left))) {
        if (message->msg != CURLMSG_DONE) continue;
        CURL *easy = message->easy_handle;
        CURLcode code = message->data.result;
        long status = 0;
        curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
        if (code == CURLE_OK && status == 200) good++; else bad++;
        ended++;
        curl_multi_remove_handle(multi, easy);
        if (goes_on) curl_multi_add_handle(multi, easy);
        else curl_easy_cleanup(easy);
    }
    return ended;
}

static void turn(void) {
    int running;
    if (timer >= 0 && timer <= now()) {
        timer = -1;
        curl_multi_socket_action(multi, CURL_SOCKET_TIMEOUT, 0, &running);
    }
    struct epoll_event events[512];
    int64_t wait = timer < 0 ? 100 : (timer - now() + 999999) / 1000000;
    if (wait < 0) wait = 0;
    int count = epoll_wait(poller, events, 512, (int)(wait > 100 ? 100 : wait));
    for (int i = 0; i < count; i++) {
        int mask = 0;
        if (events[i].events & EPOLLIN) mask |= CURL_CSELECT_IN;
        if (events[i].events & EPOLLOUT) mask |= CURL_CSELECT_OUT;
        if (events[i].events & (EPOLLERR | EPOLLHUP)) mask |= CURL_CSELECT_ERR;
        curl_multi_socket_action(multi, events[i].data.fd, mask, &running);
    }
}

int main(int argc, char **argv) {
    if (argc != 5) {
        fprintf(stderr, "usage: curlloop URL CONNECTIONS SECONDS BUFFER_BYTES\n");
        return 2;
    }
    int connections = atoi(argv[2]), open = connections;
    int64_t end = now() + (int64_t)(atof(argv[3]) * 1e9);
    curl_global_init(CURL_GLOBAL_DEFAULT);
    multi = curl_multi_init();
    poller = epoll_create1(EPOLL_CLOEXEC);
    curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, on_socket);
    curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, on_timer);
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, (long)connections);
    for (int i = 0; i < connections; i++) add(argv[1], atol(argv[4]));
    while (now() < end) turn(), finish(1);
    for (int64_t limit = end + INT64_C(5000000000); open > 0 && now() < limit;) {
        turn();
        open -= finish(0);
    }
    printf("%lu %lu %lu\n", (unsigned long)good, (unsigned long)bad, (unsigned long)bytes);
    return 0;
}

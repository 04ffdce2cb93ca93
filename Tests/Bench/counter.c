/* Counts allocations of the program into which it is preloaded.
 *
 * ALLOCATION_COUNTS names a file, mapped as `struct counts`: calls of malloc, calloc and realloc,
 * calls of swift_allocObject, and the latter by the kind of object. Built by the benchmark with
 * gcc; never part of the product.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { KINDS = 512, NAME = 112 };

struct kind {
    _Atomic(const void *) metadata;
    _Atomic uint64_t count;
    char name[NAME];
};

struct counts {
    _Atomic uint64_t mallocs, bytes, objects;
    uint64_t reserved;
    struct kind kinds[KINDS];
};

static struct counts *counts;

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);

static void count(size_t size) {
    if (!counts) return;
    atomic_fetch_add_explicit(&counts->mallocs, 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&counts->bytes, size, memory_order_relaxed);
}

void *malloc(size_t size) {
    count(size);
    return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
    count(number * size);
    return __libc_calloc(number, size);
}

void *realloc(void *old, size_t size) {
    count(size);
    return __libc_realloc(old, size);
}

typedef void *(*alloc_object)(const void *, size_t, size_t);
static alloc_object original;

struct name { const char *text; uintptr_t length; };

/* A class bears its name; boxes and closures have small kind numbers instead of an isa. */
static void name_kind(struct kind *kind, const void *metadata) {
    uintptr_t word = *(const uintptr_t *)metadata;
    if (word != 0 && word <= 0x7ff) {
        Dl_info info;
        strcpy(kind->name, word == 0x500 || word == 0x400 ? "box or closure" : "runtime object");
        if (dladdr(metadata, &info) && info.dli_sname)
            strncpy(kind->name + strlen(kind->name), info.dli_sname, NAME - 40);
        return;
    }
    struct name (*type_name)(const void *, _Bool) = dlsym(RTLD_DEFAULT, "swift_getTypeName");
    if (!type_name) return;
    struct name found = type_name(metadata, 1);
    size_t length = found.length < NAME - 1 ? found.length : NAME - 1;
    memcpy(kind->name, found.text, length);
}

static void *counting(const void *metadata, size_t size, size_t alignment) {
    if (counts) {
        atomic_fetch_add_explicit(&counts->objects, 1, memory_order_relaxed);
        uintptr_t slot = ((uintptr_t)metadata >> 4) % KINDS;
        for (int i = 0; i < KINDS; i++, slot = (slot + 1) % KINDS) {
            struct kind *kind = &counts->kinds[slot];
            const void *seen = atomic_load(&kind->metadata);
            if (!seen && atomic_compare_exchange_strong(&kind->metadata, &seen, metadata)) {
                name_kind(kind, metadata);
                seen = metadata;
            }
            if (seen == metadata) {
                atomic_fetch_add_explicit(&kind->count, 1, memory_order_relaxed);
                break;
            }
        }
    }
    return original(metadata, size, alignment);
}

/* The Swift runtime calls its allocator through this pointer, meant for instruments. */
__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("ALLOCATION_COUNTS");
    alloc_object *pointer = dlsym(RTLD_DEFAULT, "_swift_allocObject");
    if (!path) return;
    int file = open(path, O_RDWR | O_CREAT, 0600);
    if (file < 0 || ftruncate(file, sizeof(struct counts))) return;
    void *map = mmap(0, sizeof(struct counts), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    if (map == MAP_FAILED) return;
    if (pointer) {
        original = *pointer;
        *pointer = counting;
        ((struct counts *)map)->reserved = 1;
    }
    counts = map;
}

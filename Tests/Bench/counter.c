/* Counts allocations of the program into which it is preloaded.
 *
 * ALLOCATION_COUNTS names a file, mapped as `struct counts`: calls of malloc, calloc and realloc,
 * and calls of swift_allocObject from outside of the standard library, by the kind of object.
 * Built by the benchmark with gcc; never part of the product.
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

/* Class metadata without Objective-C, as far as we read it. Source: swift/docs/ABI/TypeMetadata.rst.
 */
struct class_metadata {
    uintptr_t kind; /* 0 is a class */
    const void *superclass;
    uint32_t flags, address_point, size;
    uint16_t alignment_mask, reserved;
    uint32_t class_size, class_address_point;
    const struct descriptor *descriptor;
};

/* `name` is the distance from itself to the text. */
struct descriptor {
    uint32_t flags;
    int32_t parent, name;
};

/* A class bears its name, without its generic arguments; boxes and closures have other kinds. */
static void name_kind(struct kind *kind, const void *metadata) {
    const struct class_metadata *class = metadata;
    if (class->kind != 0) {
        Dl_info info;
        strcpy(kind->name, class->kind == 0x500 || class->kind == 0x400 ? "box or closure " :
               "runtime object ");
        if (dladdr(metadata, &info) && info.dli_sname)
            strncat(kind->name, info.dli_sname, NAME - 40);
        return;
    }
    if (!class->descriptor) return;
    const int32_t *name = &class->descriptor->name;
    strncpy(kind->name, (const char *)name + *name, NAME - 1);
}

/* Called in the runtime's place. With the runtime's own pointer for instruments,
 * _swift_allocObject, changed, Swift 6.3 crashes in swift_retain.
 */
void *swift_allocObject(const void *metadata, size_t size, size_t alignment) {
    if (!original) original = (alloc_object)dlsym(RTLD_NEXT, "swift_allocObject");
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

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("ALLOCATION_COUNTS");
    if (!path) return;
    int file = open(path, O_RDWR | O_CREAT, 0600);
    if (file < 0 || ftruncate(file, sizeof(struct counts))) return;
    void *map = mmap(0, sizeof(struct counts), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    if (map == MAP_FAILED) return;
    /* Without the runtime as a library of its own, nobody would call us. */
    original = (alloc_object)dlsym(RTLD_NEXT, "swift_allocObject");
    ((struct counts *)map)->reserved = original != NULL;
    counts = map;
}

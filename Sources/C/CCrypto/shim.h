#pragma once
#include <openssl/evp.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <stdint.h>

// Swift shifts a vector one lane at a time, even by a constant.
typedef uint32_t shim_lanes __attribute__((ext_vector_type(8)));
static inline shim_lanes shim_rotate_left(shim_lanes words, uint32_t count) {
    return words << count | words >> (32 - count);
}

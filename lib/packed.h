/*
 * packed - bytes that a compressor made, by how they begin
 *
 * The marks are those of gzip (RFC 1952), xz, zstd (RFC 8878) and bzip2.
 * None begins as a line of text does.
 */
#ifndef KDD_PACKED_H
#define KDD_PACKED_H

#include <stddef.h>

/*
 * A sentence that names the compressor and what unpacks it, or NULL if the
 * first n bytes are not of one of them.
 */
const char	*kdd_packed(const char *p, size_t n);

#endif

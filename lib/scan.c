#include "scan.h"

#include <stdbool.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

/* The reference: one byte after the other. */
static void
scan_plain(struct kdd_found *f, const char *p, size_t n, char delimiter,
    char quote)
{
	f->nsep = f->nlines = f->care = 0;
	for (size_t i = 0; i < n; i++) {
		if (p[i] == '\0' || (p[i] == quote && p[i] != '\n'))
			f->care = 1;
		if (p[i] == '\n')
			f->line[f->nlines++] =
			    (struct kdd_line){ f->nsep, f->care };
		if (p[i] == '\n' || p[i] == delimiter)
			f->sep[f->nsep++] = (uint32_t)i;
		if (p[i] == '\n')
			f->care = 0;
	}
}

#if defined(__x86_64__) || defined(__aarch64__)

#define WORD	64		/* bytes that one word has a bit for */
#define INLINE	static inline __attribute__((always_inline))

/* A bit for each of WORD bytes, the first one lowest. */
struct word {
	uint64_t sep, lf, care;
};

/*
 * For each byte: how many of its bits are set, and where, lowest first, a
 * byte for each.  AT(m, k) puts k behind the bits of m that are below it.
 */
#define COUNT(m) (((m) & 1) + ((m) >> 1 & 1) + ((m) >> 2 & 1) + \
	((m) >> 3 & 1) + ((m) >> 4 & 1) + ((m) >> 5 & 1) + ((m) >> 6 & 1) + \
	((m) >> 7 & 1))
#define AT(m, k) ((m) >> (k) & 1 ? \
	UINT64_C(k) << 8 * COUNT((m) & ((1 << (k)) - 1)) : 0)
#define WHERE(m) (AT(m, 1) | AT(m, 2) | AT(m, 3) | AT(m, 4) | AT(m, 5) | \
	AT(m, 6) | AT(m, 7))
#define TIMES4(f, m) f(m), f((m) + 1), f((m) + 2), f((m) + 3)
#define TIMES16(f, m) TIMES4(f, m), TIMES4(f, (m) + 4), \
	TIMES4(f, (m) + 8), TIMES4(f, (m) + 12)
#define TIMES64(f, m) TIMES16(f, m), TIMES16(f, (m) + 16), \
	TIMES16(f, (m) + 32), TIMES16(f, (m) + 48)
#define TIMES256(f) { TIMES64(f, 0), TIMES64(f, 64), TIMES64(f, 128), \
	TIMES64(f, 192) }

static const uint8_t count[256] = TIMES256(COUNT);
static const uint64_t where[256] = TIMES256(WHERE);

/* Write eight bytes to eight words, each with base added. */
typedef void widen(uint32_t *to, uint64_t bytes, uint32_t base);

/*
 * Write down where the bits of a word are set.  Each of its bytes writes
 * eight positions, and the next one starts behind those that count: a wrong
 * guess of the branch predictor would cost more than the stores too many.
 */
INLINE uint32_t *
take_positions(uint32_t *to, uint32_t base, uint64_t bits, widen *put)
{
#pragma GCC unroll 8
	for (uint32_t i = 0; i < WORD; i += 8, bits >>= 8) {
		put(to, where[bits & 0xff], base + i);
		to += count[bits & 0xff];
	}
	return to;
}

/* Take in the lines that end in a word; nsep is of what comes before it. */
INLINE void
take_lines(struct kdd_found *f, const struct word *w)
{
	uint64_t care = w->care;

	for (uint64_t lf = w->lf; lf != 0; lf &= lf - 1) {
		uint64_t below = (lf & -lf) - 1;

		f->line[f->nlines++] = (struct kdd_line){
			f->nsep + (uint32_t)__builtin_popcountll(w->sep &
			    below),
			f->care | ((care & below) != 0)
		};
		f->care = 0;
		care &= ~below;
	}
	f->care |= care != 0;
}

/* Write down where the bits of a word are set; returns the next place. */
typedef uint32_t *take(uint32_t *to, uint32_t base, uint64_t bits);

INLINE void
take_word(struct kdd_found *f, uint32_t base, const struct word *w,
    take *take_bits)
{
	if (w->lf != 0)
		take_lines(f, w);
	else
		f->care |= w->care != 0;
	if (w->sep != 0)
		f->nsep = (uint32_t)(take_bits(f->sep + f->nsep, base,
		    w->sep) - f->sep);
}

/* The last bytes, fewer than WORD, by way of a copy. */
#define SCAN_WITH(find_word, take_bits)				\
	struct kdd_found g = *f;					\
	char rest[WORD] = { 0 };					\
	struct word w;							\
	size_t i = 0;							\
									\
	g.nsep = g.nlines = g.care = 0;					\
	for (; i + WORD <= n; i += WORD) {				\
		w = find_word(p + i, delimiter, quote);			\
		take_word(&g, (uint32_t)i, &w, take_bits);		\
	}								\
	if (i < n) {							\
		uint64_t valid = (UINT64_C(1) << (n - i)) - 1;		\
									\
		memcpy(rest, p + i, n - i);				\
		w = find_word(rest, delimiter, quote);			\
		w.sep &= valid;						\
		w.lf &= valid;						\
		w.care &= valid;					\
		take_word(&g, (uint32_t)i, &w, take_bits);		\
	}								\
	*f = g

#endif

#if defined(__x86_64__)

#define AVX512	__attribute__((target( \
	"avx512f,avx512bw,avx512vbmi2,avx2,bmi,popcnt")))
#define AVX2	__attribute__((target("avx2,bmi,popcnt")))

AVX512 static inline struct word
word_avx512(const char *p, char delimiter, char quote)
{
	__m512i a = _mm512_loadu_si512(p);
	uint64_t lf = _mm512_cmpeq_epi8_mask(a, _mm512_set1_epi8('\n'));

	return (struct word){
		lf | _mm512_cmpeq_epi8_mask(a, _mm512_set1_epi8(delimiter)),
		lf,
		_mm512_testn_epi8_mask(a, a) |
		    _mm512_cmpeq_epi8_mask(a, _mm512_set1_epi8(quote))
	};
}

AVX512 static inline void
put_avx512(uint32_t *to, __m128i bytes, uint32_t base)
{
	_mm512_storeu_si512(to, _mm512_add_epi32(_mm512_cvtepu8_epi32(bytes),
	    _mm512_set1_epi32((int)base)));
}

/* The numbers of the bits that are set, put together by one instruction. */
AVX512 static inline uint32_t *
take_avx512(uint32_t *to, uint32_t base, uint64_t bits)
{
	static const uint8_t number[WORD] = {
#define NUMBER(n) n
		TIMES64(NUMBER, 0)
	};
	uint32_t n = (uint32_t)__builtin_popcountll(bits);
	__m512i set = _mm512_maskz_compress_epi8(bits,
	    _mm512_loadu_si512(number));

	put_avx512(to, _mm512_castsi512_si128(set), base);
	if (n > 16)
		put_avx512(to + 16, _mm512_extracti32x4_epi32(set, 1), base);
	if (n > 32) {
		put_avx512(to + 32, _mm512_extracti32x4_epi32(set, 2), base);
		put_avx512(to + 48, _mm512_extracti32x4_epi32(set, 3), base);
	}
	return to + n;
}

AVX512 static void
scan_avx512(struct kdd_found *f, const char *p, size_t n, char delimiter,
    char quote)
{
	SCAN_WITH(word_avx512, take_avx512);
}

AVX2 static inline uint64_t
bits_avx2(__m256i low, __m256i high)
{
	return (uint32_t)_mm256_movemask_epi8(low) |
	    (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

AVX2 static inline struct word
word_avx2(const char *p, char delimiter, char quote)
{
	const __m256i lf = _mm256_set1_epi8('\n'), nul = _mm256_setzero_si256();
	const __m256i dl = _mm256_set1_epi8(delimiter);
	const __m256i qt = _mm256_set1_epi8(quote);
	__m256i a = _mm256_loadu_si256((const __m256i *)(const void *)p);
	__m256i b = _mm256_loadu_si256((const __m256i *)(const void *)(p + 32));
	__m256i alf = _mm256_cmpeq_epi8(a, lf), blf = _mm256_cmpeq_epi8(b, lf);

	return (struct word){
		bits_avx2(_mm256_or_si256(alf, _mm256_cmpeq_epi8(a, dl)),
		    _mm256_or_si256(blf, _mm256_cmpeq_epi8(b, dl))),
		bits_avx2(alf, blf),
		bits_avx2(_mm256_or_si256(_mm256_cmpeq_epi8(a, qt),
		    _mm256_cmpeq_epi8(a, nul)),
		    _mm256_or_si256(_mm256_cmpeq_epi8(b, qt),
		    _mm256_cmpeq_epi8(b, nul)))
	};
}

AVX2 static inline void
widen_avx2(uint32_t *to, uint64_t bytes, uint32_t base)
{
	__m256i wide = _mm256_cvtepu8_epi32(_mm_cvtsi64_si128((int64_t)bytes));

	_mm256_storeu_si256((__m256i *)(void *)to, _mm256_add_epi32(wide,
	    _mm256_set1_epi32((int)base)));
}

AVX2 static inline uint32_t *
take_avx2(uint32_t *to, uint32_t base, uint64_t bits)
{
	return take_positions(to, base, bits, widen_avx2);
}

AVX2 static void
scan_avx2(struct kdd_found *f, const char *p, size_t n, char delimiter,
    char quote)
{
	SCAN_WITH(word_avx2, take_avx2);
}

static inline struct word
word_sse2(const char *p, char delimiter, char quote)
{
	const __m128i lf = _mm_set1_epi8('\n'), nul = _mm_setzero_si128();
	const __m128i dl = _mm_set1_epi8(delimiter), qt = _mm_set1_epi8(quote);
	struct word w = { 0, 0, 0 };

	for (int i = 0; i < WORD; i += 16) {
		__m128i a = _mm_loadu_si128((const __m128i *)(const void *)
		    (p + i));
		__m128i l = _mm_cmpeq_epi8(a, lf);
		__m128i s = _mm_or_si128(l, _mm_cmpeq_epi8(a, dl));
		__m128i c = _mm_or_si128(_mm_cmpeq_epi8(a, qt),
		    _mm_cmpeq_epi8(a, nul));

		w.sep |= (uint64_t)(uint32_t)_mm_movemask_epi8(s) << i;
		w.lf |= (uint64_t)(uint32_t)_mm_movemask_epi8(l) << i;
		w.care |= (uint64_t)(uint32_t)_mm_movemask_epi8(c) << i;
	}
	return w;
}

static inline void
widen_sse2(uint32_t *to, uint64_t bytes, uint32_t base)
{
	const __m128i zero = _mm_setzero_si128();
	__m128i add = _mm_set1_epi32((int)base);
	__m128i half = _mm_unpacklo_epi8(_mm_cvtsi64_si128((int64_t)bytes),
	    zero);

	_mm_storeu_si128((__m128i *)(void *)to,
	    _mm_add_epi32(_mm_unpacklo_epi16(half, zero), add));
	_mm_storeu_si128((__m128i *)(void *)(to + 4),
	    _mm_add_epi32(_mm_unpackhi_epi16(half, zero), add));
}

static inline uint32_t *
take_sse2(uint32_t *to, uint32_t base, uint64_t bits)
{
	return take_positions(to, base, bits, widen_sse2);
}

static void
scan_sse2(struct kdd_found *f, const char *p, size_t n, char delimiter,
    char quote)
{
	SCAN_WITH(word_sse2, take_sse2);
}

#elif defined(__aarch64__)

/* One bit of each byte of four comparisons, by adding neighbours thrice. */
static inline uint64_t
bits_neon(const uint8x16_t c[4])
{
	const uint8x16_t bit = { 1, 2, 4, 8, 16, 32, 64, 128,
		1, 2, 4, 8, 16, 32, 64, 128 };
	uint8x16_t low = vpaddq_u8(vandq_u8(c[0], bit), vandq_u8(c[1], bit));
	uint8x16_t high = vpaddq_u8(vandq_u8(c[2], bit), vandq_u8(c[3], bit));
	uint8x16_t sum = vpaddq_u8(low, high);

	sum = vpaddq_u8(sum, sum);
	return vgetq_lane_u64(vreinterpretq_u64_u8(sum), 0);
}

static inline struct word
word_neon(const char *p, char delimiter, char quote)
{
	const uint8x16_t lf = vdupq_n_u8('\n'), nul = vdupq_n_u8(0);
	const uint8x16_t dl = vdupq_n_u8((uint8_t)delimiter);
	const uint8x16_t qt = vdupq_n_u8((uint8_t)quote);
	uint8x16_t s[4], l[4], c[4];

	for (int i = 0; i < 4; i++) {
		uint8x16_t a = vld1q_u8((const uint8_t *)p + 16 * i);

		l[i] = vceqq_u8(a, lf);
		s[i] = vorrq_u8(l[i], vceqq_u8(a, dl));
		c[i] = vorrq_u8(vceqq_u8(a, qt), vceqq_u8(a, nul));
	}
	return (struct word){ bits_neon(s), bits_neon(l), bits_neon(c) };
}

static inline void
widen_neon(uint32_t *to, uint64_t bytes, uint32_t base)
{
	uint16x8_t half = vmovl_u8(vcreate_u8(bytes));
	uint32x4_t add = vdupq_n_u32(base);

	vst1q_u32(to, vaddq_u32(vmovl_u16(vget_low_u16(half)), add));
	vst1q_u32(to + 4, vaddq_u32(vmovl_u16(vget_high_u16(half)), add));
}

static inline uint32_t *
take_neon(uint32_t *to, uint32_t base, uint64_t bits)
{
	return take_positions(to, base, bits, widen_neon);
}

static void
scan_neon(struct kdd_found *f, const char *p, size_t n, char delimiter,
    char quote)
{
	SCAN_WITH(word_neon, take_neon);
}

#endif

static const struct kdd_scan_path all[] = {
#if defined(__x86_64__)
	{ "avx512", scan_avx512 },
	{ "avx2", scan_avx2 },
	{ "sse2", scan_sse2 },
#elif defined(__aarch64__)
	{ "neon", scan_neon },
#endif
	{ "plain", scan_plain },
};

size_t
kdd_scan_paths(const struct kdd_scan_path **paths)
{
	size_t n = sizeof(all) / sizeof(*all), skip = 0;

#if defined(__x86_64__)
	if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("bmi") ||
	    !__builtin_cpu_supports("popcnt"))
		skip = 2;
	else if (!__builtin_cpu_supports("avx512f") ||
	    !__builtin_cpu_supports("avx512bw") ||
	    !__builtin_cpu_supports("avx512vbmi2"))
		skip = 1;
#endif
	*paths = all + skip;
	return n - skip;
}

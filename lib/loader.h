/*
 * loader - taking a model's text apart, line by line, believing nothing
 *
 * Private to the reader of models: model_read.c knows the lines, load_schema.c
 * those of the schema, load_tree.c those of the tree, and this module the
 * words that they are made of.  Each function returns 0, or -1 with the error
 * set.
 */
#ifndef KDD_LOADER_H
#define KDD_LOADER_H

#include "model.h"

struct kdd_open_node {
	uint32_t node, depth;
};

struct kdd_loader {
	struct kdd_model *m;
	struct kdd_error *e;
	size_t		 line;
	char		*rest;		/* of the line, not yet taken */
	int		 stage;		/* model_read.c: lines come in order */
	unsigned	 seen;		/* 1 << stage of each that came */
	uint32_t	 ncv;		/* confusion lines read */
	struct kdd_dict	 columns;	/* names, to find them and doubles */
	uint32_t	*count, *set;	/* of the node being read */
	uint32_t	 set_room;
	struct kdd_open_node *open;	/* nodes without their right child */
	uint32_t	 nopen, open_room;
};

/* An error at the line under way, from a literal; always -1. */
int	kdd_load_bad(struct kdd_loader *l, const char *what);
int	kdd_load_no_memory(struct kdd_loader *l);

/* Take the line's next word: as it is, a byte, a whole number, a class. */
int	kdd_load_word(struct kdd_loader *l, char **word);
int	kdd_load_byte(struct kdd_loader *l, char *byte);
int	kdd_load_u64(struct kdd_loader *l, uint64_t max, uint64_t *v);
int	kdd_load_class(struct kdd_loader *l, uint32_t *k);

/* The rest of a schema's line, by its keyword. */
int	kdd_load_delimiter(struct kdd_loader *l);
int	kdd_load_form(struct kdd_loader *l);
int	kdd_load_column(struct kdd_loader *l);
int	kdd_load_from(struct kdd_loader *l);
int	kdd_load_value(struct kdd_loader *l);

/* The rest of a node's or leaf's line; appends it to the model's tree. */
int	kdd_load_node(struct kdd_loader *l, bool leaf);

#endif

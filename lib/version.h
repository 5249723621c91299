/*
 * version - of the toolkit, as -V prints it
 */
#ifndef KDD_VERSION_H
#define KDD_VERSION_H

#define KDD_VERSION "0.1.0"

#endif

#ifndef CMEDIAMIXVECTOR_H
#define CMEDIAMIXVECTOR_H
#include <stddef.h>
#endif

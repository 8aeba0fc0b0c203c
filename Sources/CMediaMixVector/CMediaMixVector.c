#include "CMediaMixVector.h"

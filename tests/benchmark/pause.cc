// The smallest program that keeps a container running: waits until a signal
// kills it.
#include <unistd.h>

int main() { pause(); }

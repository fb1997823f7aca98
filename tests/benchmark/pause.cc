// The least that can keep a container alive: waits until a signal kills it.
#include <unistd.h>

int main() { pause(); }

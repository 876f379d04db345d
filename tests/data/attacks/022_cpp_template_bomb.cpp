template <int N, int M> struct F { static const int value = F<N - 1, M>::value + F<N - 1, M + 1>::value; };
template <int M> struct F<0, M> { static const int value = M; };
int main() { return F<880, 0>::value; }

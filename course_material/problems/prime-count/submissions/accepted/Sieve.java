// idea: sieve of Eratosthenes, then a running count of the primes (prefix sums)
// growth: n
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.StringTokenizer;

public class Sieve {
    public static void main(String[] arguments) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        int n = Integer.parseInt(in.readLine().trim());
        StringTokenizer words = new StringTokenizer(in.readLine());
        int[] cards = new int[n];
        int highest = 1;
        for (int i = 0; i < n; i++) {
            cards[i] = Integer.parseInt(words.nextToken());
            highest = Math.max(highest, cards[i]);
        }

        boolean[] composite = new boolean[highest + 1];
        int[] points = new int[highest + 1];
        for (int x = 2; x <= highest; x++) {
            points[x] = points[x - 1];
            if (!composite[x]) {
                points[x]++;
                for (long multiple = (long) x * x; multiple <= highest; multiple += x) {
                    composite[(int) multiple] = true;
                }
            }
        }

        long total = 0;
        for (int card : cards) {
            total += points[card];
        }
        System.out.println(total);
    }
}

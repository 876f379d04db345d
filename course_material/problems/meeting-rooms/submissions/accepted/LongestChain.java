// idea: dynamic programming: the longest chain that ends with a band, from all bands that are done before it begins
// growth: n^2
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StreamTokenizer;
import java.util.Arrays;

public class LongestChain {
    public static void main(String[] args) throws IOException {
        StreamTokenizer input = new StreamTokenizer(new BufferedReader(new InputStreamReader(System.in)));
        input.nextToken();
        int n = (int) input.nval;
        int[][] bands = new int[n][2];
        for (int[] band : bands) {
            input.nextToken();
            band[0] = (int) input.nval;
            input.nextToken();
            band[1] = (int) input.nval;
        }
        Arrays.sort(bands, (one, other) -> Integer.compare(one[1], other[1]));
        int[] begin = new int[n];
        int[] end = new int[n];
        int[] chain = new int[n];
        int longest = 0;
        for (int i = 0; i < n; i++) {
            begin[i] = bands[i][0];
            end[i] = bands[i][1];
            for (int before = 0; before < i; before++) {
                if (end[before] <= begin[i] && chain[before] > chain[i]) {
                    chain[i] = chain[before];
                }
            }
            chain[i]++;
            longest = Math.max(longest, chain[i]);
        }
        System.out.println(longest);
    }
}
